using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Masses that will turn up somewhere on a day: shipments under way, lots in process.</summary>
/// <remarks>
/// A calendar of days, each with a first-in-first-out list of parcels threaded through flat arrays. Due dates are whole
/// days, so putting in and taking out cost the same however many are under way, and nothing is allocated once the pool
/// has grown to its largest. A parcel whose due day changes stays in its old list and is moved when that day comes.
/// </remarks>
/// <param name="groups">Length of a content.</param>
/// <param name="days">Length of the calendar.</param>
/// <param name="tags">How many numbers there are for <see cref="Tag"/>.</param>
sealed class Parcels(int groups, int days, int tags = 1)
{
    const int Nowhere = -1;

    /// <summary>In <see cref="Sole"/>: more than one group, or none yet.</summary>
    public const int Mixed = -1;

    /// <summary>A due day that never comes, for what is held.</summary>
    public const int Never = int.MaxValue;

    readonly int[] _head = new int[days + 1];
    readonly int[] _tail = new int[days + 1];
    readonly long[] _massOfTag = new long[tags];
    Row[] _rows = new Row[256];
    long[] _content = new long[256 * groups];
    int[] _free = new int[256]; // a stack: a list through the rows would wait for each of them
    int _freed;

    [Flags]
    enum State : byte
    {
        Live = 1,
        Listed = 2, // in the list of some day
        Turned = 4,
    }

    // Half a line of cache: most of what is done to a parcel looks at nothing else.
    struct Row
    {
        public int Owner;
        public int Start;
        public int Due;
        public int Next;
        public int Remaining; // days left when it was stopped
        public short Tag;
        public State State;
        public sbyte Sole; // the group that all of it is of, or Mixed
        public long Mass;
    }

    /// <summary>One more than the highest number ever used: the range to scan for the living.</summary>
    public int HighWater { get; private set; }

    public void Clear()
    {
        Array.Fill(_head, Nowhere);
        Array.Fill(_tail, Nowhere);
        Array.Clear(_massOfTag);
        (HighWater, _freed) = (0, 0);
    }

    /// <summary>Takes over another's parcels; both are of the same calendar and groups.</summary>
    public void CopyFrom(Parcels other)
    {
        if (_rows.Length < other._rows.Length) (_rows, _content) = (new Row[other._rows.Length], new long[other._content.Length]);
        Array.Copy(other._rows, _rows, other.HighWater);
        Array.Copy(other._content, _content, other.HighWater * groups);
        Array.Copy(other._head, _head, _head.Length);
        Array.Copy(other._tail, _tail, _tail.Length);
        Array.Copy(other._massOfTag, _massOfTag, _massOfTag.Length);
        if (_free.Length < other._freed) _free = new int[other._free.Length];
        Array.Copy(other._free, _free, other._freed);
        (HighWater, _freed) = (other.HighWater, other._freed);
    }

    /// <summary>Room for a new parcel of <paramref name="owner"/>, empty; the caller fills its content, then calls <see cref="Send"/>.</summary>
    public int Rent(int owner, int start)
    {
        int parcel;
        if (_freed == 0)
        {
            parcel = HighWater++;
            if (parcel == _rows.Length)
            {
                Array.Resize(ref _rows, parcel * 2);
                Array.Resize(ref _content, parcel * 2 * groups);
            }

            Contents.Clear(Content(parcel)); // an earlier replication's
        }
        else
        {
            parcel = _free[--_freed];
        }

        _rows[parcel] = new Row { Owner = owner, Start = start, Due = Never, Next = Nowhere, State = State.Live, Sole = Mixed };
        return parcel;
    }

    /// <summary>Fills an empty parcel with one group alone.</summary>
    public void Fill(int parcel, int group, long mass)
    {
        Content(parcel)[group] = mass;
        _rows[parcel].Sole = (sbyte)group;
    }

    public void Send(int parcel, long mass, int due)
    {
        _rows[parcel].Mass = mass;
        _massOfTag[_rows[parcel].Tag] += mass;
        Reschedule(parcel, due);
    }

    public Span<long> Content(int parcel) => _content.AsSpan(parcel * groups, groups);

    /// <summary>The one group that it was filled with; <see cref="Mixed"/> where its content has to be looked at.</summary>
    public int Sole(int parcel) => _rows[parcel].Sole;

    public bool IsLive(int parcel) => (_rows[parcel].State & State.Live) != 0;

    public int Owner(int parcel) => _rows[parcel].Owner;

    public int Start(int parcel) => _rows[parcel].Start;

    public int Due(int parcel) => _rows[parcel].Due;

    /// <summary>All of its content together [g].</summary>
    public long Mass(int parcel) => _rows[parcel].Mass;

    /// <summary>A number that goes with it: the lane of a shipment.</summary>
    public int TagOf(int parcel) => _rows[parcel].Tag;

    /// <summary>Sets it, before the parcel is sent.</summary>
    public void Tag(int parcel, int tag) => _rows[parcel].Tag = (short)tag;

    /// <summary>Mass of all parcels with a tag that are sent and not given back [g].</summary>
    public long MassOf(int tag) => _massOfTag[tag];

    /// <summary>Whether it is on its way back.</summary>
    public bool Turned(int parcel) => (_rows[parcel].State & State.Turned) != 0;

    public void Turn(int parcel) => _rows[parcel].State |= State.Turned;

    /// <summary>Sets another due day; <see cref="Never"/> holds it.</summary>
    public void Reschedule(int parcel, int due)
    {
        ref var row = ref _rows[parcel];
        row.Due = due;
        if ((row.State & State.Listed) == 0 && due != Never) Enlist(parcel, due);
    }

    /// <summary>Stops a parcel where it is.</summary>
    public void Hold(int parcel, int today)
    {
        ref var row = ref _rows[parcel];
        if (row.Due == Never) return;
        (row.Remaining, row.Due) = (row.Due - today, Never);
    }

    /// <summary>Lets a stopped parcel go on.</summary>
    public void Release(int parcel, int today)
    {
        if (_rows[parcel].Due == Never) Reschedule(parcel, today + Math.Max(1, _rows[parcel].Remaining));
    }

    /// <summary>The next parcel due on <paramref name="day"/>, in order of sending, or -1. Those put off are moved on the way.</summary>
    public int TakeDue(int day)
    {
        while (true)
        {
            var parcel = _head[day];
            if (parcel == Nowhere) return Nowhere;

            ref var row = ref _rows[parcel];
            _head[day] = row.Next;
            if (row.Next == Nowhere) _tail[day] = Nowhere;
            row.Next = Nowhere;
            row.State &= ~State.Listed;
            if ((row.State & State.Live) == 0)
            {
                Recycle(parcel);
                continue;
            }

            if (row.Due == day) return parcel;
            if (row.Due != Never) Enlist(parcel, row.Due);
        }
    }

    /// <summary>Gives a parcel back whose content has been put elsewhere.</summary>
    public void Return(int parcel)
    {
        ref var row = ref _rows[parcel];
        Invariant.Holds((row.State & State.Live) != 0, "a parcel is given back once");
        row.State &= ~State.Live;
        _massOfTag[row.Tag] -= row.Mass;

        // Empty for the next, while it is at hand.
        if (row.Sole == Mixed) Contents.Clear(Content(parcel));
        else Content(parcel)[row.Sole] = 0;
        if ((row.State & State.Listed) == 0) Recycle(parcel);
    }

    void Recycle(int parcel)
    {
        if (_freed == _free.Length) Array.Resize(ref _free, _freed * 2);
        _free[_freed++] = parcel;
    }

    void Enlist(int parcel, int due)
    {
        var day = Math.Min(due, days); // what comes after the end stays under way
        ref var row = ref _rows[parcel];
        row.Next = Nowhere;
        row.State |= State.Listed;
        if (_tail[day] == Nowhere) _head[day] = parcel;
        else _rows[_tail[day]].Next = parcel;
        _tail[day] = parcel;
    }
}
