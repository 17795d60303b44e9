using System.Diagnostics;
using Twin.Experiments;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>A run that is on disk, and read back from there.</summary>
sealed record FinishedRun(Scenario Scenario, RunFolder Folder, Study Study, RunSummary Summary, bool Complete);

/// <summary>Runs a scenario into a folder and reads the results back: what run and compare have in common.</summary>
static class Runner
{
    /// <summary>For how many problems the line is shown that they stand on.</summary>
    const int Excerpts = 8;

    public static FinishedRun Run(Scenario scenario, RunFolder folder, CommonOptionValues options, (int From, int To) window, StoppingRule? stop = null, int repeats = 1)
    {
        var study = ScenarioReplicator.StudyOf(scenario, Version.Text, options.Seed ?? scenario.Seed, options.Replications ?? scenario.Replications, window) with { Stop = stop, Repeats = repeats };
        if (stop is not null) Check(study, stop.Measure);
        return Run(scenario, study, () => new ScenarioReplicator(scenario, study.Seed, window, repeats), folder, options);
    }

    /// <exception cref="UserException">The study has no such measure.</exception>
    public static void Check(Study study, string measure)
    {
        if (study.Measures.All(m => m.Key != measure)) throw new UserException($"twin: no measure '{measure}'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of regions, sectors and sites: unmet.{SupplyChain.ImpactMeasures.World}");
    }

    /// <summary>The same for another question to a scenario.</summary>
    public static FinishedRun Run(Scenario scenario, Study study, Func<IReplicator> makeReplicator, RunFolder folder, CommonOptionValues options)
    {
        folder.Begin(scenario);
        return Finish(scenario, study, folder, Fill(study, makeReplicator, folder, options, study.Replications, FindingsOf.MainMeasure(scenario.Network)));
    }

    /// <summary>Runs a study, up to some replication, into a folder that has begun.</summary>
    /// <returns>Whether it came so far; false when it was interrupted.</returns>
    public static bool Fill(Study study, Func<IReplicator> makeReplicator, RunFolder folder, CommonOptionValues options, int upTo, string? shown = null)
    {
        bool complete;
        ProgressLine progress;
        using (var store = options.Resume && folder.HasRun ? RunStore.Resume(folder.Run, study) : RunStore.Create(folder.Run, study))
        {
            var known = store.Count > 0 && study.Measures.Any(m => m.Key == shown) ? RunSummary.ValuesOf(folder.Run, shown!) : [];
            progress = new ProgressLine(study, shown, known, options.IsQuiet);
            if (store.Repair is { } repair) Console.Error.WriteLine($"twin: {repair}");
            progress.Report(new Progress(store.Count, upTo, 0, null));
            try
            {
                complete = BatchHost.Run(new BatchJob(study, makeReplicator, store, options.Threads, upTo, options.KeepGoing), progress.Report);
            }
            catch (ReplicationFailedException e)
            {
                // A fault of ours, or of a scenario that we should have refused: whoever mends it needs all of this.
                throw new UserException(
                    $"""
                    twin: {e.Message}
                    The {store.Count} replications before it are saved in {folder.Path}. Please report this with the scenario and:
                    {Reported(study, e)}
                    {e.InnerException}
                    """,
                    ExitCode.CheckFailed);
            }
            catch (IOException e)
            {
                throw new UserException($"twin: cannot write to {folder.Run}: {e.Message} The {store.Count} replications before are saved; make room and go on with --out {folder.Path} --resume.");
            }
        }

        progress.End();
        Console.Error.Flush();
        Logs.Written(folder.Run, new FileInfo(folder.Run).Length);
        return complete;
    }

    /// <summary>What makes a replication fail again.</summary>
    public static string Reported(Study study, ReplicationFailedException e) => $"version {study.Version}, scenario {study.ScenarioHash}, seed {study.Seed}, replication {e.Replication}";

    /// <summary>Reads a run back from its folder, and puts its summary there.</summary>
    public static FinishedRun Finish(Scenario scenario, Study study, RunFolder folder, bool complete)
    {
        var summary = RunSummary.Of(folder.Run);
        AtomicFile.Write(folder.Summary, summary.ToJson());
        return new FinishedRun(scenario, folder, study, summary, complete);
    }

    /// <summary>A question made from what the user said; what it refuses is told to the user.</summary>
    public static T Ask<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new UserException($"twin: {e.Message}");
        }
    }

    /// <summary>Says what an interrupted run has saved, and how to go on.</summary>
    public static void SayInterrupted(IReadOnlyList<FinishedRun> runs, string command)
    {
        var last = runs[^1];
        Console.Error.WriteLine($"Interrupted: {last.Summary.Completed} of {last.Study.Replications} replications of {last.Scenario.Name} are saved in {last.Folder.Path}. Go on with:");
        Console.Error.WriteLine($"  {command}");
    }

    /// <summary>Reads a scenario; says its warnings on standard error.</summary>
    /// <exception cref="UserException">It is not sound; the message lists everything that is wrong.</exception>
    public static Scenario Read(string file, CommonOptionValues options)
    {
        try
        {
            var since = Stopwatch.StartNew();
            var scenario = ScenarioReader.Read(file, options.Set, options.With);
            Logs.ScenarioRead(scenario, since.Elapsed);
            foreach (var warning in scenario.Warnings) Console.Error.WriteLine($"warning: {warning}");
            return scenario;
        }
        catch (ScenarioException e)
        {
            if (StudyReader.IsStudy(file)) throw new UserException($"twin: {file} is a study of several scenarios; run it by: twin compare {file}");
            throw Refused(e);
        }
    }

    /// <summary>Everything that is wrong with a scenario, told to the user; of the first few, the line too.</summary>
    public static UserException Refused(ScenarioException e) =>
        new(string.Join(Environment.NewLine, e.Problems.SelectMany((p, i) => i < Excerpts && Excerpt.Of(p.Mark) is { } line ? [p.ToString(), line] : new[] { p.ToString() })));

    /// <summary>The run that is in a folder.</summary>
    /// <exception cref="UserException">There is none, or none of a scenario by itself.</exception>
    public static FinishedRun ReadBack(string path)
    {
        var folder = RunFolder.Of(path);
        var (summary, scenario) = (RunSummary.Of(folder.Run), Read(folder.Scenario, CommonOptionValues.None));
        if (summary.Measures.Count == 0) throw new UserException($"twin: the run in {path} has no replication that came to its end yet; go on with it by --resume");
        if (summary.Study.Scenario != scenario.Name) throw new UserException($"twin: {path} answers '{summary.Study.Scenario}'; report reads the folder of a 'twin run', or of one variant of a 'twin compare'");
        return new FinishedRun(scenario, folder, summary.Study, summary, summary.Study.Stop is not null || summary.Completed == summary.Study.Replications);
    }
}
