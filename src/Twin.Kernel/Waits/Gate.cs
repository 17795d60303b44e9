using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Something that is open or closed: a border, a port, a season. Who comes while it is closed waits.</summary>
public sealed class Gate(Simulation simulation, bool isOpen)
{
    readonly WaitQueue<byte> _waiting = new();

    public bool IsOpen { get; private set; } = isOpen;

    internal Simulation Simulation { get; } = simulation;

    /// <summary>Opens it; all who wait pass, in the order in which they came.</summary>
    public void Open()
    {
        IsOpen = true;
        for (; _waiting.TryPeek(out var who, out _); who.Grant()) _waiting.Dequeue();
    }

    /// <summary>Closes it. Who has passed has passed.</summary>
    public void Close() => IsOpen = false;

    /// <summary>For it to be open. The result says whether it opened before patience ran out.</summary>
    public GateWait Pass(TimeSpan? patience = null) => new(this, patience);

    internal void Queue(Activity activity, TimeSpan? patience) => _waiting.Add(activity, activity.Await("a gate to open", patience), 0);
}

/// <summary>For a gate to be open.</summary>
public struct GateWait : ICriticalNotifyCompletion, IWait
{
    readonly Gate _gate;
    readonly TimeSpan? _patience;
    bool _atOnce;

    internal GateWait(Gate gate, TimeSpan? patience) => (_gate, _patience, _atOnce) = (gate, patience, false);

    public bool IsCompleted => _atOnce = _gate.IsOpen;

    public readonly GateWait GetAwaiter() => this;

    public readonly void Arm(Activity activity) => _gate.Queue(activity, _patience);

    public readonly bool GetResult()
    {
        if (_atOnce) return true;
        _gate.Simulation.Current!.ThrowIfCancelled();
        return _gate.Simulation.Current!.Granted;
    }

    public readonly void OnCompleted(Action continuation) => throw new NotSupportedException();

    public readonly void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
