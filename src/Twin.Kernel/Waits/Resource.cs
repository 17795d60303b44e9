using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>A number of like units that processes hold for a while: kilns, berths, a crew, the desks of an office.</summary>
/// <remarks>Served by priority class, then first come, first served. Invariant: never more units held than there are.</remarks>
public sealed class Resource
{
    readonly WaitQueue<byte> _queue = new();

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="capacity">How many units, above 0.</param>
    public Resource(Simulation simulation, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (Simulation, Capacity) = (simulation, capacity);
    }

    /// <summary>How many units there are.</summary>
    public int Capacity { get; }

    /// <summary>How many are held.</summary>
    public int InUse { get; private set; }

    internal Simulation Simulation { get; }

    /// <summary>For a unit. Its result is held until it is disposed of: <c>using (await resource.Request()) …</c></summary>
    /// <param name="priority">0 to 15, smaller first.</param>
    /// <param name="patience">How long at most; null for ever. See <see cref="Lease.IsHeld"/>.</param>
    public ResourceWait Request(int priority = Simulation.DefaultPriority, TimeSpan? patience = null) => new(this, priority, patience);

    internal bool TryNow()
    {
        if (InUse == Capacity || _queue.TryPeek(out _, out _)) return false;
        Take();
        return true;
    }

    internal void Queue(Activity activity, int priority, TimeSpan? patience) => _queue.Add(activity, activity.Await("a unit of a resource", patience), 0, priority);

    internal void Release()
    {
        InUse--;
        Invariant.Holds(InUse >= 0, "a unit is given back once");
        if (!_queue.TryPeek(out var who, out _)) return;

        _queue.Dequeue();
        Take();
        who.Grant();
    }

    void Take()
    {
        InUse++;
        Invariant.Holds(InUse <= Capacity, "no more units are held than there are");
    }
}

/// <summary>A unit of a resource, held until it is disposed of.</summary>
public struct Lease : IDisposable
{
    Resource? _resource;

    internal Lease(Resource? resource) => _resource = resource;

    /// <summary>Whether there is a unit: false when patience ran out.</summary>
    public readonly bool IsHeld => _resource is not null;

    /// <summary>Gives the unit back; a second call does nothing.</summary>
    public void Dispose()
    {
        _resource?.Release();
        _resource = null;
    }
}

/// <summary>For a unit of a resource.</summary>
public struct ResourceWait : ICriticalNotifyCompletion, IWait
{
    readonly Resource _resource;
    readonly int _priority;
    readonly TimeSpan? _patience;
    bool _atOnce;

    internal ResourceWait(Resource resource, int priority, TimeSpan? patience)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)Simulation.LastPriority, nameof(priority));
        (_resource, _priority, _patience, _atOnce) = (resource, priority, patience, false);
    }

    public bool IsCompleted => _atOnce = _resource.TryNow();

    public readonly ResourceWait GetAwaiter() => this;

    public readonly void Arm(Activity activity) => _resource.Queue(activity, _priority, _patience);

    public readonly Lease GetResult()
    {
        if (_atOnce) return new Lease(_resource);

        var activity = _resource.Simulation.Current!;
        if (activity.IsCancelled && activity.Granted) _resource.Release();
        activity.ThrowIfCancelled();
        return new Lease(activity.Granted ? _resource : null);
    }

    public readonly void OnCompleted(Action continuation) => throw new NotSupportedException();

    public readonly void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();
}
