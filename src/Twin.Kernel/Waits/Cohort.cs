namespace Twin.Kernel;

/// <summary>Processes that step together: daily reviews, weekly orders. They share one entry in the agenda.</summary>
/// <remarks>
/// The cohort takes the place of the one that opened it, the first to wait for a step; its members run there in the
/// order of joining, before anything that is scheduled later. That is part of the rule of ties. A step costs a loop
/// over the members, however many they are.
/// </remarks>
public sealed class Cohort : Part, INative
{
    readonly long _period;
    readonly int _priority;
    Member[] _members = new Member[4];
    int _joined;
    Member[] _running = new Member[4];
    int _toRun;
    int _at; // of the member that runs next; _toRun when none does
    Activity? _entry;

    readonly record struct Member(Activity Who, int Wait, int Tag);

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="period">How far the steps are apart, above 0, counted from the start of the run; rounded to the millisecond.</param>
    /// <param name="priority">The place of a step among what is due then, 0 to 15, smaller first.</param>
    public Cohort(Simulation simulation, TimeSpan period, int priority = Simulation.DefaultPriority)
        : base(simulation)
    {
        _period = SimTime.After(period).Milliseconds;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_period, nameof(period));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)Simulation.LastPriority, nameof(priority));
        _priority = priority;
    }

    string INative.Name => "a cohort";

    /// <summary>For the next step: the first whole multiple of the period that is later than now.</summary>
    public CohortWait Next() => new(this);

    internal void Join(Activity activity, int tag)
    {
        Refresh();
        if (_joined == 0) Open();
        if (_joined == _members.Length) Array.Resize(ref _members, _joined * 2);
        _members[_joined++] = new Member(activity, activity.Wait, tag);
    }

    void Open()
    {
        var now = Simulation.Now.Milliseconds;
        _entry ??= Simulation.Rent(this, 0);
        Simulation.Agenda.Schedule(_entry.Slot, now - (now % _period) + _period, _priority);
    }

    void INative.Fire(Activity activity)
    {
        (_running, _members) = (_members, _running);
        (_toRun, _joined, _at) = (_joined, 0, 0);
        GoOn();
    }

    /// <summary>Runs the members that have not run in this step.</summary>
    internal void GoOn()
    {
        while (_at < _toRun && !Simulation.IsStopped(this))
        {
            var (who, wait, tag) = _running[_at++];
            if (who.Wait == wait && who.GrantInPlace(tag)) Simulation.RunInPlace(who);
        }
    }

    private protected override void Renew()
    {
        Array.Clear(_members);
        Array.Clear(_running);
        (_joined, _toRun, _at, _entry) = (0, 0, 0, null);
    }
}

/// <summary>For the next step of a cohort.</summary>
public struct CohortWait : ISingleWait
{
    readonly Cohort _cohort;

    internal CohortWait(Cohort cohort) => _cohort = cohort;

    /// <summary>Never: the next step is later than now.</summary>
    public readonly bool IsCompleted => false;

    /// <summary>This wait.</summary>
    public readonly CohortWait GetAwaiter() => this;

    /// <summary>Returns when the step has come.</summary>
    /// <exception cref="InterruptedException">The process was interrupted.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public void GetResult() => _cohort.Simulation.Running.Conclude(ref this);

    readonly Simulation IWait.Simulation => _cohort.Simulation;

    readonly bool IWait.TryNow() => false;

    readonly bool IWait.Enlist(Activity activity, int tag)
    {
        activity.WaitsOn(WaitKind.Cohort);
        _cohort.Join(activity, tag);
        return true;
    }

    readonly void IWait.Settle(Activity activity, int tag, bool granted)
    {
    }

    readonly void IWait.Undo()
    {
    }
}
