namespace Twin.SupplyChain;

/// <summary>Who supplies whom: shares, concentration and flows, stage by stage.</summary>
/// <remarks>
/// Over the window, of what sites of a kind put out [content]. <c>share</c>: of the region that acts. <c>hhi</c>: the
/// Herfindahl–Hirschman index Σ sᵢ² × 10,000 of countries, <c>hhi-firm</c> of operators; 1,800 and more is highly
/// concentrated by the US Merger Guidelines of 2023 (guideline 1). <c>idled</c>: how many sites fell below 95 % of the
/// twin's output, four weeks together: how far the shock spread (Ivanov, Sokolov, Dolgui 2014). <c>n-1</c>: what is put out
/// without the largest country, over all that the twin puts out. <c>import-reliance</c>: what a
/// region used of finished goods and did not make itself, net, as a share of that use (USGS, Mineral Commodity Summaries,
/// net import reliance); below 0 for a net exporter. <c>flow</c>: dispatched from region to region by the sites of a kind
/// while flows are counted, a year [t of content]; <c>usual-flow</c> the same of the twin.
/// </remarks>
sealed class TradeMeasures
{
    static readonly SiteKind[] Stages = [SiteKind.Mine, SiteKind.Cracking, SiteKind.Refinery, SiteKind.Recycler, SiteKind.MetalMaker, SiteKind.MagnetMaker];

    readonly NetworkIndex _index;
    readonly (int From, int To) _weeks;
    readonly double _years;
    readonly bool _acts;
    readonly SiteKind[] _kinds;
    readonly int[][] _sitesOf;
    readonly int[][] _countryOf;   // of each site of a kind, numbered within the kind
    readonly int[][] _operatorOf;
    readonly double[] _shares;
    readonly int[][] _makers;     // sites that make finished goods, by region
    readonly double[] _totals;

    /// <param name="index">The network of the runs.</param>
    /// <param name="keys">Of their records.</param>
    /// <param name="weeks">The window.</param>
    /// <param name="flowDays">How long flows are counted [days].</param>
    public TradeMeasures(NetworkIndex index, RecordKeys keys, (int From, int To) weeks, int flowDays)
    {
        (_index, _weeks, _years) = (index, weeks, Math.Max(1, flowDays) / 365.25);
        _acts = index.Network.Acting is not null;
        _kinds = [.. Stages.Where(k => index.Sites.Any(s => s.Kind == k))];
        _sitesOf = [.. _kinds.Select(k => Enumerable.Range(0, index.Sites.Length).Where(s => index.Sites[s].Kind == k).ToArray())];
        _countryOf = [.. _sitesOf.Select(sites => Numbers(sites, s => index.Sites[s].Country))];
        _operatorOf = [.. _sitesOf.Select(sites => Numbers(sites, s => index.Sites[s].Operator is { Length: > 0 } firm ? firm : index.Sites[s].Id))];
        _shares = new double[index.Sites.Length];
        _totals = new double[index.Sites.Length];
        bool Finishes(int s) => index.RecipesBySite[s].Any(r => index.Network.Finished.Contains(index.Materials[index.Bins[index.Recipes[r].DriverBin].Nominal].Id));
        _makers = [.. index.Network.Regions.Select(r => Enumerable.Range(0, index.Sites.Length).Where(s => index.Sites[s].Region == r.Id && Finishes(s)).ToArray())];
        Routes = keys.Routes;
        List<ImpactMeasure> all = [];
        foreach (var kind in _kinds.Select(RecordKeys.NameOf))
        {
            if (_acts) all.Add(new ImpactMeasure($"share.{kind}", "1", null));
            all.Add(new ImpactMeasure($"hhi.{kind}", "points", null));
            all.Add(new ImpactMeasure($"hhi-firm.{kind}", "points", null));
            all.Add(new ImpactMeasure($"idled.{kind}", "sites", null));
            all.Add(new ImpactMeasure($"n-1.{kind}", "1", null));
        }

        all.AddRange(index.Network.Regions.Select(r => new ImpactMeasure($"import-reliance.{r.Id}", "1", null)));
        foreach (var what in new[] { "flow", "usual-flow" }) all.AddRange(Routes.Select(r => new ImpactMeasure($"{what}.{RecordKeys.NameOf(r.Kind)}.{r.From}.{r.To}", "t/yr", null)));
        All = all;
    }

    public IReadOnlyList<ImpactMeasure> All { get; }

    Route[] Routes { get; }

    static int[] Numbers(int[] sites, Func<int, string> name)
    {
        var names = sites.Select(name).Distinct().Order(StringComparer.Ordinal).ToArray();
        return [.. sites.Select(s => Array.IndexOf(names, name(s)))];
    }

    /// <param name="run">What happened.</param>
    /// <param name="twin">What would have happened.</param>
    /// <param name="fell">Whether a site fell behind its twin.</param>
    /// <param name="tonne">Grams of content that a tonne of a site's goods is.</param>
    /// <param name="values">One number a measure.</param>
    public void Measure(ChainRecord run, ChainRecord twin, Func<int, bool> fell, Func<int, double> tonne, Span<double> values)
    {
        for (var s = 0; s < _totals.Length; s++)
        {
            long grams = 0;
            foreach (var made in run.Output(s)[_weeks.From.._weeks.To]) grams += made;
            _totals[s] = grams;
        }

        var at = 0;
        for (var k = 0; k < _kinds.Length; k++)
        {
            if (_acts) values[at++] = ActingShare(_sitesOf[k]);
            values[at++] = Herfindahl(_sitesOf[k], _countryOf[k]);
            values[at++] = Herfindahl(_sitesOf[k], _operatorOf[k]);
            values[at] = 0;
            foreach (var s in _sitesOf[k]) values[at] += fell(s) ? 1 : 0;
            at++;
            values[at++] = WithoutTheLargest(k, twin);
        }

        for (var r = 0; r < _makers.Length; r++) values[at++] = ImportReliance(run, r, tonne);
        foreach (var record in new[] { run, twin })
        {
            foreach (var grams in record.Flows) values[at++] = grams / 1e6 / _years;
        }
    }

    /// <summary>0 where nothing is made.</summary>
    double ActingShare(int[] sites)
    {
        var (acting, all) = (0.0, 0.0);
        foreach (var s in sites)
        {
            all += _totals[s];
            if (_index.Sites[s].Region == _index.Network.Acting) acting += _totals[s];
        }

        return all > 0 ? acting / all : 0;
    }

    double Herfindahl(int[] sites, int[] owners)
    {
        Array.Clear(_shares);
        var all = 0.0;
        for (var i = 0; i < sites.Length; i++)
        {
            _shares[owners[i]] += _totals[sites[i]];
            all += _totals[sites[i]];
        }

        var index = 0.0;
        for (var i = 0; i < sites.Length && all > 0; i++) index += _shares[i] / all * (_shares[i] / all);
        return index * 10_000;
    }

    /// <summary>0 where the twin makes nothing.</summary>
    double WithoutTheLargest(int kind, ChainRecord twin)
    {
        Array.Clear(_shares);
        var (all, usual, largest) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _sitesOf[kind].Length; i++)
        {
            var s = _sitesOf[kind][i];
            all += _totals[s];
            largest = Math.Max(largest, _shares[_countryOf[kind][i]] += _totals[s]);
            foreach (var made in twin.Output(s)[_weeks.From.._weeks.To]) usual += made;
        }

        return usual > 0 ? (all - largest) / usual : 0;
    }

    /// <summary>0 where nothing is used.</summary>
    double ImportReliance(ChainRecord run, int region, Func<int, double> tonne)
    {
        var (used, made) = (0.0, 0.0);
        foreach (var tonnes in run.UsedOf(region)[_weeks.From.._weeks.To]) used += tonnes;
        foreach (var s in _makers[region]) made += _totals[s] / tonne(s);
        return used > 0 ? (used - made) / used : 0;
    }
}
