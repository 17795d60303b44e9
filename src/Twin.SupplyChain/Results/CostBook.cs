namespace Twin.SupplyChain;

/// <summary>Money: what stocks, orders and shortages cost where somebody counts, and what freight and duties came to.</summary>
/// <remarks>
/// Kept out of the physical ledger. Stocks are counted at the end of each day, what waits for one whole period from the
/// review at which it was short.
/// </remarks>
public sealed class CostBook
{
    readonly NetworkIndex _index;
    readonly int[] _bins;        // the bins whose stocks somebody counts
    readonly double[] _held;     // tonne-days
    readonly double[] _underWay; // tonne-days
    readonly double[] _waited;   // tonne-days
    readonly double[] _lost;     // tonnes
    readonly long[] _orders;

    internal CostBook(NetworkIndex index)
    {
        _index = index;
        _bins = [.. Enumerable.Range(0, index.Bins.Length).Where(b => index.Sites[index.Bins[b].Site].Costs is not null)];
        var bins = index.Bins.Length;
        (_held, _underWay, _waited, _lost, _orders) = (new double[bins], new double[bins], new double[bins], new double[bins], new long[bins]);
    }

    /// <summary>Whether anybody counts what stocks cost.</summary>
    public bool Any => _bins.Length > 0;

    /// <summary>Freight paid for what was dispatched [USD].</summary>
    public double Freight { get; private set; }

    /// <summary>Duties on what was dispatched [USD].</summary>
    public double Duty { get; private set; }

    /// <summary>What the stocks, orders and shortages of a site have cost [USD]; 0 where nobody counts.</summary>
    /// <exception cref="ArgumentException">There is no such site.</exception>
    public double Of(string site)
    {
        var total = 0.0;
        if (_index.Sites[_index.SiteOf(site)].Costs is not { } costs) return 0;
        foreach (var b in _index.BinsBySite[_index.SiteOf(site)])
        {
            total += ((_held[b] * costs.Hold) + (_underWay[b] * costs.UnderWay) + (_waited[b] * costs.Late)) / 365.25;
            total += (_orders[b] * costs.Order) + (_lost[b] * costs.Lost);
        }

        return total;
    }

    /// <summary>What the stocks, orders and shortages of all sites have cost [USD].</summary>
    public double Total => _index.Sites.Sum(s => Of(s.Id));

    /// <summary>Mean stock of a material at a site over so many days [t of its basis].</summary>
    internal double MeanHeld(int bin, int days) => _held[bin] / days;

    /// <summary>Mean of what direct users of a bin wait for [t of its basis].</summary>
    internal double MeanWaiting(int bin, int days) => _waited[bin] / days;

    internal void Clear()
    {
        foreach (var array in new[] { _held, _underWay, _waited, _lost }) Array.Clear(array);
        Array.Clear(_orders);
        (Freight, Duty) = (0, 0);
    }

    internal void CopyFrom(CostBook other)
    {
        other._held.CopyTo(_held, 0);
        other._underWay.CopyTo(_underWay, 0);
        other._waited.CopyTo(_waited, 0);
        other._lost.CopyTo(_lost, 0);
        other._orders.CopyTo(_orders, 0);
        (Freight, Duty) = (other.Freight, other.Duty);
    }

    /// <summary>Counts what is in stock and under way at the end of a day.</summary>
    internal void Count(ChainState chain)
    {
        foreach (var b in _bins)
        {
            _held[b] += _index.TonnesOf(_index.Bins[b].Nominal, chain.Bin[b].Held);
            foreach (var a in _index.ArcsByBuyer[b]) _underWay[b] += _index.TonnesOf(_index.Arcs[a].Material, chain.Arc[a].UnderWay);
        }
    }

    internal void Missed(int bin, long waiting, long lost, int period)
    {
        if (waiting > 0) _waited[bin] += _index.TonnesOf(_index.Bins[bin].Nominal, waiting) * period;
        if (lost > 0) _lost[bin] += _index.TonnesOf(_index.Bins[bin].Nominal, lost);
    }

    internal void Ordered(int bin, int orders) => _orders[bin] += orders;

    internal void Paid(double tonnes, double freight, double duty) => (Freight, Duty) = (Freight + (tonnes * freight), Duty + (tonnes * duty));
}
