using System.CommandLine;
using System.Globalization;
using Twin.Experiments;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary><c>twin replay</c>: one replication of a run once more, the same to the bit, and told line by line.</summary>
static class ReplayCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run." };
        var replication = new Option<int>("--replication") { Description = "Which replication, from 0.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var trace = new Option<string?>("--trace") { Description = $"Write everything that happens to a file: {TraceFile.Head}.", HelpName = "FILE" };
        var baseline = new Option<bool>("--baseline") { Description = "Trace the undisturbed twin instead." };
        var command = new Command("replay", "Run one replication again and check that it is the same.\n\nExample: twin replay runs/china-export-ban-1 --replication 17 --trace 17.csv") { run, replication, trace, baseline };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetValue(replication), parsed.GetValue(trace), parsed.GetValue(baseline)));
        return command;
    }

    static int Run(string run, int replication, string? trace, bool baseline)
    {
        var (folder, scenario, study, record) = Read(run, replication);
        if (study.Scenario != scenario.Name)
            throw new UserException($"twin: {run} answers '{study.Scenario}'; replay reads the folder of a 'twin run', or of one variant of a 'twin compare'");
        var same = Replay(scenario, study, replication);
        Console.WriteLine($"Replication {replication} of {run}, seed {study.Seed}");
        var names = study.Measures.Index().ToDictionary(m => m.Item.Key, m => m.Index, StringComparer.Ordinal);
        foreach (var key in new[] { "fill", "unmet", "tts", "ttr" }.SelectMany(m => new[] { ImpactMeasures.World, ImpactMeasures.OutsideOf(scenario.Network) }.OfType<string>().Select(r => $"{m}.{r}")).Where(names.ContainsKey))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {key,-14} {Digits.Of(same.Values[names[key]]),14} {study.Measures[names[key]].Unit}"));

        if (trace is not null) Write(trace, scenario, study, replication, baseline);
        if (same.TraceHash == record.TraceHash && same.Values.AsSpan().SequenceEqual(record.Values))
        {
            Console.WriteLine($"The same to the bit as it was: {record.TraceHash:x16}.");
            return ExitCode.Ok;
        }

        Console.WriteLine(study.Version == Version.Text
            ? $"Not what it was: {record.TraceHash:x16} then, {same.TraceHash:x16} now. {folder.Scenario} has been changed, or this is a fault of ours."
            : $"Not what it was: {record.TraceHash:x16} by version {study.Version}, {same.TraceHash:x16} by this one, {Version.Text}.");
        return ExitCode.CheckFailed;
    }

    static ReplicationRecord Replay(Scenario scenario, Study study, int replication) =>
        new ScenarioReplicator(scenario, study.Seed, (study.From, study.To), study.Repeats).Run(replication, CancellationToken.None);

    static void Write(string path, Scenario scenario, Study study, int replication, bool baseline)
    {
        var index = new NetworkIndex(baseline ? scenario.Baseline ?? throw new UserException("twin: this scenario has no shock, and no twin to trace; leave --baseline out") : scenario.Network);
        using var file = new TraceFile(path, index);
        new ChainModel(index, study.Seed) { Listener = file.Add, Repeats = study.Repeats }.Run(replication);
        file.Finish();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Lines:#,0} facts in {path}"));
    }

    static (RunFolder Folder, Scenario Scenario, Study Study, ReplicationRecord Record) Read(string run, int replication)
    {
        var folder = RunFolder.Of(run);
        var (study, records) = RunStore.Read(folder.Run);
        if (replication < 0) throw new UserException("twin: replications count from 0");
        var record = records.FirstOrDefault(r => r.Replication == replication) ?? throw new UserException($"twin: {run} has no replication {replication}; it has 0 to {records.Count() - 1}");
        return (folder, Runner.Read(folder.Scenario, CommonOptionValues.None), study, record);
    }
}
