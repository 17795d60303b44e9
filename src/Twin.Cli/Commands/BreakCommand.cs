using System.CommandLine;
using System.Globalization;
using Twin.Experiments;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin break</c>: the shortest and the shallowest ban that causes a given loss.</summary>
static class BreakCommand
{
    const int Replications = 100;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A scenario with a ban in its shock." };
        var until = new Option<string>("--until") { Description = "What is to break: a measure of the window, < or >, and a number.", HelpName = "CONDITION", Required = true };
        var options = new CommonOptions();
        var command = new Command("break", "Search for the shortest and the shallowest ban that causes a given loss.\n\nExample: twin break scenarios/rare-earths/china-export-ban.yaml --until \"fill.EU < 0.9\"") { file, until };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(until), options.Of(parsed)));
        return command;
    }

    static int Run(string file, string until, CommonOptionValues options)
    {
        var scenario = Runner.Read(file, options);
        var stress = Runner.Ask(() => new ReverseStress(scenario, until));
        var study = stress.StudyOf(Version.Text, options.Seed ?? scenario.Seed, options.Replications ?? Replications);
        var folder = RunFolder.Choose($"break-{scenario.Name}", options.Out, options.Resume);
        var run = Runner.Run(scenario, study, () => new ReverseStressReplicator(stress, study.Seed), folder, options);
        if (!run.Complete)
        {
            Runner.SayInterrupted([run], CommandLine.Of("break", [file, "--until", until], options with { Out = folder.Path, Resume = true }));
            return ExitCode.Interrupted;
        }

        if (options.Json) Console.OpenStandardOutput().Write(run.Summary.ToJson());
        else Print(stress, run);
        return ExitCode.Ok;
    }

    static void Print(ReverseStress stress, FinishedRun run)
    {
        var (length, depth) = (run.Summary.Measures[0], run.Summary.Measures[1]);
        var what = $"{stress.Measure} {(stress.Below ? "below" : "above")} {stress.Limit.ToString("R", CultureInfo.InvariantCulture)}";
        Console.WriteLine($"{stress.Scenario.Title}: what brings {what}?");
        Console.WriteLine($"{run.Summary.Completed} replications, each searched by itself. Bans that are turned: {string.Join(", ", stress.Bans.Order(StringComparer.Ordinal))}.");
        Console.WriteLine();
        Tell("Shortest, with its leakage as it is", length, d => string.Create(CultureInfo.InvariantCulture, $"{d:0} days"), $"not within {stress.Longest} days");
        Tell("Shallowest, with its length as it is", depth, d => string.Create(CultureInfo.InvariantCulture, $"{d:0%} stopped"), "not even if nothing leaks");
        Console.WriteLine($"Results: {run.Folder.Path}");
    }

    static void Tell(string which, MeasureSummary m, Func<double, string> say, string never)
    {
        var share = m.Censored ?? 0;
        if (share == 1)
        {
            Console.WriteLine($"{which + ":",-38} {never}, in any run");
            return;
        }

        string End(double? value) => value is { } v ? say(v) : never;
        Console.WriteLine($"{which + ":",-38} {End(m.P50)} in the median run; nine runs in ten: {End(m.P05)} to {End(m.P95)}");
        if (share > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-38} in {share:0%} of runs {never}"));
    }
}
