using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites ordering what they use and markets what they sell, up to a target, from sellers that deliver.</summary>
/// <remarks>
/// At each review a buyer orders what is missing to its forecast × (lead time + review + cover), or by the classic rule
/// that it is given. What is under way, on order or waiting for a permit counts, so a shortage is ordered once. Orders go
/// to the contracts of the slot by share × the seller's smoothed fill: buyers drift away from who does not deliver, and
/// come back. What a seller leaves open for long is cancelled there, bit by bit, and ordered where more is delivered; the
/// alternatives fill up and slow down in turn. Panic is not written here; it comes out of this.
/// </remarks>
sealed class Replenishment(Simulation simulation, ChainState chain)
{
    /// <summary>Nobody writes a seller off: even one that delivers nothing is asked for this share of its contract.</summary>
    const double LeastTrust = 0.02;

    /// <summary>Share of what stays open at a seller that a buyer takes elsewhere in a week, where elsewhere delivers.</summary>
    const double MovedPerWeek = 0.25;

    /// <summary>How much more an alternative must deliver before open orders are moved to it.</summary>
    const double Edge = 0.2;

    /// <summary>The longest wait for a licence that a buyer plans for [days]: twice the statutory 45 working days.</summary>
    const double LongestWait = 126;

    /// <summary>Share of what is open below which a buyer looks for others: it begins to qualify them, and to use less.</summary>
    const double BadlyServed = 0.8;

    readonly NetworkIndex _index = chain.Index;
    readonly double[] _weight = new double[chain.Index.ArcsByBuyer.Max(arcs => arcs.Length)];

    public async Process Run()
    {
        while (true)
        {
            foreach (var rhythm in _index.Rhythms)
            {
                foreach (var site in rhythm.Sites[chain.Today % rhythm.Period]) ReviewAll(site);
            }

            await simulation.Delay(ChainModel.Day, Phase.Ordering);
        }
    }

    void ReviewAll(int site)
    {
        foreach (var bin in _index.BinsBySite[site])
        {
            if (_index.ArcsByBuyer[bin].Length > 0) Review(bin);
        }
    }

    /// <summary>What a buyer aims to have of an input: in stock and on order [g].</summary>
    public static double Target(ChainState chain, int bin)
    {
        var site = chain.Index.Bins[bin].Site;
        if (chain.Index.FillOfBin[bin] is { } fill) return chain.Index.GramsOf(chain.Index.Bins[bin].Nominal, chain.Draws.Of(fill.Tonnes));
        if (chain.Index.Sites[site].Orders is { Kind: not OrderKind.Schedule } rule) return LevelOf(chain, bin, rule.Kind == OrderKind.Lots ? rule.At : rule.To);

        var (shares, lead) = (0.0, 0.0);
        foreach (var a in chain.Index.ArcsByBuyer[bin])
        {
            var share = chain.Index.Arcs[a].Guarded ? 0 : chain.ShareOf(a);
            shares += share;
            lead += share * (chain.Lead[a] + WaitForLicence(chain, a) + chain.Index.Period[chain.Index.Arcs[a].Seller]);
        }

        // Its own period, and up to a period of the seller's until it dispatches.
        var cover = chain.Index.Courses.At(chain.Index.InputCover[site], chain.Today);
        if (chain.Index.Sites[site].Hoards is { } hoards) cover *= 1 + chain.Fear(hoards, bin);
        return chain.Forecast[bin] * (chain.Index.Period[site] + (shares > 0 ? lead / shares : chain.Index.Period[site]) + cover);
    }

    static double LevelOf(ChainState chain, int bin, StockLevel level)
    {
        var amount = chain.Draws.Of(level.Amount);
        return level.InDays ? chain.Forecast[bin] * amount : chain.Index.GramsOf(chain.Index.Bins[bin].Nominal, amount);
    }

    /// <summary>How long an order waits for its licence, as a buyer sees it: each week the seller's fill of what is open goes out [days].</summary>
    /// <remarks>Without it, orders that wait would fill the order position, and a regime that only delays would throttle for good.</remarks>
    static double WaitForLicence(ChainState chain, int a) =>
        chain.Gate[a].LicencePlusOne > 0 ? Math.Min(LongestWait, 7 * ((1 / Math.Max(LeastTrust, chain.Fill[a])) - 1)) : 0;

    /// <summary>What a buyer has on order or under way for an input [g].</summary>
    public static long OnOrder(ChainState chain, int bin)
    {
        var mass = 0L;
        foreach (var a in chain.Index.ArcsByBuyer[bin]) mass += chain.Backlog[a] + chain.UnderWay[a];
        return mass;
    }

    void Review(int bin)
    {
        Foresee(bin);
        if (chain.NeededSince[bin] < 0 && chain.FillOf(bin) < BadlyServed) chain.NeededSince[bin] = chain.Today;
        var arcs = _index.ArcsByBuyer[bin];
        var moved = MoveOpenOrders(arcs, _index.Sites[_index.Bins[bin].Site].DoubleOrdering);
        var order = moved + (long)Math.Max(0, Missing(bin, moved));
        if (order > 0) Place(arcs, order);
        if (_index.AnyStockpile)
        {
            foreach (var a in arcs) DrawOnStockpile(bin, a);
        }

        foreach (var offtake in _index.OfftakesOf[bin]) Take(offtake);
    }

    /// <summary>What its users will want of it.</summary>
    void Foresee(int bin)
    {
        if (_index.CellsByMarket[bin].Length == 0 || _index.Sites[_index.Bins[bin].Site].Forecasts.MovingAverage > 0)
        {
            Conversion.Smooth(chain, bin);
            return;
        }

        // A market sees what its users wanted, not what they could still ask for with their order books full.
        var forecast = 0.0;
        foreach (var c in _index.CellsByMarket[bin]) forecast += chain.CellForecast[c];
        chain.Forecast[bin] = forecast;
        chain.Wanted[bin] = 0;
    }

    /// <summary>Takes elsewhere what a seller leaves open while others deliver.</summary>
    /// <returns>What is to be ordered again [g].</returns>
    long MoveOpenOrders(int[] arcs, double doubleOrdering)
    {
        var (moved, best) = (0L, 0.0);
        foreach (var a in arcs)
        {
            if (chain.IsOn(a)) best = Math.Max(best, chain.Fill[a]);
        }

        foreach (var a in arcs)
        {
            var shut = !chain.IsOn(a) || (_index.Arcs[a].Guarded && chain.Released[_index.Arcs[a].SellerBin] <= 0);
            var again = shut ? chain.Backlog[a] : chain.Fill[a] + Edge < best ? (long)(chain.Backlog[a] * MovedPerWeek * (best - chain.Fill[a])) : 0;
            if (again == 0) continue;
            Cancel(a, shut || doubleOrdering == 0 ? again : (long)(again * (1 - doubleOrdering)));
            moved += again;
        }

        return moved;
    }

    void Cancel(int a, long mass)
    {
        chain.Backlog[a] -= mass;
        chain.Owed[_index.Arcs[a].SellerBin] -= mass;
    }

    /// <summary>What the rule of a buyer orders, beyond what it moves [g].</summary>
    double Missing(int bin, long moved)
    {
        if (_index.FillOfBin[bin] is { } fill) return Fill(bin, fill);
        if (_index.Sites[_index.Bins[bin].Site].Orders is not { } rule) return Below(Target(chain, bin), bin, moved);

        switch (rule.Kind)
        {
            case OrderKind.MinMax:
                return Below(LevelOf(chain, bin, rule.At), bin, moved) >= 0 ? Below(LevelOf(chain, bin, rule.To), bin, moved) : 0;
            case OrderKind.Lots:
                var (below, lot) = (Below(LevelOf(chain, bin, rule.At), bin, moved), LevelOf(chain, bin, rule.To));
                return below < 0 || lot <= 0 ? 0 : lot * (Math.Floor(below / lot) + 1);
            case OrderKind.Schedule:
                if (chain.LastOrder[bin] != int.MinValue && chain.Today - chain.LastOrder[bin] < rule.Every) return 0;
                chain.LastOrder[bin] = chain.Today;
                return LevelOf(chain, bin, rule.To);
            default:
                return Below(LevelOf(chain, bin, rule.To), bin, moved);
        }
    }

    /// <summary>How far the inventory position is below a level [g].</summary>
    double Below(double level, int bin, long moved) => level - chain.Held[bin] + chain.Owed[bin] - OnOrder(chain, bin) - moved;

    /// <summary>A stockpile fills slowly, and not while it is open.</summary>
    double Fill(int bin, FillRule fill)
    {
        if (chain.Released[bin] > 0 || (fill.From is { } from && chain.Today < _index.DayOf(from))) return 0;
        var most = _index.GramsOf(_index.Bins[bin].Nominal, chain.Draws.Of(fill.PerYear)) * _index.Period[_index.Bins[bin].Site] / 365.25;
        return Math.Min(most, Below(Target(chain, bin), bin, 0));
    }

    void Place(int[] arcs, long order)
    {
        var weights = 0.0;
        for (var i = 0; i < arcs.Length; i++)
        {
            var a = arcs[i];
            _weight[i] = Weight(a);
            weights += _weight[i];

            // Where a ban leaks, the buyer asks the middlemen for what they can get, before anybody else.
            var leak = chain.Gate[a].Bans > 0 ? (long)(chain.WantedBetweenReviews(a) * chain.Gate[a].Leakage) - chain.Backlog[a] : 0;
            if (leak > 0) order -= Ask(a, Math.Min(order, leak));
        }

        if (weights <= 0) return;
        for (var i = 0; i < arcs.Length; i++) Ask(arcs[i], (long)(order * (_weight[i] / weights)));
    }

    /// <summary>Asks an open stockpile for what the others leave unfilled, and asks them for that much less.</summary>
    void DrawOnStockpile(int bin, int stockpile)
    {
        if (!_index.Arcs[stockpile].Guarded || chain.Released[_index.Arcs[stockpile].SellerBin] <= 0 || !chain.IsOn(stockpile)) return;
        var need = chain.Forecast[bin] * _index.Period[_index.Bins[bin].Site] * (1 - chain.FillOf(bin));
        var ask = Ask(stockpile, (long)Math.Max(0, need - chain.Backlog[stockpile]));
        if (ask <= 0) return;

        var open = 0L;
        foreach (var a in _index.ArcsByBuyer[bin]) open += _index.Arcs[a].Guarded ? 0 : chain.Backlog[a];
        if (open == 0) return;
        var share = Math.Min(1, (double)ask / open);
        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (!_index.Arcs[a].Guarded) Cancel(a, (long)(chain.Backlog[a] * share));
        }
    }

    /// <summary>Orders what an offtake agreement says, where the rest of the review has not.</summary>
    void Take(int policy)
    {
        var offtake = (Offtake)_index.Policies[policy];
        if (chain.Today < _index.DayOf(offtake.From) || (offtake.Until is { } until && chain.Today >= _index.DayOf(until))) return;
        foreach (var a in _index.ControlledArcs[policy])
        {
            if (!chain.IsOn(a)) continue;
            var period = _index.Period[_index.Arcs[a].Buyer];
            var least = _index.GramsOf(_index.Arcs[a].Material, chain.Draws.Of(offtake.Tonnes)) * period / 365.25;
            var asked = chain.AskedToday(a);
            if (asked < least) Ask(a, (long)least - asked);
        }
    }

    long Ask(int a, long mass)
    {
        if (mass <= 0) return 0;
        chain.Backlog[a] += mass;
        chain.Owed[_index.Arcs[a].SellerBin] += mass;
        chain.Wanted[_index.Arcs[a].SellerBin] += mass;
        chain.NoteAsked(a, mass);
        chain.Measures.Ordered(a, mass);
        return mass;
    }

    /// <summary>How much of an order goes to a seller, beside the others: its share, as far as it delivers and costs no more than it did.</summary>
    double Weight(int a)
    {
        if (_index.Arcs[a].Guarded) return 0;
        var share = chain.ShareOf(a);
        if (share == 0) return 0;
        var liking = share * Math.Max(LeastTrust, chain.Fill[a]);
        return _index.SomebodyCounts ? liking * chain.Dearness(a) : liking;
    }
}
