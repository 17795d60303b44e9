using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Things in a queue: what is put in comes out in the same order, to whoever asked first.</summary>
/// <remarks>A store of structs allocates nothing once it has grown to its longest.</remarks>
public sealed class Store<T>
{
    readonly Queue<T> _items = new();
    readonly WaitQueue<int> _takers = new();
    readonly WaitQueue<T> _putters = new();
    T[] _given = []; // by the slot of the process that it was granted to

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">Most that it holds, above 0.</param>
    public Store(Simulation simulation, int capacity = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (Simulation, Capacity) = (simulation, capacity);
    }

    public int Count => _items.Count;

    public int Capacity { get; }

    internal Simulation Simulation { get; }

    /// <summary>For a thing, and takes it.</summary>
    public StoreGet<T> Get() => new(this);

    /// <summary>For room, and puts a thing there.</summary>
    public StorePut<T> Put(T item) => new(this, item);

    internal bool TryGet(out T item)
    {
        if (_takers.TryPeek(out _, out _) || !_items.TryDequeue(out item!))
        {
            item = default!;
            return false;
        }

        if (_putters.TryPeek(out var who, out var waiting))
        {
            _putters.Dequeue();
            _items.Enqueue(waiting);
            who.Grant();
        }

        return true;
    }

    internal bool TryPut(T item)
    {
        if (_items.Count >= Capacity) return false;
        Give(item);
        return true;
    }

    internal void QueueGet(Activity activity) => _takers.Add(activity, activity.Await("a thing in a store"), activity.Slot);

    internal void QueuePut(Activity activity, T item) => _putters.Add(activity, activity.Await("room in a store"), item);

    internal T Given(Activity activity)
    {
        var item = _given[activity.Slot];
        _given[activity.Slot] = default!;
        return item;
    }

    /// <summary>Hands a thing to the first who waits, or keeps it.</summary>
    internal void Give(T item)
    {
        if (!_takers.TryPeek(out var who, out var slot))
        {
            _items.Enqueue(item);
            return;
        }

        _takers.Dequeue();
        if (slot >= _given.Length) Array.Resize(ref _given, Math.Max(slot + 1, _given.Length * 2));
        _given[slot] = item;
        who.Grant();
    }
}

/// <summary>For a thing in a store.</summary>
public struct StoreGet<T> : ICriticalNotifyCompletion, IWait
{
    readonly Store<T> _store;
    T _item;
    bool _atOnce;

    internal StoreGet(Store<T> store) => (_store, _item, _atOnce) = (store, default!, false);

    public bool IsCompleted => _atOnce = _store.TryGet(out _item);

    public readonly StoreGet<T> GetAwaiter() => this;

    public readonly void Arm(Activity activity) => _store.QueueGet(activity);

    public readonly T GetResult()
    {
        if (_atOnce) return _item;

        var activity = _store.Simulation.Current!;
        if (activity.IsCancelled && activity.Granted) _store.Give(_store.Given(activity));
        activity.ThrowIfCancelled();
        return _store.Given(activity);
    }

    public readonly void OnCompleted(Action continuation) => throw new NotSupportedException();

    public readonly void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}

/// <summary>For room in a store.</summary>
public struct StorePut<T> : ICriticalNotifyCompletion, IWait
{
    readonly Store<T> _store;
    readonly T _item;

    internal StorePut(Store<T> store, T item) => (_store, _item) = (store, item);

    public readonly bool IsCompleted => _store.TryPut(_item);

    public readonly StorePut<T> GetAwaiter() => this;

    public readonly void Arm(Activity activity) => _store.QueuePut(activity, _item);

    public readonly void GetResult()
    {
        // Reached at once as well, when nothing was waited for; then nobody can have cancelled.
        _store.Simulation.Current!.ThrowIfCancelled();
    }

    public readonly void OnCompleted(Action continuation) => throw new NotSupportedException();

    public readonly void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
