using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Processes that share a quarter as many units: request, hold, release, think.</summary>
public sealed class HoldingModel(int processes, int cycles) : IModel
{
    readonly Simulation _simulation = new();
    Resource _units = null!;
    int _left;
    long _checksum;

    public long Operations => cycles;

    public static int UnitsFor(int processes) => Math.Max(1, processes / 4);

    public long Run()
    {
        _simulation.Reset();
        _units ??= new Resource(_simulation, UnitsFor(processes));
        (_left, _checksum) = (cycles, 0);
        for (var i = 0; i < processes; i++) _simulation.Start("user", Use((uint)i));
        _simulation.Run();
        return _checksum;
    }

    async Process Use(uint state)
    {
        while (true)
        {
            using (await _units.Request()) await _simulation.Delay(Inputs.Next(ref state));
            _checksum = Inputs.Mix(_checksum, state);
            if (--_left == 0) _simulation.Stop();
            await _simulation.Delay(Inputs.Next(ref state));
        }
    }
}
