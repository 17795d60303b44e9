using System.Diagnostics;
using System.Runtime;

namespace Twin.Benchmarks;

/// <summary>What a replication costs when another thread runs some beside it: nothing more, if they share nothing.</summary>
public static class Threads
{
    const int Rounds = 9;

    /// <summary>Prints processor time and wall time per replication for one thread and for two, in rounds that alternate.</summary>
    public static void Run()
    {
        Console.WriteLine($"{(GCSettings.IsServerGC ? "server" : "workstation")} collector, {(AppContext.TryGetSwitch("System.GC.Concurrent", out var c) && c ? "concurrent" : "not concurrent")}; median of {Rounds} rounds");
        Measure("arithmetic only, for comparison", () => new Arithmetic(), 20);
        Measure("machine shop, 10 machines", () => new MachineShopModel(100), 20);
        Measure("network, processes", () => new NetworkModel(NetworkStyle.Processes), 4);
        Measure("network, sweep", () => new NetworkModel(NetworkStyle.Sweep), 10);
    }

    static void Measure(string name, Func<IModel> make, int replications)
    {
        var (alone, together, wall) = (new double[Rounds], new double[2, Rounds], new double[2, Rounds]);
        using var gate = new Barrier(2);
        var second = new Thread(() => Work(1));
        second.Start();
        Work(0);
        second.Join();
        var cpu = Enumerable.Range(0, Rounds).Select(r => (together[0, r] + together[1, r]) / 2 / alone[r]);
        var rate = Enumerable.Range(0, Rounds).Select(r => 2 * wall[0, r] / wall[1, r]);
        Console.WriteLine(FormattableString.Invariant($"{name}: {Median(alone) / 1e6:F2} ms of processor time a replication; with two threads {Median(cpu):F3} times that; {Median(rate):F2} times as many in a second"));

        // Each thread makes its own model, so that they lie apart in memory. The first three rounds are for the compiler.
        void Work(int thread)
        {
            var model = make();
            for (var round = -3; round < Rounds; round++)
            {
                gate.SignalAndWait();
                var watch = Stopwatch.StartNew();
                var cost = thread == 0 || round < 0 ? Cost(model) : 0;
                if (thread == 0 && round >= 0) (alone[round], wall[0, round]) = (cost, watch.Elapsed.TotalMilliseconds);
                gate.SignalAndWait();
                watch.Restart();
                cost = Cost(model);
                if (round >= 0) together[thread, round] = cost;
                gate.SignalAndWait();
                if (thread == 0 && round >= 0) wall[1, round] = watch.Elapsed.TotalMilliseconds;
            }
        }

        double Cost(IModel model) => Cpu.Of(() =>
        {
            for (var r = 0; r < replications; r++) model.Run();
        }) / replications;
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Touches no memory: what two threads cost each other by the machine itself.</summary>
    sealed class Arithmetic : IModel
    {
        public long Operations => 1;

        public long Run()
        {
            var sum = 1L;
            for (var i = 0; i < 2_000_000; i++) sum = Inputs.Mix(sum, i);
            return sum;
        }
    }
}
