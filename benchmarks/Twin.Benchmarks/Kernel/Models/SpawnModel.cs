using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Short-lived processes: started, one wait, over. A thousand or so are alive at once.</summary>
public sealed class SpawnModel(int processes) : IModel
{
    readonly Simulation _simulation = new();
    long _checksum;

    public long Operations => processes;

    public long Run()
    {
        _simulation.Reset();
        _checksum = 0;
        _simulation.Start("source", Source());
        _simulation.Run();
        return _checksum;
    }

    async Process Source()
    {
        for (var n = 0; n < processes; n++)
        {
            await _simulation.Delay(TimeSpan.FromMilliseconds(1));
            _ = _simulation.Start("short", Short((uint)n));
        }
    }

    async Process Short(uint state)
    {
        state *= 2_654_435_761;
        await _simulation.Delay(Inputs.Next(ref state));
        _checksum = Inputs.Mix(_checksum, state);
    }
}
