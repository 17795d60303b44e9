using System.CommandLine;
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
        var baseline = new Argument<string>("BASE") { Description = "The scenario that the others are held against." };
        var others = new Argument<string[]>("OTHER") { Description = "Other scenarios.", Arity = ArgumentArity.ZeroOrMore };
        var each = new Option<string[]>("--each") { Description = "Overlays: BASE with each of them, by itself, is another variant.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var options = new CommonOptions();
        var command = new Command(
            "compare",
            "Run several scenarios with the same random numbers and say how they differ.\n\nExample: twin compare scenarios/rare-earths/china-export-ban.yaml --each scenarios/rare-earths/strategies/*.yaml") { baseline, others, each };
        options.AddTo(command);
        command.SetAction(parsed => Run([parsed.GetRequiredValue(baseline), .. parsed.GetValue(others) ?? []], parsed.GetValue(each) ?? [], options.Of(parsed)));
        return command;
    }

    static int Run(string[] files, string[] each, CommonOptionValues options)
    {
        if (files.Length + each.Length < 2) throw new UserException("twin: there is nothing to compare with; name another scenario, or overlays after --each");
        var scenarios = files.Select(f => Runner.Read(f, options)).Concat(each.Select(e => Runner.Read(files[0], options with { With = [.. options.With, e] }))).ToArray();
        if (scenarios.Select(s => s.Name).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserException($"twin: two of these scenarios are called '{twice.Key}'; give each a 'name' of its own");

        // One seed, one number of replications and one window for all: else the differences would mean nothing.
        var common = options with { Seed = options.Seed ?? scenarios[0].Seed, Replications = options.Replications ?? scenarios[0].Replications };
        if (scenarios.Select(s => s.Network.Start).Distinct().Count() > 1) throw new UserException("twin: these scenarios start on different days and cannot be paired");
        var windows = scenarios.Select(ScenarioReplicator.WindowOf).ToArray();
        var onsets = windows.Where((_, i) => scenarios[i].Onset is not null).Select(w => w.From).ToArray();
        var window = (From: onsets.Length > 0 ? onsets.Min() : 0, To: windows.Min(w => w.To));

        var folder = RunFolder.Choose($"compare-{scenarios[0].Name}", options.Out, options.Resume);
        List<FinishedRun> runs = [];
        foreach (var scenario in scenarios)
        {
            runs.Add(Runner.Run(scenario, RunFolder.At(Path.Combine(folder.Path, scenario.Name)), common, window));
            if (runs[^1].Complete) continue;
            Runner.SayInterrupted(runs, CommandLine.Of("compare", files, options with { Out = folder.Path, Resume = true }, each));
            return ExitCode.Interrupted;
        }

        var pairs = runs.Skip(1).Select(r => (Run: r, Differences: RunSummary.Compare(r.Folder.Run, runs[0].Folder.Run))).ToArray();
        var findings = FindingsOf.Comparison(runs, pairs, window, CommandLine.Of("compare", files, options, each));
        var json = Json(runs, pairs);
        AtomicFile.Write(Path.Combine(folder.Path, "comparison.json"), json);
        AtomicFile.Write(folder.Report, ComparisonReport.ToHtml(findings));
        if (options.Json) Console.OpenStandardOutput().Write(json);
        else ComparisonReport.Write(findings, AnsiConsole.Console, folder.Path);
        return ExitCode.Ok;
    }

    static byte[] Json(List<FinishedRun> runs, (FinishedRun Run, IReadOnlyList<PairedComparison> Differences)[] pairs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "twin-comparison-1");
            json.WriteString("version", Version.Text);
            json.WriteString("base", runs[0].Scenario.Name);
            json.WriteNumber("seed", runs[0].Study.Seed);
            json.WriteNumber("replications", runs[0].Study.Replications);
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
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
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
