using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Goods leaving, travelling and arriving; and what a border lets through.</summary>
sealed class Shipping(Simulation simulation, ChainState chain)
{
    /// <summary>Weight of the newest shipment in a buyer's picture of the lead time.</summary>
    const double Memory = 0.1;

    readonly NetworkIndex _index = chain.Index;

    public async Process Arrivals()
    {
        while (true)
        {
            chain.Trace.EndMorning();
            for (int parcel; (parcel = chain.Shipments.TakeDue(chain.Today)) >= 0;) Arrive(parcel);
            await simulation.Delay(ChainModel.Day, Phase.Arrivals);
        }
    }

    /// <summary>How long a shipment that leaves today is under way [days].</summary>
    /// <remarks>A seller dispatches once a week: the week is as good a key as the day, and one draw holds the bits of two.</remarks>
    int TravelDays(int a, in Arc arc) => chain.Noise && _index.Period[arc.Seller] == 7 ? chain.Storms.Travel(a) : TravelDays(chain, a, chain.Today);

    /// <summary>How long a shipment that leaves on a day, or left on one before the start, is under way [days]: the lane's law, drawn by arc and day, and customs.</summary>
    public static int TravelDays(ChainState chain, int a, int day)
    {
        // Before the start days are negative: ordinals that no week has.
        ref readonly var arc = ref chain.Index.Arcs[a];
        var law = chain.Index.Lanes[arc.Lane].Days;
        var draw = chain.Travel[a].At(unchecked((ulong)day));
        return DaysOf(chain.Noise ? law.Sample(ref draw) : law.Mean, CustomsDays(chain, arc.Lane));
    }

    /// <summary>Whole days under way, with customs.</summary>
    /// <param name="days">What a lane's law gave, without customs.</param>
    /// <param name="customs">Days at the border.</param>
    public static ushort DaysOf(double days, int customs) => (ushort)Math.Min(ushort.MaxValue, Math.Max(1, (int)Math.Round(days)) + customs);

    /// <summary>Whole days at a lane's border.</summary>
    public static int CustomsDays(ChainState chain, int lane) => (int)Math.Round(chain.Customs[lane]);

    /// <summary>The same on a lane that is taken instead: the arc's own draws for that lane.</summary>
    int TravelDaysBy(int lane, int a)
    {
        var law = _index.Lanes[lane].Days;
        var draw = chain.StreamOf(_index.Arcs[a].Key ^ StableHash.Of(_index.Lanes[lane].Id), Storm.Travel).At((ulong)chain.Today);
        return DaysOf(chain.Noise ? law.Sample(ref draw) : law.Mean, CustomsDays(chain, lane));
    }

    /// <summary>How much of an arc's open orders may leave today [g].</summary>
    /// <param name="a">The arc.</param>
    /// <param name="free">What the seller could send; what a control keeps back of it is counted against the control.</param>
    public long Allowed(int a, ref long free)
    {
        ref readonly var arc = ref _index.Arcs[a];
        var open = chain.Arc[a].Backlog;
        return arc.Guarded ? chain.Released[arc.SellerBin] > 0 ? open : 0
            : arc.Controlled || _index.LanesMatter ? AllowedBy(a, open, ref free)
            : open;
    }

    long AllowedBy(int a, long open, ref long free)
    {
        ref var gate = ref chain.Gate[a];
        var (allowed, by) = (open, -1);
        if (gate.Bans > 0 && BannedBy(a) is >= 0 and var ban)
        {
            gate.Wanted += chain.WantedBetweenReviews(a);
            (allowed, by) = (Math.Clamp((long)(gate.Wanted * gate.Leakage) - gate.Leaked, 0, open), ban);
        }
        else if (gate.LicencePlusOne > 0 && Falls(a, gate.LicencePlusOne - 1))
        {
            (allowed, by) = (Math.Clamp(gate.Granted - gate.Spent, 0, open), gate.LicencePlusOne - 1);
        }
        else if (gate.SlowedByPlusOne > 0)
        {
            (allowed, by) = (Math.Min(open, (long)(chain.WantedBetweenReviews(a) * gate.Passes)), gate.SlowedByPlusOne - 1);
        }

        foreach (var quota in _index.QuotasOf[a])
        {
            if (!Falls(a, quota) || chain.Quotas[quota]!.Room(a) >= allowed) continue;
            (allowed, by) = (chain.Quotas[quota]!.Room(a), quota);
        }

        var kept = Math.Min(open - allowed, free);
        if (kept > 0)
        {
            free -= kept;
            chain.Measures.KeptBack(by, kept, chain.Today);
        }

        var onLanes = Math.Min(allowed, OnLanes(a, allowed));
        chain.Arc[a].KeptBy = onLanes < allowed && allowed - onLanes >= open - allowed ? ArcState.ByLane : allowed < open ? by : ArcState.ByNobody;
        return onLanes;
    }

    /// <summary>The ban in force that an arc's goods fall under; -1 for none.</summary>
    int BannedBy(int a)
    {
        foreach (var policy in _index.BansOf[a])
        {
            if (chain.InForce[policy] && Falls(a, policy)) return policy;
        }

        return -1;
    }

    /// <summary>Whether an arc's goods fall under a control that asks where they come from; all do under the others.</summary>
    public bool Falls(int a, int policy)
    {
        if (((ExportControl)_index.Policies[policy]).Containing is not { } rule) return true;
        return chain.OriginShare(_index.Arcs[a].SellerBin, Array.IndexOf(_index.OriginRegions, rule.Region)) >= chain.Draws.Of(rule.Share);
    }

    /// <summary>What still fits of a mass, after what the seller has sent to others in the same review [g].</summary>
    public long Fit(int a, long mass) => mass > 0 && (_index.Arcs[a].Controlled || _index.LanesMatter) ? FitIn(a, mass) : mass;

    long FitIn(int a, long mass)
    {
        foreach (var quota in _index.QuotasOf[a])
        {
            if (Falls(a, quota)) mass = Math.Min(mass, chain.Quotas[quota]!.Room(a));
        }

        return Math.Min(mass, OnLanes(a, mass));
    }

    /// <summary>What the lanes of an arc take of a mass today [g].</summary>
    long OnLanes(int a, long mass)
    {
        if (!_index.LanesMatter) return mass;
        var room = 0.0;
        foreach (var lane in _index.AlternativeLanes[_index.Arcs[a].Lane]) room += Math.Floor(RoomOn(lane, a));
        return room >= mass ? mass : (long)room;
    }

    /// <summary>What a lane takes of an arc's goods today [g]: all, nothing, or what a partial closure leaves of the usual.</summary>
    double RoomOn(int lane, int a)
    {
        var known = _index.Lanes[lane];
        if ((known.From is { } from && chain.Today < _index.DayOf(from)) || (known.Until is { } until && chain.Today >= _index.DayOf(until))) return 0;
        var room = _index.GramsOf(_index.Arcs[a].Material, chain.LaneRoom[lane]);
        return chain.LaneLeft[lane] == 1 ? room : Math.Min(room, chain.WantedBetweenReviews(a) * chain.LaneLeft[lane]);
    }

    public void Send(int a, long mass)
    {
        ref readonly var arc = ref _index.Arcs[a];
        ref var state = ref chain.Arc[a];
        var detour = arc.Controlled ? Pass(a, mass) : default;
        state.Backlog -= mass;
        state.UnderWay += mass;
        chain.Bin[arc.SellerBin].Owed -= mass;
        chain.Trace.Tell(chain.Today, TraceKind.Dispatched, arc.Key, mass);
        chain.Measures.Sent(a, mass);
        if (!_index.LanesMatter)
        {
            Load(a, arc, arc.Lane, mass, detour);
            return;
        }

        for (var (left, used) = (mass, 0); left > 0;)
        {
            var (lane, number) = Choose(a, used);
            var part = (long)Math.Min(left, Math.Floor(RoomOn(lane, a)));
            Load(a, arc, lane, part, detour);
            left -= part;
            used |= 1 << number;
        }
    }

    /// <summary>Counts what leaves against the controls that an arc is under.</summary>
    /// <returns>How much longer it takes for them [days], and how much more it costs [USD/t].</returns>
    (int Days, double Cost) Pass(int a, long mass)
    {
        ref var gate = ref chain.Gate[a];
        foreach (var quota in _index.QuotasOf[a])
        {
            if (Falls(a, quota)) chain.Quotas[quota]!.Use(a, mass);
        }

        if (gate.Bans > 0 && BannedBy(a) >= 0)
        {
            gate.Leaked += mass;
            return (gate.Detour, gate.DetourCost);
        }

        if (gate.LicencePlusOne > 0 && Falls(a, gate.LicencePlusOne - 1)) gate.Spent += mass;
        return default;
    }

    void Load(int a, in Arc arc, int lane, long mass, (int Days, double Cost) detour)
    {
        var days = lane == arc.Lane ? TravelDays(a, arc) : TravelDaysBy(lane, a);
        var parcel = chain.Shipments.Send(a, chain.Today, chain.Today + days + detour.Days + chain.LaneDelay[lane], mass, lane);
        chain.Load(arc.SellerBin, mass, parcel);
        chain.Measures.Loaded(lane, mass);
        if (_index.LanesMatter) chain.LaneRoom[lane] -= _index.TonnesOf(arc.Material, mass);
        var (freight, duty) = (chain.LaneCost[lane] + detour.Cost, arc.Controlled ? chain.PriceAt(a) * chain.Gate[a].Duty : 0);
        if (freight != 0 || duty != 0) chain.Measures.Paid(a, mass, freight, duty);
    }

    /// <summary>The best lane for a shipment, of those with room that it has not used yet, and its number among the arc's lanes.</summary>
    (int Lane, int Number) Choose(int a, int used)
    {
        var own = _index.Arcs[a].Lane;
        var (best, number, least) = (-1, -1, double.PositiveInfinity);
        var lanes = _index.AlternativeLanes[own];
        for (var i = 0; i < lanes.Length; i++)
        {
            var lane = lanes[i];
            if ((used & (1 << i)) != 0 || RoomOn(lane, a) < 1) continue;
            var cost = _index.Lanes[own].Choice switch
            {
                LaneChoice.Fastest => _index.Lanes[lane].Days.Mean + chain.Customs[lane] + chain.LaneDelay[lane],
                LaneChoice.Cheapest => chain.LaneCost[lane],
                _ => i,
            };
            if (cost < least) (best, number, least) = (lane, i, cost);
        }

        Invariant.Holds(best >= 0, "what leaves has a lane");
        return (best, number);
    }

    void Arrive(int parcel)
    {
        var a = chain.Shipments.Owner(parcel);
        ref readonly var arc = ref _index.Arcs[a];
        var mass = chain.Shipments.Mass(parcel);
        var back = chain.Shipments.Turned(parcel);
        chain.Unload(parcel, back ? arc.SellerBin : arc.BuyerBin);
        if (!back)
        {
            ref var state = ref chain.Arc[a];
            state.UnderWay -= mass;
            state.Lead += Memory * (chain.Today - chain.Shipments.Start(parcel) - state.Lead);
        }

        chain.Trace.Tell(chain.Today, back ? TraceKind.Returned : TraceKind.Arrived, arc.Key, mass);
        chain.Shipments.Return(parcel);
    }
}
