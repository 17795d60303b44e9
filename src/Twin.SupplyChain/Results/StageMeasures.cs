namespace Twin.SupplyChain;

/// <summary>What a shock does to the stages between mine and user: order books, stocks, prices, licences, and money.</summary>
/// <remarks>
/// <c>bullwhip</c>: the variance of what a stage orders in a week over that of what users want, each about its own line
/// and over its mean squared: 1 where orders vary as use does (Chen, Drezner, Ryan and Simchi-Levi 2000, Management
/// Science 46:436); 0 where use does not vary. <c>backlog</c>: on order with a stage and not dispatched, beyond the twin's
/// [t of content × days]; <c>backlog-peak</c> its largest [t]; <c>backlog-clears</c>: from the onset to the first week
/// after the peak that leaves no more than 1 % of it; infinite where none does, 0 where the peak is below 1 % of a week's output.
/// <c>stock-low</c>: the least that a stage held, over the twin's of that week. <c>price</c>: over the twin's, mean of the
/// weeks; <c>price-peak</c> the highest; <c>price-paid</c>, the mean by what is bought at it, over the twin's: weeks
/// count by their trade. <c>waiting</c>: mean of what waits for a control's licence [t of content];
/// <c>waiting-peak</c> the most. <c>freight</c>, <c>duty</c>, <c>stock-cost</c>: beyond the twin's [USD]; only where somebody counts.
/// </remarks>
sealed class StageMeasures
{
    const double Cleared = 0.01;

    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly (int From, int To) _weeks;
    readonly int[] _buyers;
    readonly bool _freight;
    readonly bool _duty;
    readonly bool _stocks;
    readonly double[] _series;

    /// <param name="index">The network of the runs.</param>
    /// <param name="keys">Of their records.</param>
    /// <param name="weeks">The window.</param>
    public StageMeasures(NetworkIndex index, RecordKeys keys, (int From, int To) weeks)
    {
        (_index, _weeks, _keys) = (index, weeks, keys);
        _series = new double[index.Weeks];
        _buyers = [.. index.Arcs.Select(a => _keys.StageOfSite[a.Buyer]).Distinct().Order()];
        double window = (weeks.To - weeks.From) * 7;
        List<ImpactMeasure> all = [.. _buyers.Select(s => new ImpactMeasure($"bullwhip.{RecordKeys.NameOf(keys.Stages[s])}", "1", null))];
        foreach (var name in keys.Stages.Select(RecordKeys.NameOf))
        {
            all.Add(new ImpactMeasure($"backlog.{name}", "t d", null));
            all.Add(new ImpactMeasure($"backlog-peak.{name}", "t", null));
            all.Add(new ImpactMeasure($"backlog-clears.{name}", "d", window));
            all.Add(new ImpactMeasure($"stock-low.{name}", "1", null));
        }

        foreach (var who in keys.PriceNames)
        {
            all.Add(new ImpactMeasure($"price.{who}", "1", null));
            all.Add(new ImpactMeasure($"price-peak.{who}", "1", null));
            all.Add(new ImpactMeasure($"price-paid.{who}", "1", null));
        }

        foreach (var p in _keys.Desks)
        {
            all.Add(new ImpactMeasure($"waiting.{index.Policies[p].Id}", "t", null));
            all.Add(new ImpactMeasure($"waiting-peak.{index.Policies[p].Id}", "t", null));
        }

        (_freight, _duty, _stocks) = (index.Lanes.Any(l => l.Cost.Value > 0), index.Policies.Any(p => p is Tariff), index.Sites.Any(s => s.Costs is not null));
        if (_freight) all.Add(new ImpactMeasure("freight", "USD", null));
        if (_duty) all.Add(new ImpactMeasure("duty", "USD", null));
        if (_stocks) all.Add(new ImpactMeasure("stock-cost", "USD", null));

        All = all;
    }

    public IReadOnlyList<ImpactMeasure> All { get; }

    /// <param name="run">What happened.</param>
    /// <param name="twin">What would have happened.</param>
    /// <param name="values">One number a measure.</param>
    public void Measure(ChainRecord run, ChainRecord twin, Span<double> values)
    {
        var at = 0;
        var use = VariationOfUse(run);
        foreach (var stage in _buyers)
        {
            for (var w = _weeks.From; w < _weeks.To; w++) _series[w] = run.Weekly.Ordered[stage][w];
            values[at++] = use > 0 ? Variation() / use : 0;
        }

        for (var stage = 0; stage < _keys.Stages.Length; stage++)
        {
            for (var w = _weeks.From; w < _weeks.To; w++) _series[w] = Math.Max(0, run.Weekly.Open[stage][w] - twin.Weekly.Open[stage][w]) / 1e6;
            Backlog(OutputOf(stage, twin), values.Slice(at, 3));
            values[at + 3] = StockLow(stage, run, twin);
            at += 4;
        }

        for (var m = 0; m < _keys.Priced.Length; m++)
        {
            for (var z = 0; z < _index.Zones; z++, at += 3)
            {
                (values[at], values[at + 1]) = Price(run.Weekly.Quoted(m, z), twin.Weekly.Quoted(m, z));
                values[at + 2] = PaidIn(run, m, z) / PaidIn(twin, m, z) is > 0 and < double.PositiveInfinity and var ratio ? ratio : 1; // where one of them bought nothing
            }
        }

        foreach (var p in _keys.Desks)
        {
            var (sum, most) = (0.0, 0L);
            foreach (var mass in run.Weekly.Waiting[p][_weeks.From.._weeks.To]) (sum, most) = (sum + mass, Math.Max(most, mass));
            values[at++] = sum / Math.Max(1, _weeks.To - _weeks.From) / 1e6;
            values[at++] = most / 1e6;
        }

        if (_freight) values[at++] = run.Costs.Freight - twin.Costs.Freight;
        if (_duty) values[at++] = run.Costs.Duty - twin.Costs.Duty;
        if (_stocks) values[at] = run.Costs.Total - twin.Costs.Total;
    }

    double VariationOfUse(ChainRecord run)
    {
        Array.Clear(_series);
        for (var k = 0; k < _keys.Sectors; k++)
        {
            for (var w = _weeks.From; w < _weeks.To; w++) _series[w] += run.Wanted(k)[w];
        }

        return Variation();
    }

    /// <summary>The variance of the window's weeks about their least-squares line, over the square of their mean; 0 where the mean is.</summary>
    double Variation()
    {
        var weeks = _series.AsSpan(_weeks.From, Math.Max(0, _weeks.To - _weeks.From));
        var (n, mean) = (weeks.Length, 0.0);
        foreach (var y in weeks) mean += y / n;
        if (n < 3 || !(mean > 0)) return 0;

        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var w = 0; w < n; w++)
        {
            var (x, y) = (w - ((n - 1) / 2.0), weeks[w] - mean);
            (xx, xy, yy) = (xx + (x * x), xy + (x * y), yy + (y * y));
        }

        var rest = (yy - (xy * xy / xx)) / (n - 2) / (mean * mean);
        return rest > 1e-12 ? rest : 0; // what rounding leaves of a line
    }

    /// <summary>What the sites of a stage put out in a week of the window [t of content].</summary>
    double OutputOf(int stage, ChainRecord record)
    {
        var grams = 0L;
        for (var s = 0; s < _index.Sites.Length; s++)
        {
            if (_keys.StageOfSite[s] != stage) continue;
            foreach (var made in record.Output(s)[_weeks.From.._weeks.To]) grams += made;
        }

        return grams / 1e6 / Math.Max(1, _weeks.To - _weeks.From);
    }

    void Backlog(double output, Span<double> values)
    {
        var (sum, peak, at) = (0.0, 0.0, _weeks.From);
        for (var w = _weeks.From; w < _weeks.To; w++)
        {
            sum += _series[w];
            if (_series[w] > peak) (peak, at) = (_series[w], w);
        }

        (values[0], values[1], values[2]) = (sum * 7, peak, 0);
        if (peak <= Cleared * output) return;
        while (at < _weeks.To && _series[at] > Cleared * peak) at++;
        values[2] = at < _weeks.To ? (at - _weeks.From) * 7 : double.PositiveInfinity;
    }

    /// <summary>1 where the twin holds nothing either.</summary>
    double StockLow(int stage, ChainRecord run, ChainRecord twin)
    {
        var low = 1.0;
        for (var w = _weeks.From; w < _weeks.To; w++)
        {
            var (held, usual) = (0L, 0L);
            for (var s = 0; s < _keys.Stores.Length; s++)
            {
                if (_keys.Stores[s].Kind == _keys.Stages[stage]) (held, usual) = (held + run.Weekly.Stock[s][w], usual + twin.Weekly.Stock[s][w]);
            }

            if (usual > 0) low = Math.Min(low, (double)held / usual);
        }

        return low;
    }

    /// <summary>What a tonne cost on the mean of all that was bought [USD/t]; not a number where nothing was.</summary>
    double PaidIn(ChainRecord run, int priced, int zone)
    {
        var price = run.Weekly.Paid(priced, zone);
        var mass = run.Weekly.Bought[(priced * _index.Zones) + zone];
        var (paid, bought) = (0.0, 0.0);
        for (var w = _weeks.From; w < _weeks.To; w++) (paid, bought) = (paid + (price[w] * mass[w]), bought + mass[w]);
        return paid / bought;
    }

    (double Mean, double Peak) Price(ReadOnlySpan<double> run, ReadOnlySpan<double> twin)
    {
        var (sum, peak) = (0.0, 0.0);
        for (var w = _weeks.From; w < _weeks.To; w++)
        {
            var ratio = twin[w] > 0 ? run[w] / twin[w] : 1;
            (sum, peak) = (sum + ratio, Math.Max(peak, ratio));
        }

        return (sum / Math.Max(1, _weeks.To - _weeks.From), peak);
    }
}
