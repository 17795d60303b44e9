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
            for (int parcel; (parcel = chain.Shipments.TakeDue(chain.Today)) >= 0;) Arrive(parcel);
            await simulation.Delay(ChainModel.Day, Phase.Arrivals);
        }
    }

    /// <summary>How long a shipment that leaves on a day is under way [days]: the lane's law, drawn by arc and day, and customs.</summary>
    public static int TravelDays(ChainState chain, int a, int day)
    {
        var lane = chain.Index.Arcs[a].Lane;
        if (!chain.Noise) return DaysOf(chain, lane, chain.Index.Lanes[lane].Days.Mean);
        var law = chain.Index.Lanes[lane].Days;
        if (day < 0)
        {
            // What is under way at the start: ordinals that no week has.
            var before = chain.Travel[a].At(unchecked((ulong)day));
            return DaysOf(chain, lane, law.Sample(ref before));
        }

        // A seller dispatches once a week: the week is as good a key as the day, and one draw holds the bits of two.
        var (week, arcs) = (day / 7, chain.Index.Arcs.Length);
        var known = chain.Storms.Travel[(week * arcs) + a];
        if (known != 0) return known;

        var draw = chain.Travel[a].At((ulong)week / 2);
        var (even, odd) = (DaysOf(chain, lane, law.Sample(ref draw)), DaysOf(chain, lane, law.Sample(ref draw)));
        chain.Storms.Travel[(week / 2 * 2 * arcs) + a] = (ushort)even;
        chain.Storms.Travel[(((week / 2 * 2) + 1) * arcs) + a] = (ushort)odd;
        return week % 2 == 0 ? even : odd;
    }

    static int DaysOf(ChainState chain, int lane, double days) =>
        Math.Min(ushort.MaxValue, Math.Max(1, (int)Math.Round(days)) + (int)Math.Round(chain.Customs[lane]));

    /// <summary>How much of an arc's open orders may leave today [g].</summary>
    /// <param name="a">The arc.</param>
    /// <param name="free">What the seller could send; what a control keeps back of it is counted against the control.</param>
    public long Allowed(int a, ref long free)
    {
        ref var gate = ref chain.Gate[a];
        var open = chain.Backlog[a];
        var allowed = open;
        if (gate.Bans > 0)
        {
            gate.Wanted += chain.WantedPerWeek(a);
            allowed = Math.Clamp((long)(gate.Wanted * gate.Leakage) - gate.Leaked, 0, open);
        }
        else if (gate.LicencePlusOne > 0)
            allowed = Math.Clamp(gate.Granted - gate.Spent, 0, open);

        var kept = Math.Min(open - allowed, free);
        if (kept > 0)
        {
            free -= kept;
            chain.Measures.KeptBack(gate.Bans > 0 ? gate.Ban : gate.LicencePlusOne - 1, kept, chain.Today);
        }

        return allowed;
    }

    public void Send(int a, long mass)
    {
        ref readonly var arc = ref _index.Arcs[a];
        ref var gate = ref chain.Gate[a];
        var days = TravelDays(chain, a, chain.Today);
        if (gate.Bans > 0)
        {
            gate.Leaked += mass;
            days += gate.Detour;
        }
        else if (gate.LicencePlusOne > 0)
        {
            gate.Spent += mass;
        }

        var parcel = chain.Shipments.Rent(a, chain.Today);
        chain.Take(arc.SellerBin, mass, chain.Shipments.Content(parcel));
        chain.Shipments.Send(parcel, mass, chain.Today + days);
        chain.Backlog[a] -= mass;
        chain.Owed[arc.SellerBin] -= mass;
        chain.UnderWay[a] += mass;
        chain.Trace.Tell(chain.Today, TraceKind.Dispatched, arc.Key, mass);
        chain.Measures.Sent(a, mass, chain.Today);
    }

    void Arrive(int parcel)
    {
        var a = chain.Shipments.Owner(parcel);
        ref readonly var arc = ref _index.Arcs[a];
        var mass = chain.Shipments.Mass(parcel);
        var back = chain.Shipments.Turned(parcel);
        chain.Put(back ? arc.SellerBin : arc.BuyerBin, chain.Shipments.Content(parcel), mass);
        if (!back)
        {
            chain.UnderWay[a] -= mass;
            chain.Lead[a] += Memory * (chain.Today - chain.Shipments.Start(parcel) - chain.Lead[a]);
        }

        chain.Trace.Tell(chain.Today, back ? TraceKind.Returned : TraceKind.Arrived, arc.Key, mass);
        chain.Shipments.Return(parcel);
    }
}
