using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Twin.Kernel;

/// <summary>What the compiler makes of an <c>async</c> method that returns <see cref="Process"/>. The one clever file.</summary>
/// <remarks>
/// <see cref="Start"/> runs nothing: it copies the compiler's state machine into a pooled frame. The machine already
/// lives there when it waits, so nothing is boxed or captured; to resume it is one virtual call. The constraint
/// <see cref="IWait"/> is what makes the compiler refuse a <see cref="Task"/>.
/// </remarks>
public struct ProcessMethodBuilder
{
    Frame _frame;

    public readonly Process Task => new(_frame);

    public static ProcessMethodBuilder Create() => default;

    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var frame = PooledFrame<TMachine>.Rent();
        _frame = frame;
        frame.Machine = machine; // after the assignment above: the copy's builder knows its frame
    }

    public readonly void SetStateMachine(IAsyncStateMachine machine) => throw new NotSupportedException();

    public readonly void SetResult() => _frame.Done = true;

    public readonly void SetException(Exception exception) => _frame.Fail(exception);

    public readonly void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion, IWait
        where TMachine : IAsyncStateMachine => _frame.Activity!.Arm(ref awaiter);

    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion, IWait
        where TMachine : IAsyncStateMachine => _frame.Activity!.Arm(ref awaiter);
}

/// <summary>The same for <see cref="Process{T}"/>.</summary>
public struct ProcessMethodBuilder<T>
{
    Frame<T> _frame;

    public readonly Process<T> Task => new(_frame);

    public static ProcessMethodBuilder<T> Create() => default;

    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var frame = PooledFrame<TMachine, T>.Rent();
        _frame = frame;
        frame.Machine = machine;
    }

    public readonly void SetStateMachine(IAsyncStateMachine machine) => throw new NotSupportedException();

    public readonly void SetResult(T result) => (_frame.Result, _frame.Done) = (result, true);

    public readonly void SetException(Exception exception) => _frame.Fail(exception);

    public readonly void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion, IWait
        where TMachine : IAsyncStateMachine => _frame.Activity!.Arm(ref awaiter);

    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion, IWait
        where TMachine : IAsyncStateMachine => _frame.Activity!.Arm(ref awaiter);
}

/// <summary>One call of an asynchronous method, suspended or running.</summary>
abstract class Frame
{
    ExceptionDispatchInfo? _failure;

    public Frame? Parent { get; set; }

    public Activity? Activity { get; set; }

    public bool Done { get; set; }

    /// <summary>Whether a handle keeps it for its result: then it never goes back into the pool.</summary>
    public bool IsKept { get; set; }

    /// <summary>Counts the calls that have had this frame; a handle of an earlier one is spent.</summary>
    public int Version { get; private set; }

    public Exception? Failure => _failure?.SourceException;

    public static InvalidOperationException Spent() => new("a process is started or awaited once; call the method again for another");

    public static InvalidOperationException NotStarted() => new("only a started process can be waited for beside something else");

    public abstract void MoveNext();

    /// <summary>Clears it and puts it back into its pool.</summary>
    public abstract void Recycle();

    public void Fail(Exception exception) => (_failure, Done) = (ExceptionDispatchInfo.Capture(exception), true);

    /// <summary>Ends a child for its parent: gives the frame back, and throws on what it threw.</summary>
    public void Finish()
    {
        var failure = _failure;
        Recycle();
        failure?.Throw();
    }

    public void ThrowIfFailed() => _failure?.Throw();

    protected void Clear()
    {
        (_failure, Parent, Activity, Done) = (null, null, null, false);
        Version++;
    }
}

/// <summary>A call with a result.</summary>
abstract class Frame<T> : Frame
{
    public T Result { get; set; } = default!;
}

sealed class PooledFrame<TMachine> : Frame
    where TMachine : IAsyncStateMachine
{
    [ThreadStatic]
    static Stack<PooledFrame<TMachine>>? t_pool; // memory only: no state of a run outlives it here

    public TMachine Machine = default!;

    public static PooledFrame<TMachine> Rent() => t_pool is { Count: > 0 } pool ? pool.Pop() : new PooledFrame<TMachine>();

    public override void MoveNext() => Machine.MoveNext();

    public override void Recycle()
    {
        Machine = default!;
        Clear();
        (t_pool ??= []).Push(this);
    }
}

sealed class PooledFrame<TMachine, T> : Frame<T>
    where TMachine : IAsyncStateMachine
{
    [ThreadStatic]
    static Stack<PooledFrame<TMachine, T>>? t_pool;

    public TMachine Machine = default!;

    public static PooledFrame<TMachine, T> Rent() => t_pool is { Count: > 0 } pool ? pool.Pop() : new PooledFrame<TMachine, T>();

    public override void MoveNext() => Machine.MoveNext();

    public override void Recycle()
    {
        (Machine, Result) = (default!, default!);
        Clear();
        (t_pool ??= []).Push(this);
    }
}
