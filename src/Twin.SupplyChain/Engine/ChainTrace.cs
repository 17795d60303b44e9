using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What sort of fact a line of the trace tells.</summary>
public enum TraceKind
{
    Dispatched,
    Arrived,
    Started,
    Finished,
    Used,
    Delivered,
    SiteDown,
    SiteUp,
    ControlOn,
    ControlOff,
    Granted,
    Returned,
    Seized,
    LaneDown,
    LaneUp,
}

/// <summary>One fact of a run.</summary>
/// <param name="Day">Days since the start.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Key">To whom: the stable hash of an id.</param>
/// <param name="Mass">Grams of content; 0 where the fact has none.</param>
public readonly record struct TraceLine(int Day, TraceKind Kind, ulong Key, long Mass);

/// <summary>A run told line by line: always as a hash, and as lines where somebody listens.</summary>
/// <remarks>
/// What governments and mishaps do in a morning has no order of its own: two sites may fail on one day, and which process
/// woke first says nothing of the world. These lines are told together before the day's arrivals, sorted.
/// </remarks>
public sealed class ChainTrace
{
    readonly List<TraceLine> _morning = [];
    TraceHash _hash;
    bool _isMorning;
    bool _isHeard; // by somebody, or kept for the end of the morning

    /// <summary>Hears every line; null for nobody.</summary>
    public Action<TraceLine>? Listener
    {
        get;
        set => (field, _isHeard) = (value, _isMorning || value is not null);
    }

    /// <summary>Covers the days, ids and grams of all lines so far, in order.</summary>
    public ulong Hash => _hash.Value;

    /// <summary>How many lines this one has told itself: without those of another that it went on from.</summary>
    public long Facts { get; private set; }

    internal void Clear()
    {
        (_hash, Facts) = (default, 0);
        _morning.Clear();
        SetMorning(false);
    }

    /// <summary>Takes over another's story, between two days.</summary>
    internal void CopyFrom(ChainTrace other)
    {
        (_hash, Facts) = (other._hash, 0);
        _morning.Clear();
        SetMorning(false);
    }

    /// <summary>A day begins: lines are kept until <see cref="EndMorning"/>.</summary>
    internal void BeginMorning() => SetMorning(true);

    internal void EndMorning()
    {
        SetMorning(false);
        if (_morning.Count == 0) return;
        _morning.Sort(static (a, b) => (a.Kind, a.Key, a.Mass).CompareTo((b.Kind, b.Key, b.Mass)));
        foreach (var line in _morning) Tell(line.Day, line.Kind, line.Key, line.Mass);
        _morning.Clear();
    }

    internal void Tell(int day, TraceKind kind, ulong key, long mass)
    {
        // One question for both, half a million times a replication.
        if (_isHeard && TryKeep(new TraceLine(day, kind, key, mass))) return;
        Facts++;
        _hash.Add(((long)day << 8) | (long)kind, unchecked((long)key), mass);
    }

    /// <summary>Keeps a line for the end of the morning; at other times whoever listens hears it.</summary>
    bool TryKeep(TraceLine line)
    {
        if (_isMorning) _morning.Add(line);
        else Listener!(line);
        return _isMorning;
    }

    void SetMorning(bool isMorning) => (_isMorning, _isHeard) = (isMorning, isMorning || Listener is not null);
}
