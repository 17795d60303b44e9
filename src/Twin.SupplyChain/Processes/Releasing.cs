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

        var (begin, end) = (_index.DayOf(from), until is { } u ? _index.DayOf(u) : int.MaxValue);
        if (begin >= end || chain.Today > end) return;
        if (chain.Today <= begin)
        {
            await simulation.DelayUntil(SimTime.FromDays(begin), Phase.Policies);
            Change(release, open: true);
        }

        if (end > _index.Days) return;
        await simulation.DelayUntil(SimTime.FromDays(end), Phase.Policies);
        Change(release, open: false);
    }

    void Change(StockpileRelease release, bool open)
    {
        var site = _index.SiteOf(release.Site);
        chain.Trace.Tell(chain.Today, open ? TraceKind.ControlOn : TraceKind.ControlOff, StableHash.Of(release.Id), 0);
        foreach (var bin in _index.BinsBySite[site]) chain.Released[bin] = open ? chain.Bin[bin].Held * chain.Draws.Of(release.PerWeek) * _index.Period[site] / 7 : 0;
    }
}
