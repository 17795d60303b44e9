using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Prices of all materials that have one, by zone: how scarce they are, and what users make of it.</summary>
sealed class PriceBook
{
    readonly ChainState _chain;
    readonly int _zones;
    readonly double[] _start;
    readonly double[] _beta;
    readonly double[] _short;
    readonly double[] _long;
    readonly double[] _usual;   // cover at the start [days], by material and zone
    readonly double[] _price;   // USD/t
    readonly double[] _slow;    // exponential mean of ln(p / p0)
    readonly double[] _wanted;  // factor on what users want
    readonly double[] _stock;
    readonly double[] _use;

    public PriceBook(ChainState chain)
    {
        (_chain, _zones) = (chain, chain.Index.Zones);
        var materials = chain.Index.Materials.Length;
        Any = chain.Index.Materials.Any(m => m.Price is not null);
        (_start, _beta, _short, _long) = (new double[materials], new double[materials], new double[materials], new double[materials]);
        var size = materials * _zones;
        (_usual, _price, _slow, _wanted) = (new double[size], new double[size], new double[size], new double[size]);
        (_stock, _use) = (new double[size], new double[size]);
    }

    /// <summary>Whether anything has a price.</summary>
    public bool Any { get; }

    /// <summary>The price of a material in a zone [USD/t]; 0 where it has none.</summary>
    public double Price(int material, int zone) => _price[(material * _zones) + zone];

    /// <summary>The price of a material at the start [USD/t]; 0 where it has none.</summary>
    public double Usual(int material) => _start[material];

    /// <summary>By how much its price changes what users want of a material; 1 at the start.</summary>
    public double Wanted(int material, int zone) => Any ? _wanted[(material * _zones) + zone] : 1;

    /// <summary>Takes one replication's draws, and the balanced start as what is usual.</summary>
    public void Open()
    {
        Array.Fill(_wanted, 1);
        Array.Clear(_slow);
        if (!Any) return;
        for (var m = 0; m < _start.Length; m++)
        {
            if (_chain.Index.Materials[m].Price is not { } law) continue;
            (_start[m], _beta[m], _short[m], _long[m]) = (_chain.Draws.Of(law.Start), _chain.Draws.Of(law.Beta), _chain.Draws.Of(law.ShortRun), _chain.Draws.Of(law.LongRun));
            for (var z = 0; z < _zones; z++) _price[(m * _zones) + z] = _start[m];
        }

        Cover(_usual);
    }

    public void CopyFrom(PriceBook other)
    {
        foreach (var (from, to) in new[] { (other._start, _start), (other._beta, _beta), (other._short, _short), (other._long, _long), (other._usual, _usual), (other._price, _price), (other._slow, _slow), (other._wanted, _wanted) })
            from.CopyTo(to, 0);
    }

    /// <summary>Makes the prices of a week from what the last one left in stock.</summary>
    public void Quote()
    {
        Cover(_stock);
        for (var m = 0; m < _start.Length; m++)
        {
            if (_chain.Index.Materials[m].Price is not { } law) continue;
            for (var z = 0; z < _zones; z++)
            {
                var i = (m * _zones) + z;
                if (!(_usual[i] > 0) || double.IsNaN(_stock[i])) continue; // nobody used it at the start, or nobody does now
                var scarcity = _stock[i] > 0 ? ExactMath.Pow(_usual[i] / _stock[i], _beta[m]) : law.Most;
                var x = ExactMath.Log(Math.Min(law.Most, scarcity));
                _price[i] = _start[m] * ExactMath.Exp(x);
                _slow[i] += Math.Min(1, 7 / (365.25 * law.Years)) * (x - _slow[i]);
                _wanted[i] = ExactMath.Exp((_short[m] * x) + ((_long[m] - _short[m]) * _slow[i]));
            }
        }
    }

    /// <summary>Days of use that the stocks of each zone hold, by material and zone; not a number where nothing is used.</summary>
    void Cover(double[] cover)
    {
        var index = _chain.Index;
        Array.Clear(cover);
        Array.Clear(_use);
        for (var b = 0; b < index.Bins.Length; b++)
        {
            var bin = index.Bins[b];
            if (index.Materials[bin.Nominal].Price is null) continue;
            var i = (bin.Nominal * _zones) + index.ZoneOfSite[bin.Site];
            cover[i] += _chain.Bin[b].Held;
            if (bin.IsInput && index.CellsByMarket[b].Length == 0) _use[i] += _chain.Bin[b].Forecast;
        }

        for (var c = 0; c < index.Cells.Length; c++)
        {
            ref readonly var cell = ref index.Cells[c];
            if (index.Materials[cell.Material].Price is null) continue;
            var i = (cell.Material * _zones) + cell.Zone;
            cover[i] += _chain.Cell[c].Held;
            _use[i] += _chain.Cell[c].Forecast;
        }

        for (var i = 0; i < cover.Length; i++) cover[i] = _use[i] > 0 ? cover[i] / _use[i] : double.NaN;
    }
}
