using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Who is served first among those of one priority.</summary>
public enum QueueDiscipline
{
    /// <summary>First come, first served.</summary>
    Fifo,

    /// <summary>Last come, first served.</summary>
    Lifo,
}

/// <summary>A number of like units that processes hold for a while: kilns, berths, a crew, the desks of an office.</summary>
/// <remarks>
/// Served by priority, then by the discipline; who comes while a unit is free and nobody waits has it at once, without
/// an event. Invariant: no unit is given out while as many are held as there are.
/// </remarks>
public sealed class Resource : Part
{
    readonly int _initialCapacity;
    readonly WaitQueue<bool> _queue;
    readonly Holders? _holders;
    int _capacity;
    int _inUse;

    // From one step of an await to the next: what is asked for, and the unit that was got; see ResourceAwaiter.
    int _priority;
    bool _preempt;
    bool _atOnce;
    long _patience;
    int _holder;
    int _stamp; // Void: none

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">How many units, above 0.</param>
    /// <param name="discipline">Who is first among those of one priority.</param>
    /// <param name="preemptive">Whether a request may take the unit of a holder of lower priority.</param>
    public Resource(Simulation simulation, int capacity, QueueDiscipline discipline = QueueDiscipline.Fifo, bool preemptive = false)
        : base(simulation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = _initialCapacity = capacity;
        _queue = new WaitQueue<bool>(simulation, discipline == QueueDiscipline.Lifo);
        _holders = preemptive ? new Holders(this) : null;
    }

    /// <summary>How many units there are; not negative. May be set at any time in a run.</summary>
    /// <remarks>More units go to those who wait. Fewer take nothing away: units come back, and are not given out again until fewer are held than there are.</remarks>
    public int Capacity
    {
        get
        {
            Refresh();
            return _capacity;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Refresh();
            _capacity = value;
            Serve();
            Tell();
        }
    }

    /// <summary>How many units are held.</summary>
    public int InUse
    {
        get
        {
            Refresh();
            return _inUse;
        }
    }

    /// <summary>How many requests wait.</summary>
    public int QueueLength
    {
        get
        {
            Refresh();
            return _queue.Waiting;
        }
    }

    /// <summary>For a unit. Its result is held until it is disposed of: <c>using (await resource.Request()) …</c></summary>
    /// <param name="priority">Any whole number, smaller first.</param>
    /// <param name="patience">How long at most; null for ever. See <see cref="Lease.IsHeld"/>.</param>
    /// <param name="preempt">
    /// On a preemptive resource, whether it may take the unit of a holder with a larger number: of the largest, the one
    /// that came last. The victim is interrupted with a <see cref="Preemption"/>, and its lease is void.
    /// </param>
    public ResourceWait Request(int priority = Simulation.DefaultPriority, TimeSpan? patience = null, bool preempt = true) => new(this, priority, Patience.Of(patience), preempt);

    /// <summary>Takes a unit if one is free now and nobody waits; otherwise the caller may balk.</summary>
    public bool TryRequest(out Lease lease, int priority = Simulation.DefaultPriority)
    {
        var free = TryNow(priority, preempt: false);
        if (free)
        {
            var (holder, stamp) = Hold(Simulation.Current, priority);
            lease = new Lease(this, holder, stamp);
        }
        else
        {
            lease = default;
        }

        return free;
    }

    internal bool TryNow(int priority, bool preempt)
    {
        Refresh();
        if (_inUse >= _capacity) return preempt && _holders is not null && TryPreempt(priority);
        if (_queue.TryPeek(out _, out var first) && first <= priority) return false;
        Take();
        return true;
    }

    /// <summary>Notes what is awaited, number by number: a copy in one piece would wait until the pieces it is made of are written.</summary>
    internal void Ask(int priority, long patience, bool preempt) => (_priority, _patience, _preempt) = (priority, patience, preempt);

    /// <summary>Takes what is asked for, if it can be had at once.</summary>
    internal bool TryAsked()
    {
        if (!TryNow(_priority, _preempt)) return false;
        (_holder, _stamp) = Hold(Simulation.Current, _priority);
        return _atOnce = true;
    }

    /// <summary>Lets a process wait for what is asked for.</summary>
    internal void EnlistAsked(Activity activity, int tag) => Enlist(activity, tag, _priority, _patience);

    /// <summary>Whether the await that ends has not waited.</summary>
    internal bool WasAtOnce()
    {
        var atOnce = _atOnce;
        _atOnce = false;
        return atOnce;
    }

    /// <summary>Ends a wait for what was asked for.</summary>
    internal void SettleAsked(Activity activity, int tag, bool granted) => (_holder, _stamp) = EndWait(activity, tag, granted);

    /// <summary>The unit that was got.</summary>
    internal Lease Got() => _stamp != Holders.Void ? new Lease(this, _holder, _stamp) : default;

    internal void Enlist(Activity activity, int tag, int priority, long patience)
    {
        activity.WaitsOn(WaitKind.Unit);
        _queue.Add(activity, tag, true, priority);
        activity.AwaitTime(patience);
    }

    /// <summary>The unit that a wait has come to; void if patience ran out, and if it has been taken away since.</summary>
    internal (int Holder, int Stamp) EndWait(Activity activity, int tag, bool granted)
    {
        if (!granted) _queue.GaveUp();
        return granted ? Claim(activity, tag) : (0, Holders.Void);
    }

    /// <summary>The lease of a unit that was taken at once.</summary>
    internal (int Holder, int Stamp) Hold(Activity? who, int priority) => _holders is null ? (0, Epoch) : _holders.Add(who, priority);

    /// <summary>The lease of a unit that was granted to one who waited; void if it has been taken away since.</summary>
    (int Holder, int Stamp) Claim(Activity who, int tag) => _holders is null ? (0, Epoch) : _holders.Claim(who, tag);

    internal bool IsHeld(int holder, int stamp) => _holders is null ? stamp == Simulation.Epoch : _holders.IsHeld(holder, stamp);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Release(int holder, int stamp)
    {
        Refresh();
        if (!IsHeld(holder, stamp)) return; // it was taken away, or is of another run

        _holders?.Remove(holder);
        GiveBack();
    }

    /// <summary>Gives back a unit that was taken for one who cannot use it.</summary>
    internal void GiveBack()
    {
        _inUse--;
        Invariant.Holds(_inUse >= 0, "a unit is given back once");
        Serve();
        Tell();
    }

    private protected override void Renew()
    {
        (_capacity, _inUse) = (_initialCapacity, 0);
        _queue.Clear();
        _holders?.Clear();
    }

    void Serve()
    {
        while (_inUse < _capacity && _queue.TryDequeue(out var who, out var tag, out _, out var priority))
        {
            _holders?.Grant(who, tag, priority);
            Take();
            who.Grant(tag);
        }
    }

    void Take()
    {
        _inUse++;
        Invariant.Holds(_inUse <= _capacity, "no more units are given out than there are");
        Tell();
    }

    bool TryPreempt(int priority)
    {
        // Who stands before this one in the queue could not preempt, or would not; it is not overtaken.
        if (_inUse > _capacity || (_queue.TryPeek(out _, out var first) && first <= priority)) return false;
        if (!_holders!.Preempt(priority, Simulation.Current)) return false;

        // The unit goes from hand to hand: as many are in use as before.
        Tell();
        return true;
    }
}

/// <summary>Why a process was interrupted: a unit that it held was taken away.</summary>
/// <param name="Resource">Of what.</param>
/// <param name="By">Name of the process that has it now.</param>
/// <param name="Since">Since when the victim had held it.</param>
public sealed record Preemption(Resource Resource, string By, SimTime Since);

/// <summary>A unit of a resource, held until it is disposed of.</summary>
public struct Lease : IDisposable
{
    readonly int _holder;
    readonly int _stamp;
    Resource? _resource;

    internal Lease(Resource resource, int holder, int stamp) => (_resource, _holder, _stamp) = (resource, holder, stamp);

    /// <summary>Whether there is a unit: false when patience ran out, when it was given back, and when it was taken away.</summary>
    public readonly bool IsHeld => _resource is not null && _resource.IsHeld(_holder, _stamp);

    /// <summary>Gives the unit back; does nothing when there is none.</summary>
    /// <remarks>A lease is held in one place: a copy that is disposed of as well would give a second unit back.</remarks>
    public void Dispose()
    {
        _resource?.Release(_holder, _stamp);
        _resource = null;
    }
}

/// <summary>For a unit of a resource.</summary>
public struct ResourceWait : ISingleWait
{
    readonly Resource _resource;
    readonly int _priority;
    readonly long _patience; // ms
    readonly bool _preempt;
    int _holder;
    int _stamp; // Void: none

    internal ResourceWait(Resource resource, int priority, long patience, bool preempt) =>
        (_resource, _priority, _patience, _preempt) = (resource, priority, patience, preempt);

    /// <summary>The unit, once the wait is over.</summary>
    public readonly Lease Result => _stamp != Holders.Void ? new Lease(_resource, _holder, _stamp) : default;

    /// <summary>What the compiler awaits it by.</summary>
    public readonly ResourceAwaiter GetAwaiter()
    {
        _resource.Ask(_priority, _patience, _preempt);
        return new ResourceAwaiter(_resource);
    }

    bool TryNow()
    {
        if (!_resource.TryNow(_priority, _preempt)) return false;
        (_holder, _stamp) = _resource.Hold(_resource.Simulation.Current, _priority);
        return true;
    }

    readonly Simulation IWait.Simulation => _resource.Simulation;

    bool IWait.TryNow() => TryNow();

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        _resource.Enlist(activity, tag, _priority, _patience);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted) => (_holder, _stamp) = _resource.EndWait(activity, tag, granted);

    readonly void IWait.Undo() => Result.Dispose();
}

/// <summary>Ends a <see cref="ResourceWait"/>.</summary>
/// <remarks>
/// One reference. The compiler copies an awaiter into the frame and back at each wait, and a copy of many small fields has to
/// wait for each of them to be written. What it has to remember is with the resource.
/// </remarks>
public readonly struct ResourceAwaiter : IWait
{
    readonly Resource _resource;

    internal ResourceAwaiter(Resource resource) => _resource = resource;

    /// <summary>Whether a unit was free at once.</summary>
    public bool IsCompleted => _resource.TryAsked();

    /// <summary>The unit.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; it has left the queue.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public Lease GetResult()
    {
        if (!_resource.WasAtOnce()) _resource.Simulation.Running.Conclude(this);
        return _resource.Got();
    }

    Simulation IWait.Simulation => _resource.Simulation;

    bool IWait.TryNow() => IsCompleted;

    bool IWait.Enlist(Activity activity, int tag)
    {
        _resource.EnlistAsked(activity, tag);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted) => _resource.SettleAsked(activity, tag, granted);

    void IWait.Undo() => _resource.Got().Dispose();
}
