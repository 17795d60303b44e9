using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Processes that wait, wake up and wait again, and do nothing else. What the kernel alone costs.</summary>
public sealed class TimeoutModel(int processes, int waits) : IModel
{
    readonly Simulation _simulation = new();
    int _left;
    long _checksum;

    public long Operations => waits;

    public long Run()
    {
        Start();
        (_left, _checksum) = (waits, 0);
        _simulation.Run();
        return _checksum;
    }

    /// <summary>Lets the processes wait for the first time.</summary>
    public void Start()
    {
        _simulation.Reset();
        for (var i = 0; i < processes; i++) _simulation.Start("wait", Wait((uint)i));
    }

    /// <summary>Goes on from where it is: the steady state, nothing started and nothing ended.</summary>
    public long GoOn()
    {
        (_left, _checksum) = (waits, 0);
        _simulation.Run();
        return _checksum;
    }

    async Process Wait(uint state)
    {
        while (true)
        {
            await _simulation.Delay(Inputs.Next(ref state));
            _checksum = Inputs.Mix(_checksum, state);
            if (--_left == 0) _simulation.Stop();
        }
    }
}
