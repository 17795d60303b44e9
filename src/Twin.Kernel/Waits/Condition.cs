namespace Twin.Kernel;

/// <summary>Processes that wait for something to be true of the model's state.</summary>
/// <remarks>
/// Looked at again when <see cref="Recheck"/> is called, or a watched part changes, and not at every event: what nobody
/// tells is not seen. Those whose words are true go on, in the order in which they came; whether they are still true
/// then is theirs to ask, since who went before may have changed it.
/// </remarks>
public sealed class Condition : Part
{
    static readonly Func<Func<bool>, bool> IsTrue = predicate => predicate();

    readonly WaitQueue<Func<bool>> _waiting;

    /// <param name="simulation">The run it belongs to.</param>
    public Condition(Simulation simulation)
        : base(simulation) => _waiting = new(simulation);

    /// <summary>For something to be true; goes on at once when it is.</summary>
    /// <param name="predicate">Looks at the model and changes nothing.</param>
    /// <param name="patience">How long at most; null for ever. The wait's result says whether it came true.</param>
    public ConditionWait Until(Func<bool> predicate, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new ConditionWait(this, predicate, Patience.Of(patience));
    }

    /// <summary>Rechecks whenever this part changes.</summary>
    public void Watch(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        part.Changed += Recheck;
    }

    /// <summary>Looks whether what is waited for is true by now.</summary>
    public void Recheck()
    {
        Refresh();
        while (_waiting.Waiting > 0 && _waiting.DequeueFirst(IsTrue, out var tag) is { } who) who.Grant(tag);
    }

    internal void Queue(Activity activity, int tag, Func<bool> predicate) => _waiting.Add(activity, tag, predicate);

    internal void GaveUp() => _waiting.GaveUp();

    internal void RefreshNow() => Refresh();

    private protected override void Renew() => _waiting.Clear();
}

/// <summary>For something to be true.</summary>
public struct ConditionWait : ISingleWait
{
    readonly Condition _condition;
    readonly Func<bool> _predicate;
    readonly long _patience; // ms
    bool _atOnce;

    internal ConditionWait(Condition condition, Func<bool> predicate, long patience) =>
        (_condition, _predicate, _patience, _atOnce, Result) = (condition, predicate, patience, false, false);

    /// <summary>Whether it is true.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>Whether it came true, once the wait is over.</summary>
    public bool Result { get; private set; }

    /// <summary>This wait.</summary>
    public readonly ConditionWait GetAwaiter() => this;

    /// <summary>Whether it came true before patience ran out.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public bool GetResult()
    {
        if (!_atOnce) _condition.Simulation.Running.Conclude(ref this);
        return Result;
    }

    bool TryNow()
    {
        _condition.RefreshNow();
        return _atOnce = Result = _predicate();
    }

    readonly Simulation IWait.Simulation => _condition.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Condition);
        _condition.Queue(activity, tag, _predicate);
        activity.AwaitTime(_patience);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        Result = granted;
        if (!granted) _condition.GaveUp();
    }

    readonly void IWait.Undo()
    {
    }
}
