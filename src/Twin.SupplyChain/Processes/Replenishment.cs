using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites ordering what they use and markets what they sell, up to a target, from sellers that deliver.</summary>
/// <remarks>
/// Once a week a buyer orders what is missing to its forecast × (lead time + review + cover). What is under way, on
/// order or waiting for a permit counts, so a shortage is ordered once. Orders go to the contracts of the slot by
/// share × the seller's smoothed fill: buyers drift away from who does not deliver, and come back. What a seller
/// leaves open for long is cancelled there, bit by bit, and ordered where more is delivered; the alternatives fill up
/// and slow down in turn. Panic is not written here; it comes out of this.
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

    readonly NetworkIndex _index = chain.Index;

    public async Process Run()
    {
        while (true)
        {
            foreach (var site in _index.SitesByWeekday[chain.Today % 7])
            {
                foreach (var bin in _index.BinsBySite[site])
                {
                    if (_index.ArcsByBuyer[bin].Length > 0) Review(bin);
                }
            }

            await simulation.Delay(ChainModel.Day, Phase.Ordering);
        }
    }

    /// <summary>What a buyer aims to have of an input: in stock and on order [g].</summary>
    public static double Target(ChainState chain, int bin)
    {
        var (shares, lead) = (0.0, 0.0);
        foreach (var a in chain.Index.ArcsByBuyer[bin])
        {
            if (!chain.IsOn(a)) continue;
            shares += chain.Index.Arcs[a].Share;
            lead += chain.Index.Arcs[a].Share * (chain.Lead[a] + WaitForLicence(chain, a));
        }

        // Its own week, and up to a week until the seller's day of dispatch.
        var days = 14 + (shares > 0 ? lead / shares : 0) + chain.Index.Courses.At(chain.Index.InputCover[chain.Index.Bins[bin].Site], chain.Today);
        return chain.Forecast[bin] * days;
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
        var arcs = _index.ArcsByBuyer[bin];
        if (_index.CellsByMarket[bin].Length > 0)
        {
            // A market sees what its users wanted, not what they could still ask for with their order books full.
            var forecast = 0.0;
            foreach (var c in _index.CellsByMarket[bin]) forecast += chain.CellForecast[c];
            chain.Forecast[bin] = forecast;
            chain.Wanted[bin] = 0;
        }
        else
        {
            Conversion.Smooth(chain, bin);
        }

        var moved = 0L;
        var best = 0.0;
        foreach (var a in arcs)
        {
            if (chain.IsOn(a)) best = Math.Max(best, chain.Fill[a]);
        }

        foreach (var a in arcs)
        {
            var cancelled = !chain.IsOn(a) ? chain.Backlog[a] : chain.Fill[a] + Edge < best ? (long)(chain.Backlog[a] * MovedPerWeek * (best - chain.Fill[a])) : 0;
            if (cancelled == 0) continue;
            chain.Backlog[a] -= cancelled;
            chain.Owed[_index.Arcs[a].SellerBin] -= cancelled;
            moved += cancelled;
        }

        var missing = Target(chain, bin) - chain.Held[bin] + chain.Owed[bin] - OnOrder(chain, bin) - moved;
        var order = moved + (long)Math.Max(0, missing);
        if (order > 0) Place(arcs, order);
    }

    void Place(int[] arcs, long order)
    {
        var weights = 0.0;
        foreach (var a in arcs)
        {
            weights += Weight(a);

            // Where a ban leaks, the buyer asks the middlemen for what they can get, before anybody else.
            var leak = chain.Gate[a].Bans > 0 ? (long)(chain.WantedPerWeek(a) * chain.Gate[a].Leakage) - chain.Backlog[a] : 0;
            if (leak > 0) order -= Ask(a, Math.Min(order, leak));
        }

        if (weights <= 0) return;
        foreach (var a in arcs) Ask(a, (long)(order * (Weight(a) / weights)));
    }

    long Ask(int a, long mass)
    {
        chain.Backlog[a] += mass;
        chain.Owed[_index.Arcs[a].SellerBin] += mass;
        chain.Wanted[_index.Arcs[a].SellerBin] += mass;
        return mass;
    }

    double Weight(int a) => chain.IsOn(a) ? _index.Arcs[a].Share * Math.Max(LeastTrust, chain.Fill[a]) : 0;
}
