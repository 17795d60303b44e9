using Twin.Experiments;
using Twin.Reporting;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary>Finished runs, told to the reports: names for ids, reasons, sources, and how to do it again.</summary>
static class FindingsOf
{
    public static RunFindings Run(FinishedRun run, string command)
    {
        var (scenario, network) = (run.Scenario, run.Scenario.Network);
        var measures = MeasuresOf(run.Summary);
        return new RunFindings
        {
            Title = scenario.Title,
            Name = scenario.Name,
            Asked = AskedBy(scenario),
            Window = WindowOf(scenario),
            Provenance = ProvenanceOf(run, command),
            Regions = [.. network.Regions.Select(r => new Named(r.Id, r.Name))],
            Totals = Totals(network),
            Sectors = [.. network.Sectors.Select(s => new Named(s.Id, s.Name))],
            Focus = FocusOf(network),
            Measures = measures,
            WeeklyFill = run.Summary.Bands.ToDictionary(b => b.Key["fill.".Length..], b => new Band(b.P05, b.P25, b.P50, b.P75, b.P95)),
            Survival = SurvivalOf(run),
            Heat = HeatOf(run),
            Flows = FlowsOf(measures),
            Prices = scenario.Onset is null ? [] : PricesOf(network, measures),
            Places = PlacesOf(network),
            Acting = network.Acting,
            WorstSectors = WorstSectors(network, measures),
            Causes = Causes.Of(network, measures),
            Bottlenecks = scenario.Onset is null ? [] : Bottlenecks.Of(network, measures, network.Acting),
            WeakestInputs = WeakInputs.Of(run),
            Moves = MovesOf(network),
            Assumed = Assumptions.Of(scenario),
            Warnings = [.. scenario.Warnings.Select(w => $"{w.Path} {w.Message}")],
            Sources = scenario.Sources.Count,
        };
    }

    public static ComparisonFindings Comparison(
        IReadOnlyList<FinishedRun> runs, IReadOnlyList<(FinishedRun Run, IReadOnlyList<PairedComparison> Differences)> pairs, (int From, int To) window, string command)
    {
        var network = runs[0].Scenario.Network;
        var focus = FocusOf(network);
        string[] shown =
        [
            $"unmet.{focus}", $"fill.{focus}", $"fill.{ImpactMeasures.World}",
            .. network.Regions.Where(r => r.Id != network.Acting).Select(r => $"unmet.{r.Id}"), $"ttr.{focus}",
        ];
        shown = [.. shown.Distinct()];

        // The best answer first: most readers look no further than the first lines.
        double Loss(FinishedRun run) => run.Summary.Measures.First(m => m.Key == shown[0]).Mean.Mean;
        runs = [runs[0], .. runs.Skip(1).OrderBy(Loss)];
        pairs = [.. pairs.OrderBy(p => Loss(p.Run))];
        return new ComparisonFindings
        {
            Title = $"{runs[0].Scenario.Title}, against {runs.Count - 1} {(runs.Count == 2 ? "other" : "others")}",
            Window = WindowOf(runs[0].Scenario) with { Onset = window.From > 0 ? network.Start.AddDays(window.From) : null, Horizon = network.Start.AddDays(window.To) },
            Variants = [.. runs.Select(r => new Variant(r.Scenario.Name, r.Scenario.Title, MeasuresOf(r.Summary), ProvenanceOf(r, command)))],
            Differences = [.. pairs.SelectMany(p => p.Differences.Where(d => shown.Contains(d.Key)).OrderBy(d => Array.IndexOf(shown, d.Key)).Select(d => Difference(p.Run, runs[0], d)))],
            Shown = shown,
            Selection = SelectionAmong(runs, shown[0]),
            Costs = CostsOf(runs, shown[0], window),
            Changes = [.. runs.Skip(1).Select(r => ChangesOf(r.Scenario, runs[0].Scenario)).Where(c => c.Count > 0)],
            Names = [.. Totals(network), .. network.Regions.Select(r => new Named(r.Id, r.Name)), .. network.Sectors.Select(s => new Named(s.Id, s.Name))],
            Warnings = [.. runs.SelectMany(r => r.Scenario.Warnings).Select(w => $"{w.Path} {w.Message}").Distinct()],
        };
    }

    /// <summary>A study: the main measure of every answer to every shock.</summary>
    public static FactorialFindings Factorial(string title, IReadOnlyList<(Named Shock, IReadOnlyList<FinishedRun> Runs)> done, string command)
    {
        var answers = done[0].Runs;
        var network = answers[0].Scenario.Network;
        var key = MainMeasure(network);
        FactorialCell[] Column(IReadOnlyList<FinishedRun> runs)
        {
            var measure = runs[0].Study.Measures.First(m => m.Key == key);
            double[][] values = [.. runs.Select(r => RunSummary.ValuesOf(r.Folder.Run, key))];
            Measured[] losses = [.. runs.Select(r => MeasuresOf(r.Summary)[key])];
            var best = Array.IndexOf(losses, losses.MinBy(l => l.Mean));
            PairedDifference? To(int other, int answer) => answer == other ? null : Difference(runs[answer], runs[other], PairedComparison.Of(measure, values[answer], values[other]));
            return [.. runs.Select((r, a) => new FactorialCell(losses[a], To(0, a), To(best, a), ProvenanceOf(r, command)))];
        }

        var columns = done.Select(d => Column(d.Runs)).ToArray();
        return new FactorialFindings
        {
            Title = title,
            Measure = key,
            Shocks = [.. done.Select(d => d.Shock)],
            Answers = [.. answers.Select((r, i) => new Named(r.Scenario.Name, i == 0 ? r.Scenario.Name : r.Scenario.Title))],
            Names = [.. Totals(network), .. network.Regions.Select(r => new Named(r.Id, r.Name))],
            Cells = [.. answers.Select((_, a) => (IReadOnlyList<FactorialCell>)[.. columns.Select(c => c[a])])],
        };
    }

    /// <summary>The values in which a variant differs from the base: how many, and the first dozen.</summary>
    static VariantChanges ChangesOf(Scenario variant, Scenario against)
    {
        const int Most = 12;
        static Dictionary<string, string> ValuesOf(Scenario scenario)
        {
            Dictionary<string, string> values = new(StringComparer.Ordinal);
            foreach (var input in scenario.Inputs) values[input.Path] = input.Estimate is { IsCertain: false } e ? $"{input.Text} ({Say.Range(e.Low, e.High, input.Unit)})" : input.Text;
            return values;
        }

        var (now, before) = (ValuesOf(variant), ValuesOf(against));
        string[] changed = [.. now.Keys.Union(before.Keys).Where(p => now.GetValueOrDefault(p) != before.GetValueOrDefault(p)).Order(StringComparer.Ordinal)];
        return new VariantChanges(variant.Name, changed.Length, [.. changed.Take(Most).Select(p => new InputChange(p, before.GetValueOrDefault(p) ?? "not there", now.GetValueOrDefault(p) ?? "not there"))]);
    }

    /// <summary>What may be said of the best, with 95 %; one in a hundred of the base's loss makes no difference.</summary>
    static string? SelectionAmong(IReadOnlyList<FinishedRun> runs, string key)
    {
        double[][] losses = [.. runs.Select(r => RunSummary.ValuesOf(r.Folder.Run, key))];
        var indifference = losses[0].Average() / 100;
        if (!(indifference > 0) || Selection.Smallest(losses, indifference) is not { } outcome) return null;
        var measure = runs[0].Study.Measures.First(m => m.Key == key);
        var (zone, n) = (Say.Value(indifference, measure.Unit), runs[0].Summary.Completed);
        if (outcome.Left.Count == 1)
            return $"With 95\u00a0% probability {Named(outcome.Left)} is the best of them, if a difference below {zone} makes none (KN, decided after {outcome.EliminatedAfter.Max()} replications).";

        // Of those that are left some may be told from the best one by one; to be sure of the best of all takes more.
        var best = outcome.Left.MinBy(i => losses[i].Average());
        int[] tied = [.. outcome.Left.Where(i => i == best || !PairedComparison.Of(measure, losses[i], losses[best]).IsDistinguishable)];
        return tied.Length > 1
            ? $"Not distinguishable at n = {n}, with 95\u00a0% and a difference below {zone} making none: {Named(tied)}."
            : $"That it is the best of them is not sure with 95\u00a0% after {n} replications, if a difference below {zone} makes none (KN: more replications decide); left are {Named(outcome.Left)}.";

        string Named(IEnumerable<int> some) => string.Join(", ", some.Select(i => $"“{runs[i].Scenario.Title}”"));
    }

    /// <summary>What the variants cost to the end of the window, and what they save; none where nobody says anything of cost.</summary>
    static List<VariantCost> CostsOf(IReadOnlyList<FinishedRun> runs, string key, (int From, int To) window)
    {
        if (runs.All(r => r.Scenario.Costs.Count == 0)) return [];
        var years = (window.To - window.From) / 365.25;
        double Mean(FinishedRun run) => run.Summary.Measures.First(m => m.Key == key).Mean.Mean;
        VariantCost Of(FinishedRun run)
        {
            Cost[] known = [.. run.Scenario.Costs.Where(c => c.Capex is not null || c.Opex is not null || c.Carrying is not null)];
            double Sum(Func<Estimate, double> at)
            {
                double Of(Estimate? part) => part is { } stated ? at(stated) : 0;
                return known.Sum(c => Of(c.Capex) + ((Of(c.Opex) + Of(c.Carrying)) * years)) / 1e6;
            }

            CostSpan? sum = known.Length > 0 ? new CostSpan(Sum(e => e.Value), Sum(e => e.Low), Sum(e => e.High)) : null;
            return new VariantCost(run.Scenario.Name, sum, sum is not null && known.Length == run.Scenario.Costs.Count, Mean(runs[0]) - Mean(run), null);
        }

        VariantCost[] costs = [.. runs.Skip(1).Where(r => r.Scenario.Costs.Count > 0).Select(Of)];
        return
        [
            .. costs.Select(c => c with { IsEfficient = c.IsWhole ? c.Saved > 0 && !costs.Any(o => Outdoes(o, c)) : null })
                .OrderByDescending(c => c.Saved),
        ];
    }

    /// <summary>Whether one, all of whose cost is known, does as much for less, or more for as much.</summary>
    static bool Outdoes(VariantCost one, VariantCost other) =>
        one is { IsWhole: true, Known: { Value: var cost } } && other.Known is { Value: var others } && cost <= others && one.Saved >= other.Saved && (cost < others || one.Saved > other.Saved);

    static PairedDifference Difference(FinishedRun run, FinishedRun against, PairedComparison d)
    {
        var moreIsBetter = d.Key.StartsWith("fill.", StringComparison.Ordinal) || d.Key.StartsWith("tts.", StringComparison.Ordinal);
        var verdict = !d.IsDistinguishable ? $"not distinguishable at n = {run.Summary.Completed}" : d.Difference.Mean > 0 == moreIsBetter ? "better" : "worse";
        return new PairedDifference(
            d.Key, d.Unit, run.Scenario.Name, against.Scenario.Name, d.Difference.Mean, d.Difference.Low, d.Difference.High,
            moreIsBetter ? 1 - d.Below : d.Below, d.VarianceRatio, verdict);
    }

    /// <summary>Curves of the regions; none where nothing happens to the chain.</summary>
    static List<SurvivalLine> SurvivalOf(FinishedRun run)
    {
        if (run.Scenario.Onset is null) return [];
        Named[] regions = [.. run.Scenario.Network.Regions.Select(r => new Named(r.Id, r.Name))];
        var keys = new[] { "tts", "ttr" }.SelectMany(m => regions.Select(r => (Measure: m, Region: r))).ToArray();
        var curves = RunSummary.SurvivalOf(run.Folder.Run, [.. keys.Select(k => $"{k.Measure}.{k.Region.Id}")]);
        return [.. keys.Select(k => new SurvivalLine(k.Measure, k.Region, [.. curves[$"{k.Measure}.{k.Region.Id}"].Select(s => (s.Time, s.Share, s.Low, s.High))]))];
    }

    static List<HeatRow> HeatOf(FinishedRun run)
    {
        var network = run.Scenario.Network;
        var means = run.Summary.Levels.ToDictionary(l => l.Key, l => l.Mean, StringComparer.Ordinal);
        return
        [
            .. from region in network.Regions
               from sector in network.Sectors
               from demand in network.Demands
               where demand.Region == region.Id && demand.Sector == sector.Id && demand.Uses.Any(u => network.Finished.Contains(u.Material)) && means.ContainsKey($"fill.{demand.Id}")
               select new HeatRow(new Named(region.Id, region.Name), new Named(sector.Id, sector.Name), [.. means[$"fill.{demand.Id}"].Select(m => 1 - m)]),
        ];
    }

    static List<Flow> FlowsOf(Dictionary<string, Measured> measures)
    {
        List<Flow> flows = [];
        foreach (var (key, during) in measures)
        {
            if (key.Split('.') is ["flow", var stage, var from, var to]) flows.Add(new Flow(stage, from, to, measures[$"usual-{key}"].Mean, during.Mean));
        }

        return flows;
    }

    static List<PriceLine> PricesOf(Network network, Dictionary<string, Measured> measures)
    {
        List<PriceLine> prices = [];
        foreach (var (key, mean) in measures)
        {
            if (key.Split('.') is not ["price", var id, ..] parts) continue;
            prices.Add(new PriceLine(network.Materials.First(m => m.Id == id).Name, parts.ElementAtOrDefault(2), mean, measures[$"price-peak{key["price".Length..]}"], measures.GetValueOrDefault($"price-paid{key["price".Length..]}")));
        }

        return prices;
    }

    /// <summary>Where each region is drawn: where its users are, or else the middle of its sites.</summary>
    static List<Place> PlacesOf(Network network)
    {
        List<Place> places = [];
        foreach (var (id, name) in network.Regions)
        {
            var located = network.Sites.Where(s => s.Region == id && s is { Latitude: not null, Longitude: not null }).ToArray();
            var markets = located.Where(s => s.Kind == SiteKind.Market).ToArray();
            if ((markets.Length > 0 ? markets : located) is { Length: > 0 } those) places.Add(new Place(id, name, those.Average(s => s.Latitude!.Value), those.Average(s => s.Longitude!.Value)));
        }

        return places;
    }

    static Dictionary<string, Measured> MeasuresOf(RunSummary summary) => summary.Measures.ToDictionary(
        m => m.Key, m => new Measured(m.Mean.Mean, m.Mean.Low, m.Mean.High, m.P05, m.P50, m.P95, m.Unit, m.Censored), StringComparer.Ordinal);

    /// <summary>Whom the first sentences speak of: all but the acting region, where there is one.</summary>
    static string FocusOf(Network network) => ImpactMeasures.OutsideOf(network) ?? ImpactMeasures.World;

    /// <summary>The measure that the first sentences speak of.</summary>
    public static string MainMeasure(Network network) => $"unmet.{FocusOf(network)}";

    static List<Named> Totals(Network network) =>
        ImpactMeasures.OutsideOf(network) is { } outside
            ? [new(ImpactMeasures.World, "World"), new(outside, $"Outside {network.Regions.First(r => r.Id == network.Acting).Name}")]
            : [new(ImpactMeasures.World, "World")];

    static string? AskedBy(Scenario scenario) => scenario.Onset is { } onset
        ? $"With “{scenario.Title}”, from {onset.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}{(scenario.ShockEnd is { } end ? $" for {Months(onset, end)} months" : "")}"
        : null;

    static int Months(DateOnly from, DateOnly to) => (int)Math.Round((to.DayNumber - from.DayNumber) / (365.25 / 12));

    static Window WindowOf(Scenario scenario) => new(scenario.Network.Start, scenario.Onset, scenario.ShockEnd, scenario.Network.End);

    static Provenance ProvenanceOf(FinishedRun run, string command) => new()
    {
        Version = $"Twin {run.Study.Version}",
        ScenarioHash = run.Study.ScenarioHash,
        Seed = run.Study.Seed,
        ResultHash = run.Summary.ResultHash,
        Command = command,
        Done = run.Summary.Answered.Count,
        Failed = run.Summary.Failed.Count,
        Asked = run.Study.Replications,
        IsPartial = !run.Complete,
    };

    static List<string> WorstSectors(Network network, Dictionary<string, Measured> measures) =>
    [
        .. network.Sectors.Where(s => network.Demands.Any(d => d.Sector == s.Id && d.Uses.Any(u => network.Finished.Contains(u.Material))))
            .Where(s => measures.GetValueOrDefault($"fill.{s.Id}") is { Mean: < 1 })
            .OrderBy(s => measures[$"fill.{s.Id}"].Mean).ThenBy(s => s.Id, StringComparer.Ordinal).Take(5).Select(s => s.Id),
    ];

    static List<Move> MovesOf(Network network)
    {
        var regions = network.Sites.ToDictionary(s => s.Id, s => s.Region, StringComparer.Ordinal);
        string Where(IReadOnlySet<string> sites)
        {
            var inside = sites.Select(s => regions[s]).ToHashSet(StringComparer.Ordinal);
            var left = network.Regions.Where(r => !inside.Contains(r.Id)).ToArray();
            return left.Length is > 0 and <= 2 && inside.Count > 3
                ? $"all but {string.Join(" and ", left.Select(r => r.Name))}"
                : string.Join(", ", network.Regions.Where(r => inside.Contains(r.Id)).Select(r => r.Name));
        }

        string Goods(IReadOnlySet<string> materials) => string.Join(", ", network.Materials.Where(m => materials.Contains(m.Id)).Select(m => m.Name));
        string NameOf(string site) => network.Sites.FirstOrDefault(s => s.Id == site)?.Name ?? site;
        Move Of(Policy policy) => policy switch
        {
            ExportControl c => new Move(c.Name, KindOf(c), c.From, c.Until, Where(c.Origins), Where(c.Destinations), Goods(c.Materials)),
            TechnologyBan t => new Move(t.Name, MoveKind.Ban, t.From, t.Until, "", Where(t.Sites), "equipment and know-how for plants to come"),
            StockpileRelease r => new Move(r.Name, MoveKind.Response, r.From, r.Until, NameOf(r.Site), "", "release of a stockpile"),
            Offtake o => new Move(o.Name, MoveKind.Response, o.From, o.Until, NameOf(o.Buyer), NameOf(o.Seller), FormattableString.Invariant($"takes {o.Tonnes.Value:#,0} t a year")),
            PriceFloor f => new Move(f.Name, MoveKind.Response, f.From, f.Until, "", Where(f.Sites), FormattableString.Invariant($"a floor of {f.Price.Value:#,0} USD/t")),
            Subsidy s => new Move(s.Name, MoveKind.Response, s.From, s.Until, "", Where(s.Sites), FormattableString.Invariant($"{s.Amount.Value:#,0} USD/t")),
            _ => throw new InvalidOperationException($"no words for {policy.GetType().Name}"),
        };
        var policies = network.Policies.Select(Of);
        var disruptions = network.Disruptions.Where(d => d.From is not null).Select(d => new Move(
            d.Name, MoveKind.Disruption, d.From!.Value, d.From.Value.AddDays((int)(d.Lasts?.Mean ?? d.Days.Value)), string.Join(", ", d.Sites.Select(NameOf).Concat(d.Lanes)), "", FormattableString.Invariant($"loses {d.Loss.Value:0%} of capacity")));
        return [.. policies.Concat(disruptions).OrderBy(m => m.From).ThenBy(m => m.Name, StringComparer.Ordinal)];
    }

    static MoveKind KindOf(ExportControl control) => control switch
    {
        ExportBan => MoveKind.Ban,
        ExportQuota => MoveKind.Quota,
        Tariff => MoveKind.Tariff,
        _ => MoveKind.Licence,
    };
}
