using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Masses that will turn up somewhere on a day: shipments under way, lots in process.</summary>
/// <remarks>
/// A calendar of days, each with a first-in-first-out list of parcels threaded through flat arrays. Due dates are whole
/// days, so putting in and taking out cost the same however many are under way, and nothing is allocated once the pool
/// has grown to its largest. A parcel whose due day changes stays in its old list and is moved when that day comes.
/// Parcels that are due on one day lie together, in blocks that are given back when the last of them is: a day's arrivals
/// are read in a row, and what leaves is written where the last for its day was.
/// </remarks>
/// <param name="groups">Length of a content; 0 for what has none.</param>
/// <param name="days">Length of the calendar.</param>
/// <param name="tags">How many numbers there are for what goes with a parcel.</param>
sealed class Parcels(int groups, int days, int tags = 1)
{
    const int Nowhere = -1;

    /// <summary>In <see cref="Sole"/>: more than one group, or none yet.</summary>
    public const int Mixed = -1;

    /// <summary>A due day that never comes, for what is held.</summary>
    public const int Never = int.MaxValue;

    const int Shift = 5;
    const int Block = 1 << Shift;

    readonly int _width = Contents.Padded(Math.Max(1, groups));
    readonly int[] _head = new int[days + 1];
    readonly int[] _tail = new int[days + 1];
    readonly long[] _massOfTag = new long[tags];
    readonly int[] _next = new int[days + 1]; // the next number in the block that is open for a day
    Row[] _rows = new Row[16 * Block];
    long[] _content = new long[16 * Block * Contents.Padded(Math.Max(1, groups))];
    int[] _left = new int[16]; // of each block: how many are in use or can still be
    int[] _free = new int[16]; // blocks, a stack
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

    /// <summary>One more than the highest number that may be in use: the range to scan for the living.</summary>
    public int HighWater { get; private set; }

    public void Clear()
    {
        Array.Fill(_head, Nowhere);
        Array.Fill(_tail, Nowhere);
        Array.Fill(_next, Nowhere);
        Array.Clear(_massOfTag);
        (HighWater, _freed) = (0, 0);
    }

    /// <summary>Takes over another's parcels; both are of the same calendar and groups.</summary>
    public void CopyFrom(Parcels other)
    {
        if (_rows.Length < other._rows.Length) (_rows, _content, _left) = (new Row[other._rows.Length], new long[other._content.Length], new int[other._left.Length]);
        if (_free.Length < other._free.Length) _free = new int[other._free.Length];
        Array.Copy(other._rows, _rows, other.HighWater);
        Array.Copy(other._content, _content, other.HighWater * _width);
        Array.Copy(other._left, _left, other.HighWater >>> Shift);
        Array.Copy(other._head, _head, _head.Length);
        Array.Copy(other._tail, _tail, _tail.Length);
        Array.Copy(other._next, _next, _next.Length);
        Array.Copy(other._massOfTag, _massOfTag, _massOfTag.Length);
        Array.Copy(other._free, _free, other._freed);
        (HighWater, _freed) = (other.HighWater, other._freed);
    }

    /// <summary>Sends a new parcel, empty; its content is filled by the caller.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="start">The day it leaves.</param>
    /// <param name="due">The day it is due.</param>
    /// <param name="mass">All of its content together [g]; of what is not known yet, 0 until <see cref="Weigh"/>.</param>
    /// <param name="tag">A number that goes with it: the lane of a shipment.</param>
    public int Send(int owner, int start, int due, long mass, int tag = 0)
    {
        var day = DayOf(due);
        ref var next = ref _next[day];
        var parcel = next == Nowhere ? Open() : next;
        next = parcel + 1;
        if ((next & (Block - 1)) == 0) next = Nowhere; // it is full
        _rows[parcel] = new Row { Owner = owner, Start = start, Due = due, Next = Nowhere, Tag = (short)tag, State = State.Live | State.Listed, Sole = Mixed, Mass = mass };
        _massOfTag[tag] += mass;
        Append(parcel, day);
        return parcel;
    }

    /// <summary>Fills an empty parcel with one group alone.</summary>
    public void Fill(int parcel, int group, long mass)
    {
        Content(parcel)[group] = mass;
        _rows[parcel].Sole = (sbyte)group;
    }

    /// <summary>Says what a parcel weighs [g].</summary>
    public void Weigh(int parcel, long mass)
    {
        ref var row = ref _rows[parcel];
        _massOfTag[row.Tag] += mass - row.Mass;
        row.Mass = mass;
    }

    /// <summary>Sends one again that has come, with another mass.</summary>
    public void Resend(int parcel, long mass, int due)
    {
        Weigh(parcel, mass);
        Reschedule(parcel, due);
    }

    public Span<long> Content(int parcel) => Contents.Row(_content, parcel, _width);

    /// <summary>The one group that it was filled with; <see cref="Mixed"/> where its content has to be looked at.</summary>
    public int Sole(int parcel) => _rows[parcel].Sole;

    public bool IsLive(int parcel) => (_rows[parcel].State & State.Live) != 0;

    public int Owner(int parcel) => _rows[parcel].Owner;

    public int Start(int parcel) => _rows[parcel].Start;

    public int Due(int parcel) => _rows[parcel].Due;

    /// <summary>All of its content together [g].</summary>
    public long Mass(int parcel) => _rows[parcel].Mass;

    /// <summary>The number that goes with it.</summary>
    public int TagOf(int parcel) => _rows[parcel].Tag;

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
            if (parcel == Nowhere)
            {
                Close(ref _next[day]);
                return Nowhere;
            }

            ref var row = ref _rows[parcel];
            _head[day] = row.Next;
            if (row.Next == Nowhere) _tail[day] = Nowhere;
            row.Next = Nowhere;
            row.State &= ~State.Listed;
            if ((row.State & State.Live) == 0)
            {
                Leave(parcel >>> Shift, 1);
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
        if ((row.State & State.Listed) == 0) Leave(parcel >>> Shift, 1);
    }

    int DayOf(int due) => Math.Min(due, days); // what comes after the end stays under way

    /// <summary>The first number of a block in which nothing is in use.</summary>
    int Open()
    {
        int block;
        if (_freed > 0)
        {
            block = _free[--_freed];
        }
        else
        {
            block = HighWater >>> Shift;
            if (HighWater == _rows.Length)
            {
                Array.Resize(ref _rows, HighWater * 2);
                Array.Resize(ref _content, HighWater * 2 * _width);
                Array.Resize(ref _left, block * 2);
            }

            // An earlier replication's.
            _rows.AsSpan(HighWater, Block).Clear();
            _content.AsSpan(HighWater * _width, Block * _width).Clear();
            HighWater += Block;
        }

        _left[block] = Block;
        return block * Block;
    }

    /// <summary>Nothing more comes into a day's block: what is left of it will not be used.</summary>
    void Close(ref int next)
    {
        if (next == Nowhere) return;
        Leave(next >>> Shift, Block - (next & (Block - 1)));
        next = Nowhere;
    }

    void Leave(int block, int count)
    {
        _left[block] -= count;
        if (_left[block] > 0) return;
        if (_freed == _free.Length) Array.Resize(ref _free, _freed * 2);
        _free[_freed++] = block;
    }

    void Enlist(int parcel, int due)
    {
        ref var row = ref _rows[parcel];
        row.Next = Nowhere;
        row.State |= State.Listed;
        Append(parcel, DayOf(due));
    }

    void Append(int parcel, int day)
    {
        ref var tail = ref _tail[day];
        if (tail == Nowhere) _head[day] = parcel;
        else _rows[tail].Next = parcel;
        tail = parcel;
    }
}
