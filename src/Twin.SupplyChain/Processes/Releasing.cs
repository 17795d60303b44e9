using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A stockpile opening its doors and closing them.</summary>
sealed class Releasing(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int policy)
    {
        var release = (StockpileRelease)_index.Policies[policy];
        var (from, until) = (release.From, release.Until);
        if (release.When is { } id)
        {
            var answered = Array.Find(_index.Policies, p => p.Id == id);
            if (answered is null) return; // the world in which nothing happened
            if (answered.From > from) from = answered.From;
            if (answered.Until is { } over && (until is null || over < until)) until = over;
        }

        var (begin, end, bins) = (_index.DayOf(from), until is { } u ? _index.DayOf(u) : int.MaxValue, _index.BinsBySite[_index.SiteOf(release.Site)]);
        if (begin >= end || chain.Today > end) return;
        if (release.WhenFillBelow > 0)
        {
            await Watch(release, bins, begin, end);
        }
        else if (chain.Today <= begin)
        {
            await simulation.DelayUntil(SimTime.FromDays(begin), Phase.Policies);
            foreach (var bin in bins) Open(release, bin);
            chain.Trace.Tell(chain.Today, TraceKind.ControlOn, StableHash.Of(release.Id), 0);
        }

        if (end > _index.Days) return;
        await simulation.DelayUntil(SimTime.FromDays(end), Phase.Policies);
        foreach (var bin in bins) chain.Released[bin] = 0;
        chain.Trace.Tell(chain.Today, TraceKind.ControlOff, StableHash.Of(release.Id), 0);
    }

    /// <summary>Looks once a week: is open for each material of which a buyer is badly served, and shut for the others.</summary>
    async Process Watch(StockpileRelease release, int[] bins, int begin, int end)
    {
        for (var week = (Math.Max(begin, chain.Today) + 6) / 7; week * 7 < Math.Min(end, _index.Days); week++)
        {
            await simulation.DelayUntil(SimTime.FromDays(week * 7), Phase.Policies);
            foreach (var bin in bins)
            {
                var isOpen = chain.Released[bin] > 0;
                var opens = (isOpen || chain.Bin[bin].Held > 0) && IsShort(bin, release.WhenFillBelow);
                if (opens == isOpen) continue;
                if (opens) Open(release, bin);
                else chain.Released[bin] = 0;
                chain.Trace.Tell(chain.Today, opens ? TraceKind.ControlOn : TraceKind.ControlOff, StableHash.Of(release.Id), 0);
            }
        }
    }

    bool IsShort(int bin, double below)
    {
        foreach (var a in _index.ArcsBySeller[bin])
        {
            if (chain.FillOf(_index.Arcs[a].BuyerBin) < below) return true;
        }

        return false;
    }

    void Open(StockpileRelease release, int bin) =>
        chain.Released[bin] = chain.Bin[bin].Held * chain.Draws.Of(release.PerWeek) * _index.Period[_index.Bins[bin].Site] / 7;
}
