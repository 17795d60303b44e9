using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Processes that wait for the same thing, in order of priority, then of arrival.</summary>
/// <remarks>
/// Who gives up leaves its entry behind; it is known by its number and dropped when it comes to the front, or when
/// stale entries outnumber the others. So giving up costs nothing and moves nobody. A lane for each priority that
/// occurs, in order; most queues have one. Grows to its longest and then allocates nothing.
/// </remarks>
/// <param name="simulation">Whose processes.</param>
/// <param name="lastFirst">Whether the last to come is the first to be served, within a priority.</param>
sealed class WaitQueue<T>(Simulation simulation, bool lastFirst = false)
{
    Lane[] _lanes = [];
    int _entries;

    /// <summary>How many wait.</summary>
    public int Waiting { get; private set; }

    struct Entry
    {
        public int Slot; // a number, and no reference: the collector need not be told of each
        public int Wait;
        public int Tag;
        public T What;
    }

    sealed class Lane(int priority)
    {
        public readonly int Priority = priority;
        public Entry[] Ring = new Entry[4]; // a power of two
        public int Head;
        public int Count;

        public ref Entry this[int i] => ref Ring[(Head + i) & (Ring.Length - 1)];

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Grow()
        {
            var ring = new Entry[Count * 2];
            for (var i = 0; i < Count; i++) ring[i] = this[i];
            (Ring, Head) = (ring, 0);
        }
    }

    public void Add(Activity who, int tag, T what, int priority = 0)
    {
        var lane = _lanes.Length == 1 && _lanes[0].Priority == priority ? _lanes[0] : LaneOf(priority);
        if (lane.Count == lane.Ring.Length) lane.Grow();
        lane[lane.Count++] = new Entry { Slot = who.Slot, Wait = who.Wait, Tag = tag, What = what };
        _entries++;
        Waiting++;
    }

    /// <summary>The first who still waits; its priority and what it wants with it.</summary>
    public bool TryPeek(out T what, out int priority)
    {
        if (_entries > 0)
        {
            foreach (var lane in _lanes)
            {
                while (lane.Count > 0)
                {
                    ref var entry = ref lane[Front(lane)];
                    if (IsWaiting(entry))
                    {
                        (what, priority) = (entry.What, lane.Priority);
                        return true;
                    }

                    Drop(lane, ref entry);
                }
            }
        }

        (what, priority) = (default!, 0);
        return false;
    }

    /// <inheritdoc cref="TryPeek(out T, out int)"/>
    public bool TryPeek(out T what) => TryPeek(out what, out _);

    /// <summary>Takes out the first who still waits; the caller grants it.</summary>
    public bool TryDequeue([NotNullWhen(true)] out Activity? who, out int tag, out T what, out int priority)
    {
        if (Waiting > 0)
        {
            foreach (var lane in _lanes)
            {
                while (lane.Count > 0)
                {
                    ref var entry = ref lane[Front(lane)];
                    (who, tag, what, priority) = (simulation.ActivityOf(entry.Slot), entry.Tag, entry.What, lane.Priority);
                    var found = who.Wait == entry.Wait;
                    Drop(lane, ref entry);
                    if (!found) continue;
                    Waiting--;
                    return true;
                }
            }
        }

        (who, tag, what, priority) = (null, 0, default!, 0);
        return false;
    }

    /// <inheritdoc cref="TryDequeue(out Activity, out int, out T, out int)"/>
    public bool TryDequeue([NotNullWhen(true)] out Activity? who, out int tag) => TryDequeue(out who, out tag, out _, out _);

    /// <summary>Takes out the first who waits and whose wish can be met.</summary>
    public Activity? DequeueFirst(Func<T, bool> canBeMet, out int tag)
    {
        foreach (var lane in _lanes)
        {
            for (var i = 0; i < lane.Count; i++)
            {
                var entry = lane[lastFirst ? lane.Count - 1 - i : i];
                if (!IsWaiting(entry) || !canBeMet(entry.What)) continue;
                Remove(lane, lastFirst ? lane.Count - 1 - i : i);
                Waiting--;
                tag = entry.Tag;
                return simulation.ActivityOf(entry.Slot);
            }
        }

        tag = 0;
        return null;
    }

    /// <summary>Called by one that no longer waits, and was not granted.</summary>
    public void GaveUp()
    {
        Waiting--;
        if (_entries > (2 * Waiting) + 16) Compact();
    }

    public void Clear()
    {
        foreach (var lane in _lanes)
        {
            Array.Clear(lane.Ring);
            (lane.Head, lane.Count) = (0, 0);
        }

        (_entries, Waiting) = (0, 0);
    }

    bool IsWaiting(in Entry entry) => simulation.ActivityOf(entry.Slot).Wait == entry.Wait;

    int Front(Lane lane) => lastFirst ? lane.Count - 1 : 0;

    void Drop(Lane lane, ref Entry front)
    {
        front = default;
        if (!lastFirst) lane.Head = (lane.Head + 1) & (lane.Ring.Length - 1);
        lane.Count--;
        _entries--;
    }

    void Remove(Lane lane, int i)
    {
        for (; i + 1 < lane.Count; i++) lane[i] = lane[i + 1];
        lane[--lane.Count] = default;
        _entries--;
    }

    /// <summary>Drops all stale entries: at least half of them, so that it costs each of them once.</summary>
    void Compact()
    {
        foreach (var lane in _lanes)
        {
            var kept = 0;
            for (var i = 0; i < lane.Count; i++)
            {
                if (IsWaiting(lane[i])) lane[kept++] = lane[i];
            }

            for (var i = kept; i < lane.Count; i++) lane[i] = default;
            _entries -= lane.Count - kept;
            lane.Count = kept;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    Lane LaneOf(int priority)
    {
        var at = 0;
        for (; at < _lanes.Length; at++)
        {
            if (_lanes[at].Priority == priority) return _lanes[at];
            if (_lanes[at].Priority > priority) break;
        }

        var lane = new Lane(priority);
        _lanes = [.. _lanes.AsSpan(0, at), lane, .. _lanes.AsSpan(at)];
        return lane;
    }
}
