using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites and lanes losing capacity for a while: by themselves, by plan, or because something happened.</summary>
/// <remarks>
/// Breakdowns are drawn by ordinal in calendar time, so that two variants meet the same ones. A site that is wholly
/// down freezes its work in process, which takes up again where it stopped; production does not know of it. Where an
/// outage stands is kept in the chain's state, so that a copy of the chain can go on with it. What all outages of a
/// site leave is multiplied anew whenever one of them changes.
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
                chain.Breakdowns[site] = chain.Breakdowns[site] with { IsDown = true, Until = chain.Today + days, Loss = loss };
                Down(site, loss, days, lose: false);
            }

            await Until(chain.Breakdowns[site].Until);
            chain.Breakdowns[site] = new OutageState { Ordinal = chain.Breakdowns[site].Ordinal + 1 };
            Up(site);
        }
    }

    public async Process Planned(int number)
    {
        var (site, stop) = _index.Stops[number];
        while (true)
        {
            var from = stop.From.DayNumber - _index.Network.Start.DayNumber + (int)Math.Round(chain.Stops[number].Ordinal * stop.Every);
            if (!chain.Stops[number].IsDown && from + Days(stop.Days) > chain.Today)
            {
                await Until(Math.Max(chain.Today, from));
                chain.Stops[number] = chain.Stops[number] with { IsDown = true, Until = from + Days(stop.Days), Loss = stop.Loss };
                Down(site, stop.Loss, chain.Stops[number].Until - chain.Today, lose: false);
            }

            if (chain.Stops[number].IsDown)
            {
                await Until(chain.Stops[number].Until);
                chain.Stops[number] = new OutageState { Ordinal = chain.Stops[number].Ordinal };
                Up(site);
            }

            chain.Stops[number].Ordinal++;
            if (stop.Every <= 0) return;
        }
    }

    public async Process Disrupted(int number)
    {
        var disruption = _index.Disruptions[number];
        var key = StableHash.Of(disruption.Id);
        if (disruption.From is not null && !Happens(disruption, key, 0)) return;

        while (true)
        {
            if (!chain.Dated[number].IsDown)
            {
                if (!await Begins(number, disruption, key)) return;
                if (chain.Dated[number].Until <= chain.Today) return; // it was over before the start
                Begin(number, disruption);
            }

            await Until(Math.Max(chain.Today, chain.Dated[number].Until)); // a copy may be on its way back already
            if (disruption.Recovery != RecoveryShape.Step) await Recover(number, disruption);
            chain.Dated[number] = new OutageState { Ordinal = chain.Dated[number].Ordinal + 1 };
            End(number, disruption);
            if (disruption.Every is null) return;
        }
    }

    bool Happens(Disruption disruption, ulong key, int ordinal) =>
        disruption.Probability >= 1 || chain.Storm(key, Storm.Happens, (ulong)ordinal).NextUniform() < disruption.Probability;

    /// <summary>Waits for it to begin; false when it does not.</summary>
    async Process<bool> Begins(int number, Disruption disruption, ulong key)
    {
        var ordinal = chain.Dated[number].Ordinal;
        int begins;
        if (disruption.Every is { } every)
        {
            if (!chain.Noise) return false;
            if (chain.Dated[number].Until == 0) chain.Dated[number].Until = chain.Today + Days(chain.Draws.Of(every) * chain.Storm(key, Storm.Failure, (ulong)ordinal).NextExponential());
            begins = chain.Dated[number].Until;
        }
        else if (disruption.After is { } after)
        {
            if (ordinal > 0) return false;
            var first = Array.FindIndex(_index.Disruptions, d => d.Id == after.Id);
            if (first < 0) return false; // what does not happen is not followed by anything
            while (chain.Began[first] < 0) await simulation.Delay(ChainModel.Day, Phase.Outages);
            if (!Happens(disruption, key, 0)) return false;
            begins = chain.Began[first] + Days(chain.Draws.Of(after.Days)); // the next day at the earliest: a cause comes before its effect
        }
        else
        {
            if (ordinal > 0) return false;
            begins = disruption.From!.Value.DayNumber - _index.Network.Start.DayNumber;
        }

        await Until(Math.Max(chain.Today, begins));
        var repair = chain.Storm(key, Storm.Repair, (ulong)ordinal);
        var days = disruption.Lasts is null ? chain.Draws.Of(disruption.Days) : chain.Noise ? disruption.Lasts.Sample(ref repair) : disruption.Lasts.Mean;

        // One that began before the start is under way on the first day, with what is left of it.
        days += Math.Min(0, begins);
        chain.Dated[number].Until = days <= 0 ? chain.Today : chain.Today + Days(days);
        return true;
    }

    void Begin(int number, Disruption disruption)
    {
        var loss = chain.Draws.Of(disruption.Loss);
        chain.Dated[number] = chain.Dated[number] with { IsDown = true, Loss = loss };
        if (chain.Began[number] < 0) chain.Began[number] = chain.Today;
        foreach (var site in _index.SitesOf[number]) Down(site, loss, chain.Dated[number].Until - chain.Today, disruption.WorkInProcess == WorkInProcess.Lose);
        if (_index.LanesOf[number].Length == 0) return;

        ChangeLanes(number);
        chain.Trace.Tell(chain.Today, TraceKind.LaneDown, StableHash.Of(disruption.Id), 0);
        if (loss < 1 || disruption.InTransit == InTransitRule.Continue) return;
        for (var parcel = 0; parcel < chain.Shipments.HighWater; parcel++)
        {
            if (chain.Shipments.IsLive(parcel) && _index.LanesOf[number].Contains(chain.Shipments.TagOf(parcel))) Border.Stop(chain, parcel, disruption.InTransit);
        }
    }

    /// <summary>Lets what was lost come back week by week, along the shape of the recovery.</summary>
    async Process Recover(int number, Disruption disruption)
    {
        var (end, days, loss) = (chain.Dated[number].Until, Days(chain.Draws.Of(disruption.RecoveryDays)), chain.Draws.Of(disruption.Loss));
        while (chain.Today < end + days)
        {
            // The middle of a week stands for all of it; weeks count from the end, whoever looks.
            var week = (chain.Today - end) / 7;
            chain.Dated[number].Loss = loss * Disruption.Missing(disruption.Recovery, Math.Min(1, ((week * 7) + 3.5) / days));
            foreach (var site in _index.SitesOf[number]) chain.Up[site] = Left(site);
            ChangeLanes(number);
            await Until(Math.Min(end + days, end + (7 * (week + 1))));
        }
    }

    void End(int number, Disruption disruption)
    {
        foreach (var site in _index.SitesOf[number]) Up(site);
        if (_index.LanesOf[number].Length == 0) return;

        ChangeLanes(number);
        chain.Trace.Tell(chain.Today, TraceKind.LaneUp, StableHash.Of(disruption.Id), 0);
        for (var parcel = 0; parcel < chain.Shipments.HighWater && disruption.InTransit == InTransitRule.Hold; parcel++)
        {
            if (!chain.Shipments.IsLive(parcel) || !_index.LanesOf[number].Contains(chain.Shipments.TagOf(parcel))) continue;
            if (chain.LaneLeft[chain.Shipments.TagOf(parcel)] > 0) chain.Shipments.Release(parcel, chain.Today);
        }
    }

    void ChangeLanes(int number)
    {
        foreach (var lane in _index.LanesOf[number])
        {
            var (left, delay) = (1.0, 0.0);
            for (var d = 0; d < _index.Disruptions.Length; d++)
            {
                if (!chain.Dated[d].IsDown || !_index.LanesOf[d].Contains(lane)) continue;
                left *= 1 - chain.Dated[d].Loss;
                delay = Math.Max(delay, chain.Draws.Of(_index.Disruptions[d].Delay));
            }

            (chain.LaneLeft[lane], chain.LaneDelay[lane]) = (left, (int)Math.Round(delay));
        }
    }

    Delay Until(int day) => simulation.DelayUntil(SimTime.FromDays(day), Phase.Outages);

    void Down(int site, double loss, int days, bool lose)
    {
        chain.Up[site] = Left(site);
        chain.Trace.Tell(chain.Today, TraceKind.SiteDown, StableHash.Of(_index.Sites[site].Id), 0);
        if (lose) Lose(site);
        else if (loss >= 1) Freeze(site, days);
    }

    void Up(int site)
    {
        chain.Up[site] = Left(site);
        chain.Trace.Tell(chain.Today, TraceKind.SiteUp, StableHash.Of(_index.Sites[site].Id), 0);
    }

    /// <summary>What all outages of a site, and a price that is too low, leave of it, 0 to 1.</summary>
    double Left(int site)
    {
        var left = chain.Resting[site] ? 0 : 1 - chain.Breakdowns[site].Loss;
        foreach (var stop in _index.StopsOf[site]) left *= 1 - chain.Stops[stop].Loss;
        foreach (var d in _index.DisruptionsOf[site]) left *= 1 - chain.Dated[d].Loss;
        return left;
    }

    /// <summary>Puts a site to rest, or wakes it.</summary>
    public void Rest(int site, bool resting)
    {
        if (chain.Resting[site] == resting) return;
        chain.Resting[site] = resting;
        chain.Up[site] = Left(site);
        chain.Trace.Tell(chain.Today, resting ? TraceKind.SiteDown : TraceKind.SiteUp, StableHash.Of(_index.Sites[site].Id), 0);
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

            chain.InProcess[r] -= Conversion.DriverOf(chain, _index.Recipes[r], chain.Lots.Content(lot), chain.Lots.Mass(lot));
            chain.Ledger.Waste(chain.Lots.Content(lot));
            chain.Lots.Return(lot);
        }
    }

    static int Days(double days) => Math.Max(1, (int)Math.Round(days));
}
