using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Something of a simulation that a process can wait for; the only kind of thing it can await.</summary>
/// <remarks>
/// Only this library makes waits. The method builder of <see cref="Process"/> takes nothing else, so that awaiting a
/// <see cref="Task"/> inside a process is an error of the compiler (CS0315) and not a hang. A wait is a struct that is
/// awaited once; when it is over, it holds its result.
/// </remarks>
public interface IWait : ICriticalNotifyCompletion
{
    /// <summary>Where it takes place.</summary>
    internal Simulation Simulation { get; }

    /// <summary>Ends the wait at once if what it waits for is there.</summary>
    internal bool TryNow();

    /// <summary>Puts the process where it will be found when what it waits for comes. What it sets in the wait is lost: the compiler has copied it.</summary>
    /// <param name="activity">The process; its present wait number goes with the entry.</param>
    /// <param name="tag">Which of several waits this is; told back to <see cref="Activity.Grant"/>.</param>
    /// <returns>Whether the process waits now; false for a child's call, which runs on.</returns>
    internal bool Enlist(Activity activity, int tag);

    /// <summary>Ends the wait for the process, on its own time: takes what was granted, or leaves the queue.</summary>
    internal void Settle(Activity activity, int tag, bool granted);

    /// <summary>Gives back what was taken, because the process cannot use it.</summary>
    internal void Undo();

    void INotifyCompletion.OnCompleted(Action continuation) => throw new NotSupportedException("only a process can wait for this");

    void ICriticalNotifyCompletion.UnsafeOnCompleted(Action continuation) => throw new NotSupportedException("only a process can wait for this");
}

/// <summary>A wait for one thing, which may be one of several in <see cref="Simulation.AnyOf{TFirst, TSecond}"/> or <see cref="Simulation.AllOf{TFirst, TSecond}"/>.</summary>
public interface ISingleWait : IWait;

/// <summary>What a process waits for; for messages and traces.</summary>
enum WaitKind : byte
{
    Start,
    Delay,
    Work,
    Process,
    Signal,
    Signals,
    AnyOf,
    AllOf,
    Unit,
    Amount,
    Room,
    Thing,
    StoreRoom,
    Gate,
    Condition,
    Cohort,
    Transit,
}

static class WaitKinds
{
    public static string InWords(this WaitKind kind) => kind switch
    {
        WaitKind.Start => "its start",
        WaitKind.Delay => "a delay",
        WaitKind.Work => "work",
        WaitKind.Process => "another process to end",
        WaitKind.Signal => "a signal",
        WaitKind.Signals => "some signals",
        WaitKind.AnyOf => "the first of several",
        WaitKind.AllOf => "all of several",
        WaitKind.Unit => "a unit of a resource",
        WaitKind.Amount => "an amount in a stock",
        WaitKind.Room => "room in a stock",
        WaitKind.Thing => "a thing in a store",
        WaitKind.StoreRoom => "room in a store",
        WaitKind.Gate => "a gate to open",
        WaitKind.Condition => "a condition",
        WaitKind.Cohort => "the next common step",
        _ => "an arrival",
    };
}
