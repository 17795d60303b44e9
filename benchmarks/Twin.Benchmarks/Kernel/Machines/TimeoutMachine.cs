using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>The model of <see cref="TimeoutModel"/> written out by hand: no processes, states in an array. The floor.</summary>
public sealed class TimeoutMachine : IModel
{
    readonly Agenda _agenda = new();
    readonly uint[] _states;
    readonly int _waits;
    long _now;

    public TimeoutMachine(int processes, int waits)
    {
        (_states, _waits) = (new uint[processes], waits);
        for (var i = 0; i < processes; i++) _agenda.Reserve(i);
    }

    public long Operations => _waits;

    public long Run()
    {
        Start();
        return GoOn();
    }

    public void Start()
    {
        _agenda.Clear();
        _now = 0;
        for (var i = 0; i < _states.Length; i++)
        {
            _states[i] = (uint)i;
            Wait(i);
        }
    }

    public long GoOn()
    {
        var checksum = 0L;
        for (var left = _waits; left > 0; left--)
        {
            _now = _agenda.NextDue;
            var slot = _agenda.First(out _);
            checksum = Inputs.Mix(checksum, _states[slot]);
            Wait(slot);
        }

        return checksum;
    }

    void Wait(int slot) => _agenda.Schedule(slot, _now + (Inputs.Next(ref _states[slot]).Ticks / TimeSpan.TicksPerMillisecond), 8);
}
