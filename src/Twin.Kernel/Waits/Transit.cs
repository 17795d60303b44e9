namespace Twin.Kernel;

/// <summary>Loads under way, each of which arrives when its time has come: a lane, a pipeline, a clock.</summary>
/// <remarks>
/// No process: an arrival calls a method. Several times cheaper than a process a load; for what only arrives. Loads that
/// arrive in one moment do so in the order of sending.
/// </remarks>
/// <typeparam name="T">What is under way; a struct, so that nothing is allocated once the most has been under way.</typeparam>
public sealed class Transit<T> : Part, INative
{
    readonly Action<T> _arrive;
    readonly Stack<int> _free = new();
    T[] _loads = new T[16];
    int _used;

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="arrive">What happens to a load that arrives. It cannot wait; it may send, put, start.</param>
    /// <param name="name">What traces call it.</param>
    public Transit(Simulation simulation, Action<T> arrive, string name = "a transit")
        : base(simulation)
    {
        ArgumentNullException.ThrowIfNull(arrive);
        (_arrive, Name) = (arrive, name);
    }

    /// <summary>What traces call it.</summary>
    public string Name { get; }

    /// <summary>How many loads are under way.</summary>
    public int UnderWay
    {
        get
        {
            Refresh();
            return _used - _free.Count;
        }
    }

    /// <summary>Sends a load.</summary>
    /// <param name="load">What.</param>
    /// <param name="time">How long it is under way; not negative, rounded to the millisecond.</param>
    /// <param name="priority">The place of its arrival among what is due then, 0 to 15, smaller first.</param>
    public void Send(T load, TimeSpan time, int priority = Simulation.DefaultPriority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)Simulation.LastPriority, nameof(priority));
        Refresh();
        if (!_free.TryPop(out var index))
        {
            index = _used++;
            if (index == _loads.Length) Array.Resize(ref _loads, index * 2);
        }

        _loads[index] = load;
        Simulation.Agenda.Schedule(Simulation.Rent(this, index).Slot, (Simulation.Now + time).Milliseconds, priority);
    }

    void INative.Fire(Activity activity)
    {
        Simulation.CountArrival(activity);
        var index = activity.NativeIndex;
        var load = _loads[index];
        _loads[index] = default!;
        _free.Push(index);
        Simulation.Free(activity);
        _arrive(load);
    }

    private protected override void Renew()
    {
        Array.Clear(_loads);
        _free.Clear();
        _used = 0;
    }
}
