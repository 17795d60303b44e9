using System.CommandLine;
using System.Globalization;
using Twin.Experiments;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin sensitivity</c>: which uncertain numbers an answer hangs on, and which are worth finding out.</summary>
static class SensitivityCommand
{
    const int Shown = 12;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var of = new Option<string?>("--of") { Description = "The measure; unmet demand of all but the acting region, or of the world, by default.", HelpName = "MEASURE" };
        var trajectories = new Option<int>("--trajectories") { Description = "How often every input is moved in the screening.", HelpName = "R", DefaultValueFactory = _ => 10 };
        var keep = new Option<int>("--keep") { Description = "How many inputs the variance is shared out over after it; 0 for the screening alone.", HelpName = "K", DefaultValueFactory = _ => 8 };
        var rows = new Option<int>("--rows") { Description = "How many rows of the second design; each is K + 4 runs.", HelpName = "N", DefaultValueFactory = _ => 256 };
        var storms = new Option<int>("--storms") { Description = "How many replications the tornado takes; each is 2 K + 1 runs.", HelpName = "N", DefaultValueFactory = _ => 32 };
        var options = new CommonOptions();
        var command = new Command(
            "sensitivity",
            "Find the uncertain inputs that an answer hangs on: Morris' screening, then Sobol indices and a tornado chart of those that matter.\n\nExample: twin sensitivity scenarios/rare-earths/china-export-ban.yaml") { file, of, trajectories, keep, rows, storms };
        foreach (var option in new Option[] { options.Seed, options.Threads, options.Out, options.Json, options.Quiet, options.Verbose, options.Resume, options.Set, options.With }) command.Options.Add(option);
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(of), parsed.GetValue(trajectories), parsed.GetValue(keep), parsed.GetValue(rows), parsed.GetValue(storms), options.Of(parsed)));
        return command;
    }

    static int Run(string file, string? of, int trajectories, int keep, int rows, int storms, CommonOptionValues options)
    {
        if (trajectories < 2) throw new UserException("twin: --trajectories is 2 or more");
        if (storms < 2) throw new UserException("twin: --storms is 2 or more");
        if (keep < 0 || (keep > 0 && rows < 2)) throw new UserException("twin: --keep is 0 or more, --rows 2 or more");
        var scenario = Runner.Read(file, options);
        var study = Runner.Ask(() => new SensitivityStudy(scenario, of ?? FindingsOf.MainMeasure(scenario.Network)));
        var seed = options.Seed ?? scenario.Seed;
        var folder = RunFolder.Choose($"sensitivity-{scenario.Name}", options.Out, options.Resume);
        var again = CommandLine.Of("sensitivity", [file, "--of", study.Measure, "--trajectories", $"{trajectories}", "--keep", $"{keep}", "--rows", $"{rows}", "--storms", $"{storms}"], options with { Out = folder.Path, Resume = true });

        var screening = Runner.Run(scenario, study.Screening(Version.Text, seed, trajectories), () => new MorrisReplicator(study, seed), RunFolder.At(Path.Combine(folder.Path, SensitivityTable.Screening)), options);
        if (!screening.Complete) return Interrupted(screening, again);
        var found = study.Names.ToDictionary(n => n, n => MorrisIndex.Of(RunSummary.ValuesOf(screening.Folder.Run, n)), StringComparer.Ordinal);
        string[] kept = [.. study.Names.OrderByDescending(n => found[n].MeanAbsolute).ThenBy(n => n, StringComparer.Ordinal).Take(keep)];

        Dictionary<string, SobolIndex> shares = new(StringComparer.Ordinal);
        IReadOnlyList<Swing> swings = [];
        if (kept.Length > 0)
        {
            var decomposition = Runner.Run(scenario, study.Decomposition(Version.Text, seed, rows, kept), () => new SobolReplicator(study, kept, seed), RunFolder.At(Path.Combine(folder.Path, SensitivityTable.Decomposition)), options);
            if (!decomposition.Complete) return Interrupted(decomposition, again);
            foreach (var (name, index) in SensitivityTable.SharesIn(decomposition.Folder.Run, kept)) shares[name] = index;

            var tornado = Runner.Run(scenario, study.Tornado(Version.Text, seed, storms, kept), () => new TornadoReplicator(study, kept, seed), RunFolder.At(Path.Combine(folder.Path, SensitivityTable.Tornado)), options);
            if (!tornado.Complete) return Interrupted(tornado, again);
            swings = Swing.In(tornado.Folder.Run, kept);
        }

        var table = new SensitivityTable(scenario, study, found, shares, swings);
        AtomicFile.Write(Path.Combine(folder.Path, SensitivityTable.File), table.ToCsv());
        if (options.Json) Console.Write(table.ToCsv());
        else Print(table, study, trajectories, rows, folder);
        return ExitCode.Ok;
    }

    static int Interrupted(FinishedRun run, string again)
    {
        Runner.SayInterrupted([run], again);
        return ExitCode.Interrupted;
    }

    static void Print(SensitivityTable table, SensitivityStudy study, int trajectories, int rows, RunFolder folder)
    {
        Console.WriteLine($"{study.Scenario.Title}: what does {study.Measure} hang on?");
        Console.WriteLine();
        Console.WriteLine($"Screening: {study.Names.Count} uncertain inputs, {trajectories} trajectories of Morris. Effect of an input's whole range, as measured");
        Console.WriteLine($"over half of it [{study.Unit}]: mean of its size, mean, standard deviation.");
        Console.WriteLine();
        Console.WriteLine($"{"size",10} {"mean",10} {"deviation",10}  grade  input");
        foreach (var row in table.ByInfluence.Take(Shown))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Digits.Of(row.Effect.MeanAbsolute),10} {Digits.Of(row.Effect.Mean),10} {Digits.Of(row.Effect.Deviation),10}  {row.Grade,5}  {row.Name}{(row.Values > 1 ? $" ({row.Values} values)" : "")}"));

        if (table.Shares.Count > 0)
        {
            Console.WriteLine();
            Console.WriteLine($"Shares of the variance, {rows} rows of Saltelli: by itself, and with all it does together with others [95 % interval].");
            Console.WriteLine();
            foreach (var (name, share) in table.Shares)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share.First.Mean,6:0%} [{share.First.Low,4:0%} to {share.First.High,4:0%}]  {share.Total.Mean,6:0%} [{share.Total.Low,4:0%} to {share.Total.High,4:0%}]  {name}"));
        }

        if (table.Swings.Count > 0) PrintTornado(table, study, RunSummary.ValuesOf(RunFolder.At(Path.Combine(folder.Path, SensitivityTable.Tornado)).Run, TornadoReplicator.Middle));
        Console.WriteLine();
        Console.WriteLine("Worth finding out first: size of the effect times weakness of the source (A 1, B 2, C 3, D 4).");
        Console.WriteLine();
        foreach (var (i, row) in table.WorthFindingOut.Take(10).Index())
            Console.WriteLine($"{i + 1,3}. {row.Name}, grade {row.Grade}: {row.Source}");
        Console.WriteLine();
        Console.WriteLine($"All of them: {Path.Combine(folder.Path, SensitivityTable.File)}");
        if (table.Swings.Count > 0) Console.WriteLine($"In the report of a run: twin report RUN --sensitivity {folder.Path}");
    }

    static void PrintTornado(SensitivityTable table, SensitivityStudy study, double[] middles)
    {
        var known = Interval.OfMean(middles);
        var middle = known.Mean;
        const int Width = 40;
        double[] ends = [middle, .. table.Swings.SelectMany(s => new[] { s.Low, s.High })];
        Console.WriteLine();
        Console.WriteLine($"Tornado: {study.Measure} [{study.Unit}] with one input at the 5th and at the 95th percentile of what is believed of it, the others at their");
        Console.WriteLine($"medians, {middles.Length} replications; all at their medians: {Digits.Of(middle)} ±{Digits.Of((known.High - known.Low) / 2)}, the mark. ± is the 95 % interval of the swing.");
        Console.WriteLine();
        Console.WriteLine($"{"low",10} {"high",10} {"±",8}  {Digits.Of(ends.Min())} to {Digits.Of(ends.Max())}");
        foreach (var s in table.Swings)
            Console.WriteLine($"{Digits.Of(s.Low),10} {Digits.Of(s.High),10} {Digits.Of((s.Difference.High - s.Difference.Low) / 2),8}  {s.Bar(ends.Min(), ends.Max(), middle, Width),-Width}  {s.Input}");
    }
}
