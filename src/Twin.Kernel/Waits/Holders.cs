namespace Twin.Kernel;

/// <summary>Who holds the units of a preemptive resource, and how important that is.</summary>
/// <remarks>
/// One row a unit that is held. Rows are used again, and their stamp tells a lease of an earlier holder apart. Who was
/// granted a unit and has not woken up yet holds it all the same, and may be its next victim.
/// </remarks>
sealed class Holders(Resource resource)
{
    /// <summary>The stamp of no unit.</summary>
    public const int Void = 0;

    const int None = -1;

    Row[] _rows = new Row[4];
    int _count; // rows ever used
    int _stamps;
    long _order;

    struct Row
    {
        public Activity? Who;
        public int Life;
        public int Priority;
        public SimTime Since;
        public long Order;
        public int Stamp; // Void: not held
        public int Unclaimed; // the tag of the wait it was granted to; none once that has woken up
    }

    /// <summary>A unit for one who has it at once.</summary>
    public (int Holder, int Stamp) Add(Activity? who, int priority)
    {
        var row = Fill(who, priority, None);
        return (row, _rows[row].Stamp);
    }

    /// <summary>A unit for one who waits, and will claim it when it has woken up.</summary>
    public void Grant(Activity who, int tag, int priority) => Fill(who, priority, tag);

    /// <summary>The unit that was granted; none if it was taken away since.</summary>
    public (int Holder, int Stamp) Claim(Activity who, int tag)
    {
        for (var row = 0; row < _count; row++)
        {
            if (_rows[row].Who != who || _rows[row].Unclaimed != tag || _rows[row].Stamp == Void) continue;
            _rows[row].Unclaimed = None;
            return (row, _rows[row].Stamp);
        }

        return (0, Void);
    }

    int Fill(Activity? who, int priority, int unclaimed)
    {
        var row = 0;
        while (row < _count && _rows[row].Stamp != Void) row++;
        if (row == _rows.Length) Array.Resize(ref _rows, row * 2);
        _count = Math.Max(_count, row + 1);
        _rows[row] = new Row { Who = who, Life = who?.Life ?? 0, Priority = priority, Since = resource.Simulation.Now, Order = _order++, Stamp = ++_stamps, Unclaimed = unclaimed };
        return row;
    }

    public bool IsHeld(int row, int stamp) => row < _count && _rows[row].Stamp == stamp;

    public void Remove(int row) => _rows[row] = default;

    /// <summary>Takes a unit from the holder with the largest number, of those the one that came last, if that is larger than <paramref name="priority"/>.</summary>
    public bool Preempt(int priority, Activity? by)
    {
        var victim = -1;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var row = ref _rows[i];
            if (row.Stamp == Void || row.Priority <= priority || row.Who == by) continue;
            if (victim < 0 || (row.Priority, row.Order).CompareTo((_rows[victim].Priority, _rows[victim].Order)) > 0) victim = i;
        }

        if (victim < 0) return false;

        var taken = _rows[victim];
        _rows[victim] = default;
        if (taken.Who is { } who && who.Life == taken.Life) who.Interrupt(new Preemption(resource, by?.Name ?? "", taken.Since));
        return true;
    }

    /// <summary>Forgets all; stamps go on, so that a lease of the last run holds nothing.</summary>
    public void Clear()
    {
        Array.Clear(_rows);
        (_count, _order) = (0, 0);
    }
}
