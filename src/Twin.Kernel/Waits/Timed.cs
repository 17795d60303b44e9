using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>What can be said of any wait.</summary>
public static class Waits
{
    /// <summary>Waits for so long at most. What comes in the last moment counts; what is given up takes nothing.</summary>
    /// <param name="wait">For what.</param>
    /// <param name="patience">How long at most; not negative, rounded to the millisecond.</param>
    public static Timed<TWait> Within<TWait>(this TWait wait, TimeSpan patience)
        where TWait : struct, IWait
    {
        _ = wait.Simulation; // a process that was not started has none
        return new Timed<TWait>(wait, Patience.Of(patience));
    }
}

/// <summary>For something, but not for ever; see <see cref="Waits.Within"/>.</summary>
public struct Timed<TWait> : IWait
    where TWait : struct, IWait
{
    readonly long _patience;
    TWait _wait;
    bool _atOnce;
    bool _over;

    internal Timed(TWait wait, long patience) => (_wait, _patience, _atOnce, _over) = (wait, patience, false, false);

    /// <summary>Whether it could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly Timed<TWait> GetAwaiter() => this;

    /// <summary>Whether it was over in time, and the wait with its result.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public InTime<TWait> GetResult()
    {
        if (!_atOnce) _wait.Simulation.Running.Conclude(ref this);
        return new InTime<TWait>(_over, _wait);
    }

    bool TryNow() => _over = _atOnce = _wait.TryNow();

    readonly Simulation IWait.Simulation => _wait.Simulation;

    bool IWait.TryNow() => TryNow();

    bool IWait.Enlist(Activity activity, int tag)
    {
        _wait.Enlist(activity, tag);
        activity.AwaitTime(_patience);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        _over = granted;
        _wait.Settle(activity, tag, granted);
    }

    void IWait.Undo() => _wait.Undo();
}

/// <summary>How a wait with a patience ended.</summary>
/// <param name="IsOver">Whether what was waited for came in time.</param>
/// <param name="Wait">The wait, with its <c>Result</c> if it did.</param>
public readonly record struct InTime<TWait>(bool IsOver, TWait Wait);

/// <summary>How long a wait may last, in whole milliseconds: half the size of a <c>TimeSpan?</c>.</summary>
static class Patience
{
    public const long Endless = -1;

    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(TimeSpan? patience)
    {
        if (patience is not { } time) return Endless;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(patience));
        return SimTime.Round(time);
    }
}
