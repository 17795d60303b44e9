namespace Twin.SupplyChain;

/// <summary>One number that a run is asked for.</summary>
/// <param name="Key">Measure and whose: <c>fill.EU</c>.</param>
/// <param name="Unit">1, t, d or months.</param>
/// <param name="Cap">For times that may lie beyond the window: its length [d]; such a time is then positive infinity.</param>
public readonly record struct ImpactMeasure(string Key, string Unit, double? Cap);

/// <summary>What a disruption did: a run beside its undisturbed twin, made into named numbers.</summary>
/// <remarks>
/// The window goes from the onset to the horizon. <c>fill</c>: used / wanted. <c>unmet</c>: wanted, and had neither then nor late. <c>tts</c>,
/// time to survive: to the first week in which the unmet total exceeds the twin's by 1 % of a week's use; infinite when
/// it never does. <c>ttr</c>, time to recover: with Q = 4-week sum over the twin's, or over what is still wanted where that is less, to the first moment after
/// Q &lt; 0.95 from which Q ≥ 0.95 for 28 days; 0 when Q never falls, infinite when it does not recover (definitions after
/// Simchi-Levi et al. 2015, https://doi.org/10.1287/inte.2015.0804). <c>lost-area</c>: ∫ max(0, 1 − Q) dt, in months of
/// normal supply (Bruneau et al. 2003, Earthquake Spectra 19:733). <c>peak</c>: the largest 1 − Q, the other side of
/// robustness; <c>peak-day</c>: when that is first reached, infinite where Q never falls below 0.95. For a site, supply is its output: fill is output
/// over the twin's, unmet what is missing of it. <c>bottleneck</c>: output that a site wanted to make and could not, for
/// want of capacity or of one input, in tonnes × weeks, beyond the twin's; for a control, goods in store [t content] that
/// it kept from those who had ordered them.
/// </remarks>
public sealed class ImpactMeasures
{
    const double Threshold = 0.95;
    const int Hold = 4; // weeks, the sum as well as the hold
    const int Each = 7; // measures of one region, sector, material or site
    const double DaysPerMonth = 365.25 / 12;

    /// <summary>All regions together.</summary>
    public const string World = "WORLD";

    /// <summary>All regions but the one that acts: <c>EXCN</c>, all but China; null where none does.</summary>
    public static string? OutsideOf(Network network) => network.Acting is { } acting ? $"EX{acting}" : null;

    /// <summary>Whether a region is part of another, of the world, or of all but the acting one.</summary>
    public static bool IsIn(Network network, string region, string whole) => whole == World || whole == region || (whole == OutsideOf(network) && region != network.Acting);

    readonly NetworkIndex _index;
    readonly int _from;
    readonly int _to;
    readonly double[] _wanted;
    readonly double[] _used;
    readonly double[] _late;
    readonly RecordKeys _keys;
    readonly bool _waits;
    readonly bool _adapts;
    readonly int _measuredKeys; // the first key that no measure is about
    readonly double[] _normal;
    readonly double[] _normalUnmet;
    readonly int[] _slots;
    readonly int _others;
    readonly int _traded;
    readonly TradeMeasures _trade;
    readonly StageMeasures _stages;
    readonly bool[] _fell;

    /// <param name="index">The network of the runs.</param>
    /// <param name="onsetDay">First day of the window; 0 where nothing happens.</param>
    /// <param name="endDay">First day after the window.</param>
    /// <param name="flowDays">How many days from the onset on the runs count flows; null for the whole window.</param>
    public ImpactMeasures(NetworkIndex index, int onsetDay, int endDay, int? flowDays = null)
    {
        _index = index;
        (_from, _to) = (onsetDay / 7, Math.Min(index.Weeks, endDay / 7));
        _wanted = new double[index.Weeks];
        _used = new double[index.Weeks];
        _late = new double[index.Weeks];
        _normal = new double[index.Weeks];
        _normalUnmet = new double[index.Weeks];

        var network = index.Network;
        Regions = [.. network.Regions.Select(r => r.Id), World, .. OutsideOf(network) is { } outside ? [outside] : Array.Empty<string>()];
        List<ImpactMeasure> measures = [];
        _waits = network.Demands.Any(d => d.Waits > 0);
        _adapts = index.Answers.Any(a => a.Law.Moves) || network.Demands.Any(d => d.Substitutions.Count > 0);
        _keys = new RecordKeys(index);
        string[] materials = [.. _keys.Names[_keys.Materials.._keys.Demands]];
        _measuredKeys = materials.Length > 1 ? _keys.Demands : _keys.Materials; // of one material there is nothing more to say
        foreach (var who in (string[])[.. Regions, .. network.Sectors.Select(s => s.Id), .. _measuredKeys > _keys.Materials ? materials.Select(m => $"material.{m}") : [], .. index.Sites.Select(s => s.Id)])
        {
            double window = (_to - _from) * 7;
            measures.Add(new ImpactMeasure($"fill.{who}", "1", null));
            measures.Add(new ImpactMeasure($"unmet.{who}", "t", null));
            measures.Add(new ImpactMeasure($"tts.{who}", "d", window));
            measures.Add(new ImpactMeasure($"ttr.{who}", "d", window));
            measures.Add(new ImpactMeasure($"lost-area.{who}", "months", null));
            measures.Add(new ImpactMeasure($"peak.{who}", "1", null));
            measures.Add(new ImpactMeasure($"peak-day.{who}", "d", window));
        }

        _others = measures.Count;
        foreach (var site in index.Sites.Where(s => s.Capacity is not null || s.Recipes.Any(r => r.Capacity is not null)))
            measures.Add(new ImpactMeasure($"bottleneck.{site.Id}.capacity", "t week", null));
        _slots = [.. Enumerable.Range(0, index.Bins.Length).Where(b => index.Inputs.Any(i => i.Bin == b))];
        foreach (var b in _slots) measures.Add(new ImpactMeasure($"bottleneck.{index.Sites[index.Bins[b].Site].Id}.{index.Bins[b].Name}", "t week", null));
        foreach (var control in index.Policies.OfType<ExportControl>()) measures.Add(new ImpactMeasure($"bottleneck.{control.Id}", "t week", null));
        foreach (var cause in index.Causes.Names) measures.Add(new ImpactMeasure($"cause.{cause}", "t", null));
        if (_waits) measures.AddRange(Regions.Concat(network.Sectors.Select(s => s.Id)).Select(who => new ImpactMeasure($"late.{who}", "t", null)));
        if (_adapts) measures.AddRange(Regions.Concat(network.Sectors.Select(s => s.Id)).Select(who => new ImpactMeasure($"forgone.{who}", "t", null)));
        _traded = measures.Count;
        _trade = new TradeMeasures(index, _keys, (_from, _to), flowDays ?? endDay - onsetDay);
        _fell = new bool[index.Sites.Length];
        measures.AddRange(_trade.All);
        _stages = new StageMeasures(index, _keys, (_from, _to));
        measures.AddRange(_stages.All);
        All = measures;
    }

    /// <summary>Regions, then all, then all but the acting one, where there is one: whose weekly fill rates are kept.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>All measures, in the order of <see cref="Measure"/>.</summary>
    public IReadOnlyList<ImpactMeasure> All { get; }

    /// <summary>Computes all measures of a run beside its twin.</summary>
    /// <param name="run">What happened.</param>
    /// <param name="twin">What would have happened; the run itself where nothing was done to it.</param>
    /// <param name="values">One number a measure.</param>
    public void Measure(ChainRecord run, ChainRecord twin, Span<double> values)
    {
        var at = 0;
        foreach (var region in Regions)
        {
            Demanded(twin, region, _normalUnmet, _normal);
            for (var w = 0; w < _normal.Length; w++) _normalUnmet[w] -= _normal[w];
            Demanded(run, region, _wanted, _used);
            Impact(values.Slice(at, Each));
            at += Each;
        }

        for (var k = _index.Network.Regions.Count; k < _measuredKeys; k++)
        {
            twin.UsedOf(k).CopyTo(_normal);
            for (var w = 0; w < _normal.Length; w++) _normalUnmet[w] = twin.Wanted(k)[w] - _normal[w];
            run.Wanted(k).CopyTo(_wanted);
            run.UsedOf(k).CopyTo(_used);
            run.LateOf(k).CopyTo(_late);
            Impact(values.Slice(at, Each));
            at += Each;
        }

        for (var s = 0; s < _index.Sites.Length; s++)
        {
            var tonne = ContentPerTonne(s) * 1e6;
            for (var w = 0; w < _normal.Length; w++)
            {
                _normal[w] = twin.Output(s)[w] / tonne;
                _used[w] = run.Output(s)[w] / tonne;
            }

            _normal.CopyTo(_wanted, 0);
            Array.Clear(_normalUnmet);
            Array.Clear(_late);
            var site = values.Slice(at, Each);
            Impact(site);
            _fell[s] = site[3] > 0;
            at += Each;
        }

        Bottlenecks(run, twin, values[_others..]);
        _trade.Measure(run, twin, s => _fell[s], s => ContentPerTonne(s) * 1e6, values[_traded..]);
        _stages.Measure(run, twin, values[(_traded + _trade.All.Count)..]);
    }

    /// <summary>What a run and its twin come to for one region, or all.</summary>
    /// <returns>Unmet demand beyond the twin's in the window [t]; time to survive [days], infinite beyond the window.</returns>
    public (double Unmet, double TimeToSurvive) ImpactOn(string region, ChainRecord run, ChainRecord twin)
    {
        Span<double> impact = stackalloc double[Each];
        Demanded(twin, region, _normalUnmet, _normal);
        for (var w = 0; w < _normal.Length; w++) _normalUnmet[w] -= _normal[w];
        var before = 0.0;
        for (var w = _from; w < _to; w++) before += _normalUnmet[w];
        before -= Late();
        Demanded(run, region, _wanted, _used);
        Impact(impact);
        return (impact[1] - before, impact[2]);
    }

    /// <summary>What held the chain up beyond what holds it up anyway: tonnes of output missed, each week that they were.</summary>
    void Bottlenecks(ChainRecord run, ChainRecord twin, Span<double> values)
    {
        var at = 0;
        for (var s = 0; s < _index.Sites.Length; s++)
        {
            if (_index.Sites[s].Capacity is null && _index.Sites[s].Recipes.All(r => r.Capacity is null)) continue;
            values[at++] = (run.AtCapacity[s] + run.Down[s] - twin.AtCapacity[s] - twin.Down[s]) / (ContentPerTonne(s) * 1e6);
        }

        foreach (var b in _slots) values[at++] = (run.Short[b] - twin.Short[b]) / (ContentPerTonne(_index.Bins[b].Site) * 1e6);
        for (var c = 0; c < run.Kept.Length; c++)
        {
            if (_index.Policies[c] is not ExportControl) continue;
            // The twin has no such control, or the same one at another place of its list.
            values[at++] = run.Kept[c] / 1e6;
        }

        run.Causes.CopyTo(values[at..]);
        at += run.Causes.Length;
        if (_waits) at += HadLate(run, values[at..]);
        if (_adapts) Forgone(run, twin, values[at..]);
    }

    /// <summary>What was had late, by region and by sector [t].</summary>
    /// <returns>How many numbers.</returns>
    int HadLate(ChainRecord run, Span<double> values)
    {
        var at = 0;
        foreach (var region in Regions)
        {
            Demanded(run, region, _wanted, _used);
            values[at++] = Late();
        }

        for (var k = _index.Network.Regions.Count; k < _keys.Materials; k++)
        {
            run.LateOf(k).CopyTo(_late);
            values[at++] = Late();
        }

        return at;
    }

    /// <summary>What users no longer want, because of the price or of something else that they use, by region and by sector [t]; below 0 for more.</summary>
    void Forgone(ChainRecord run, ChainRecord twin, Span<double> values)
    {
        var at = 0;
        foreach (var region in Regions)
        {
            Demanded(twin, region, _normal, _used);
            Demanded(run, region, _wanted, _used);
            values[at++] = InWindow(_normal) - InWindow(_wanted);
        }

        for (var k = _index.Network.Regions.Count; k < _keys.Materials; k++) values[at++] = InWindow(twin.Wanted(k)) - InWindow(run.Wanted(k));
    }

    double InWindow(ReadOnlySpan<double> weeks)
    {
        var sum = 0.0;
        foreach (var week in weeks[_from.._to]) sum += week;
        return sum;
    }

    /// <summary>What was had late in the window [t].</summary>
    double Late()
    {
        var late = 0.0;
        for (var w = _from; w < _to; w++) late += _late[w];
        return late;
    }

    /// <summary>Weekly fill rate of a region, from the first week to the last; 1 where nothing was wanted.</summary>
    public float[] WeeklyFill(ChainRecord run, string region)
    {
        Demanded(run, region, _wanted, _used);
        return [.. _wanted.Select((wanted, w) => wanted > 0 ? (float)(_used[w] / wanted) : 1f)];
    }

    void Demanded(ChainRecord run, string region, double[] wanted, double[] used)
    {
        Array.Clear(wanted);
        Array.Clear(used);
        Array.Clear(_late);
        for (var k = 0; k < _index.Network.Regions.Count; k++)
        {
            if (!IsIn(_index.Network, run.Keys[k], region)) continue;
            for (var w = 0; w < wanted.Length; w++)
            {
                wanted[w] += run.Wanted(k)[w];
                used[w] += run.UsedOf(k)[w];
                _late[w] += run.LateOf(k)[w];
            }
        }
    }

    void Impact(Span<double> values)
    {
        var (wanted, used) = (0.0, 0.0);
        for (var w = _from; w < _to; w++) (wanted, used) = (wanted + _wanted[w], used + _used[w]);
        values[0] = wanted > 0 ? used / wanted : 1;
        values[1] = wanted - used - Late();
        values[2] = TimeToSurvive(wanted / Math.Max(1, _to - _from));
        values[3] = TimeToRecover();
        values[4] = LostArea();
        (values[5], values[6]) = Peak();
    }

    double TimeToSurvive(double weekly)
    {
        var unmet = 0.0;
        for (var w = _from; w < _to; w++)
        {
            unmet += _wanted[w] - _used[w] - _normalUnmet[w];
            if (unmet > 0.01 * weekly) return (w - _from) * 7;
        }

        return double.PositiveInfinity;
    }

    double TimeToRecover()
    {
        var (fell, since) = (false, -1);
        for (var w = _from; w < _to; w++)
        {
            if (Q(w) < Threshold)
            {
                (fell, since) = (true, -1);
                continue;
            }

            if (!fell) continue;
            if (since < 0) since = w;
            if (w - since >= Hold) return (since - _from) * 7;
        }

        return fell ? double.PositiveInfinity : 0;
    }

    double LostArea()
    {
        var area = 0.0;
        for (var w = _from; w < _to; w++) area += Math.Max(0, 1 - Q(w));
        return area * 7 / DaysPerMonth;
    }

    (double Depth, double Day) Peak()
    {
        var (depth, day) = (0.0, double.PositiveInfinity);
        for (var w = _from; w < _to; w++)
        {
            var missing = 1 - Q(w);
            if (!(missing > depth)) continue;
            (depth, day) = (missing, missing > 1 - Threshold ? (w - _from) * 7 : day);
        }

        return (depth, day);
    }

    /// <summary>Supply over the twin's, both as sums of the last four weeks of the window.</summary>
    double Q(int week)
    {
        var (used, normal) = (0.0, 0.0);
        for (var w = Math.Max(_from, week - Hold + 1); w <= week; w++) (used, normal) = (used + _used[w], normal + Math.Min(_normal[w], _wanted[w]));
        return normal > 0 ? used / normal : 1;
    }

    double ContentPerTonne(int site)
    {
        foreach (var b in _index.BinsBySite[site])
        {
            if (_index.Bins[b].Driver || _index.Bins[b].IsInput && _index.CellsByMarket[b].Length > 0) return _index.Materials[_index.Bins[b].Nominal].ContentPerTonne;
        }

        return 1;
    }
}
