using System.CommandLine;
using Twin.Experiments;
using Twin.Reporting;

namespace Twin.Cli;

/// <summary><c>twin report</c>: the page of a run that is there, or of several held against the first.</summary>
static class ReportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "The folder of a run; of several, the first is what the others are held against.", Arity = ArgumentArity.OneOrMore };
        var into = new Option<string?>("--out", "-o") { Description = "The file to write; report.html in the folder of the run by default, and comparison.html here for several.", HelpName = "FILE" };
        var charts = new Option<string?>("--charts") { Description = "Write each drawing of the page as an SVG file into this folder; needs Chromium, Chrome or Edge.", HelpName = "DIR" };
        var sensitivity = new Option<string?>("--sensitivity") { Description = "A folder that 'twin sensitivity' wrote: the page then says what the answer hangs on.", HelpName = "DIR" };
        var command = new Command("report", "Write the report of a run again, or compare runs that were made with one seed.\n\nExample: twin report runs/china-export-ban-1 --out ban.html") { runs, into, charts, sensitivity };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(runs), parsed.GetValue(into), parsed.GetValue(charts), parsed.GetValue(sensitivity)));
        return command;
    }

    static int Run(string[] folders, string? into, string? charts, string? sensitivity)
    {
        var runs = folders.Select(Read).ToArray();
        into ??= runs.Length == 1 ? runs[0].Folder.Report : "comparison.html";
        if (Directory.Exists(into)) throw new UserException($"twin: {into} is a folder; name a file for the page");
        if (sensitivity is not null && runs.Length > 1) throw new UserException("twin: --sensitivity belongs to the report of one run");
        AtomicFile.Write(into, runs.Length == 1 ? HtmlReport.Of(Findings(runs[0], sensitivity)) : ComparisonReport.ToHtml(Compare(runs)));
        Console.WriteLine(into);
        foreach (var file in charts is null ? [] : Drawings.Write(into, charts)) Console.WriteLine(file);
        return ExitCode.Ok;
    }

    static RunFindings Findings(FinishedRun run, string? sensitivity) =>
        FindingsOf.Run(run, CommandOf(run)) with { Sensitivity = sensitivity is null ? null : SensitivityTable.FindingsIn(sensitivity, run.Study) };

    /// <summary>What makes a run again from its own folder.</summary>
    static string CommandOf(FinishedRun run) => CommandLine.Of("run", [run.Folder.Scenario], CommonOptionValues.None with { Replications = run.Study.Replications, Seed = run.Study.Seed });

    static ComparisonFindings Compare(FinishedRun[] runs)
    {
        var first = runs[0];
        foreach (var run in runs.Skip(1))
        {
            string? wrong = run.Study.Seed != first.Study.Seed ? $"their seeds are {run.Study.Seed} and {first.Study.Seed}"
                : (run.Study.From, run.Study.To) != (first.Study.From, first.Study.To) ? "they look at different days"
                : run.Study.Repeats != first.Study.Repeats ? "one repeats its draws and the other does not"
                : run.Scenario.Network.Start != first.Scenario.Network.Start ? "they start on different days"
                : null;
            if (wrong is not null) throw new UserException($"twin: {run.Folder.Path} cannot be paired with {first.Folder.Path}: {wrong}. 'twin compare' runs them alike.");
        }

        if (runs.GroupBy(r => (r.Study.ScenarioHash, r.Summary.ResultHash)).FirstOrDefault(g => g.Count() > 1) is { } same) throw new UserException($"twin: {string.Join(" and ", same.Select(r => r.Folder.Path))} are the same run: one result, {same.Key.ResultHash}; name another run");
        runs = [.. runs.Select(r => Named(r, runs))];
        first = runs[0];
        var pairs = runs.Skip(1).Select(r => (r, RunSummary.Compare(r.Folder.Run, first.Folder.Run))).ToArray();
        return FindingsOf.Comparison(runs, pairs, (first.Study.From, first.Study.To), CommandLine.Of("compare", runs.Select(r => r.Folder.Scenario), CommonOptionValues.None with { Replications = first.Study.Replications, Seed = first.Study.Seed }));
    }

    /// <summary>A run under a name of its own: runs of one scenario before and after a change are told apart by their folders.</summary>
    static FinishedRun Named(FinishedRun run, FinishedRun[] all)
    {
        if (all.Count(r => r.Scenario.Name == run.Scenario.Name) == 1) return run;
        var folder = Path.GetFileName(Path.GetFullPath(run.Folder.Path).TrimEnd(Path.DirectorySeparatorChar));
        var place = all.Count(r => Path.GetFileName(Path.GetFullPath(r.Folder.Path)) == folder) == 1 ? folder : run.Folder.Path;
        return run with { Scenario = run.Scenario with { Name = $"{run.Scenario.Name} in {place}", Title = $"{run.Scenario.Title} ({place})" } };
    }

    static FinishedRun Read(string path)
    {
        var folder = RunFolder.Of(path);
        var (summary, scenario) = (RunSummary.Of(folder.Run), Runner.Read(folder.Scenario, CommonOptionValues.None));
        if (summary.Completed == 0) throw new UserException($"twin: the run in {path} has no replication yet; go on with it by --resume");
        if (summary.Study.Scenario != scenario.Name) throw new UserException($"twin: {path} answers '{summary.Study.Scenario}'; report reads the folder of a 'twin run', or of one variant of a 'twin compare'");
        return new FinishedRun(scenario, folder, summary.Study, summary, summary.Study.Stop is not null || summary.Completed == summary.Study.Replications);
    }
}
