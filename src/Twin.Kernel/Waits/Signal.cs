namespace Twin.Kernel;

/// <summary>Something that happens, and carries a value: an answer, a decision, a delivery. SimPy's event.</summary>
/// <remarks>
/// Not yet happened, happened with a value, or failed with an exception; once it has happened, waiting for it takes no
/// time. <see cref="Reset"/> makes it something that has not happened yet; <see cref="Broadcast"/> tells who waits now
/// and leaves it so. A failure is thrown in each process that waits; one that nobody hears is thrown where it was told.
/// </remarks>
/// <typeparam name="T">What it carries.</typeparam>
public class Signal<T> : Part
{
    readonly WaitQueue<bool> _waiting;
    readonly Dictionary<(int Slot, int Tag), T> _told = []; // to a process that has not woken up yet: it hears this, whatever is told next
    Exception? _failure;

    /// <param name="simulation">The run it belongs to.</param>
    public Signal(Simulation simulation)
        : base(simulation) => _waiting = new(simulation);

    /// <summary>Whether it has happened, well or badly.</summary>
    public bool HasHappened
    {
        get
        {
            Refresh();
            return field;
        }

        private set;
    }

    /// <summary>What it carried last.</summary>
    public T? Value { get; private set; }

    /// <summary>How many wait for it.</summary>
    public int QueueLength
    {
        get
        {
            Refresh();
            return _waiting.Waiting;
        }
    }

    internal Exception? Failure => _failure;

    /// <summary>Lets it happen; who waits for it goes on, in the order of waiting.</summary>
    /// <exception cref="InvalidOperationException">It has happened already.</exception>
    public void Happen(T value)
    {
        Begin();
        Broadcast(value);
    }

    /// <summary>Lets it fail: the exception is thrown in each process that waits, or will.</summary>
    /// <param name="failure">What is thrown.</param>
    /// <param name="mayBeUnheard">Whether it is right that nobody waits for it now.</param>
    /// <exception cref="InvalidOperationException">It has happened already; or nobody waits, and nothing said that this is right.</exception>
    public void Fail(Exception failure, bool mayBeUnheard = false)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Begin();
        _failure = failure;
        if (!mayBeUnheard && !_waiting.TryPeek(out _)) throw new InvalidOperationException($"a signal failed, and nobody waits for it: {failure.Message}", failure);
        while (_waiting.TryDequeue(out var who, out _)) who.Fail(failure);
        Tell();
    }

    /// <summary>Tells who waits now; it has not happened for those who come later.</summary>
    public void Broadcast(T value)
    {
        Refresh();
        Value = value;
        while (_waiting.TryDequeue(out var who, out var tag))
        {
            _told[(who.Slot, tag)] = value;
            who.Grant(tag);
        }

        Tell();
    }

    /// <summary>Makes it something that has not happened yet. Who waits goes on waiting.</summary>
    public void Reset()
    {
        Refresh();
        (HasHappened, _failure, Value) = (false, null, default);
        Tell();
    }

    /// <summary>For it to happen; the result is what it carried.</summary>
    public SignalWait<T> GetAwaiter() => new(this);

    /// <summary>For it to happen, as one of several waits or with a patience.</summary>
    public SignalWait<T> Wait() => new(this);

    internal void Queue(Activity activity, int tag)
    {
        if (_failure is not null) activity.Fail(_failure);
        else _waiting.Add(activity, tag, true);
    }

    internal T Hear(Activity who, int tag)
    {
        _told.Remove((who.Slot, tag), out var value);
        return value!;
    }

    internal void GaveUp()
    {
        if (_failure is null) _waiting.GaveUp();
    }

    private protected override void Renew()
    {
        (HasHappened, _failure, Value) = (false, null, default);
        _waiting.Clear();
        _told.Clear();
    }

    void Begin()
    {
        if (HasHappened) throw new InvalidOperationException("a signal happens once; reset it first");
        HasHappened = true;
    }
}

/// <summary>A signal that carries anything, or nothing.</summary>
public sealed class Signal : Signal<object?>
{
    /// <param name="simulation">The run it belongs to.</param>
    public Signal(Simulation simulation)
        : base(simulation)
    {
    }

    /// <summary>Lets it happen, with nothing to tell.</summary>
    /// <exception cref="InvalidOperationException">It has happened already.</exception>
    public void Happen() => Happen(null);

    /// <summary>For the first of many to happen. Its result is the place of the first in the list that has; −1 when patience ran out.</summary>
    /// <param name="patience">How long at most; null for ever.</param>
    /// <param name="signals">At least one; all of one simulation. An array that is kept allocates nothing.</param>
    public static SignalsWait AnyOf(TimeSpan? patience, params Signal[] signals) => new(signals, all: false, Patience.Of(patience));

    /// <summary>For all of many to have happened. Its result is 0; −1 when patience ran out.</summary>
    /// <inheritdoc cref="AnyOf"/>
    public static SignalsWait AllOf(TimeSpan? patience, params Signal[] signals) => new(signals, all: true, Patience.Of(patience));
}

/// <summary>For a signal to happen.</summary>
/// <typeparam name="T">What it carries.</typeparam>
public struct SignalWait<T> : ISingleWait
{
    readonly Signal<T> _signal;
    bool _atOnce;

    internal SignalWait(Signal<T> signal) => (_signal, _atOnce, Result) = (signal, false, default!);

    /// <summary>Whether it has happened.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>What it carried, once the wait is over.</summary>
    public T Result { get; private set; }

    /// <summary>This wait.</summary>
    public readonly SignalWait<T> GetAwaiter() => this;

    /// <summary>What it carried.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public T GetResult()
    {
        if (!_atOnce) _signal.Simulation.Running.Conclude(ref this);
        return Result;
    }

    bool TryNow()
    {
        _atOnce = _signal.HasHappened && _signal.Failure is null;
        if (_atOnce) Result = _signal.Value!;
        return _atOnce;
    }

    readonly Simulation IWait.Simulation => _signal.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Signal);
        _signal.Queue(activity, tag);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        if (granted) Result = _signal.Hear(activity, tag);
        else _signal.GaveUp();
    }

    readonly void IWait.Undo()
    {
    }
}

/// <summary>For the first of many signals, or for all of them.</summary>
public struct SignalsWait : IWait
{
    readonly Signal[] _signals;
    readonly bool _all;
    readonly long _patience; // ms
    bool _atOnce;

    internal SignalsWait(Signal[] signals, bool all, long patience)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals.Length is 0 or > 32) throw new ArgumentException("there are 1 to 32 signals to wait for", nameof(signals));
        (_signals, _all, _patience, _atOnce) = (signals, all, patience, false);
    }

    /// <summary>Whether enough of them have happened.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly SignalsWait GetAwaiter() => this;

    /// <summary>Which was first, or 0 for all; −1 when patience ran out.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public int GetResult()
    {
        if (_atOnce) return _all ? 0 : Array.FindIndex(_signals, HasHappened);

        var activity = _signals[0].Simulation.Running;
        activity.Conclude(ref this);
        return activity.Tag;
    }

    static bool HasHappened(Signal signal) => signal.HasHappened && signal.Failure is null;

    bool TryNow() => _atOnce = _all ? Array.TrueForAll(_signals, HasHappened) : Array.Exists(_signals, HasHappened);

    readonly Simulation IWait.Simulation => _signals[0].Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        if (_all)
        {
            var missing = 0u;
            for (var i = 0; i < _signals.Length; i++) missing |= HasHappened(_signals[i]) ? 0 : 1u << i;
            activity.AwaitAll(missing);
        }

        for (var i = 0; i < _signals.Length; i++)
        {
            if (!HasHappened(_signals[i])) _signals[i].Queue(activity, i);
        }

        activity.WaitsOn(WaitKind.Signals);
        activity.AwaitTime(_patience);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
        for (var i = 0; i < _signals.Length; i++)
        {
            if (_all ? activity.HasCome(i) : activity.Tag == i) _signals[i].Hear(activity, i);
            else _signals[i].GaveUp();
        }
    }

    readonly void IWait.Undo()
    {
    }
}
