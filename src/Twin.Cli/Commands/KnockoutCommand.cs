using System.CommandLine;
using System.Globalization;
using System.Text;
using Twin.Experiments;
using Twin.Optimization;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary><c>twin knockout</c>: every plant and every lane struck out, one at a time, and which the chain can least do without.</summary>
static class KnockoutCommand
{
    const int Shown = 20;
    const int Replications = 16;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario; what happens in it, happens in all runs." };
        var from = new Option<string?>("--from") { Description = "The day on which each is struck out; the middle of the clock by default.", HelpName = "DATE" };
        var repair = new Option<int>("--repair") { Description = "How long a repair takes [days].", HelpName = "DAYS", DefaultValueFactory = _ => 180 };
        var region = new Option<string?>("--region") { Description = $"Whose demand is looked at: a region, or {ImpactMeasures.World}; EX and a region for all but that which acts: EXCN.", HelpName = "REGION" };
        var programs = new Option<bool>("--programs") { Description = "Also what each loss would cost if all the chain answered it as well as it could: linear programs." };
        var options = new CommonOptions();
        var command = new Command(
            "knockout",
            $"Strike out every plant and lane in turn and rank them by what their loss costs.\n\nExample: twin knockout scenarios/rare-earths/base.yaml --with scenarios/rare-earths/history.yaml") { file, from, repair, region, programs };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(from), parsed.GetValue(repair), parsed.GetValue(region), parsed.GetValue(programs), options.Of(parsed)));
        return command;
    }

    static int Run(string file, string? from, int repair, string? region, bool programs, CommonOptionValues options)
    {
        if (programs && !KnockoutPrograms.IsAvailable) throw new UserException($"twin: --programs needs {CorePackage.Lacks("OR-Tools")}; the rest of knockout works without");
        var scenario = Runner.Read(file, options);
        var knockout = Ask(scenario.Network, from, repair, region);
        var (last, end) = (knockout.From.AddDays(13), scenario.Network.End);
        if (programs && last > end) throw new UserException($"twin: --programs needs a whole week between {knockout.From:yyyy-MM-dd} and the end of the run, {end.AddDays(-1):yyyy-MM-dd}; name an earlier day by --from");
        var study = knockout.StudyOf(scenario, Version.Text, options.Seed ?? scenario.Seed, options.Replications ?? Replications);
        var folder = RunFolder.Choose($"knockout-{scenario.Name}", options.Out, options.Resume);
        var run = Runner.Run(scenario, study, () => new KnockoutReplicator(knockout, study.Seed), folder, options);
        if (!run.Complete)
        {
            string[] asked = [file, "--from", $"{knockout.From:yyyy-MM-dd}", "--repair", $"{repair}", "--region", knockout.Region, .. programs ? ["--programs"] : Array.Empty<string>()];
            Runner.SayInterrupted([run], CommandLine.Of("knockout", asked, options with { Out = folder.Path, Resume = true }));
            return ExitCode.Interrupted;
        }

        var best = programs ? BestOf(scenario.Network, knockout) : null;
        var rows = Rank(scenario.Network, knockout, run.Summary, best);
        AtomicFile.Write(Path.Combine(folder.Path, "knockout.csv"), Csv(rows));
        if (options.Json) Console.OpenStandardOutput().Write(run.Summary.ToJson());
        else Print(scenario, knockout, rows, run);
        return ExitCode.Ok;
    }

    static Knockout Ask(Network network, string? from, int repair, string? region)
    {
        if (repair < 1) throw new UserException("twin: --repair is a number of days, 1 or more");
        var middle = network.Start.AddDays((network.End.DayNumber - network.Start.DayNumber) / 2);
        var onset = new DateOnly(middle.Year, middle.Month, 1);
        if (from is not null && !DateOnly.TryParseExact(from, ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out onset)) throw new UserException($"twin: '{from}' is no date; write it as 2027-01-01");
        if (onset <= network.Start || onset >= network.End) throw new UserException($"twin: the run goes from {network.Start:yyyy-MM-dd} to {network.End.AddDays(-1):yyyy-MM-dd}; --from lies between");
        string[] regions = [ImpactMeasures.World, .. new[] { ImpactMeasures.OutsideOf(network) }.OfType<string>(), .. network.Regions.Select(r => r.Id)];
        if (region is not null && !regions.Contains(region)) throw new UserException($"twin: no region '{region}'; there is {string.Join(", ", regions)}");
        return new Knockout(network, onset, repair, region ?? ImpactMeasures.World);
    }

    static Dictionary<string, BestResponse> BestOf(Network network, Knockout knockout)
    {
        var all = new KnockoutPrograms(network, knockout.Onset, knockout.Days, knockout.Region);
        return knockout.Nodes.ToDictionary(n => n, all.Of, StringComparer.Ordinal);
    }

    /// <summary>A plant or lane, and what the chain is without it.</summary>
    /// <param name="Survives">Time to survive without it for good, restricted to the window [days].</param>
    /// <param name="Holds">Share of replications that survive to the end of the window.</param>
    /// <param name="Impact">Unmet demand beyond the undisturbed, while it is repaired and after [t].</param>
    /// <param name="Exposure">Risk exposure index: the impact over the largest.</param>
    /// <param name="Best">The same two by linear program; null where nobody asked.</param>
    sealed record Row(string Node, string Name, string Kind, string Region, MeasureSummary Survives, double Holds, MeasureSummary Impact, double Exposure, BestResponse? Best);

    static List<Row> Rank(Network network, Knockout knockout, RunSummary summary, Dictionary<string, BestResponse>? best)
    {
        var measures = summary.Measures.ToDictionary(m => m.Key, StringComparer.Ordinal);
        var largest = Math.Max(1e-9, knockout.Nodes.Max(n => measures[$"impact.{n}"].Mean.Mean));
        var sites = network.Sites.ToDictionary(s => s.Id, StringComparer.Ordinal);
        return
        [
            .. knockout.Nodes.Select(n =>
            {
                var (survives, impact) = (measures[$"tts.{n}"], measures[$"impact.{n}"]);
                var site = sites.GetValueOrDefault(n);
                return new Row(n, site?.Name ?? WayOf(network, n), site is null ? "lane" : site.Kind.ToString(), site?.Region ?? "", survives, survives.Censored ?? 0, impact, impact.Mean.Mean / largest, best?[n]);
            }).OrderByDescending(r => r.Impact.Mean.Mean).ThenBy(r => r.Survives.Mean.Mean).ThenBy(r => r.Node, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a lane joins: China to Japan (L18).</summary>
    static string WayOf(Network network, string lane)
    {
        var regions = network.Sites.ToDictionary(s => s.Id, s => s.Region, StringComparer.Ordinal);
        var names = network.Regions.ToDictionary(r => r.Id, r => r.Name, StringComparer.Ordinal);
        string Ends(Func<Contract, string> end) =>
            network.Contracts.Where(c => c.Lane == lane).Select(c => regions[end(c)]).Distinct().ToArray() switch { [var one] => names[one], [] => "nobody", var many => $"{many.Length} regions" };
        return $"{Ends(c => c.Seller)} to {Ends(c => c.Buyer)} ({lane})";
    }

    static string Csv(List<Row> rows)
    {
        var text = new StringBuilder("node,name,kind,region,impact mean [t],impact low [t],impact high [t],risk exposure index,time to survive mean [d],time to survive low [d],time to survive high [d],survives the window [1],best impact [t],best time to survive [d]\n");
        foreach (var r in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{r.Node},\"{r.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{r.Kind},{r.Region},")
                .Append(CultureInfo.InvariantCulture, $"{r.Impact.Mean.Mean:R},{r.Impact.Mean.Low:R},{r.Impact.Mean.High:R},{r.Exposure:R},")
                .Append(CultureInfo.InvariantCulture, $"{r.Survives.Mean.Mean:R},{r.Survives.Mean.Low:R},{r.Survives.Mean.High:R},{r.Holds:R},{r.Best?.Impact:R},{(r.Best is { Survives: var days } && double.IsFinite(days) ? days : null):R}\n");
        }

        return text.ToString();
    }

    static void Print(Scenario scenario, Knockout knockout, List<Row> rows, FinishedRun run)
    {
        var harmful = rows.Where(r => r.Impact.Mean.Low > 0).ToArray();
        Console.WriteLine($"{scenario.Title}: {rows.Count(r => r.Kind != "lane")} plants and {rows.Count(r => r.Kind == "lane")} lanes, each struck out on {knockout.From:yyyy-MM-dd}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Summary.Completed} replications. Demand of {knockout.Region}. Impact: unmet demand when it takes {knockout.Days} days to repair. Survive: until users run short when it is"));
        Console.WriteLine("not repaired; ≥ where some runs do not by the end. Exposure: impact over the largest. Exposed: runs short before the repair is done.");
        var programs = rows.Any(r => r.Best is not null);
        if (programs) Console.WriteLine("At best: impact and days to survive if the whole chain answered as well as it could, with no lead times: linear programs for the best" + Environment.NewLine + "values, without chance; they bound such a run of the simulation, not the mean beside them." + (knockout.Region == ImpactMeasures.World ? "" : $" {knockout.Region} is served first."));
        Console.WriteLine();
        Console.WriteLine($"{"",-44} {"kind",-12} {"region",-6} {"impact [t]",18} {"exposure",9} {"survive [d]",12}{(programs ? $" {"at best [t]",12} {"[d]",7}" : "")}");
        foreach (var r in harmful.Take(Shown))
        {
            var name = r.Name.Length > 44 ? r.Name[..43] + "…" : r.Name;
            var impact = string.Create(CultureInfo.InvariantCulture, $"{r.Impact.Mean.Mean:#,0} ±{(r.Impact.Mean.High - r.Impact.Mean.Low) / 2:#,0}");
            var survives = string.Create(CultureInfo.InvariantCulture, $"{(r.Holds > 0 ? "≥ " : "")}{r.Survives.Mean.Mean:#,0}");
            var best = r.Best is { } b ? string.Create(CultureInfo.InvariantCulture, $" {b.Impact,12:#,0} {(double.IsFinite(b.Survives) ? FormattableString.Invariant($"{b.Survives:#,0}") : "to end"),7}") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {r.Kind,-12} {r.Region,-6} {impact,18} {r.Exposure,9:0.00} {survives,12}{best}{(r.Survives.Mean.Mean < knockout.Days ? "  exposed" : "")}"));
        }

        Console.WriteLine();
        Console.WriteLine($"{(harmful.Length > Shown ? $"{harmful.Length - Shown} more cost something. " : "")}For {(harmful.Length > Shown ? "the last" : "the other")} {rows.Count - harmful.Length} no loss can be told from nothing.");
        Console.WriteLine($"All of them: {Path.Combine(run.Folder.Path, "knockout.csv")}");
    }
}
