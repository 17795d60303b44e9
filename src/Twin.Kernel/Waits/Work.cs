namespace Twin.Kernel;

/// <summary>How a stretch of work ended. Both facts are told: work may end and be interrupted in the same moment.</summary>
/// <param name="Left">What is left to do; zero when it is finished.</param>
/// <param name="Interrupted">Whether somebody interrupted it.</param>
/// <param name="Cause">The reason that was given.</param>
public readonly record struct WorkResult(TimeSpan Left, bool Interrupted, object? Cause);

/// <summary>For work to be done. An interrupt is a result, not an exception: ten times cheaper, and nothing is lost.</summary>
public readonly struct Work : IWait
{
    readonly Simulation _simulation;
    readonly long _due;

    internal Work(Simulation simulation, long due)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(due, simulation.Now.Milliseconds, "duration");
        (_simulation, _due) = (simulation, due);
    }

    /// <summary>Never: even work of no length lets others run that are due now.</summary>
    public bool IsCompleted => false;

    /// <summary>This wait.</summary>
    public Work GetAwaiter() => this;

    /// <summary>What is left, and whether it was interrupted.</summary>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public WorkResult GetResult()
    {
        var activity = _simulation.Running;
        activity.ThrowIfCancelled();
        var (interrupted, cause) = activity.TakeInterrupt();
        return new WorkResult(activity.Left, interrupted, cause);
    }

    Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => false;

    bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Work);
        activity.AwaitTime(_due, Simulation.DefaultPriority, tag);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    void IWait.Undo()
    {
    }
}
