namespace Twin.Kernel;

/// <summary>Processes that wait for the same thing, in order of priority class, then of arrival.</summary>
/// <remarks>
/// Who gives up leaves its entry behind; it is known by its number and dropped when it comes to the front. So giving
/// up costs nothing and moves nobody. Grows to its longest and then allocates nothing.
/// </remarks>
sealed class WaitQueue<T>
{
    readonly Lane?[] _lanes = new Lane?[Simulation.LastPriority + 1];
    int _first = Simulation.LastPriority + 1;

    struct Entry
    {
        public Activity Who;
        public int Wait;
        public T What;
    }

    sealed class Lane
    {
        public Entry[] Ring = new Entry[4];
        public int Head;
        public int Count;
    }

    public void Add(Activity who, int wait, T what, int priority = Simulation.DefaultPriority)
    {
        var lane = _lanes[priority] ??= new Lane();
        if (lane.Count == lane.Ring.Length)
        {
            var ring = new Entry[lane.Count * 2];
            for (var i = 0; i < lane.Count; i++) ring[i] = lane.Ring[(lane.Head + i) & (lane.Count - 1)];
            (lane.Ring, lane.Head) = (ring, 0);
        }

        lane.Ring[(lane.Head + lane.Count++) & (lane.Ring.Length - 1)] = new Entry { Who = who, Wait = wait, What = what };
        _first = Math.Min(_first, priority);
    }

    /// <summary>The first who still waits.</summary>
    public bool TryPeek(out Activity who, out T what)
    {
        for (; _first <= Simulation.LastPriority; _first++)
        {
            if (_lanes[_first] is not { } lane) continue;
            for (; lane.Count > 0; Drop(lane))
            {
                ref var entry = ref lane.Ring[lane.Head];
                if (entry.Who.Wait != entry.Wait) continue;
                (who, what) = (entry.Who, entry.What);
                return true;
            }
        }

        (who, what) = (null!, default!);
        return false;
    }

    /// <summary>Takes out the one that <see cref="TryPeek"/> has shown.</summary>
    public void Dequeue() => Drop(_lanes[_first]!);

    static void Drop(Lane lane)
    {
        lane.Ring[lane.Head] = default;
        lane.Head = (lane.Head + 1) & (lane.Ring.Length - 1);
        lane.Count--;
    }
}
