using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>For time to pass. An interrupt ends it with an <see cref="InterruptedException"/>.</summary>
public readonly struct Delay : ICriticalNotifyCompletion, IWait
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

    public bool IsCompleted => false;

    public Delay GetAwaiter() => this;

    public void Arm(Activity activity) => activity.AwaitTime("a delay", _due, _priority);

    /// <exception cref="InterruptedException">The process was interrupted; the exception holds what was left.</exception>
    public void GetResult()
    {
        var activity = _simulation.Current!;
        activity.ThrowIfCancelled();
        var (interrupted, cause) = activity.TakeInterrupt();
        if (interrupted) throw new InterruptedException(cause, activity.Left);
    }

    public void OnCompleted(Action continuation) => throw new NotSupportedException();

    public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}

/// <summary>How a stretch of work ended. Both facts are told: work may end and be interrupted in the same moment.</summary>
/// <param name="Left">What is left to do; zero when it is finished.</param>
/// <param name="Interrupted">Whether somebody interrupted it.</param>
/// <param name="Cause">The reason that was given.</param>
public readonly record struct WorkResult(TimeSpan Left, bool Interrupted, object? Cause);

/// <summary>For work to be done. An interrupt is a result, not an exception: ten times cheaper, and nothing is lost.</summary>
public readonly struct Work : ICriticalNotifyCompletion, IWait
{
    readonly Simulation _simulation;
    readonly long _due;

    internal Work(Simulation simulation, long due)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(due, simulation.Now.Milliseconds, "duration");
        (_simulation, _due) = (simulation, due);
    }

    public bool IsCompleted => false;

    public Work GetAwaiter() => this;

    public void Arm(Activity activity) => activity.AwaitTime("work", _due, Simulation.DefaultPriority);

    public WorkResult GetResult()
    {
        var activity = _simulation.Current!;
        activity.ThrowIfCancelled();
        var (interrupted, cause) = activity.TakeInterrupt();
        return new WorkResult(activity.Left, interrupted, cause);
    }

    public void OnCompleted(Action continuation) => throw new NotSupportedException();

    public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
