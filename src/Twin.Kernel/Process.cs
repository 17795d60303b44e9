using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>An activity: an <c>async</c> method that waits for things of the simulation, and for nothing else.</summary>
/// <remarks>
/// Calling such a method runs none of it. <see cref="Simulation.Start(string, Process, SimTime?, int)"/> makes it a process of its
/// own; <c>await</c> runs it as part of the one that awaits, like a function. Awaiting a <see cref="Task"/> inside does
/// not compile. Frames are pooled: a method's second call allocates nothing.
/// </remarks>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder))]
public readonly struct Process
{
    readonly Frame? _frame;
    readonly Activity? _activity;
    readonly int _life;

    internal Process(Frame frame) => (_frame, _life) = (frame, frame.Version);

    internal Process(Activity activity) => (_activity, _life) = (activity, activity.Life);

    internal Frame Cold => _frame is not null && _frame.Version == _life ? _frame : throw Frame.Spent();

    /// <summary>Whether it has been started and has not ended.</summary>
    public bool IsAlive => _activity is not null && _activity.Life == _life;

    /// <summary>Ends what it waits for, now: a work tells it as a result, any other wait with an <see cref="InterruptedException"/>.</summary>
    /// <remarks>
    /// What it was granted in this moment it keeps, and is told by its next wait; so is one that has not run yet. Several
    /// interrupts are told one after the other, in their order. No effect on a process that has ended.
    /// </remarks>
    /// <param name="cause">What it is told as the reason.</param>
    /// <exception cref="InvalidOperationException">A process interrupts itself.</exception>
    public void Interrupt(object? cause = null)
    {
        if (IsAlive) _activity!.Interrupt(cause);
    }

    /// <summary>Stops its clock and keeps it from running: what is left of its times, and what it is granted, is kept until <see cref="Resume"/>.</summary>
    public void Freeze()
    {
        if (IsAlive) _activity!.Freeze();
    }

    /// <summary>Lets a frozen process go on with what was left.</summary>
    public void Resume()
    {
        if (IsAlive) _activity!.Thaw();
    }

    /// <summary>Kills it where it waits: the wait throws <see cref="OperationCanceledException"/>.</summary>
    /// <remarks>
    /// Its <c>finally</c> blocks run, units it holds go back, queues close up behind it; what it was granted in this moment
    /// goes back. One that has not run yet never does. A process that cancels itself is told by its next wait.
    /// </remarks>
    public void Cancel()
    {
        if (IsAlive) _activity!.Cancel();
    }

    /// <summary>For its end; one that was not started is run as part of the process that awaits.</summary>
    public ProcessAwaiter GetAwaiter() => new(_frame, _activity, _life);

    /// <summary>For the end of a started process, as one of several waits or with a patience.</summary>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public ProcessAwaiter Join() => _activity is null ? throw Frame.NotStarted() : GetAwaiter();
}

/// <summary>An activity with a result. See <see cref="Process"/>.</summary>
/// <typeparam name="T">What it returns.</typeparam>
[AsyncMethodBuilder(typeof(ProcessMethodBuilder<>))]
public readonly struct Process<T>
{
    readonly Frame<T> _frame;
    readonly Activity? _activity;
    readonly int _life;

    internal Process(Frame<T> frame) => (_frame, _life) = (frame, frame.Version);

    internal Process(Frame<T> frame, Activity activity) => (_frame, _activity, _life) = (frame, activity, activity.Life);

    internal Frame<T> Cold => _activity is null && _frame.Version == _life ? _frame : throw Frame.Spent();

    /// <inheritdoc cref="Process.IsAlive"/>
    public bool IsAlive => Untyped.IsAlive;

    /// <summary>The started process, without its result.</summary>
    public Process Untyped => _activity is null || _activity.Life != _life ? default : new Process(_activity);

    /// <inheritdoc cref="Process.Interrupt"/>
    public void Interrupt(object? cause = null) => Untyped.Interrupt(cause);

    /// <inheritdoc cref="Process.Freeze"/>
    public void Freeze() => Untyped.Freeze();

    /// <inheritdoc cref="Process.Resume"/>
    public void Resume() => Untyped.Resume();

    /// <inheritdoc cref="Process.Cancel"/>
    public void Cancel() => Untyped.Cancel();

    /// <summary>For its result; one that was not started is run as part of the process that awaits.</summary>
    public ProcessAwaiter<T> GetAwaiter() => new(_frame, _activity, _life);

    /// <inheritdoc cref="Process.Join"/>
    public ProcessAwaiter<T> Join() => _activity is null ? throw Frame.NotStarted() : GetAwaiter();
}

/// <summary>For a process to end: one that runs beside, or one that is run as a part of the waiting one.</summary>
public struct ProcessAwaiter : ISingleWait
{
    readonly Frame? _cold;
    readonly Activity? _other;
    readonly int _life;
    bool _atOnce;

    internal ProcessAwaiter(Frame? cold, Activity? other, int life) => (_cold, _other, _life, _atOnce) = (cold, other, life, false);

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted => _atOnce = _cold is null && (_other is null || _other.Life != _life);

    /// <summary>This wait.</summary>
    public readonly ProcessAwaiter GetAwaiter() => this;

    /// <summary>Returns when it has ended well.</summary>
    /// <exception cref="ProcessFailedException">The joined process failed.</exception>
    public void GetResult()
    {
        if (_cold is not null) _cold.Finish();
        else if (!_atOnce) _other!.Simulation.Running.Conclude(ref this);
    }

    readonly Simulation IWait.Simulation => (_other ?? throw Frame.NotStarted()).Simulation;

    bool IWait.TryNow() => IsCompleted;

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        if (_cold is not null)
        {
            if (_cold.Version != _life) throw Frame.Spent();
            activity.Enter(_cold);
            return false;
        }

        activity.WaitsOn(WaitKind.Process);
        activity.WaitForEnd(_other!, tag);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    readonly void IWait.Undo()
    {
    }
}

/// <summary>For the result of a process: one that runs beside, or one that is run as a part of the waiting one.</summary>
/// <typeparam name="T">What it returns.</typeparam>
public struct ProcessAwaiter<T> : ISingleWait
{
    readonly Frame<T> _frame;
    readonly Activity? _other;
    readonly int _life;
    bool _atOnce;

    internal ProcessAwaiter(Frame<T> frame, Activity? other, int life) => (_frame, _other, _life, _atOnce) = (frame, other, life, false);

    /// <summary>Whether a started process has ended.</summary>
    public bool IsCompleted => _atOnce = _other is not null && _other.Life != _life;

    /// <summary>What the started process returned.</summary>
    /// <exception cref="ProcessFailedException">It failed, or was cancelled.</exception>
    public readonly T Result
    {
        get
        {
            _frame.ThrowIfFailed();
            return _frame.Result;
        }
    }

    /// <summary>This wait.</summary>
    public readonly ProcessAwaiter<T> GetAwaiter() => this;

    /// <summary>What the process returned.</summary>
    /// <exception cref="ProcessFailedException">The joined process failed, or was cancelled.</exception>
    public T GetResult()
    {
        if (_other is not null)
        {
            if (!_atOnce) _other.Simulation.Running.Conclude(ref this);
            return Result;
        }

        var result = _frame.Result;
        _frame.Finish();
        return result;
    }

    readonly Simulation IWait.Simulation => (_other ?? throw Frame.NotStarted()).Simulation;

    bool IWait.TryNow() => IsCompleted;

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        if (_other is null)
        {
            if (_frame.Version != _life) throw Frame.Spent();
            activity.Enter(_frame);
            return false;
        }

        activity.WaitsOn(WaitKind.Process);
        activity.WaitForEnd(_other, tag);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    readonly void IWait.Undo()
    {
    }
}
