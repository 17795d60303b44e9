using System.Runtime.InteropServices;

namespace Twin.Kernel;

/// <summary>What was woken up and when, kept. While it is off, a run costs what it costs without.</summary>
/// <remarks>Nothing is put into words before it is read. A run is the same with and without it.</remarks>
public sealed class TraceLog : Part
{
    readonly List<TraceEntry> _entries = [];
    bool _isOn;

    /// <param name="simulation">The run that it hears; it is on at first.</param>
    public TraceLog(Simulation simulation)
        : base(simulation) => IsOn = true;

    /// <summary>Whether it listens. May be set at any time.</summary>
    public bool IsOn
    {
        get => _isOn;
        set
        {
            if (value == _isOn) return;
            _isOn = value;
            if (value) Simulation.Trace += Add;
            else Simulation.Trace -= Add;
        }
    }

    /// <summary>What it has heard, in order. Valid until it hears more.</summary>
    public ReadOnlySpan<TraceEntry> Entries
    {
        get
        {
            Refresh();
            return CollectionsMarshal.AsSpan(_entries);
        }
    }

    /// <summary>A hash of all that it has heard: moments, processes and what they had waited for.</summary>
    public ulong Hash
    {
        get
        {
            var hash = new TraceHash();
            foreach (var (time, process, waitedFor) in Entries) hash.Add(time.Milliseconds, (long)StableHash.Of(process), (long)StableHash.Of(waitedFor));
            return hash.Value;
        }
    }

    private protected override void Renew() => _entries.Clear();

    void Add(TraceEntry entry)
    {
        Refresh();
        _entries.Add(entry);
    }
}

/// <summary>Where two traces part.</summary>
/// <param name="Index">How many wake-ups they have in common.</param>
/// <param name="First">What comes next in the first; null if it ends there.</param>
/// <param name="Second">What comes next in the second; null if it ends there.</param>
public sealed record TraceDifference(int Index, TraceEntry? First, TraceEntry? Second)
{
    /// <summary>The first wake-up in which two traces differ; null when they are the same.</summary>
    public static TraceDifference? Between(ReadOnlySpan<TraceEntry> first, ReadOnlySpan<TraceEntry> second)
    {
        var common = first.CommonPrefixLength(second);
        if (common == first.Length && common == second.Length) return null;
        return new TraceDifference(common, common < first.Length ? first[common] : null, common < second.Length ? second[common] : null);
    }

    public override string ToString() => $"event {Index}: {Say(First)} in the first, {Say(Second)} in the second";

    static string Say(TraceEntry? entry) => entry is { } e ? $"{e.Process} at {e.Time} after {e.WaitedFor}" : "nothing more";
}
