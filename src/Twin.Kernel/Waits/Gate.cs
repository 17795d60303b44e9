namespace Twin.Kernel;

/// <summary>Something that is open or closed: a border, a port, a season. Who comes while it is closed waits.</summary>
public sealed class Gate : Part
{
    readonly WaitQueue<bool> _waiting;
    readonly bool _initial;
    bool _isOpen;

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="isOpen">Whether it is open at first.</param>
    public Gate(Simulation simulation, bool isOpen)
        : base(simulation)
    {
        _waiting = new(simulation);
        _isOpen = _initial = isOpen;
    }

    /// <summary>Whether it is open.</summary>
    public bool IsOpen
    {
        get
        {
            Refresh();
            return _isOpen;
        }
    }

    /// <summary>Opens it; all who wait pass, in the order in which they came.</summary>
    public void Open()
    {
        Refresh();
        _isOpen = true;
        while (_waiting.TryDequeue(out var who, out var tag)) who.Grant(tag);
        Tell();
    }

    /// <summary>Closes it. Who has passed has passed.</summary>
    public void Close()
    {
        Refresh();
        _isOpen = false;
        Tell();
    }

    /// <summary>For it to be open. The result says whether it opened before patience ran out.</summary>
    public GateWait Pass(TimeSpan? patience = null) => new(this, Patience.Of(patience));

    internal void Queue(Activity activity, int tag) => _waiting.Add(activity, tag, true);

    internal void GaveUp() => _waiting.GaveUp();

    private protected override void Renew()
    {
        _isOpen = _initial;
        _waiting.Clear();
    }
}

/// <summary>For a gate to be open.</summary>
public struct GateWait : ISingleWait
{
    readonly Gate _gate;
    readonly long _patience; // ms
    bool _atOnce;

    internal GateWait(Gate gate, long patience) => (_gate, _patience, _atOnce, Result) = (gate, patience, false, false);

    /// <summary>Whether it is open.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>Whether it was open, once the wait is over.</summary>
    public bool Result { get; private set; }

    /// <summary>This wait.</summary>
    public readonly GateWait GetAwaiter() => this;

    /// <summary>Whether it opened before patience ran out.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public bool GetResult()
    {
        if (!_atOnce) _gate.Simulation.Running.Conclude(ref this);
        return Result;
    }

    bool TryNow() => _atOnce = Result = _gate.IsOpen;

    readonly Simulation IWait.Simulation => _gate.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Gate);
        _gate.Queue(activity, tag);
        activity.AwaitTime(_patience);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        Result = granted;
        if (!granted) _gate.GaveUp();
    }

    readonly void IWait.Undo()
    {
    }
}
