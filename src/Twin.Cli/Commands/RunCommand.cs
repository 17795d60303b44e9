using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Twin.Experiments;
using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin run</c>: a scenario, many times, and what came of it.</summary>
static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var precision = PrecisionOptions.Relative($"As many replications as make the 95 % interval of a mean so narrow: 2%. --replications is then the most, {Precision.Cap} by default.");
        var on = PrecisionOptions.On();
        var epistemic = new Option<int?>("--epistemic") { Description = "With --aleatory: how many draws of what is not known. Their product is the number of replications.", HelpName = "M" };
        var aleatory = new Option<int?>("--aleatory") { Description = "How many replications each draw is run for, with chances of their own: 2 or more tell ignorance from chance.", HelpName = "K" };
        var keepGoing = new Option<bool>("--keep-going") { Description = "Go on when a replication fails, which is a fault of the program: it is counted, told, and in no number. Exit code 1." };
        var options = new CommonOptions();
        var command = new Command("run", "Run a scenario many times and say what comes of it.\n\nExample: twin run scenarios/rare-earths/china-export-ban.yaml") { file, precision, on, epistemic, aleatory, keepGoing };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), options.Of(parsed) with { KeepGoing = parsed.GetValue(keepGoing) }, new Design(parsed.GetValue(precision), parsed.GetValue(on), parsed.GetValue(epistemic), parsed.GetValue(aleatory))));
        return command;
    }

    /// <summary>How many replications, and of what kind.</summary>
    sealed record Design(double? Relative, string? On, int? Epistemic, int? Aleatory)
    {
        /// <summary>The words that ask for it again.</summary>
        public IEnumerable<string> Words =>
        [
            .. PrecisionOptions.Words(Relative, On),
            .. Epistemic is { } m ? ["--epistemic", $"{m}"] : Array.Empty<string>(),
            .. Aleatory is { } k ? ["--aleatory", $"{k}"] : Array.Empty<string>(),
        ];

        public void Check(CommonOptionValues options)
        {
            if (On is not null && Relative is null) throw new UserException("twin: --on says which measure --precision speaks of; give both");
            if ((Epistemic is null) != (Aleatory is null)) throw new UserException("twin: --epistemic and --aleatory go together");
            if (Epistemic < 1 || Aleatory < 1) throw new UserException("twin: --epistemic and --aleatory are 1 or more");
            if (Epistemic is not null && options.Replications is not null) throw new UserException("twin: --epistemic times --aleatory is the number of replications; leave --replications out");
            if (Aleatory > 1 && options.KeepGoing) throw new UserException("twin: --keep-going would leave draws of --epistemic with unequal numbers of replications; leave one of them out");
            if (Epistemic is not null && Relative is not null) throw new UserException("twin: either --precision or --epistemic and --aleatory");
        }

        /// <summary>The options with the number of replications that it comes to.</summary>
        public CommonOptionValues Sized(CommonOptionValues options) =>
            Epistemic is { } m ? options with { Replications = checked(m * Aleatory!.Value) } : Relative is not null ? options with { Replications = options.Replications ?? Precision.Cap } : options;
    }

    static int Run(string file, CommonOptionValues options, Design design)
    {
        design.Check(options);
        var scenario = Runner.Read(file, options);
        var stop = design.Relative is { } relative ? new StoppingRule(design.On ?? FindingsOf.MainMeasure(scenario.Network), relative) : null;
        var window = Scenarios.ScenarioReplicator.WindowOf(scenario);
        var run = Runner.Run(scenario, RunFolder.Choose(scenario.Name, options.Out, options.Resume), design.Sized(options), window, stop, design.Aleatory ?? 1);
        string[] asked = [file, .. design.Words, .. options.KeepGoing ? ["--keep-going"] : Array.Empty<string>()];
        if (run.Summary.Measures.Count > 0)
        {
            var findings = FindingsOf.Run(run, CommandLine.Of("run", asked, options));
            AtomicFile.Write(run.Folder.Report, HtmlReport.Of(findings));
            if (options.Json) Console.OpenStandardOutput().Write(run.Summary.ToJson());
            else TerminalReport.Write(findings, AnsiConsole.Console, run.Folder.Path);
            if (!options.Json) Tell(run, FindingsOf.MainMeasure(scenario.Network));
            if (!options.Json) TellControlled(run, FindingsOf.MainMeasure(scenario.Network));
        }

        if (run.Complete) return SayFailed(run);
        Runner.SayInterrupted([run], CommandLine.Of("run", asked, options with { Out = run.Folder.Path, Resume = true }));
        return ExitCode.Interrupted;
    }

    /// <summary>Says which replications failed; they are in no number.</summary>
    static int SayFailed(FinishedRun run)
    {
        const int Named = 10;
        if (run.Summary.Failed is not { Count: > 0 } failed) return ExitCode.Ok;
        Console.Error.WriteLine($"twin: {failed.Count} of {run.Summary.Completed} replications failed and are in no number: {string.Join(", ", failed.Take(Named))}{(failed.Count > Named ? ", ..." : "")}. Please report this with the scenario.");
        return ExitCode.CheckFailed;
    }

    /// <summary>What a design was for.</summary>
    static void Tell(FinishedRun run, string main)
    {
        MeasureSummary Of(string key) => run.Summary.Measures.First(m => m.Key == key);
        if (run.Study.Stop is { } stop)
        {
            var mean = Of(stop.Measure).Mean;
            var half = mean.Mean == 0 ? double.PositiveInfinity : (mean.High - mean.Low) / 2 / Math.Abs(mean.Mean);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stop.Measure} is known to ±{half:0.0%} after {run.Summary.Completed} replications{(half > stop.Relative ? $", the most that were allowed; ±{stop.Relative:0.#%} was asked for" : "")}."));
        }

        if (Of(main).Epistemic is { } share)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Of the variance of {main}, {share:0.#%} is what is not known and {1 - share:0.#%} is chance ({run.Study.Replications / run.Study.Repeats} draws, each run {run.Study.Repeats} times)."));
    }

    /// <summary>The main measure, made surer by the fluid loss of the shock, where that says anything.</summary>
    static void TellControlled(FinishedRun run, string main)
    {
        if (run.Study.Repeats > 1 || FluidLoss.Of(run.Scenario) is not { } fluid) return;
        double[] losses = RunSummary.ValuesOf(run.Folder.Run, main);
        double[] fluids = [.. run.Summary.Answered.Select(r => fluid.In(run.Study.Seed, r))];
        if (ControlVariate.Of(losses, fluids, fluid.Mean) is not { } controlled) return;
        var plain = Interval.OfMean(losses);
        static string Half(Interval i) => Digits.Of((i.High - i.Low) / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"With the ban's fluid loss as control variate {main} is {Digits.Of(controlled.Mean.Mean)} ±{Half(controlled.Mean)} t instead of {Digits.Of(plain.Mean)} ±{Half(plain)}: as if there were {controlled.Gain:0.#} times the replications (correlation {controlled.Correlation:0.00})."));
    }
}
