using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>A hundred workers with an hour of work each, which somebody interrupts all the time. The interrupt is a result, not an exception.</summary>
public sealed class InterruptModel(int interrupts) : IModel
{
    public const int Workers = 100;
    public static readonly TimeSpan Shift = TimeSpan.FromHours(1);

    readonly Simulation _simulation = new();
    readonly Process[] _workers = new Process[Workers];
    long _checksum;

    public long Operations => interrupts;

    public long Run()
    {
        _simulation.Reset();
        _checksum = 0;
        for (var i = 0; i < Workers; i++) _workers[i] = _simulation.Start("worker", Worker());
        _simulation.Start("interrupter", Interrupter());
        _simulation.Run();
        return _checksum;
    }

    async Process Worker()
    {
        while (true)
        {
            var (left, interrupted, _) = await _simulation.Work(Shift);
            _checksum = Inputs.Mix(_checksum, interrupted ? (long)left.TotalMilliseconds : 1);
        }
    }

    async Process Interrupter()
    {
        var state = 1u;
        for (var i = 0; i < interrupts; i++)
        {
            await _simulation.Delay(Inputs.Next(ref state));
            _workers[i % Workers].Interrupt();
        }

        await _simulation.Delay(TimeSpan.FromMilliseconds(1));
        _simulation.Stop();
    }
}
