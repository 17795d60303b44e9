using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Who is due next: one entry a process, in a tournament of their due times.</summary>
/// <remarks>
/// <para>The rule for ties, and the only one: time, then priority class, then the order of scheduling in this run.</para>
/// <para>
/// A winner tree over dense slots: leaf i holds slot i's entry, each inner node the earlier of its two children. To put
/// off the first, which most wake-ups do, is a walk from its leaf to the root, whose sibling loads do not depend on
/// its compares; the compare is a subtraction with borrow, because a branch here is mispredicted half of the time
/// (Knuth, TAOCP 3, 5.4.1, "tournament trees"). What comes in or goes out elsewhere walks only as far as it is, or was,
/// the earlier of two. Wake-ups for now never come here: they wait in a ring.
/// </para>
/// </remarks>
sealed class Agenda
{
    const int SlotBits = 21;
    const int SequenceBits = 37;

    /// <summary>From so many leaves on the entries of one slot, and its process, are in no near cache when its turn comes.</summary>
    const int Wide = 1 << 15;

    /// <summary>The lowest levels of the tree: those above are used so often that they stay near.</summary>
    const int FarLevels = 8;

    /// <summary>How many processes may be alive at once.</summary>
    public const int MostSlots = 1 << SlotBits;

    Entry[] _tree = new Entry[4];
    int _leaves = 2;
    long _sequence;

    // The ring of wake-ups for this very moment, all of the default priority; a power of two.
    long[] _ring = new long[64];
    int _ringHead;
    int _ringCount;

    // Both are below 2^63, so that a difference of two never overflows: the sign of a - b is the order.
    struct Entry
    {
        public long Due;
        public long Order; // priority, sequence, slot
    }

    public Agenda() => Array.Fill(_tree, new Entry { Due = long.MaxValue, Order = long.MaxValue });

    /// <summary>The earliest due time; <see cref="long.MaxValue"/> when nobody waits for one.</summary>
    public long NextDue => _tree[1].Due;

    public bool IsScheduled(int slot) => _tree[_leaves + slot].Due != long.MaxValue;

    /// <summary>Priority and sequence of a slot's entry; no two entries share it.</summary>
    public long OrderOf(int slot) => _tree[_leaves + slot].Order;

    public void Schedule(int slot, long due, int priority)
    {
        var order = Ticket(slot, priority);
        if (IsScheduled(slot)) Set(slot, due, order);
        else Insert(slot, due, order);
    }

    /// <summary>Takes a slot's entry out, if it has one: only where it was the earlier of two is there anything to put right.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Cancel(int slot)
    {
        Span<Entry> tree = _tree;
        var i = slot + _leaves;
        var (due, order, gone) = (long.MaxValue, long.MaxValue, tree[i].Order);
        (tree[i].Due, tree[i].Order) = (due, order);
        do
        {
            ref var other = ref tree[i ^ 1];
            i >>= 1;
            if (tree[i].Order != gone) return;
            Earlier(ref due, ref order, other);
            (tree[i].Due, tree[i].Order) = (due, order);
        }
        while (i > 1);
    }

    /// <summary>Puts a slot's wake-up at the end of the queue for this moment.</summary>
    public void Now(int slot)
    {
        if (_ringCount == _ring.Length) GrowRing();
        _ring[(_ringHead + _ringCount++) & (_ring.Length - 1)] = Ticket(slot, Simulation.DefaultPriority);
    }

    /// <summary>Takes the first of those who wait for this very moment, if it comes before all that have a due time.</summary>
    public bool TryTakeNow(long now, out int slot)
    {
        slot = 0;
        if (_ringCount == 0) return false;
        ref readonly var top = ref _tree[1];
        var first = _ring[_ringHead];
        if (top.Due == now && top.Order < first) return false;

        slot = (int)(first & (MostSlots - 1));
        _ringHead = (_ringHead + 1) & (_ring.Length - 1);
        _ringCount--;
        return true;
    }

    /// <summary>The slot that has the earliest due time. It keeps its entry.</summary>
    public int First(out long order)
    {
        order = _tree[1].Order;
        return (int)(order & (MostSlots - 1));
    }

    /// <summary>Whether to look ahead is worth its time.</summary>
    public bool IsWide => _leaves >= Wide;

    /// <summary>Who comes after the first, if nothing comes between; -1 for nobody. Reads what the first's next walk will read.</summary>
    public int Second(int first)
    {
        Span<Entry> tree = _tree;
        var (due, order) = (long.MaxValue, long.MaxValue);
        for (var i = first + _leaves; i > 1; i >>= 1)
        {
            Earlier(ref due, ref order, tree[i ^ 1]);
        }

        return due == long.MaxValue ? -1 : (int)(order & (MostSlots - 1));
    }

    /// <summary>Brings near what a walk from a slot to the root reads.</summary>
    public void Approach(int slot)
    {
        Span<Entry> tree = _tree;
        var i = slot + _leaves;
        for (var level = 0; level < FarLevels; level++, i >>= 1) Near.Bring(ref tree[i]);
    }

    /// <summary>Forgets all entries, and begins to count anew.</summary>
    public void Clear()
    {
        Array.Fill(_tree, new Entry { Due = long.MaxValue, Order = long.MaxValue });
        (_ringHead, _ringCount, _sequence) = (0, 0, 0);
    }

    /// <summary>Makes sure that a slot exists.</summary>
    public void Reserve(int slot)
    {
        if (slot < _leaves) return;

        Invariant.Holds(slot < MostSlots, "no more than two million processes are alive at once");
        var (old, leaves) = (_tree, _leaves);
        _leaves *= 2;
        _tree = new Entry[_leaves * 2];
        Array.Fill(_tree, new Entry { Due = long.MaxValue, Order = long.MaxValue });
        Array.Copy(old, leaves, _tree, _leaves, leaves);
        for (var i = _leaves - 1; i > 0; i--)
        {
            var (a, b) = (_tree[2 * i], _tree[(2 * i) + 1]);
            _tree[i] = Before(b, a) != 0 ? b : a;
        }
    }

    long Ticket(int slot, int priority)
    {
        // 2^37 wake-ups are some days of computing; beyond them the order of ties would be lost.
        Invariant.Holds(_sequence < 1L << SequenceBits, "a run has fewer than 137 billion wake-ups");
        return ((((long)priority << SequenceBits) | _sequence++) << SlotBits) | (uint)slot;
    }

    /// <summary>Makes an entry the earlier of itself and another, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Earlier(ref long due, ref long order, in Entry other)
    {
        var (otherDue, otherOrder) = (other.Due, other.Order);
        var mask = (otherDue - due - (long)((ulong)(otherOrder - order) >> 63)) >> 63;
        due ^= (due ^ otherDue) & mask;
        order ^= (order ^ otherOrder) & mask;
    }

    static long Before(in Entry a, in Entry b) => (a.Due - b.Due - (long)((ulong)(a.Order - b.Order) >> 63)) >> 63;

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Set(int slot, long due, long order)
    {
        Span<Entry> tree = _tree;
        var i = slot + _leaves;
        (tree[i].Due, tree[i].Order) = (due, order);
        do
        {
            Earlier(ref due, ref order, tree[i ^ 1]);
            i >>= 1;
            (tree[i].Due, tree[i].Order) = (due, order);
        }
        while (i > 1);
    }

    /// <summary>Gives a slot an entry that had none: then only later ones have to make room, on the average two.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Insert(int slot, long due, long order)
    {
        Span<Entry> tree = _tree;
        var entry = new Entry { Due = due, Order = order };
        var i = slot + _leaves;
        do
        {
            tree[i] = entry;
            i >>= 1;
        }
        while (i > 0 && Before(entry, tree[i]) != 0);
    }

    void GrowRing()
    {
        var ring = new long[_ring.Length * 2];
        for (var i = 0; i < _ringCount; i++) ring[i] = _ring[(_ringHead + i) & (_ring.Length - 1)];
        (_ring, _ringHead) = (ring, 0);
    }
}
