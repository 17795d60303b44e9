using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>M/M/1 at 80 % load, a process for each customer.</summary>
public sealed class QueueModel(int customers) : IModel
{
    readonly Simulation _simulation = new();
    Resource _server = null!;
    long _checksum;

    public long Operations => customers;

    /// <summary>Times between two customers: a quarter longer than a service.</summary>
    public static readonly TimeSpan[] Between = [.. Inputs.Exponential.Select(t => TimeSpan.FromMilliseconds((long)t.TotalMilliseconds * 5 / 4))];

    public long Run()
    {
        _simulation.Reset();
        _server ??= new Resource(_simulation, 1);
        _checksum = 0;
        _simulation.Start("source", Source());
        _simulation.Run();
        return _checksum;
    }

    async Process Source()
    {
        var state = 1u;
        for (var n = 0; n < customers; n++)
        {
            await _simulation.Delay(Between[Inputs.Draw(ref state)]);
            _ = _simulation.Start("customer", Customer((uint)n));
        }
    }

    async Process Customer(uint state)
    {
        var came = _simulation.Now.Milliseconds;
        state *= 2_654_435_761;
        using (await _server.Request()) await _simulation.Delay(Inputs.Next(ref state));
        _checksum = Inputs.Mix(_checksum, _simulation.Now.Milliseconds - came);
    }
}
