namespace Twin.SupplyChain;

/// <summary>One link of an explanation.</summary>
/// <param name="Site">Where.</param>
/// <param name="What">The material, or the name of a stock.</param>
/// <param name="Because">Why it is missing there.</param>
public sealed record WhyStep(string Site, string What, string Because);

/// <summary>Part of a shortage, and the links that lead to its cause.</summary>
/// <param name="Share">Share of what is missing.</param>
/// <param name="Cause">The name of the cause; see the measures <c>cause.…</c>.</param>
/// <param name="Steps">From the user to the cause.</param>
public sealed record WhyBranch(double Share, string Cause, IReadOnlyList<WhyStep> Steps);

/// <summary>Finds out why somebody does not have what they want: from seller to seller, along the largest gaps.</summary>
/// <remarks>
/// What a market lacks is shared out over its sellers by what they leave open. From there on, each is followed along its
/// own largest gap: a control or a lane that kept the goods back, a plant that was full or down, or an input that ran out,
/// whose sellers are asked in turn.
/// </remarks>
sealed class Why(ChainState chain)
{
    const int Longest = 16; // swarf goes round in circles

    readonly NetworkIndex _index = chain.Index;

    /// <summary>Adds what a cell lacks to the causes.</summary>
    /// <param name="c">The cell.</param>
    /// <param name="tonnes">What it lacks [t].</param>
    /// <param name="causes">By number of cause [t].</param>
    public void Share(int c, double tonnes, Span<double> causes)
    {
        var bin = _index.Cells[c].MarketBin;
        var open = OpenOf(bin);
        if (open == 0)
        {
            causes[Rest(bin)] += tonnes;
            return;
        }

        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (chain.Arc[a].Backlog > 0) causes[Follow(a, null)] += tonnes * chain.Arc[a].Backlog / open;
        }
    }

    /// <summary>The same, told.</summary>
    public List<WhyBranch> Tell(int c)
    {
        var bin = _index.Cells[c].MarketBin;
        var open = OpenOf(bin);
        if (open == 0) return [new WhyBranch(1, _index.Causes.Names[Rest(bin)], [StepAt(bin, Words(Rest(bin)))])];

        List<WhyBranch> branches = [];
        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (chain.Arc[a].Backlog == 0) continue;
            List<WhyStep> steps = [];
            var cause = Follow(a, steps);
            branches.Add(new WhyBranch((double)chain.Arc[a].Backlog / open, _index.Causes.Names[cause], steps));
        }

        return [.. branches.OrderByDescending(b => b.Share).ThenBy(b => b.Steps[0].Site, StringComparer.Ordinal)];
    }

    long OpenOf(int bin)
    {
        var open = 0L;
        foreach (var a in _index.ArcsByBuyer[bin]) open += chain.Arc[a].Backlog;
        return open;
    }

    /// <summary>Why there is too little where nothing is left open by a seller.</summary>
    int Rest(int bin)
    {
        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (chain.Arc[a].UnderWay > 0) return _index.Causes.Transit;
        }

        return _index.ArcsByBuyer[bin].Length == 0 ? _index.Causes.Empty : _index.Causes.Allocation;
    }

    int Follow(int arc, List<WhyStep>? steps)
    {
        for (var length = 0; length < Longest; length++)
        {
            var bin = _index.Arcs[arc].SellerBin;
            var kept = chain.Arc[arc].KeptBy;
            if (kept >= 0) return End(steps, bin, _index.Causes.Control(kept), steps is null ? "" : $"kept back by {NameOf(_index.Policies[kept])}");
            if (kept == ArcState.ByLane) return End(steps, bin, _index.Causes.Lane, steps is null ? "" : $"{_index.Lanes[_index.Arcs[arc].Lane].Id} is closed or full");
            if (_index.OutputsByBin[bin].Length > 0 && chain.Limits[bin].Kind != LimitKind.Feed) return Plant(steps, bin);

            var from = bin;
            if (_index.OutputsByBin[bin].Length > 0)
            {
                from = chain.Limits[bin].Slot;
                steps?.Add(StepAt(bin, $"no {_index.Bins[from].Name}"));
            }
            else
            {
                steps?.Add(StepAt(bin, "has too little itself"));
            }

            var next = Largest(from);
            if (next < 0) return End(steps, from, Rest(from), Words(Rest(from)));
            arc = next;
        }

        return End(steps, _index.Arcs[arc].SellerBin, _index.Causes.Allocation, "and so on, round in a circle");
    }

    int Plant(List<WhyStep>? steps, int bin)
    {
        var kind = _index.Sites[_index.Bins[bin].Site].Kind;
        return chain.Limits[bin].Kind switch
        {
            LimitKind.Capacity => End(steps, bin, _index.Causes.Capacity(kind), "its plant is full"),
            LimitKind.Outage => End(steps, bin, _index.Causes.Outage(kind), "its plant is down"),
            LimitKind.Price => End(steps, bin, _index.Causes.Price, "it does not pay to make it"),
            _ when InProcess(bin) => End(steps, bin, _index.Causes.Transit, "it is being made"),
            _ => End(steps, bin, _index.Causes.Allocation, "what there was went to others"),
        };
    }

    bool InProcess(int bin)
    {
        foreach (var o in _index.OutputsByBin[bin])
        {
            if (chain.InProcess[_index.Outputs[o].Recipe] > 0) return true;
        }

        return false;
    }

    int Largest(int bin)
    {
        var (largest, open) = (-1, 0L);
        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (chain.Arc[a].Backlog > open) (largest, open) = (a, chain.Arc[a].Backlog);
        }

        return largest;
    }

    int End(List<WhyStep>? steps, int bin, int cause, string because)
    {
        steps?.Add(StepAt(bin, because));
        return cause;
    }

    WhyStep StepAt(int bin, string because) => new(_index.Sites[_index.Bins[bin].Site].Id, _index.Bins[bin].Name, because);

    string Words(int cause) =>
        cause == _index.Causes.Transit ? "it is on its way" : cause == _index.Causes.Empty ? "nobody fills it" : "more is used than was foreseen";

    static string NameOf(Policy policy) => policy.Name.Length > 0 ? policy.Name : policy.Id;
}
