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

    /// <summary>What the compiler awaits it by.</summary>
    public readonly DelayAwaiter GetAwaiter()
    {
        _simulation.AwaitedDelay = (_due, _priority);
        return new DelayAwaiter(_simulation);
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

/// <summary>Ends a <see cref="Delay"/>.</summary>
/// <remarks>
/// One reference: what it waits for goes from <see cref="Delay.GetAwaiter"/> to the wait's beginning through the
/// simulation. The compiler copies awaiters into the frame and back at each wait.
/// </remarks>
public readonly struct DelayAwaiter : IWait
{
    readonly Simulation _simulation;

    internal DelayAwaiter(Simulation simulation) => _simulation = simulation;

    /// <summary>Never: even a delay of nothing lets others run that are due now.</summary>
    public bool IsCompleted => false;

    /// <summary>Returns when the time has passed.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; the exception holds what was left.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public void GetResult() => _simulation.Running.Conclude(this);

    /// <summary>Begins the wait in the short way, if it ends at a later moment.</summary>
    internal bool TryBegin(Activity activity)
    {
        var (due, priority) = _simulation.AwaitedDelay;
        if (due == _simulation.Now.Milliseconds) return false;
        activity.AwaitDelay(_simulation.Agenda, due, priority);
        return true;
    }

    Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => false;

    bool IWait.Enlist(Activity activity, int tag)
    {
        var (due, priority) = _simulation.AwaitedDelay;
        activity.WaitsOn(WaitKind.Delay);
        activity.AwaitTime(due, priority, tag);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    void IWait.Undo()
    {
    }
}
