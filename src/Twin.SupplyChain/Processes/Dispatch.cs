using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sellers sharing out their stocks over their order books, once a week, and sending them on their way.</summary>
/// <remarks>
/// The whole book is allocated at once, by the seller's rule. What an export control keeps back stays in the book,
/// and in the seller's store: a store that fills up stops the works behind it.
/// </remarks>
sealed class Dispatch(Simulation simulation, ChainState chain, Shipping shipping)
{
    /// <summary>Weight of the newest week in a buyer's picture of a seller.</summary>
    const double Memory = 0.15;

    readonly NetworkIndex _index = chain.Index;

    // Of each buyer of the bin under review: what may leave, who comes first, what leaves.
    readonly long[] _open = new long[chain.Index.ArcsBySeller.Max(arcs => arcs.Length)];
    readonly double[] _rank = new double[chain.Index.ArcsBySeller.Max(arcs => arcs.Length)];
    readonly long[] _sent = new long[chain.Index.ArcsBySeller.Max(arcs => arcs.Length)];

    public async Process Run()
    {
        while (true)
        {
            foreach (var rhythm in _index.Rhythms)
            {
                foreach (var site in rhythm.Sites[chain.Today % rhythm.Period]) Review(site);
            }

            if (chain.Measures.Costs.Any) chain.Measures.Costs.Count(chain);
            await simulation.Delay(ChainModel.Day, Phase.Dispatch);
        }
    }

    void Review(int site)
    {
        foreach (var bin in _index.BinsToSell[site])
        {
            if (_index.ArcsBySeller[bin].Length > 0) Sell(site, bin);
            if (_index.CellsByMarket[bin].Length > 0) Deliver(site, bin);
        }
    }

    void Sell(int site, int bin)
    {
        var arcs = _index.ArcsBySeller[bin];
        var open = _open.AsSpan(0, arcs.Length);
        var rank = _rank.AsSpan(0, arcs.Length);
        var sent = _sent.AsSpan(0, arcs.Length);
        var held = chain.Bin[bin].Held;
        var (free, total) = (held, 0L);
        for (var i = 0; i < arcs.Length; i++)
        {
            open[i] = shipping.Allowed(arcs[i], ref free);
            total += open[i];
        }

        // Where there is enough for all no rule matters. Else who ranks first is served first, and within a rank pro rata.
        var available = _index.Guarded[site] ? Math.Min(held, (long)chain.Released[bin]) : held;
        if (total <= available)
        {
            open.CopyTo(sent);
        }
        else
        {
            for (var i = 0; i < arcs.Length; i++) rank[i] = Rank(_index.Allocation[site], arcs[i]);
            Ration(available, open, rank, sent);
        }

        for (var i = 0; i < arcs.Length; i++) Send(arcs[i], sent[i]);
    }

    static void Ration(long available, ReadOnlySpan<long> open, ReadOnlySpan<double> rank, Span<long> sent)
    {
        sent.Clear();
        for (var now = Next(rank, double.NegativeInfinity); now < double.PositiveInfinity; now = Next(rank, now))
        {
            var total = 0L;
            for (var i = 0; i < open.Length; i++) total += rank[i] == now ? open[i] : 0;
            if (total == 0) continue;

            var share = Math.Min(1, (double)available / total);
            for (var i = 0; i < open.Length; i++)
            {
                if (rank[i] != now) continue;
                sent[i] = share == 1 ? open[i] : Math.Min(available, (long)(open[i] * share));
                available -= sent[i];
            }
        }
    }

    static double Next(ReadOnlySpan<double> ranks, double after)
    {
        var next = double.PositiveInfinity;
        foreach (var rank in ranks)
        {
            if (rank > after && rank < next) next = rank;
        }

        return next;
    }

    /// <summary>Who comes first: the lowest.</summary>
    double Rank(AllocationRule rule, int a) => rule switch
    {
        AllocationRule.DomesticFirst => _index.Arcs[a].Domestic ? 0 : 1,
        AllocationRule.ContractPriority => _index.Arcs[a].Priority,
        AllocationRule.HighestPrice => -Pays(a),
        _ => 0,
    };

    /// <summary>What a buyer pays: the price of its own zone, and its premium [USD/t; without prices, 1 and the premium].</summary>
    double Pays(int a)
    {
        ref readonly var arc = ref _index.Arcs[a];
        var price = chain.Market.Any ? chain.Market.Quoted(arc.Material, _index.ZoneOfSite[arc.Buyer]) : 0;
        return (price > 0 ? price : 1) * (1 + _index.Contracts[a].Premium);
    }

    void Send(int a, long mass)
    {
        mass = shipping.Fit(a, mass);
        ref var state = ref chain.Arc[a];
        var backlog = state.Backlog;
        if (backlog > 0) state.Fill += Memory * ((mass == backlog ? 1 : (double)mass / backlog) - state.Fill);
        state.Flow += Memory * (mass - state.Flow);
        if (mass > 0) shipping.Send(a, mass);
    }

    /// <summary>Hands a market's goods to the users of its region, who are round the corner.</summary>
    void Deliver(int site, int bin)
    {
        var handed = 0L;
        if (_index.Allocation[site] == AllocationRule.ContractPriority)
        {
            foreach (var cells in _index.CellsByPriority[bin]) handed += Hand(bin, cells);
        }
        else
        {
            handed = Hand(bin, _index.CellsByMarket[bin]);
        }

        chain.Bin[bin].Owed -= handed;
        chain.Measures.Made(bin, handed, chain.Today);
    }

    /// <summary>Hands out what is open, pro rata where there is not enough.</summary>
    /// <returns>What was handed out [g].</returns>
    long Hand(int bin, int[] cells)
    {
        var (total, handed) = (0L, 0L);
        foreach (var c in cells) total += chain.Cell[c].Backlog;
        if (total == 0) return 0;

        var share = Math.Min(1, (double)chain.Bin[bin].Held / total);
        foreach (var c in cells)
        {
            var mass = share == 1 ? chain.Cell[c].Backlog : Math.Min(chain.Bin[bin].Held, (long)(chain.Cell[c].Backlog * share));
            if (mass <= 0) continue;
            Hand(bin, c, mass);
            handed += mass;
        }

        return handed;
    }

    void Hand(int bin, int c, long mass)
    {
        chain.Take(bin, mass, chain.InBuffer(c));
        chain.Cell[c].Held += mass;
        chain.Cell[c].Backlog -= mass;
        chain.Trace.Tell(chain.Today, TraceKind.Delivered, _index.Cells[c].Key, mass);
    }
}
