using BenchmarkDotNet.Attributes;
using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Queues: a process for each customer, and processes that share units for ever.</summary>
[MemoryDiagnoser]
public class QueueBenchmarks
{
    const int Customers = 100_000;
    const int Cycles = 200_000;

    /// <summary>M/M/1 at 80 % load, a process for each customer; a new simulation each time.</summary>
    /// <returns>Total waiting time, as a checksum.</returns>
    [Benchmark(OperationsPerInvoke = Customers)]
    public long MM1()
    {
        var simulation = new Simulation();
        var server = new Resource(simulation, 1);
        var (between, service) = (new RandomStream(1, 0, "customer", "between"), new RandomStream(1, 0, "customer", "service"));
        var waited = 0L;
        simulation.Start("source", Source());
        simulation.RunUntil(SimTime.FromDays(100_000));
        return waited;

        async Process Source()
        {
            for (var n = 0UL; n < Customers; n++)
            {
                var draw = between.At(n);
                await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 1250)));
                _ = simulation.Start("customer", Customer(n));
            }
        }

        async Process Customer(ulong n)
        {
            var came = simulation.Now.Milliseconds;
            using (await server.Request())
            {
                waited += simulation.Now.Milliseconds - came;
                var draw = service.At(n);
                await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 1000)));
            }
        }
    }

    /// <summary>A hundred processes share 25 units: request, hold, release, think.</summary>
    /// <returns>A checksum.</returns>
    [Benchmark(OperationsPerInvoke = Cycles)]
    public long RequestHoldRelease()
    {
        var simulation = new Simulation();
        var units = new Resource(simulation, 25);
        var (cycles, checksum) = (0, 0L);
        for (var i = 0; i < 100; i++) simulation.Start("user", User((uint)i));
        simulation.RunUntil(SimTime.FromDays(100_000));
        return checksum;

        async Process User(uint state)
        {
            while (cycles < Cycles)
            {
                using (await units.Request())
                {
                    state = (state * 1_664_525) + 1_013_904_223;
                    await simulation.Delay(TimeSpan.FromMilliseconds(1 + (state >> 22)));
                }

                cycles++;
                checksum = unchecked((checksum * 31) + simulation.Now.Milliseconds);
                await simulation.Delay(TimeSpan.FromMilliseconds(1 + (state & 255)));
            }
        }
    }
}
