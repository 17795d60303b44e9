using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites losing capacity for a while: by themselves, at random; or at a date, because something happened.</summary>
/// <remarks>
/// Breakdowns are drawn by ordinal in calendar time, so that two variants meet the same ones. A site that is wholly
/// down freezes its work in process, which takes up again where it stopped; production does not know of it.
/// </remarks>
sealed class Outage(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Breakdowns(int site)
    {
        var (fails, key) = (_index.Sites[site].Fails!, StableHash.Of(_index.Sites[site].Id));
        var (mean, loss) = (chain.Draws.Of(fails.TimeBetweenFailures), chain.Draws.Of(fails.Loss));
        for (var ordinal = 0UL; ; ordinal++)
        {
            var wait = chain.Storm(key, Storm.Failure, ordinal);
            await simulation.Delay(Days(mean * wait.NextExponential()), Phase.Outages);

            var repair = chain.Storm(key, Storm.Repair, ordinal);
            await Down(site, loss, fails.Repair.Sample(ref repair), lose: false);
        }
    }

    public async Process Dated(Disruption disruption)
    {
        var happens = chain.Storm(StableHash.Of(disruption.Id), Storm.Happens, 0);
        if (disruption.Probability < 1 && happens.NextUniform() >= disruption.Probability) return;

        // One that began before the start is under way on the first day, with what is left of it.
        var (site, before) = (_index.SiteOf(disruption.Site), Math.Min(0, disruption.From.DayNumber - _index.Network.Start.DayNumber));
        var days = chain.Draws.Of(disruption.Days) + before;
        if (days <= 0) return;

        await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(disruption.From)), Phase.Outages);
        await Down(site, chain.Draws.Of(disruption.Loss), days, disruption.WorkInProcess == WorkInProcess.Lose);
    }

    async Process Down(int site, double loss, double days, bool lose)
    {
        var whole = Math.Max(1, (int)Math.Round(days));
        chain.Up[site] *= 1 - Math.Min(loss, 1 - 1e-9); // multiplied and divided again: outages may overlap
        chain.Trace.Tell(chain.Today, TraceKind.SiteDown, StableHash.Of(_index.Sites[site].Id), 0);
        if (lose) Lose(site);
        else if (loss >= 1) Freeze(site, whole);

        await simulation.Delay(TimeSpan.FromDays(whole), Phase.Outages);
        chain.Up[site] /= 1 - Math.Min(loss, 1 - 1e-9);
        chain.Trace.Tell(chain.Today, TraceKind.SiteUp, StableHash.Of(_index.Sites[site].Id), 0);
    }

    void Freeze(int site, int days)
    {
        for (var lot = 0; lot < chain.Lots.HighWater; lot++)
        {
            if (chain.Lots.IsLive(lot) && _index.Recipes[chain.Lots.Owner(lot)].Site == site) chain.Lots.Reschedule(lot, chain.Lots.Due(lot) + days);
        }
    }

    void Lose(int site)
    {
        for (var lot = 0; lot < chain.Lots.HighWater; lot++)
        {
            if (!chain.Lots.IsLive(lot)) continue;
            var r = chain.Lots.Owner(lot);
            if (_index.Recipes[r].Site != site) continue;

            chain.InProcess[r] -= Conversion.DriverOf(chain, _index.Recipes[r], chain.Lots.Content(lot));
            chain.Ledger.Waste(chain.Lots.Content(lot));
            chain.Lots.Return(lot);
        }
    }

    static TimeSpan Days(double days) => TimeSpan.FromDays(Math.Max(1, Math.Round(days)));
}
