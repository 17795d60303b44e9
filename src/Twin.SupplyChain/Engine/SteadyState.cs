namespace Twin.SupplyChain;

/// <summary>What flows where when nothing changes: the solution of the chain at the rates of its first day.</summary>
/// <remarks>
/// Demand is passed upstream through shares, yields and preferences, compositions are passed downstream through
/// assays and recoveries, until neither moves. Without scarcity: capacities count only where a site has several
/// recipes for one driver and prefers the first.
/// </remarks>
sealed class SteadyState
{
    const int MostPasses = 200;

    readonly ChainState _chain;
    readonly NetworkIndex _index;
    readonly double[] _sales;
    readonly double[] _produced;

    // Of each source of a bin: see Sourcing.
    readonly double[] _weight;
    readonly double[] _most;
    readonly double[] _part;

    public SteadyState(ChainState chain)
    {
        (_chain, _index) = (chain, chain.Index);
        Cells = new double[_index.Cells.Length];
        Arcs = new double[_index.Arcs.Length];
        Inputs = new double[_index.Recipes.Length];
        Drivers = new double[_index.Recipes.Length];
        Use = new double[_index.Bins.Length];
        Mix = new double[_index.Bins.Length * chain.Width];
        _sales = new double[_index.Bins.Length];
        _produced = new double[_index.Bins.Length * chain.Width];
        var sources = _index.ArcsByBuyer.Max(arcs => arcs.Length);
        (_weight, _most, _part) = (new double[sources], new double[sources], new double[sources]);
    }

    /// <summary>Use by cell [g/day].</summary>
    public double[] Cells { get; }

    /// <summary>Flow by arc [g/day].</summary>
    public double[] Arcs { get; }

    /// <summary>Whole input of each recipe [g/day].</summary>
    public double[] Inputs { get; }

    /// <summary>Driver output of each recipe [g/day].</summary>
    public double[] Drivers { get; }

    /// <summary>What is taken out of each input bin [g/day].</summary>
    public double[] Use { get; }

    /// <summary>Orders for each bin [g/day].</summary>
    public ReadOnlySpan<double> Sales => _sales;

    /// <summary>Composition of each bin: shares of the groups, adding up to 1, and of the regions that are followed.</summary>
    public double[] Mix { get; }

    public void Solve()
    {
        for (var c = 0; c < Cells.Length; c++)
        {
            var cell = _index.Cells[c];
            Cells[c] = cell.From > 0 || cell.Until <= 0 ? 0 : _index.Courses.LevelAt(cell.Rate, 0) * cell.ContentPerTonne * 1e6 / 365.25;
        }

        Array.Clear(Arcs);
        for (var b = 0; b < _index.Bins.Length; b++)
        {
            var nominal = _index.Materials[_index.Bins[b].Nominal];
            for (var g = 0; g < _chain.G; g++) Mix[(b * _chain.Width) + g] = nominal.Content[g] / nominal.ContentPerTonne;
            var region = _index.Sites[_index.Bins[b].Site].Region; // what is found or mined here; what is made of something else is blended below
            for (var o = _chain.FirstOrigin; o < _chain.EndOrigin; o++) Mix[(b * _chain.Width) + o] = region == _index.OriginRegions[o - _chain.FirstOrigin] ? 1 : 0;
        }

        for (var pass = 0; pass < MostPasses; pass++)
        {
            Sell();
            Produce();
            var change = Buy();
            Blend();
            if (change < 1e-12) return;
        }
    }

    void Sell()
    {
        for (var b = 0; b < _sales.Length; b++)
        {
            var sales = 0.0;
            foreach (var a in _index.ArcsBySeller[b]) sales += Arcs[a];
            foreach (var c in _index.CellsByMarket[b]) sales += Cells[c];
            _sales[b] = sales;
        }
    }

    void Produce()
    {
        Array.Clear(Use);
        for (var s = 0; s < _index.Sites.Length; s++)
        {
            var recipes = _index.RecipesBySite[s];
            for (var i = 0; i < recipes.Length; i++)
            {
                var r = recipes[i];
                ref readonly var row = ref _index.Recipes[r];
                Drivers[r] = 0;
                Inputs[r] = 0;
                if (_chain.RunsFrom[r] > 0 || row.Until <= 0) continue;

                var need = _sales[row.DriverBin];
                foreach (var other in recipes.AsSpan(0, i))
                {
                    if (_index.Recipes[other].DriverBin == row.DriverBin) need -= Drivers[other];
                }

                var later = false;
                foreach (var other in recipes.AsSpan(i + 1)) later |= _index.Recipes[other].DriverBin == row.DriverBin && _chain.RunsFrom[other] <= 0;
                if (later) need = Math.Min(need, _chain.Capacity(row.Capacity, row.DriverBin) / _index.Period[row.Site]);
                Drivers[r] = Math.Max(0, need);
                if (row.FirstInput == row.EndInput) continue;

                Inputs[r] = Drivers[r] / YieldOf(row);
                for (var k = row.FirstInput; k < row.EndInput; k++) Use[_index.Inputs[k].Bin] += Inputs[r] * _index.Inputs[k].Share;
            }
        }

        for (var b = 0; b < Use.Length; b++)
        {
            if (_index.Bins[b].IsInput && _index.CellsByMarket[b].Length > 0) Use[b] = _sales[b];
        }
    }

    double YieldOf(in RecipeRow row)
    {
        var yield = 0.0;
        var recovery = _chain.Recovery(row.Driver);
        for (var k = row.FirstInput; k < row.EndInput; k++)
        {
            var mix = _index.Inputs[k].Bin * _chain.Width;
            for (var g = 0; g < _chain.G; g++) yield += _index.Inputs[k].Share * Mix[mix + g] * recovery[g];
        }

        return yield;
    }

    /// <returns>The largest relative change of a flow.</returns>
    double Buy()
    {
        var change = 0.0;
        for (var b = 0; b < Use.Length; b++)
        {
            var arcs = _index.ArcsByBuyer[b];
            var shares = 0.0;
            foreach (var a in arcs) shares += ShareOf(a);
            if (_index.Bounded[b]) ShareOut(b);
            for (var i = 0; i < arcs.Length; i++)
            {
                var a = arcs[i];
                var flow = _index.Bounded[b] ? _part[i] : shares > 0 ? Use[b] * ShareOf(a) / shares : 0;
                change = Math.Max(change, Math.Abs(flow - Arcs[a]) / Math.Max(1, flow));
                Arcs[a] = flow;
            }
        }

        return change;
    }

    void ShareOut(int bin)
    {
        var arcs = _index.ArcsByBuyer[bin];
        for (var i = 0; i < arcs.Length; i++) (_weight[i], _most[i]) = (ShareOf(arcs[i]), _chain.MostPerDay[arcs[i]]);
        Sourcing.Share(Use[bin], _weight.AsSpan(0, arcs.Length), _most.AsSpan(0, arcs.Length), _part.AsSpan(0, arcs.Length));
    }

    double ShareOf(int arc) => _index.Arcs[arc].Guarded ? 0 : _chain.ShareOf(arc);

    void Blend()
    {
        var (g, width) = (_chain.G, _chain.Width);
        Array.Clear(_produced);
        for (var r = 0; r < Inputs.Length; r++)
        {
            ref readonly var row = ref _index.Recipes[r];
            for (var o = row.FirstOutput; o < row.EndOutput; o++)
            {
                var to = _index.Outputs[o].Bin * width;
                for (var k = row.FirstInput; k < row.EndInput; k++)
                {
                    var (from, amount, mass) = (_index.Inputs[k].Bin * width, Inputs[r] * _index.Inputs[k].Share, 0.0);
                    for (var i = 0; i < g; i++)
                    {
                        var part = amount * Mix[from + i] * _chain.Recovery(o)[i];
                        _produced[to + i] += part;
                        mass += part;
                    }

                    for (var i = g; i < width; i++) _produced[to + i] += mass * Mix[from + i];
                }
            }
        }

        foreach (var (bin, arcs) in _index.ArcsByBuyer.Index())
        {
            foreach (var a in arcs)
            {
                var from = _index.Arcs[a].SellerBin * width;
                for (var i = 0; i < width; i++) _produced[(bin * width) + i] += Arcs[a] * Mix[from + i];
            }
        }

        for (var b = 0; b < _index.Bins.Length; b++)
        {
            var total = Produced(b);
            if (total <= 0) continue;
            for (var i = 0; i < width; i++) Mix[(b * width) + i] = _produced[(b * width) + i] / total;
        }
    }

    /// <summary>What recipes put into a bin [g/day].</summary>
    public double Produced(int bin)
    {
        var total = 0.0;
        foreach (var mass in _produced.AsSpan(bin * _chain.Width, _chain.G)) total += mass;
        return total;
    }
}
