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
    readonly double[] _most = new double[chain.Index.ArcsByBuyer.Max(arcs => arcs.Length)];
    readonly double[] _part = new double[chain.Index.ArcsByBuyer.Max(arcs => arcs.Length)];

    // Of each source of the bin under review: its share today, 0 for a stockpile; and whether it takes orders.
    readonly double[] _share = new double[chain.Index.ArcsByBuyer.Max(arcs => arcs.Length)];
    readonly bool[] _on = new bool[chain.Index.ArcsByBuyer.Max(arcs => arcs.Length)];

    // In the review under way: how many orders, of how much together [g].
    int _orders;
    long _ordered;

    /// <summary>What a buyer sees of its sources together.</summary>
    /// <param name="Shares">The sum of their shares today.</param>
    /// <param name="Delivered">The same, each share times the source's fill.</param>
    /// <param name="Lead">The same, each share times the source's lead time, with licences and its period [days].</param>
    /// <param name="OnOrder">On order or under way [g].</param>
    /// <param name="Best">The best fill of those that take orders, 0 to 1.</param>
    /// <param name="Worst">The worst fill of those that hold open orders, 0 to 1; below all where one of them takes no more.</param>
    readonly record struct Sight(double Shares, double Delivered, double Lead, long OnOrder, double Best, double Worst)
    {
        /// <summary>What they deliver of what is open there; 1 where there are none.</summary>
        public double Fill => Shares > 0 ? Delivered / Shares : 1;
    }

    public async Process Run()
    {
        while (true)
        {
            foreach (var rhythm in _index.Rhythms)
            {
                foreach (var site in rhythm.Sites[chain.Today % rhythm.Period])
                {
                    foreach (var bin in _index.BinsToFill[site]) Review(bin);
                }
            }

            await simulation.Delay(ChainModel.Day, Phase.Ordering);
        }
    }

    /// <summary>What a buyer aims to hold of an input beyond what is on order [g].</summary>
    public double Lacking(int bin)
    {
        var sight = Look(bin);
        return Target(bin, sight) - sight.OnOrder;
    }

    Sight Look(int bin)
    {
        var (shares, delivered, lead, onOrder, best, worst) = (0.0, 0.0, 0.0, 0L, 0.0, double.PositiveInfinity);
        var arcs = _index.ArcsByBuyer[bin];
        for (var i = 0; i < arcs.Length; i++)
        {
            var a = arcs[i];
            ref readonly var row = ref _index.Arcs[a];
            ref readonly var state = ref chain.Arc[a];
            var isOn = chain.IsOn(a, row);
            var share = isOn && !row.Guarded ? chain.ShareOfOpen(row) : 0;
            (_on[i], _share[i]) = (isOn, share);
            onOrder += state.Backlog + state.UnderWay;
            if (isOn && state.Fill > best) best = state.Fill;
            if (state.Backlog > 0) worst = IsShut(isOn, row) ? double.NegativeInfinity : Math.Min(worst, state.Fill);
            if (share == 0) continue;
            shares += share;
            delivered += share * state.Fill;
            lead += share * (state.Lead + WaitForLicence(a, row) + _index.Period[row.Seller]);
        }

        return new Sight(shares, delivered, lead, onOrder, best, worst);
    }

    /// <summary>What a buyer aims to have of an input: in stock and on order [g].</summary>
    double Target(int bin, in Sight sight)
    {
        var site = _index.Bins[bin].Site;
        if (_index.FillOfBin[bin] is { } fill) return _index.GramsOf(_index.Bins[bin].Nominal, chain.Draws.Of(fill.Tonnes));
        if (_index.Orders[site] is { Kind: not OrderKind.Schedule } rule) return LevelOf(bin, rule.Kind == OrderKind.Lots ? rule.At : rule.To);

        // Its own period, and up to a period of the seller's until it dispatches.
        var cover = _index.Courses.At(_index.InputCover[site], chain.Today);
        if (_index.SomebodyHoards && _index.Sites[site].Hoards is { } hoards) cover *= 1 + chain.Fear(hoards, bin);
        return chain.Bin[bin].Forecast * (_index.Period[site] + (sight.Shares > 0 ? sight.Lead / sight.Shares : _index.Period[site]) + cover);
    }

    double LevelOf(int bin, StockLevel level)
    {
        var amount = chain.Draws.Of(level.Amount);
        return level.InDays ? chain.Bin[bin].Forecast * amount : _index.GramsOf(_index.Bins[bin].Nominal, amount);
    }

    /// <summary>How long an order waits for its licence, as a buyer sees it: each week the seller's fill of what is open goes out [days].</summary>
    /// <remarks>Without it, orders that wait would fill the order position, and a regime that only delays would throttle for good.</remarks>
    double WaitForLicence(int a, in Arc row) =>
        row.Controlled && chain.Gate[a].LicencePlusOne > 0 ? Math.Min(LongestWait, 7 * ((1 / Math.Max(LeastTrust, chain.Arc[a].Fill)) - 1)) : 0;

    void Review(int bin)
    {
        Foresee(bin);
        (_orders, _ordered) = (0, 0);
        var sight = Look(bin);
        if (chain.NeededSince[bin] < 0 && sight.Fill < BadlyServed) chain.NeededSince[bin] = chain.Today;
        var arcs = _index.ArcsByBuyer[bin];
        var moved = 0L;
        if (sight.Worst + Edge < sight.Best)
        {
            (moved, var cancelled) = MoveOpenOrders(arcs, sight.Best, _index.Sites[_index.Bins[bin].Site].DoubleOrdering);
            sight = sight with { OnOrder = sight.OnOrder - cancelled + moved };
        }

        var order = moved + (long)Math.Max(0, Missing(bin, sight));
        if (order > 0) Place(bin, arcs, order);
        if (_index.AnyStockpile)
        {
            foreach (var a in arcs) DrawOnStockpile(bin, a);
        }

        foreach (var offtake in _index.OfftakesOf[bin]) Take(offtake);
        chain.Measures.Ordered(bin, _orders, _ordered);
    }

    /// <summary>What its users will want of it.</summary>
    void Foresee(int bin)
    {
        if (_index.CellsByMarket[bin].Length == 0 || chain.History[bin].Length > 0)
        {
            Conversion.Smooth(chain, bin);
            return;
        }

        // A market sees what its users wanted, not what they could still ask for with their order books full.
        var forecast = 0.0;
        foreach (var c in _index.CellsByMarket[bin]) forecast += chain.Cell[c].Forecast;
        chain.Bin[bin].Forecast = forecast;
        chain.Bin[bin].Wanted = 0;
    }

    /// <summary>Takes elsewhere what a seller leaves open while others deliver.</summary>
    /// <returns>What is to be ordered again, and what was cancelled [g].</returns>
    (long Moved, long Cancelled) MoveOpenOrders(int[] arcs, double best, double doubleOrdering)
    {
        var (moved, cancelled) = (0L, 0L);
        for (var i = 0; i < arcs.Length; i++)
        {
            var a = arcs[i];
            var shut = IsShut(_on[i], _index.Arcs[a]);
            var again = shut ? chain.Arc[a].Backlog : chain.Arc[a].Fill + Edge < best ? (long)(chain.Arc[a].Backlog * MovedPerWeek * (best - chain.Arc[a].Fill)) : 0;
            if (again == 0) continue;
            var less = shut || doubleOrdering == 0 ? again : (long)(again * (1 - doubleOrdering));
            Cancel(a, less);
            moved += again;
            cancelled += less;
        }

        return (moved, cancelled);
    }

    /// <summary>Whether a source takes no orders, and keeps none: a contract that has ended, a stockpile that is closed.</summary>
    bool IsShut(bool isOn, in Arc row) => !isOn || (row.Guarded && chain.Released[row.SellerBin] <= 0);

    void Cancel(int a, long mass)
    {
        chain.Arc[a].Backlog -= mass;
        chain.Bin[_index.Arcs[a].SellerBin].Owed -= mass;
        chain.Measures.Cancelled(a, mass);
    }

    /// <summary>What the rule of a buyer orders, beyond what it moves [g].</summary>
    double Missing(int bin, in Sight sight)
    {
        if (_index.FillOfBin[bin] is { } fill) return Fill(bin, fill, sight);
        if (_index.Orders[_index.Bins[bin].Site] is not { } rule) return Below(Target(bin, sight), bin, sight);

        switch (rule.Kind)
        {
            case OrderKind.MinMax:
                return Below(LevelOf(bin, rule.At), bin, sight) >= 0 ? Below(LevelOf(bin, rule.To), bin, sight) : 0;
            case OrderKind.Lots:
                var (below, lot) = (Below(LevelOf(bin, rule.At), bin, sight), LevelOf(bin, rule.To));
                return below < 0 || lot <= 0 ? 0 : lot * (Math.Floor(below / lot) + 1);
            case OrderKind.Schedule:
                if (chain.LastOrder[bin] != int.MinValue && chain.Today - chain.LastOrder[bin] < rule.Every) return 0;
                chain.LastOrder[bin] = chain.Today;
                return LevelOf(bin, rule.To);
            default:
                return Below(LevelOf(bin, rule.To), bin, sight);
        }
    }

    /// <summary>How far the inventory position is below a level [g].</summary>
    double Below(double level, int bin, in Sight sight) => level - chain.Bin[bin].Held + chain.Bin[bin].Owed - sight.OnOrder;

    /// <summary>A stockpile fills slowly, and not while it is open.</summary>
    double Fill(int bin, FillRule fill, in Sight sight)
    {
        if (chain.Released[bin] > 0 || (fill.From is { } from && chain.Today < _index.DayOf(from))) return 0;
        var most = _index.GramsOf(_index.Bins[bin].Nominal, chain.Draws.Of(fill.PerYear)) * _index.Period[_index.Bins[bin].Site] / 365.25;
        return Math.Min(most, Below(Target(bin, sight), bin, sight));
    }

    void Place(int bin, int[] arcs, long order)
    {
        var weights = 0.0;
        for (var i = 0; i < arcs.Length; i++)
        {
            var a = arcs[i];
            var weight = _share[i] == 0 ? 0 : Weight(a, _share[i]);
            _weight[i] = weight;
            weights += weight;

            // Where a ban leaks, the buyer asks the middlemen for what they can get, before anybody else.
            if (!_index.Arcs[a].Controlled || chain.Gate[a].Bans == 0) continue;
            var leak = (long)(chain.WantedBetweenReviews(a) * chain.Gate[a].Leakage) - chain.Arc[a].Backlog;
            if (leak > 0) order -= Ask(a, Math.Min(order, leak));
        }

        if (weights <= 0) return;
        if (_index.Bounded[bin]) PlaceWithin(bin, arcs, order);
        else
        {
            for (var i = 0; i < arcs.Length; i++) Ask(arcs[i], (long)(order * (_weight[i] / weights)));
        }
    }

    /// <summary>Where contracts have volumes: no more than these, and the rest on the spot.</summary>
    void PlaceWithin(int bin, int[] arcs, long order)
    {
        var period = _index.Period[_index.Bins[bin].Site];
        for (var i = 0; i < arcs.Length; i++) _most[i] = Math.Max(0, (chain.MostPerDay[arcs[i]] * period) - chain.AskedToday(arcs[i]));
        var part = _part.AsSpan(0, arcs.Length);
        Sourcing.Share(order, _weight.AsSpan(0, arcs.Length), _most.AsSpan(0, arcs.Length), part);
        for (var i = 0; i < arcs.Length; i++) Ask(arcs[i], (long)part[i]);
    }

    /// <summary>Asks an open stockpile for what the others leave unfilled, and asks them for that much less.</summary>
    void DrawOnStockpile(int bin, int stockpile)
    {
        if (!_index.Arcs[stockpile].Guarded || chain.Released[_index.Arcs[stockpile].SellerBin] <= 0 || !chain.IsOn(stockpile)) return;
        var need = chain.Bin[bin].Forecast * _index.Period[_index.Bins[bin].Site] * (1 - chain.FillOf(bin));
        var ask = Ask(stockpile, (long)Math.Max(0, need - chain.Arc[stockpile].Backlog));
        if (ask <= 0) return;

        var open = 0L;
        foreach (var a in _index.ArcsByBuyer[bin]) open += _index.Arcs[a].Guarded ? 0 : chain.Arc[a].Backlog;
        if (open == 0) return;
        var share = Math.Min(1, (double)ask / open);
        foreach (var a in _index.ArcsByBuyer[bin])
        {
            if (!_index.Arcs[a].Guarded) Cancel(a, (long)(chain.Arc[a].Backlog * share));
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
        chain.Arc[a].Ask(mass, chain.Today);
        ref var seller = ref chain.Bin[_index.Arcs[a].SellerBin];
        seller.Owed += mass;
        seller.Wanted += mass;
        (_orders, _ordered) = (_orders + 1, _ordered + mass);
        return mass;
    }

    /// <summary>How much of an order goes to a seller, beside the others: its share, as far as it delivers and costs no more than it did.</summary>
    double Weight(int a, double share)
    {
        var liking = share * Math.Max(LeastTrust, chain.Arc[a].Fill);
        return _index.SomebodyCounts ? liking * chain.Dearness(a) : liking;
    }
}
