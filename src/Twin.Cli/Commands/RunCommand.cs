using System.CommandLine;
using Spectre.Console;
using Twin.Reporting;

namespace Twin.Cli;

/// <summary><c>twin run</c>: a scenario, many times, and what came of it.</summary>
static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var options = new CommonOptions();
        var command = new Command("run", "Run a scenario many times and say what comes of it.\n\nExample: twin run scenarios/rare-earths/china-export-ban.yaml") { file };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), options.Of(parsed)));
        return command;
    }

    static int Run(string file, CommonOptionValues options)
    {
        var scenario = Runner.Read(file, options);
        var run = Runner.Run(scenario, RunFolder.Choose(scenario.Name, options.Out, options.Resume), options, Scenarios.ScenarioReplicator.WindowOf(scenario));
        if (run.Summary.Completed > 0)
        {
            var findings = FindingsOf.Run(run, CommandLine.Of("run", [file], options));
            AtomicFile.Write(run.Folder.Report, HtmlReport.Of(findings));
            if (options.Json) Console.OpenStandardOutput().Write(run.Summary.ToJson());
            else TerminalReport.Write(findings, AnsiConsole.Console, run.Folder.Path);
        }

        if (run.Complete) return ExitCode.Ok;
        Runner.SayInterrupted([run], CommandLine.Of("run", [file], options with { Out = run.Folder.Path, Resume = true }));
        return ExitCode.Interrupted;
    }
}
