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
public sealed class ChainTrace
{
    TraceHash _hash;

    /// <summary>Hears every line; null for nobody.</summary>
    public Action<TraceLine>? Listener { get; set; }

    /// <summary>Covers the days, ids and grams of all lines so far, in order.</summary>
    public ulong Hash => _hash.Value;

    internal void Clear() => _hash = default;

    internal void CopyFrom(ChainTrace other) => _hash = other._hash;

    internal void Tell(int day, TraceKind kind, ulong key, long mass)
    {
        _hash.Add(((long)day << 8) | (long)kind, unchecked((long)key), mass);
        Listener?.Invoke(new TraceLine(day, kind, key, mass));
    }
}
