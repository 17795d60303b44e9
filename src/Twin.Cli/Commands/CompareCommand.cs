using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Twin.Experiments;
using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin compare</c>: two or more scenarios with the same random numbers, and the differences between them.</summary>
static class CompareCommand
{
    public static Command Create()
    {
        var baseline = new Argument<string>("BASE") { Description = "The scenario that the others are held against; or, by itself, a study: shocks and answers in one file." };
        var others = new Argument<string[]>("OTHER") { Description = "Other scenarios.", Arity = ArgumentArity.ZeroOrMore };
        var each = new Option<string[]>("--each") { Description = "Overlays: BASE with each of them, by itself, is another variant.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var precision = PrecisionOptions.Relative($"As many replications as make the 95 % intervals of all differences so narrow, as a share of BASE's mean: 2%. --replications is then the most, {Precision.Cap} by default.");
        var on = PrecisionOptions.On();
        var options = new CommonOptions();
        var command = new Command(
            "compare",
            "Run several scenarios with the same random numbers and say how they differ.\n\nExample: twin compare scenarios/rare-earths/china-export-ban.yaml --each scenarios/rare-earths/strategies/*.yaml") { baseline, others, each, precision, on };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            string[] files = [parsed.GetRequiredValue(baseline), .. parsed.GetValue(others) ?? []];
            var asked = new Question(files, parsed.GetValue(each) ?? [], parsed.GetValue(precision), parsed.GetValue(on), options.Of(parsed));
            if (asked is { Relative: null, On: not null }) throw new UserException("twin: --on says which measure --precision speaks of; give both");
            return files.Length == 1 && StudyReader.IsStudy(files[0]) ? FactorialStudy.Run(asked) : Run(asked);
        });
        return command;
    }

    /// <summary>What the command line says.</summary>
    internal sealed record Question(string[] Files, string[] Each, double? Relative, string? On, CommonOptionValues Options)
    {
        /// <summary>The command that asks it again, perhaps going on in a folder.</summary>
        public string Command(string? resumeIn = null) =>
            CommandLine.Of("compare", [.. Files, .. PrecisionOptions.Words(Relative, On)], resumeIn is null ? Options : Options with { Out = resumeIn, Resume = true }, Each);

        public Precision? GoalFor(Scenario scenario) => Relative is { } relative ? new Precision(On ?? FindingsOf.MainMeasure(scenario.Network), relative) : null;
    }

    static int Run(Question asked)
    {
        var (files, each, options) = (asked.Files, asked.Each, asked.Options);
        if (files.Length + each.Length < 2) throw new UserException("twin: there is nothing to compare with; name another scenario, or overlays after --each");
        var scenarios = files.Select(f => Runner.Read(f, options)).Concat(each.Select(e => Overlaid(files[0], e, options))).ToArray();
        var folder = RunFolder.Choose($"compare-{scenarios[0].Name}", options.Out, options.Resume);
        scenarios = [.. scenarios.Select((s, i) => Apart(s, scenarios[..i]))];
        var paired = PairedRuns.Of(scenarios, folder.Path, options, asked.GoalFor(scenarios[0]));
        if (!paired.Complete)
        {
            Runner.SayInterrupted(paired.Runs, asked.Command(folder.Path));
            return ExitCode.Interrupted;
        }

        var (findings, json) = Save(paired, folder, asked.Command());
        if (options.Json) Console.OpenStandardOutput().Write(json);
        else ComparisonReport.Write(findings, AnsiConsole.Console, folder.Path);
        if (!options.Json && paired.Known is { } known) Console.WriteLine(Knowing(asked.GoalFor(scenarios[0])!, known, paired.Runs[0].Summary.Completed));
        return ExitCode.Ok;
    }

    /// <summary>A variant is called by its overlay alone: beside the others it goes without saying what that is laid over.</summary>
    static Scenario Overlaid(string file, string overlay, CommonOptionValues options)
    {
        var scenario = Runner.Read(file, options with { With = [.. options.With, overlay] });
        return scenario with { Title = ScenarioReader.TitleOf(overlay) ?? scenario.Title };
    }

    /// <summary>Scenarios of one name, as before and after a change, get numbers; the same one twice stays what it is, and is refused.</summary>
    static Scenario Apart(Scenario scenario, Scenario[] before)
    {
        var twins = before.Count(s => s.Name == scenario.Name && s.Hash != scenario.Hash);
        return twins == 0 ? scenario : scenario with { Name = $"{scenario.Name}-{twins + 1}", Title = $"{scenario.Title} ({twins + 1})" };
    }

    static string Knowing(Precision goal, double known, int replications) => string.Create(
        CultureInfo.InvariantCulture,
        $"All differences of {goal.Measure} are known to ±{known:0.0%} of the base after {replications} replications{(known > goal.Relative ? $", the most that were allowed; ±{goal.Relative:0.#%} was asked for" : "")}.");

    /// <summary>Puts a comparison's page and its JSON into a folder.</summary>
    public static (ComparisonFindings Findings, byte[] Json) Save(PairedRuns paired, RunFolder folder, string command)
    {
        var findings = FindingsOf.Comparison(paired.Runs, paired.Pairs, paired.Window, command);
        var json = Json(paired.Runs, paired.Pairs, findings);
        AtomicFile.Write(FileIn(folder.Path), json);
        AtomicFile.Write(folder.Report, ComparisonReport.ToHtml(findings));
        return (findings, json);
    }

    /// <summary>Whether a folder is that of a comparison that was run to its end.</summary>
    public static bool IsIn(string folder) => File.Exists(FileIn(folder));

    /// <summary>The runs of a comparison in a folder; the first is what the others are held against.</summary>
    /// <exception cref="UserException">One of them is not there any more.</exception>
    public static FinishedRun[] RunsIn(string folder)
    {
        if (!IsIn(folder)) throw new UserException($"twin: there is no finished comparison in {folder}; run it again");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(FileIn(folder)));
            return [.. json.RootElement.GetProperty("resultHashes").EnumerateObject().Select(r => Runner.ReadBack(Path.Combine(folder, r.Name)))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserException($"twin: {FileIn(folder)} is not what this version writes: {e.Message} Run the comparison again.");
        }
    }

    static string FileIn(string folder) => Path.Combine(folder, "comparison.json");

    static byte[] Json(IReadOnlyList<FinishedRun> runs, IReadOnlyList<(FinishedRun Run, IReadOnlyList<PairedComparison> Differences)> pairs, ComparisonFindings findings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "twin-comparison-1");
            json.WriteString("version", Version.Text);
            json.WriteString("base", runs[0].Scenario.Name);
            json.WriteNumber("seed", runs[0].Study.Seed);
            json.WriteNumber("replications", runs[0].Summary.Completed);
            json.WriteStartObject("resultHashes");
            foreach (var run in runs) json.WriteString(run.Scenario.Name, run.Summary.ResultHash);
            json.WriteEndObject();
            json.WriteStartObject("differences");
            foreach (var (run, differences) in pairs)
            {
                json.WriteStartObject(run.Scenario.Name);
                foreach (var d in differences) Write(json, d);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            if (findings.Costs.Count > 0)
            {
                json.WriteStartObject("costs");
                foreach (var cost in findings.Costs) Write(json, cost, runs[0].Study.Measures.First(m => m.Key == findings.Shown[0]));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>In millions of dollars to the end of the window; without a value where nothing is known. What is saved is of a measure.</summary>
    static void Write(Utf8JsonWriter json, VariantCost cost, Measure saved)
    {
        json.WriteStartObject(cost.Variant);
        if (cost.Known is { } known)
        {
            json.WriteNumber("value", known.Value);
            json.WriteNumber("low", known.Low);
            json.WriteNumber("high", known.High);
            json.WriteString("unit", "MUSD");
        }

        json.WriteBoolean("whole", cost.IsWhole);
        json.WriteNumber("saved", cost.Saved);
        json.WriteString("savedOf", saved.Key);
        json.WriteString("savedUnit", saved.Unit);
        if (cost.IsEfficient is { } efficient) json.WriteBoolean("efficient", efficient);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, PairedComparison d)
    {
        json.WriteStartObject(d.Key);
        json.WriteNumber("mean", d.Difference.Mean);
        json.WriteNumber("low", d.Difference.Low);
        json.WriteNumber("high", d.Difference.High);
        json.WriteNumber("below", d.Below);
        if (d.VarianceRatio is { } ratio) json.WriteNumber("varianceRatio", ratio);
        json.WriteString("unit", d.Unit);
        json.WriteEndObject();
    }
}
