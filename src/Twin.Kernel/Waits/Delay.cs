namespace Twin.Kernel;

/// <summary>For time to pass. An interrupt ends it with an <see cref="InterruptedException"/>.</summary>
public struct Delay : ISingleWait
{
    readonly Simulation _simulation;
    readonly long _due;
    readonly int _priority;

    internal Delay(Simulation simulation, long due, int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(due, simulation.Now.Milliseconds, "duration");
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)Simulation.LastPriority, nameof(priority));
        (_simulation, _due, _priority) = (simulation, due, priority);
    }

    /// <summary>Never: even a delay of nothing lets others run that are due now.</summary>
    public readonly bool IsCompleted => false;

    /// <summary>This wait.</summary>
    public readonly Delay GetAwaiter() => this;

    /// <summary>Returns when the time has passed.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; the exception holds what was left.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public void GetResult() => _simulation.Running.Conclude(ref this);

    /// <summary>Begins the wait in the short way, if it ends at a later moment.</summary>
    internal readonly bool TryBegin(Activity activity)
    {
        if (_due == _simulation.Now.Milliseconds) return false;
        activity.AwaitDelay(_due, _priority);
        return true;
    }

    readonly Simulation IWait.Simulation => _simulation;

    readonly bool IWait.TryNow() => false;

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Delay);
        activity.AwaitTime(_due, _priority, tag);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    readonly void IWait.Undo()
    {
    }
}
