namespace Twin.Benchmarks;

/// <summary>The model of <see cref="TimeoutModel"/> on a plain four-ary heap of 16-byte entries: what the kernel's agenda must not be worse than.</summary>
public sealed class FourAryHeap : IModel
{
    readonly Entry[] _heap;
    readonly uint[] _states;
    readonly int _waits;
    long _sequence;

    struct Entry
    {
        public long Due;
        public long Order; // sequence, slot
    }

    const int SlotBits = 21;

    public FourAryHeap(int processes, int waits) => (_heap, _states, _waits) = (new Entry[processes], new uint[processes], waits);

    public long Operations => _waits;

    public long Run()
    {
        Start();
        return GoOn();
    }

    public void Start()
    {
        _sequence = 0;
        for (var i = 0; i < _heap.Length; i++)
        {
            _states[i] = (uint)i;
            var entry = Next(0, i);
            var at = i;
            for (; at > 0 && Before(entry, _heap[(at - 1) / 4]); at = (at - 1) / 4) _heap[at] = _heap[(at - 1) / 4];
            _heap[at] = entry;
        }
    }

    public long GoOn()
    {
        var checksum = 0L;
        for (var left = _waits; left > 0; left--)
        {
            var top = _heap[0];
            var slot = (int)(top.Order & ((1 << SlotBits) - 1));
            checksum = Inputs.Mix(checksum, _states[slot]);
            ReplaceTop(Next(top.Due, slot));
        }

        return checksum;
    }

    Entry Next(long now, int slot) =>
        new() { Due = now + (Inputs.Next(ref _states[slot]).Ticks / TimeSpan.TicksPerMillisecond), Order = (_sequence++ << SlotBits) | (uint)slot };

    void ReplaceTop(Entry entry)
    {
        Span<Entry> heap = _heap;
        var at = 0;
        while (true)
        {
            var child = (at * 4) + 1;
            if (child >= heap.Length) break;
            var best = child;
            for (var c = child + 1; c < Math.Min(child + 4, heap.Length); c++)
            {
                if (Before(heap[c], heap[best])) best = c;
            }

            if (!Before(heap[best], entry)) break;
            heap[at] = heap[best];
            at = best;
        }

        heap[at] = entry;
    }

    static bool Before(in Entry a, in Entry b) => a.Due < b.Due || (a.Due == b.Due && a.Order < b.Order);
}
