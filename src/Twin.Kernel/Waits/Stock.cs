using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>An amount that processes take from and put into, exactly: a tank, a silo. SimPy's container.</summary>
/// <remarks>
/// Whole units in a <see cref="long"/>. Takers and putters queue first come, first served: a small order does not
/// overtake a large one that waits. Invariant: 0 ≤ <see cref="Level"/> ≤ <see cref="Capacity"/>.
/// </remarks>
public sealed class Stock
{
    readonly WaitQueue<long> _takers = new();
    readonly WaitQueue<long> _putters = new();

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">Most that it holds, above 0.</param>
    /// <param name="level">What it holds at first.</param>
    public Stock(Simulation simulation, long capacity = long.MaxValue, long level = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, capacity);
        (Simulation, Capacity, Level) = (simulation, capacity, level);
    }

    /// <summary>What it holds.</summary>
    public long Level { get; private set; }

    /// <summary>Most that it holds.</summary>
    public long Capacity { get; }

    internal Simulation Simulation { get; }

    /// <summary>For an amount to be there, and takes it.</summary>
    /// <param name="amount">Above 0, and no more than fits into the stock.</param>
    /// <param name="patience">How long at most; null for ever. The wait's result says whether it was got.</param>
    public StockWait Get(long amount, TimeSpan? patience = null) => new(this, Checked(amount), takes: true, patience);

    /// <summary>For room, and puts an amount there.</summary>
    public StockWait Put(long amount, TimeSpan? patience = null) => new(this, Checked(amount), takes: false, patience);

    long Checked(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Capacity);
        return amount;
    }

    internal bool TryNow(long amount, bool takes)
    {
        var queue = takes ? _takers : _putters;
        if (queue.TryPeek(out _, out _) || !Fits(amount, takes)) return false;

        Change(amount, takes);
        Serve();
        return true;
    }

    internal void Queue(Activity activity, long amount, bool takes, TimeSpan? patience) =>
        (takes ? _takers : _putters).Add(activity, activity.Await(takes ? "an amount in a stock" : "room in a stock", patience), amount);

    /// <summary>Takes back what was granted to one that was cancelled before it could use it.</summary>
    internal void Undo(long amount, bool takes)
    {
        Change(amount, !takes);
        Serve();
    }

    /// <summary>Lets in who waits, as long as one of the queues moves.</summary>
    internal void Serve()
    {
        while (ServeOne(_takers, takes: true) || ServeOne(_putters, takes: false))
        {
        }
    }

    bool ServeOne(WaitQueue<long> queue, bool takes)
    {
        if (!queue.TryPeek(out var who, out var amount) || !Fits(amount, takes)) return false;

        queue.Dequeue();
        Change(amount, takes);
        who.Grant();
        return true;
    }

    bool Fits(long amount, bool takes) => takes ? amount <= Level : amount <= Capacity - Level;

    void Change(long amount, bool takes)
    {
        Level += takes ? -amount : amount;
        Invariant.Holds(Level >= 0 && Level <= Capacity, "a stock is neither negative nor over its capacity");
    }
}

/// <summary>For an amount, or for room. Its result says whether it was got; without patience it always is.</summary>
public struct StockWait : ICriticalNotifyCompletion, IWait
{
    readonly Stock _stock;
    readonly long _amount;
    readonly bool _takes;
    readonly TimeSpan? _patience;
    bool _atOnce;

    internal StockWait(Stock stock, long amount, bool takes, TimeSpan? patience) => (_stock, _amount, _takes, _patience, _atOnce) = (stock, amount, takes, patience, false);

    public bool IsCompleted => _atOnce = _stock.TryNow(_amount, _takes);

    public readonly StockWait GetAwaiter() => this;

    public readonly void Arm(Activity activity) => _stock.Queue(activity, _amount, _takes, _patience);

    public readonly bool GetResult()
    {
        if (_atOnce) return true;

        var activity = _stock.Simulation.Current!;
        if (activity.IsCancelled && activity.Granted) _stock.Undo(_amount, _takes);
        if (!activity.Granted) _stock.Serve(); // the one who gave up may have stood before others who can be served
        activity.ThrowIfCancelled();
        return activity.Granted;
    }

    public readonly void OnCompleted(Action continuation) => throw new NotSupportedException();

    public readonly void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
