using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary><c>twin bench</c>: how fast this machine runs a scenario, by threads, beside the machine that the figures of the README are of.</summary>
static class BenchCommand
{
    /// <summary>The ban of 2027 with its twin, on .NET 10; see benchmarks/results.</summary>
    const string Reference = "  AMD EPYC (Zen 4), 2 cores, china-export-ban: 18 replications/s on one thread, 36 on two; 54 ms of CPU each";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var seconds = new Option<double>("--seconds") { Description = "How long each number of threads is measured.", HelpName = "S", DefaultValueFactory = _ => 5 };
        var options = new CommonOptions();
        var command = new Command("bench", "Measure how fast this machine runs a scenario, by threads.\n\nExample: twin bench scenarios/rare-earths/china-export-ban.yaml") { file, seconds, options.Threads, options.Set, options.With };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(seconds), options.Of(parsed)));
        return command;
    }

    static int Run(string file, double seconds, CommonOptionValues options)
    {
        if (!(seconds > 0)) throw new UserException("twin: --seconds is more than 0");
        var scenario = Runner.Read(file, options);
        var window = ScenarioReplicator.WindowOf(scenario);
        var replicators = Enumerable.Range(0, options.Threads).Select(_ => new ScenarioReplicator(scenario, scenario.Seed, window)).ToArray();
        var facts = CountFacts(scenario);
        Console.WriteLine($"{scenario.Title}: {scenario.Network.Sites.Count} sites, {scenario.Network.Contracts.Count} contracts, {(scenario.Baseline is null ? "" : "with its twin, ")}{facts.ToString("#,0", CultureInfo.InvariantCulture)} facts a replication");
        Console.WriteLine($"Twin {Version.Text}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine($"{"threads",7} {"replications/s",15} {"facts/s",12} {"CPU ms each",12} {"bytes/fact",11} {"speed-up",9}");
        var alone = 0.0;
        for (var threads = 1; ; threads = Math.Min(threads * 2, options.Threads))
        {
            var working = replicators[..threads];
            Measure(working, seconds / 5); // compiled, and its memory grown
            var (count, wall, cpu, bytes) = Measure(working, seconds);
            var rate = count / wall;
            alone = threads == 1 ? rate : alone;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads,7} {rate,15:0.0} {rate * facts,12:#,0} {1000 * cpu / count,12:0.0} {(double)bytes / count / facts,11:0.000} {rate / alone,9:0.00}"));
            if (threads == options.Threads) break;
        }

        Console.WriteLine();
        Console.WriteLine("For comparison:");
        Console.WriteLine(Reference);
        return ExitCode.Ok;
    }

    /// <summary>What happens in a replication and its twin, on the days that both share once.</summary>
    static long CountFacts(Scenario scenario)
    {
        var model = new ChainModel(new NetworkIndex(scenario.Network), scenario.Seed);
        if (scenario.Baseline is not { } baseline) return model.Run(0).Facts;

        var (run, twin) = model.RunWith(new ChainModel(new NetworkIndex(baseline), scenario.Seed), 0, scenario.PartingDay);
        return run.Facts + twin.Facts;
    }

    static (int Count, double Wall, double Cpu, long Bytes) Measure(ScenarioReplicator[] replicators, double seconds)
    {
        using var process = Process.GetCurrentProcess();
        var (next, cpu, bytes, watch) = (-1, process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
        var threads = replicators.Select(r => new Thread(() =>
        {
            while (watch.Elapsed.TotalSeconds < seconds) r.Run(Interlocked.Increment(ref next), CancellationToken.None);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        var wall = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return (next + 1, wall, (process.TotalProcessorTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
