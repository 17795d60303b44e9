using BenchmarkDotNet.Attributes;
using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>The hold model: every process waits, wakes and waits again, and nothing else happens. What the kernel alone costs.</summary>
[MemoryDiagnoser]
public class HoldBenchmarks
{
    const int Events = 1_000_000;

    Simulation _simulation = null!;
    long _checksum;

    [Params(1, 100, 10_000, 1_000_000)]
    public int Processes { get; set; }

    /// <summary>Frames and slots are there before time is taken: the steady state is measured.</summary>
    [GlobalSetup]
    public void Start()
    {
        _simulation = new Simulation();
        for (var i = 0; i < Processes; i++) _simulation.Start("hold", Wait((uint)i));
        _simulation.RunUntil(SimTime.FromMilliseconds(2_000));
    }

    async Process Wait(uint state)
    {
        while (true)
        {
            // A cheap, uneven wait of 1 to 1,024 ms.
            state = (state * 1_664_525) + 1_013_904_223;
            await _simulation.Delay(TimeSpan.FromMilliseconds(1 + (state >> 22)));
            _checksum = unchecked((_checksum * 31) + state);
        }
    }

    /// <returns>A checksum of the run, so that a faster kernel that does something else is noticed.</returns>
    [Benchmark(OperationsPerInvoke = Events)]
    public long Hold()
    {
        // Some 513 ms between two wake-ups of a process.
        var length = Math.Max(1, (long)Events * 513 / Processes);
        _simulation.RunUntil(SimTime.FromMilliseconds(_simulation.Now.Milliseconds + length));
        return _checksum;
    }
}
