namespace Twin.Kernel;

/// <summary>What a store holds, in the order in which it comes out: a ring, or a binary heap where an order is given.</summary>
sealed class StoreItems<T>(IComparer<T>? order)
{
    Entry[] _items = new Entry[4]; // a power of two
    int _head; // of the ring; 0 for the heap
    long _turn;
    long _before; // turns of what was given back: smaller than all others

    struct Entry
    {
        public T Item;
        public long Turn;
    }

    public int Count { get; private set; }

    ref Entry this[int i] => ref _items[(_head + i) & (_items.Length - 1)];

    public void Add(T item, bool first)
    {
        if (Count == _items.Length) Grow();
        var entry = new Entry { Item = item, Turn = first ? --_before : _turn++ };
        if (order is null && first)
        {
            _head = (_head - 1) & (_items.Length - 1);
            Count++;
            this[0] = entry;
        }
        else
        {
            this[Count++] = entry;
            if (order is not null) Up(Count - 1);
        }
    }

    /// <summary>Takes out the first that suits; the smallest, if there is an order.</summary>
    public bool TryTake(Func<T, bool>? filter, out T item)
    {
        var at = filter is null ? (Count > 0 ? 0 : -1) : Find(filter);
        if (at < 0)
        {
            item = default!;
            return false;
        }

        item = this[at].Item;
        Remove(at);
        return true;
    }

    public void Clear()
    {
        Array.Clear(_items);
        (_head, Count, _turn, _before) = (0, 0, 0, 0);
    }

    int Find(Func<T, bool> filter)
    {
        var best = -1;
        for (var i = 0; i < Count; i++)
        {
            if (!filter(this[i].Item)) continue;
            if (order is null) return i;
            if (best < 0 || IsBefore(i, best)) best = i;
        }

        return best;
    }

    void Remove(int at)
    {
        if (order is not null)
        {
            this[at] = this[--Count];
            this[Count] = default;
            if (at < Count) Down(Up(at));
            return;
        }

        if (at == 0)
        {
            this[0] = default;
            _head = (_head + 1) & (_items.Length - 1);
        }
        else
        {
            for (var i = at; i + 1 < Count; i++) this[i] = this[i + 1];
            this[Count - 1] = default;
        }

        Count--;
    }

    bool IsBefore(int a, int b)
    {
        var compared = order!.Compare(this[a].Item, this[b].Item);
        return compared < 0 || (compared == 0 && this[a].Turn < this[b].Turn);
    }

    int Up(int i)
    {
        for (int parent; i > 0 && IsBefore(i, parent = (i - 1) / 2); i = parent) (this[i], this[parent]) = (this[parent], this[i]);
        return i;
    }

    void Down(int i)
    {
        while (true)
        {
            var child = (2 * i) + 1;
            if (child >= Count) return;
            if (child + 1 < Count && IsBefore(child + 1, child)) child++;
            if (!IsBefore(child, i)) return;
            (this[i], this[child]) = (this[child], this[i]);
            i = child;
        }
    }

    void Grow()
    {
        var items = new Entry[_items.Length * 2];
        for (var i = 0; i < Count; i++) items[i] = this[i];
        (_items, _head) = (items, 0);
    }
}
