using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>An activity: an <c>async</c> method that waits for things of the simulation, and for nothing else.</summary>
/// <remarks>
/// Calling such a method runs none of it. <see cref="Simulation.Start(string, Process)"/> makes it a process of its
/// own; <c>await</c> runs it as part of the one that awaits, like a function. Awaiting a <see cref="Task"/> inside does
/// not compile. Frames are pooled: a method's second call allocates nothing.
/// </remarks>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder))]
public readonly struct Process
{
    readonly Frame? _frame;
    readonly Activity? _activity;
    readonly int _life;

    internal Process(Frame frame) => _frame = frame;

    internal Process(Activity activity) => (_activity, _life) = (activity, activity.Life);

    internal Frame Cold => _frame ?? throw new InvalidOperationException("a process is started once");

    /// <summary>Whether it has been started and has not ended.</summary>
    public bool IsAlive => _activity is not null && _activity.Life == _life;

    /// <summary>Interrupts it: its delay or work ends now, or its next one at once if it waits for something else.</summary>
    /// <remarks>No effect on one that has ended. Two interrupts before it looks are one, with the first's cause.</remarks>
    public void Interrupt(object? cause = null)
    {
        if (IsAlive) _activity!.Interrupt(cause);
    }

    /// <summary>Stops its clock: what is left of its delay is kept until <see cref="Resume"/>.</summary>
    public void Freeze()
    {
        if (IsAlive) _activity!.Freeze();
    }

    /// <summary>Lets a frozen process go on with what was left.</summary>
    public void Resume()
    {
        if (IsAlive) _activity!.Thaw();
    }

    /// <summary>Ends it where it waits. Its <c>finally</c> blocks run, units it holds go back, queues close up behind it.</summary>
    public void Cancel()
    {
        if (IsAlive) _activity!.Cancel();
    }

    /// <summary>For its end; a cold one is run as part of the process that awaits.</summary>
    public ProcessAwaiter GetAwaiter() => new(_frame, _activity, _life);
}

/// <summary>An activity with a result. See <see cref="Process"/>.</summary>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder<>))]
public readonly struct Process<T>
{
    readonly Frame<T> _frame;

    internal Process(Frame<T> frame) => _frame = frame;

    public ProcessAwaiter<T> GetAwaiter() => new(_frame);
}

/// <summary>Something of a simulation that a process can wait for; the only kind of thing it can await.</summary>
public interface IWait
{
    /// <summary>Makes the process wake up when the wait is over. Called once, after the process has stopped to wait.</summary>
    void Arm(Activity activity);
}

/// <summary>Waits for a process to end.</summary>
public readonly struct ProcessAwaiter : ICriticalNotifyCompletion, IWait
{
    readonly Frame? _cold;
    readonly Activity? _other;
    readonly int _life;

    internal ProcessAwaiter(Frame? cold, Activity? other, int life) => (_cold, _other, _life) = (cold, other, life);

    public bool IsCompleted => _cold is null && (_other is null || _other.Life != _life);

    public void Arm(Activity activity)
    {
        if (_cold is not null) activity.Enter(_cold);
        else activity.WaitForEnd(_other!);
    }

    public void GetResult() => _cold?.Finish();

    public void OnCompleted(Action continuation) => throw new NotSupportedException();

    public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}

/// <summary>Runs a process as part of the one that awaits, for its result.</summary>
public readonly struct ProcessAwaiter<T> : ICriticalNotifyCompletion, IWait
{
    readonly Frame<T> _cold;

    internal ProcessAwaiter(Frame<T> cold) => _cold = cold;

    public bool IsCompleted => false;

    public void Arm(Activity activity) => activity.Enter(_cold);

    public T GetResult()
    {
        var result = _cold.Result;
        _cold.Finish();
        return result;
    }

    public void OnCompleted(Action continuation) => throw new NotSupportedException();

    public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
