namespace Twin.Kernel;

/// <summary>Things that processes put and get: a yard of ships, a box of orders.</summary>
/// <remarks>
/// First in, first out; with an order the smallest first, and among equals the first. Getters are served first come,
/// first served; one that waits for a certain thing is passed over until that comes. A store of structs allocates
/// nothing once it has grown to its longest.
/// </remarks>
/// <typeparam name="T">The things.</typeparam>
public sealed class Store<T> : Part
{
    readonly StoreItems<T> _items;
    readonly WaitQueue<Func<T, bool>?> _takers;
    readonly WaitQueue<T> _putters;
    readonly Dictionary<(int Slot, int Tag), T> _given = []; // granted to a process that has not woken up yet
    readonly Func<Func<T, bool>?, bool> _suits;
    T _offered = default!;

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">Most that it holds, above 0.</param>
    /// <param name="order">Which of two things comes out first; null for first in, first out.</param>
    public Store(Simulation simulation, int capacity = int.MaxValue, IComparer<T>? order = null)
        : base(simulation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        (_takers, _putters, _items) = (new(simulation), new(simulation), new StoreItems<T>(order));
        _suits = filter => filter is null || filter(_offered);
    }

    /// <summary>How many things it holds.</summary>
    public int Count
    {
        get
        {
            Refresh();
            return _items.Count;
        }
    }

    /// <summary>Most that it holds; what a cancelled getter gives back may come on top.</summary>
    public int Capacity { get; }

    /// <summary>How many wait to get a thing.</summary>
    public int GettersWaiting
    {
        get
        {
            Refresh();
            return _takers.Waiting;
        }
    }

    /// <summary>How many wait to put a thing.</summary>
    public int PuttersWaiting
    {
        get
        {
            Refresh();
            return _putters.Waiting;
        }
    }

    /// <summary>For a thing, and takes it.</summary>
    public StoreGet<T> Get() => new(this, null);

    /// <summary>For the first thing of a kind, and takes it. Others may be served meanwhile.</summary>
    /// <param name="filter">Whether a thing is of that kind; looks and changes nothing. One that is kept allocates nothing.</param>
    public StoreGet<T> Get(Func<T, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new StoreGet<T>(this, filter);
    }

    /// <summary>For room, and puts a thing there.</summary>
    public StorePut<T> Put(T item) => new(this, item);

    /// <summary>Takes a thing if there is one of that kind; those who wait for another kind are no hindrance.</summary>
    public bool TryGet(out T item, Func<T, bool>? filter = null)
    {
        Refresh();
        if (!_items.TryTake(filter, out item)) return false;
        LetPut();
        Tell();
        return true;
    }

    /// <summary>Puts a thing if there is room and nobody waits to put.</summary>
    public bool TryPut(T item)
    {
        Refresh();
        if (_items.Count >= Capacity || _putters.TryPeek(out _)) return false;
        Give(item, first: false);
        Tell();
        return true;
    }

    internal void QueueGet(Activity activity, int tag, Func<T, bool>? filter) => _takers.Add(activity, tag, filter);

    internal void QueuePut(Activity activity, int tag, T item) => _putters.Add(activity, tag, item);

    internal T Take(Activity activity, int tag)
    {
        _given.Remove((activity.Slot, tag), out var item);
        return item!;
    }

    internal void GaveUpGet() => _takers.GaveUp();

    internal void GaveUpPut()
    {
        _putters.GaveUp();
        LetPut();
    }

    /// <summary>Takes back what was granted to one who cannot use it: it is the first to be given again.</summary>
    internal void GiveBack(T item)
    {
        Give(item, first: true);
        Tell();
    }

    private protected override void Renew()
    {
        _items.Clear();
        _takers.Clear();
        _putters.Clear();
        _given.Clear();
    }

    /// <summary>Hands a thing to the first who waits for such a one, or keeps it.</summary>
    void Give(T item, bool first)
    {
        if (_takers.Waiting > 0)
        {
            _offered = item;
            var who = _takers.DequeueFirst(_suits, out var tag);
            _offered = default!;
            if (who is not null)
            {
                _given[(who.Slot, tag)] = item;
                who.Grant(tag);
                return;
            }
        }

        _items.Add(item, first);
    }

    void LetPut()
    {
        while (_items.Count < Capacity && _putters.TryDequeue(out var who, out var tag, out var item, out _))
        {
            Give(item, first: false);
            who.Grant(tag);
        }
    }
}

/// <summary>For a thing in a store.</summary>
/// <typeparam name="T">The things.</typeparam>
public struct StoreGet<T> : ISingleWait
{
    readonly Store<T> _store;
    readonly Func<T, bool>? _filter;
    bool _atOnce;
    T _item;

    internal StoreGet(Store<T> store, Func<T, bool>? filter) => (_store, _filter, _item, _atOnce) = (store, filter, default!, false);

    /// <summary>Whether there was one at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>The thing, once the wait is over.</summary>
    public readonly T Result => _item;

    /// <summary>This wait.</summary>
    public readonly StoreGet<T> GetAwaiter() => this;

    /// <summary>The thing.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; nothing was taken.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public T GetResult()
    {
        if (!_atOnce) _store.Simulation.Running.Conclude(ref this);
        return _item;
    }

    bool TryNow() => _atOnce = _store.TryGet(out _item, _filter);

    readonly Simulation IWait.Simulation => _store.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Thing);
        _store.QueueGet(activity, tag, _filter);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        if (granted) _item = _store.Take(activity, tag);
        else _store.GaveUpGet();
    }

    readonly void IWait.Undo() => _store.GiveBack(_item);
}

/// <summary>For room in a store.</summary>
/// <typeparam name="T">The things.</typeparam>
public struct StorePut<T> : ISingleWait
{
    readonly Store<T> _store;
    readonly T _item;
    bool _atOnce;

    internal StorePut(Store<T> store, T item) => (_store, _item, _atOnce) = (store, item, false);

    /// <summary>Whether there was room at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly StorePut<T> GetAwaiter() => this;

    /// <summary>Returns when the thing is in the store.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; nothing was put.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public void GetResult()
    {
        if (!_atOnce) _store.Simulation.Running.Conclude(ref this);
    }

    bool TryNow() => _atOnce = _store.TryPut(_item);

    readonly Simulation IWait.Simulation => _store.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.StoreRoom);
        _store.QueuePut(activity, tag, _item);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
        if (!granted) _store.GaveUpPut();
    }

    /// <summary>What was put stays: others may have it by now.</summary>
    readonly void IWait.Undo()
    {
    }
}
