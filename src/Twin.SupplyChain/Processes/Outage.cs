using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites losing capacity for a while: by themselves, at random; or at a date, because something happened.</summary>
/// <remarks>
/// Breakdowns are drawn by ordinal in calendar time, so that two variants meet the same ones. A site that is wholly
/// down freezes its work in process, which takes up again where it stopped; production does not know of it. Where an
/// outage stands is kept in the chain's state, so that a copy of the chain can go on with it.
/// </remarks>
sealed class Outage(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Breakdowns(int site)
    {
        var (fails, key) = (_index.Sites[site].Fails!, StableHash.Of(_index.Sites[site].Id));
        var (mean, loss) = (chain.Draws.Of(fails.TimeBetweenFailures), chain.Draws.Of(fails.Loss));
        while (true)
        {
            if (!chain.Breakdowns[site].IsDown)
            {
                if (chain.Breakdowns[site].Until == 0)
                {
                    var wait = chain.Storm(key, Storm.Failure, (ulong)chain.Breakdowns[site].Ordinal);
                    chain.Breakdowns[site].Until = chain.Today + Days(mean * wait.NextExponential());
                }

                await Until(chain.Breakdowns[site].Until);
                var repair = chain.Storm(key, Storm.Repair, (ulong)chain.Breakdowns[site].Ordinal);
                var days = Days(fails.Repair.Sample(ref repair));
                (chain.Breakdowns[site].IsDown, chain.Breakdowns[site].Until) = (true, chain.Today + days);
                Down(site, loss, days, lose: false);
            }

            await Until(chain.Breakdowns[site].Until);
            Up(site, loss);
            chain.Breakdowns[site] = new OutageState { Ordinal = chain.Breakdowns[site].Ordinal + 1 };
        }
    }

    public async Process Dated(int number)
    {
        var disruption = _index.Disruptions[number];
        var happens = chain.Storm(StableHash.Of(disruption.Id), Storm.Happens, 0);
        if (disruption.Probability < 1 && happens.NextUniform() >= disruption.Probability) return;

        // One that began before the start is under way on the first day, with what is left of it.
        var (site, before) = (_index.SiteOf(disruption.Site), Math.Min(0, disruption.From.DayNumber - _index.Network.Start.DayNumber));
        var (days, loss) = (chain.Draws.Of(disruption.Days) + before, chain.Draws.Of(disruption.Loss));
        if (days <= 0 || chain.Dated[number].Ordinal > 0) return;

        if (!chain.Dated[number].IsDown)
        {
            await Until(_index.DayOf(disruption.From));
            (chain.Dated[number].IsDown, chain.Dated[number].Until) = (true, chain.Today + Days(days));
            Down(site, loss, Days(days), disruption.WorkInProcess == WorkInProcess.Lose);
        }

        await Until(chain.Dated[number].Until);
        Up(site, loss);
        chain.Dated[number] = new OutageState { Ordinal = 1 };
    }

    Delay Until(int day) => simulation.DelayUntil(SimTime.FromDays(day), Phase.Outages);

    void Down(int site, double loss, int days, bool lose)
    {
        chain.Up[site] *= Left(loss);
        chain.Trace.Tell(chain.Today, TraceKind.SiteDown, StableHash.Of(_index.Sites[site].Id), 0);
        if (lose) Lose(site);
        else if (loss >= 1) Freeze(site, days);
    }

    void Up(int site, double loss)
    {
        chain.Up[site] /= Left(loss);
        chain.Trace.Tell(chain.Today, TraceKind.SiteUp, StableHash.Of(_index.Sites[site].Id), 0);
    }

    /// <summary>Never quite nothing: outages may overlap, so what they leave is multiplied, and divided again.</summary>
    static double Left(double loss) => 1 - Math.Min(loss, 1 - 1e-9);

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

    static int Days(double days) => Math.Max(1, (int)Math.Round(days));
}
