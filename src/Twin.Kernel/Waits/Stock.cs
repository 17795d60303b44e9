namespace Twin.Kernel;

/// <summary>An amount that processes take from and put into, exactly: a tank, a silo. SimPy's container.</summary>
/// <remarks>
/// Whole units in a <see cref="long"/>. Takers and putters queue first come, first served: a small order does not
/// overtake a large one that waits. Invariant: 0 ≤ <see cref="Level"/> ≤ <see cref="Capacity"/>, but for what a cancelled
/// taker gives back when others have filled its room: then nothing is put until there is room again.
/// </remarks>
public sealed class Stock : Part
{
    readonly WaitQueue<long> _takers;
    readonly WaitQueue<long> _putters;
    readonly long _initial;
    long _level;
    long _most; // the capacity, or above it what was given back

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">Most that it holds, above 0.</param>
    /// <param name="level">What it holds at first.</param>
    public Stock(Simulation simulation, long capacity = long.MaxValue, long level = 0)
        : base(simulation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, capacity);
        (Capacity, _most, _level, _initial) = (capacity, capacity, level, level);
        (_takers, _putters) = (new(simulation), new(simulation));
    }

    /// <summary>What it holds.</summary>
    public long Level
    {
        get
        {
            Refresh();
            return _level;
        }
    }

    /// <summary>Most that it holds.</summary>
    public long Capacity { get; }

    /// <summary>How many wait to get.</summary>
    public int GettersWaiting
    {
        get
        {
            Refresh();
            return _takers.Waiting;
        }
    }

    /// <summary>How many wait to put.</summary>
    public int PuttersWaiting
    {
        get
        {
            Refresh();
            return _putters.Waiting;
        }
    }

    /// <summary>For an amount to be there, and takes it.</summary>
    /// <param name="amount">Above 0, and no more than fits into the stock.</param>
    /// <param name="patience">How long at most; null for ever. The wait's result says whether it was got.</param>
    public StockWait Get(long amount, TimeSpan? patience = null) => new(this, Checked(amount), takes: true, Patience.Of(patience));

    /// <summary>For room, and puts an amount there.</summary>
    /// <inheritdoc cref="Get"/>
    public StockWait Put(long amount, TimeSpan? patience = null) => new(this, Checked(amount), takes: false, Patience.Of(patience));

    /// <summary>Takes an amount if it is there and nobody waits to take.</summary>
    public bool TryGet(long amount) => TryNow(Checked(amount), takes: true);

    /// <summary>Puts an amount if there is room and nobody waits to put.</summary>
    public bool TryPut(long amount) => TryNow(Checked(amount), takes: false);

    long Checked(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Capacity);
        return amount;
    }

    internal bool TryNow(long amount, bool takes)
    {
        Refresh();
        var queue = takes ? _takers : _putters;
        if (!Fits(amount, takes) || queue.TryPeek(out _)) return false;

        Change(amount, takes);
        Serve();
        return true;
    }

    internal void Queue(Activity activity, int tag, long amount, bool takes) => (takes ? _takers : _putters).Add(activity, tag, amount);

    /// <summary>One who has given up may have stood before others who can be served.</summary>
    internal void GaveUp(bool takes)
    {
        (takes ? _takers : _putters).GaveUp();
        Serve();
    }

    /// <summary>Takes back what was granted to one who cannot use it.</summary>
    internal void GiveBack(long amount)
    {
        _most = Math.Max(_most, _level + amount);
        Change(amount, takes: false);
        Serve();
    }

    private protected override void Renew()
    {
        (_level, _most) = (_initial, Capacity);
        _takers.Clear();
        _putters.Clear();
    }

    /// <summary>Lets in who waits, as long as one of the queues moves.</summary>
    void Serve()
    {
        while (ServeOne(_takers, takes: true) || ServeOne(_putters, takes: false))
        {
        }
    }

    bool ServeOne(WaitQueue<long> queue, bool takes)
    {
        if (!queue.TryPeek(out var amount) || !Fits(amount, takes)) return false;

        _ = queue.TryDequeue(out var who, out var tag);
        Change(amount, takes);
        who!.Grant(tag);
        return true;
    }

    bool Fits(long amount, bool takes) => takes ? amount <= _level : amount <= Capacity - _level;

    void Change(long amount, bool takes)
    {
        _level += takes ? -amount : amount;
        Invariant.Holds(_level >= 0 && _level <= _most, "a stock is neither negative nor over its capacity");
        _most = Math.Max(Capacity, Math.Min(_most, _level));
        Tell();
    }
}

/// <summary>For an amount, or for room. Its result says whether it was got; without patience it always is.</summary>
public struct StockWait : ISingleWait
{
    readonly Stock _stock;
    readonly long _amount;
    readonly bool _takes;
    readonly long _patience; // ms
    bool _atOnce;

    internal StockWait(Stock stock, long amount, bool takes, long patience) => (_stock, _amount, _takes, _patience, _atOnce, Result) = (stock, amount, takes, patience, false, false);

    /// <summary>Whether it could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>Whether it was got, once the wait is over.</summary>
    public bool Result { get; private set; }

    /// <summary>This wait.</summary>
    public readonly StockWait GetAwaiter() => this;

    /// <summary>Whether it was got.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; nothing was taken or put.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public bool GetResult()
    {
        if (!_atOnce) _stock.Simulation.Running.Conclude(ref this);
        return Result;
    }

    bool TryNow() => _atOnce = Result = _stock.TryNow(_amount, _takes);

    readonly Simulation IWait.Simulation => _stock.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(_takes ? WaitKind.Amount : WaitKind.Room);
        _stock.Queue(activity, tag, _amount, _takes);
        activity.AwaitTime(_patience);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        Result = granted;
        if (!granted) _stock.GaveUp(_takes);
    }

    /// <summary>What was put stays: others may have it by now.</summary>
    readonly void IWait.Undo()
    {
        if (_takes && Result) _stock.GiveBack(_amount);
    }
}
