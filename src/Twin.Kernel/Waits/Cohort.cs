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
    List<Member> _members = [];
    List<Member> _running = [];
    int _at; // of the member of _running that is next; _running.Count when none is
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

    internal long Join(Activity activity, int tag)
    {
        Refresh();
        var now = Simulation.Now.Milliseconds;
        var due = now - (now % _period) + _period;
        if (_members.Count == 0)
        {
            _entry ??= Simulation.Rent(this, 0);
            Simulation.Agenda.Schedule(_entry.Slot, due, _priority);
        }

        _members.Add(new Member(activity, activity.Wait, tag));
        return due;
    }

    void INative.Fire(Activity activity)
    {
        (_running, _members) = (_members, _running);
        _at = 0;
        GoOn();
    }

    /// <summary>Runs the members that have not run in this step.</summary>
    internal void GoOn()
    {
        var running = _running;
        while (_at < running.Count && !Simulation.IsStopped(this))
        {
            var (who, wait, tag) = running[_at++];
            if (who.Wait == wait && who.GrantInPlace(tag)) Simulation.RunInPlace(who);
        }

        if (_at == running.Count) running.Clear();
    }

    private protected override void Renew()
    {
        _members.Clear();
        _running.Clear();
        (_at, _entry) = (0, null);
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
