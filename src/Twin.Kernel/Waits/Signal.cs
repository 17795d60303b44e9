using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Something that happens once, and may carry a value: an answer, a decision, a delivery. SimPy's event.</summary>
public sealed class Signal(Simulation simulation)
{
    List<(Activity Who, int Wait, AllOf? All)>? _waiting;

    /// <summary>Whether it has happened.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>What it carried.</summary>
    public object? Value { get; private set; }

    internal Simulation Simulation { get; } = simulation;

    /// <summary>Lets it happen; who waits for it goes on, in the order of waiting.</summary>
    /// <exception cref="InvalidOperationException">It has happened already.</exception>
    public void Happen(object? value = null)
    {
        if (HasHappened) throw new InvalidOperationException("a signal happens once");
        (HasHappened, Value) = (true, value);
        if (_waiting is null) return;

        foreach (var (who, wait, all) in _waiting)
        {
            if (who.Wait == wait && (all is null || --all.Missing == 0)) who.Grant();
        }

        _waiting = null;
    }

    /// <summary>For it to happen.</summary>
    public SignalWait GetAwaiter() => new([this], all: false, null);

    /// <summary>For the first of several to happen. Its result is the place of one that has; -1 when patience ran out.</summary>
    public static SignalWait AnyOf(TimeSpan? patience, params Signal[] signals) => new(signals, all: false, patience);

    /// <summary>For all of several to have happened. Its result is 0; -1 when patience ran out.</summary>
    public static SignalWait AllOf(TimeSpan? patience, params Signal[] signals) => new(signals, all: true, patience);

    internal void Add(Activity who, int wait, AllOf? all) => (_waiting ??= []).Add((who, wait, all));
}

/// <summary>How many signals are still missing.</summary>
sealed class AllOf
{
    public int Missing;
}

/// <summary>For one signal, the first of several, or all of them.</summary>
public readonly struct SignalWait : ICriticalNotifyCompletion, IWait
{
    readonly Signal[] _signals;
    readonly bool _all;
    readonly TimeSpan? _patience;

    internal SignalWait(Signal[] signals, bool all, TimeSpan? patience)
    {
        if (signals.Length == 0) throw new ArgumentException("there must be a signal to wait for", nameof(signals));
        (_signals, _all, _patience) = (signals, all, patience);
    }

    public bool IsCompleted => _all ? Array.TrueForAll(_signals, s => s.HasHappened) : Array.Exists(_signals, s => s.HasHappened);

    public SignalWait GetAwaiter() => this;

    public void Arm(Activity activity)
    {
        var wait = activity.Await(_signals.Length == 1 ? "a signal" : _all ? "all of some signals" : "one of some signals", _patience);
        var all = _all ? new AllOf { Missing = _signals.Count(s => !s.HasHappened) } : null;
        foreach (var signal in _signals)
        {
            if (!signal.HasHappened) signal.Add(activity, wait, all);
        }
    }

    public int GetResult()
    {
        var current = _signals[0].Simulation.Current!;
        current.ThrowIfCancelled();
        if (_all) return IsCompleted ? 0 : -1;
        return Array.FindIndex(_signals, s => s.HasHappened);
    }

    public void OnCompleted(Action continuation) => throw new NotSupportedException();

    public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
