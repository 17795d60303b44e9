using System.CommandLine;
using Twin.Experiments;
using Twin.Reporting;

namespace Twin.Cli;

/// <summary><c>twin report</c>: the page of a run that is there, or of several held against the first.</summary>
static class ReportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "The folder of a run, a comparison or a study; of several runs, the first is what the others are held against.", Arity = ArgumentArity.OneOrMore };
        var into = new Option<string?>("--out", "-o") { Description = "The file to write; report.html in the folder of the run by default, and comparison.html here for several.", HelpName = "FILE" };
        var charts = new Option<string?>("--charts") { Description = "Write each drawing of the page as an SVG file into this folder; needs Chromium, Chrome or Edge.", HelpName = "DIR" };
        var sensitivity = new Option<string?>("--sensitivity") { Description = "A folder that 'twin sensitivity' wrote: the page then says what the answer hangs on.", HelpName = "DIR" };
        var command = new Command("report", "Write the report of a run, a comparison or a study again, or compare runs that were made with one seed.\n\nExample: twin report runs/china-export-ban-1 --out ban.html") { runs, into, charts, sensitivity };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(runs), parsed.GetValue(into), parsed.GetValue(charts), parsed.GetValue(sensitivity)));
        return command;
    }

    static int Run(string[] folders, string? into, string? charts, string? sensitivity)
    {
        var isRun = folders.Length == 1 && !FactorialStudy.IsIn(folders[0]) && !CompareCommand.IsIn(folders[0]);
        if (sensitivity is not null && !isRun) throw new UserException("twin: --sensitivity belongs to the report of one run");
        into ??= folders.Length == 1 ? RunFolder.At(folders[0]).Report : "comparison.html";
        if (Directory.Exists(into)) throw new UserException($"twin: {into} is a folder; name a file for the page");
        AtomicFile.Write(into, PageOf(folders, isRun, sensitivity));
        Console.WriteLine(into);
        foreach (var file in charts is null ? [] : Drawings.Write(into, charts)) Console.WriteLine(file);
        return ExitCode.Ok;
    }

    static string PageOf(string[] folders, bool isRun, string? sensitivity) =>
        isRun ? HtmlReport.Of(Findings(Runner.ReadBack(folders[0]), sensitivity))
        : folders.Length > 1 ? ComparisonReport.ToHtml(Compare([.. folders.Select(Runner.ReadBack)]))
        : FactorialStudy.IsIn(folders[0]) ? FactorialReport.ToHtml(FactorialStudy.FindingsIn(folders[0]))
        : ComparisonReport.ToHtml(Compare(CompareCommand.RunsIn(folders[0])));

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
                : runs.Any(r => r.Summary.Failed.Count > 0) ? "some replications failed"
                : run.Study.Repeats != first.Study.Repeats ? "one repeats its draws and the other does not"
                : run.Scenario.Network.Start != first.Scenario.Network.Start ? "they start on different days"
                : null;
            if (wrong is not null) throw new UserException($"twin: {run.Folder.Path} cannot be paired with {first.Folder.Path}: {wrong}. 'twin compare' runs them alike.");
        }

        if (runs.GroupBy(r => (r.Scenario.Name, r.Study.ScenarioHash, r.Summary.ResultHash)).FirstOrDefault(g => g.Count() > 1) is { } same) throw new UserException($"twin: {string.Join(" and ", same.Select(r => r.Folder.Path))} are the same run: one result, {same.Key.ResultHash}; name another run");
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
}
