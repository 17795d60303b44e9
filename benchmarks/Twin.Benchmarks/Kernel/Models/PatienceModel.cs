using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>A hundred processes that want one of ten units, and give up after a while.</summary>
public sealed class PatienceModel(int cycles) : IModel
{
    public const int Processes = 100;
    public const int Units = 10;

    /// <summary>Odd, and everything else happens at even times: what comes in the very moment that patience ends is another rule in each kernel.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(4_001);

    readonly Simulation _simulation = new();
    Resource _units = null!;
    int _left;
    long _checksum;

    public long Operations => cycles;

    public long Run()
    {
        _simulation.Reset();
        _units ??= new Resource(_simulation, Units);
        (_left, _checksum) = (cycles, 0);
        for (var i = 0; i < Processes; i++) _simulation.Start("user", Use((uint)i));
        _simulation.Run();
        return _checksum;
    }

    /// <summary>Even times.</summary>
    public static readonly TimeSpan[] Even = [.. Inputs.Exponential.Select(t => 2 * t)];

    /// <summary>Odd times: from the odd end of a patience to an even one.</summary>
    public static readonly TimeSpan[] Odd = [.. Even.Select(t => t + TimeSpan.FromMilliseconds(1))];

    async Process Use(uint state)
    {
        while (true)
        {
            bool held;
            using (var lease = await _units.Request(patience: Patience))
            {
                held = lease.IsHeld;
                if (held) await _simulation.Delay(Even[Inputs.Draw(ref state)]);
            }

            _checksum = Inputs.Mix(_checksum, held ? state : 1);
            if (--_left == 0) _simulation.Stop();
            await _simulation.Delay((held ? Even : Odd)[Inputs.Draw(ref state)]);
        }
    }
}
