using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Prices of all materials that have one, by zone: how scarce they are, what is paid for them, and what users make of it.</summary>
sealed class PriceBook
{
    readonly ChainState _chain;
    readonly int _zones;
    readonly double[] _start;
    readonly double[] _beta;
    readonly double[] _usual;   // cover at the start [days], by material and zone
    readonly double[] _quote;   // USD/t
    readonly double[] _paid;    // USD/t
    readonly double[] _stock;
    readonly double[] _use;
    readonly double[] _short;   // elasticities, by answer
    readonly double[] _long;
    readonly double[] _slow;    // exponential mean of ln(paid / p0)
    readonly double[] _wanted;  // factor on what users want
    readonly int[] _follows;       // by zone: the one whose quotation its contracts follow; -1 for none
    readonly double[] _contracted; // the share of what it buys

    public PriceBook(ChainState chain)
    {
        (_chain, _zones) = (chain, chain.Index.Zones);
        var materials = chain.Index.Materials.Length;
        Any = chain.Index.Materials.Any(m => m.Price is not null);
        (_follows, _contracted) = ([.. Enumerable.Repeat(-1, _zones)], new double[_zones]);
        foreach (var contracts in chain.Index.Network.ContractPrices)
            _follows[chain.Index.ZoneNamed(contracts.Zone)] = contracts.Follows is { } zone ? chain.Index.ZoneNamed(zone) : -1;
        (_start, _beta) = (new double[materials], new double[materials]);
        var size = materials * _zones;
        (_usual, _quote, _paid, _stock, _use) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        var answers = chain.Index.Answers.Length;
        (_short, _long, _slow, _wanted) = (new double[answers], new double[answers], new double[answers], new double[answers]);
    }

    /// <summary>Whether anything has a price.</summary>
    public bool Any { get; }

    /// <summary>What a material is quoted at in a zone [USD/t]: the price of its next tonne there; 0 where it has none.</summary>
    public double Quoted(int material, int zone) => _quote[(material * _zones) + zone];

    /// <summary>What a tonne of a material costs in a zone, contracts and the rest together [USD/t]; 0 where it has no price.</summary>
    public double Paid(int material, int zone) => _paid[(material * _zones) + zone];

    /// <summary>The price of a material at the start [USD/t]; 0 where it has none.</summary>
    public double Usual(int material) => _start[material];

    /// <summary>By how much prices change what users want who answer so; 1 at the start, and for -1.</summary>
    public double Wanted(int answer) => answer >= 0 ? _wanted[answer] : 1;

    /// <summary>Takes one replication's draws, and the balanced start as what is usual.</summary>
    public void Open()
    {
        Array.Fill(_wanted, 1);
        Array.Clear(_slow);
        if (!Any) return;
        foreach (var contracts in _chain.Index.Network.ContractPrices) _contracted[_chain.Index.ZoneNamed(contracts.Zone)] = _chain.Draws.Of(contracts.Share);
        for (var m = 0; m < _start.Length; m++)
        {
            if (_chain.Index.Materials[m].Price is not { } law) continue;
            (_start[m], _beta[m]) = (_chain.Draws.Of(law.Start), _chain.Draws.Of(law.Beta));
            _quote.AsSpan(m * _zones, _zones).Fill(_start[m]);
            _paid.AsSpan(m * _zones, _zones).Fill(_start[m]);
        }

        for (var i = 0; i < _wanted.Length; i++)
        {
            var law = _chain.Index.Answers[i].Law;
            (_short[i], _long[i]) = (_chain.Draws.Of(law.ShortRun), _chain.Draws.Of(law.LongRun));
        }

        Cover(_usual);
    }

    public void CopyFrom(PriceBook other)
    {
        foreach (var (from, to) in new[] { (other._contracted, _contracted), (other._start, _start), (other._beta, _beta), (other._short, _short), (other._long, _long), (other._usual, _usual), (other._quote, _quote), (other._paid, _paid), (other._slow, _slow), (other._wanted, _wanted) })
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
                _quote[i] = _start[m] * Math.Min(law.Most, scarcity);
            }

            for (var z = 0; z < _zones; z++)
            {
                var i = (m * _zones) + z;
                var contract = _follows[z] >= 0 ? _quote[(m * _zones) + _follows[z]] : _start[m];
                _paid[i] = _quote[i] + (_contracted[z] * (contract - _quote[i]));
            }
        }

        Answer();
    }

    void Answer()
    {
        for (var i = 0; i < _wanted.Length; i++)
        {
            var (material, zone, law) = _chain.Index.Answers[i];
            var x = ExactMath.Log(Paid(material, zone) / _start[material]);
            _slow[i] += Math.Min(1, 7 / (365.25 * law.Years)) * (x - _slow[i]);
            _wanted[i] = ExactMath.Exp((_short[i] * x) + ((_long[i] - _short[i]) * _slow[i]));
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
