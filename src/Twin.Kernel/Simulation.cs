namespace Twin.Kernel;

/// <summary>One run of a model: a clock, and the processes that live by it.</summary>
/// <remarks>
/// A simulation goes from one due process to the next; between them nothing happens and no time is spent. What is due
/// at one moment runs in order of priority class, then of scheduling: nothing else decides a tie. It runs on the
/// calling thread and on no other; to run several at once, make several: they share nothing. It is used once.
/// </remarks>
public sealed class Simulation
{
    /// <summary>The priority class of what names none.</summary>
    public const int DefaultPriority = 8;

    /// <summary>The last priority class; the first is 0.</summary>
    public const int LastPriority = 15;

    readonly List<Activity> _activities = [];
    readonly Stack<int> _free = new();
    Frame? _next;
    bool _stopped;

    /// <summary>The present moment.</summary>
    public SimTime Now { get; private set; }

    /// <summary>How many times a process has been woken up; what speed is measured in.</summary>
    public long EventCount { get; private set; }

    /// <summary>Hears what is woken up and when; null for nobody, which costs one compare.</summary>
    public Action<TraceEntry>? Trace { get; set; }

    internal Agenda Agenda { get; } = new();

    internal Activity? Current { get; private set; }

    /// <summary>Starts a process at this moment.</summary>
    public Process Start(string name, Process process) => Start(name, process, Now);

    /// <inheritdoc cref="Start(string, Process)"/>
    public Process Start(string name, Func<Process> process) => Start(name, process(), Now);

    /// <summary>Starts a process at a moment.</summary>
    /// <param name="name">What messages and traces call it; need not be unique.</param>
    /// <param name="process">What it does.</param>
    /// <param name="at">When; not before now.</param>
    /// <param name="priority">Its place among what is due then, 0 to 15, smaller first.</param>
    public Process Start(string name, Func<Process> process, SimTime at, int priority = DefaultPriority) => Start(name, process(), at, priority);

    /// <inheritdoc cref="Start(string, Func{Process}, SimTime, int)"/>
    public Process Start(string name, Process process, SimTime at, int priority = DefaultPriority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, Now);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)LastPriority, nameof(priority));
        var activity = Rent();
        activity.Begin(name, process.Cold);
        if (at == Now && priority == DefaultPriority) activity.WakeAtOnce();
        else Agenda.Schedule(activity.Slot, at.Milliseconds, priority);
        return new Process(activity);
    }

    /// <summary>For a duration to pass.</summary>
    /// <param name="duration">Not negative; rounded to the millisecond.</param>
    /// <param name="priority">The place among what is due then, 0 to 15, smaller first.</param>
    public Delay Delay(TimeSpan duration, int priority = DefaultPriority) => new(this, (Now + duration).Milliseconds, priority);

    /// <summary>For a moment to come; one that has passed is now.</summary>
    public Delay DelayUntil(SimTime moment, int priority = DefaultPriority) => new(this, Math.Max(moment.Milliseconds, Now.Milliseconds), priority);

    /// <summary>For a duration of work, which an interrupt may cut short: tells both how much is left and whether it was interrupted.</summary>
    public Work Work(TimeSpan duration) => new(this, (Now + duration).Milliseconds);

    /// <summary>Runs everything due up to and including a moment, then sets the clock to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment has passed.</exception>
    /// <exception cref="ProcessFailedException">A process threw. The clock stays at the moment of the failure.</exception>
    public void RunUntil(SimTime moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment, Now);
        _stopped = false;
        while (!_stopped)
        {
            var slot = Agenda.TakeDue(Now.Milliseconds);
            if (slot < 0)
            {
                var due = Agenda.NextDue;
                if (due > moment.Milliseconds) break;
                Invariant.Holds(due >= Now.Milliseconds, "the clock never goes back");
                Now = SimTime.FromMilliseconds(due);
                continue;
            }

            Fire(slot);
        }

        if (!_stopped) Now = moment;
    }

    /// <summary>Ends <see cref="RunUntil"/> after the process that is running; it may be called again.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Who is alive and waits for what, in order of slots; for the end of a run that ended too early.</summary>
    public IEnumerable<(string Process, string WaitsFor)> Waiting() =>
        _activities.Where(a => a.Leaf is not null).Select(a => (a.Name, a.WaitsFor));

    /// <summary>Makes the frame that runs after the present one has returned: a child that is called.</summary>
    internal void RunNext(Frame frame) => _next = frame;

    void Fire(int slot)
    {
        var activity = _activities[slot];
        var byTime = Agenda.IsScheduled(slot);
        EventCount++;
        Trace?.Invoke(new TraceEntry(Now, activity.Name, activity.WaitsFor));

        // The slot keeps its entry while the process runs: if it waits for time again, one walk puts both right.
        var entry = Agenda.OrderOf(slot);
        Current = activity;
        var frame = activity.Resume(byTime);
        while (frame is not null)
        {
            _next = null;
            frame.MoveNext();
            frame = _next ?? (frame.Done ? Return(activity, frame) : null);
        }

        Current = null;
        if (byTime && Agenda.OrderOf(slot) == entry) Agenda.Cancel(slot);
    }

    Frame? Return(Activity activity, Frame ended)
    {
        var parent = activity.Leave(ended);
        if (parent is not null) return parent;

        var failure = ended.Failure;
        ended.Recycle();
        var cancelled = activity.IsCancelled;
        activity.End();
        _free.Push(activity.Slot);
        if (failure is not null && !(cancelled && failure is OperationCanceledException))
            throw new ProcessFailedException(activity.Name, Now, activity.WaitsFor, failure);
        return null;
    }

    Activity Rent()
    {
        if (_free.TryPop(out var slot)) return _activities[slot];

        slot = _activities.Count;
        Agenda.Reserve(slot);
        var activity = new Activity(this, slot);
        _activities.Add(activity);
        return activity;
    }
}

/// <summary>One wake-up.</summary>
/// <param name="Time">When.</param>
/// <param name="Process">Whose.</param>
/// <param name="WaitedFor">What it had waited for.</param>
public readonly record struct TraceEntry(SimTime Time, string Process, string WaitedFor);
