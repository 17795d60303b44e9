using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>One run of a model: a clock, and the processes that live by it.</summary>
/// <remarks>
/// A simulation goes from one due process to the next; between them nothing happens and no time is spent. What is due
/// at one moment runs in order of priority class, then of scheduling: nothing else decides a tie. It runs on the
/// calling thread and on no other; to run several at once, make several: they share nothing. <see cref="Reset"/> makes
/// it as new for the next run, in the memory of the last.
/// </remarks>
public sealed class Simulation
{
    /// <summary>The priority class of what names none.</summary>
    public const int DefaultPriority = 8;

    /// <summary>The last priority class; the first is 0.</summary>
    public const int LastPriority = 15;

    readonly Stack<int> _free = new();
    Place[] _places = new Place[16];
    int _slots; // that this run has used
    Frame? _next;
    Cohort? _interrupted; // a cohort in which Stop was called
    bool _stopped;
    ProcessFailedException? _failure; // of a process that nobody joins

    /// <summary>The present moment.</summary>
    public SimTime Now { get; private set; }

    /// <summary>How many times a process has been woken up, or a load has arrived; what speed is measured in.</summary>
    public long EventCount { get; private set; }

    /// <summary>Hears what is woken up and when; null for nobody, which costs one compare.</summary>
    public Action<TraceEntry>? Trace { get; set; }

    internal Agenda Agenda { get; } = new();

    internal Activity? Current { get; private set; }

    /// <summary>What the delay that is awaited next is for: when, and in which class.</summary>
    internal (long Due, int Priority) AwaitedDelay { get; set; }

    /// <summary>Counts the runs, from 1: what belongs to an earlier one is as new at its next use.</summary>
    internal int Epoch { get; private set; } = 1;

    /// <summary>Starts a process: it runs when its moment has come and what is due before it has run.</summary>
    /// <param name="name">What messages and traces call it; need not be unique.</param>
    /// <param name="process">What it does: a call of an <c>async</c> method, none of which has run.</param>
    /// <param name="at">When; not before now. Null for now.</param>
    /// <param name="priority">Its place among what is due then, 0 to 15, smaller first.</param>
    /// <returns>The running process: to be joined, interrupted, frozen or cancelled. <c>_ =</c> says that nobody will.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment has passed, or there is no such priority class.</exception>
    /// <exception cref="InvalidOperationException">The process was started or awaited before.</exception>
    public Process Start(string name, Process process, SimTime? at = null, int priority = DefaultPriority) => new(Begin(name, process.Cold, at ?? Now, priority));

    /// <inheritdoc cref="Start(string, Process, SimTime?, int)"/>
    public Process Start(string name, Func<Process> process, SimTime? at = null, int priority = DefaultPriority)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Start(name, process(), at, priority);
    }

    /// <summary>Starts a process with a result. Awaiting what is returned gives the result, after its end as well.</summary>
    /// <inheritdoc cref="Start(string, Process, SimTime?, int)"/>
    public Process<T> Start<T>(string name, Process<T> process, SimTime? at = null, int priority = DefaultPriority)
    {
        var frame = process.Cold;
        var activity = Begin(name, frame, at ?? Now, priority);
        frame.IsKept = true;
        return new Process<T>(frame, activity);
    }

    /// <summary>For a duration to pass.</summary>
    /// <param name="duration">Not negative; rounded to the millisecond.</param>
    /// <param name="priority">The place among what is due then, 0 to 15, smaller first.</param>
    public Delay Delay(TimeSpan duration, int priority = DefaultPriority) => new(this, (Now + duration).Milliseconds, priority);

    /// <summary>For a moment to come; one that has passed is now.</summary>
    public Delay DelayUntil(SimTime moment, int priority = DefaultPriority) => new(this, Math.Max(moment.Milliseconds, Now.Milliseconds), priority);

    /// <summary>For a duration of work, which an interrupt may cut short: tells both how much is left and whether it was interrupted.</summary>
    /// <param name="duration">Not negative; rounded to the millisecond.</param>
    public Work Work(TimeSpan duration) => new(this, (Now + duration).Milliseconds);

    /// <summary>For the first of two. Exactly one is granted, the first listed if both could be; the other takes nothing.</summary>
    public AnyOf<TFirst, TSecond> AnyOf<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : struct, ISingleWait
        where TSecond : struct, ISingleWait => new(this, first, second);

    /// <summary>For the first of three. Exactly one is granted, the first listed if several could be; the others take nothing.</summary>
    public AnyOf<TFirst, TSecond, TThird> AnyOf<TFirst, TSecond, TThird>(TFirst first, TSecond second, TThird third)
        where TFirst : struct, ISingleWait
        where TSecond : struct, ISingleWait
        where TThird : struct, ISingleWait => new(this, first, second, third);

    /// <summary>For both of two. Each is taken when it comes; if the wait is given up before both have, what was taken goes back.</summary>
    public AllOf<TFirst, TSecond> AllOf<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : struct, ISingleWait
        where TSecond : struct, ISingleWait => new(this, first, second);

    /// <summary>For all of three. Each is taken when it comes; if the wait is given up before all have, what was taken goes back.</summary>
    public AllOf<TFirst, TSecond, TThird> AllOf<TFirst, TSecond, TThird>(TFirst first, TSecond second, TThird third)
        where TFirst : struct, ISingleWait
        where TSecond : struct, ISingleWait
        where TThird : struct, ISingleWait => new(this, first, second, third);

    /// <summary>Runs everything due up to and including a moment, then sets the clock to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment has passed.</exception>
    /// <exception cref="ProcessFailedException">A process threw. The clock stays at the moment of the failure.</exception>
    public void RunUntil(SimTime moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment, Now);
        Advance(moment.Milliseconds);
        if (!_stopped) Now = moment;
    }

    /// <summary>Runs until nothing is due any more, or <see cref="Stop"/> is called. The clock stays at the last event.</summary>
    /// <exception cref="ProcessFailedException">A process threw.</exception>
    public void Run() => Advance(long.MaxValue - 1);

    /// <summary>Ends <see cref="Run"/> or <see cref="RunUntil"/> after the process that is running; either may be called again.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Makes the simulation as new, for another run in the same memory.</summary>
    /// <remarks>
    /// Processes that are still alive are dropped where they wait: their <c>finally</c> blocks do not run. Resources,
    /// stocks, stores, gates, conditions, cohorts, transits and monitors of this simulation are as they were made at their
    /// next use; handles and leases of the last run do nothing. A run after it is the run of a fresh simulation, bit for bit.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It was called from inside the run.</exception>
    public void Reset()
    {
        if (Current is not null) throw new InvalidOperationException("a run cannot be reset from inside");
        for (var slot = 0; slot < _slots; slot++) _places[slot].Activity.Drop();
        Agenda.Clear();
        _free.Clear();
        (_slots, Now, EventCount, _stopped, _interrupted) = (0, default, 0, false, null);
        Epoch++;
    }

    /// <summary>Who is alive and waits for what, in order of slots; for the end of a run that ended too early.</summary>
    public IEnumerable<(string Process, string WaitsFor)> Waiting() =>
        _places.Take(_slots).Select(p => p.Activity).Where(a => a.Leaf is not null).Select(a => (a.Name, a.WaitsFor));

    /// <summary>The activity whose code runs now.</summary>
    internal Activity Running
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var current = Current;
            if (current is null) ThrowNotRunning();
            return current;
        }
    }

    /// <summary>A slot: whose it is, and where that stopped. Side by side, so that both are fetched at once.</summary>
    struct Place
    {
        public Activity Activity;
        public Frame? Leaf;
    }

    [DoesNotReturn]
    static void ThrowNotRunning() => throw new InvalidOperationException("only a process of this simulation can wait for this");

    /// <summary>Makes the frame that runs after the present one has returned: a child that is called.</summary>
    internal void RunNext(Frame frame) => _next = frame;

    /// <summary>A slot for something that is due at times, and is no process.</summary>
    internal Activity Rent(INative native, int index)
    {
        var activity = Rent();
        activity.Begin(native, index);
        return activity;
    }

    /// <summary>The frame that a slot's process stopped in.</summary>
    internal ref Frame? LeafOf(int slot) => ref _places[slot].Leaf;

    /// <summary>The record of a slot; whoever the slot goes to has the same.</summary>
    internal Activity ActivityOf(int slot) => _places[slot].Activity;

    /// <summary>Runs a process on at once, inside whatever is due now.</summary>
    internal void RunInPlace(Activity activity) => Resume(ref _places[activity.Slot], byTime: false);

    /// <summary>Whether <see cref="Stop"/> was called; a cohort that notices is gone on with when the run is.</summary>
    internal bool IsStopped(Cohort cohort)
    {
        if (_stopped) _interrupted = cohort;
        return _stopped;
    }

    /// <summary>Ends a process that was cancelled before it ran.</summary>
    internal void Abandon(Activity activity)
    {
        var frame = activity.Leaf!;
        frame.Fail(new OperationCanceledException($"process '{activity.Name}' was cancelled"));
        Return(activity, frame);
    }

    /// <summary>Gives a slot back.</summary>
    /// <returns>Whether somebody waited for the end of its process.</returns>
    internal bool Free(Activity activity, Exception? failure = null)
    {
        _free.Push(activity.Slot);
        return activity.End(failure);
    }

    void Advance(long moment)
    {
        _stopped = false;
        if (_interrupted is { } cohort)
        {
            _interrupted = null;
            cohort.GoOn();
        }

        var (agenda, now) = (Agenda, Now.Milliseconds);
        while (!_stopped)
        {
            if (agenda.TryTakeNow(now, out var slot))
            {
                Resume(ref _places[slot], byTime: false);
                continue;
            }

            var due = agenda.NextDue;
            if (due > moment) break;
            Invariant.Holds(due >= now, "the clock never goes back");
            now = due;
            Now = SimTime.FromMilliseconds(due);

            // The slot keeps its entry while the process runs: if it waits for time again, one walk puts both right.
            slot = agenda.First(out var order);
            if (agenda.IsWide) Approach(agenda.Second(slot));
            ref var place = ref _places[slot];
            if (place.Leaf is null && place.Activity.Native is { } native) native.Fire(place.Activity);
            else Resume(ref place, byTime: true);
            if (agenda.OrderOf(slot) == order) agenda.Cancel(slot);
        }

        if (_failure is not { } failure) return;
        _failure = null;
        throw failure;
    }

    /// <summary>While one process runs, what the next needs comes near: its entries, its record, its frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Approach(int second)
    {
        if (second < 0) return;
        Agenda.Approach(second);
        ref var place = ref _places[second];
        Near.Bring(place.Activity, lines: 2);
        Near.Bring(place.Leaf, lines: 3);
    }

    void Resume(ref Place place, bool byTime)
    {
        var (activity, frame) = (place.Activity, place.Leaf); // at once: whoever it starts may move the places
        EventCount++;
        if (Trace is not null) Tell(activity);
        Current = activity;
        if (!activity.Resume(byTime)) frame = null;
        while (frame is not null)
        {
            _next = null;
            frame.MoveNext();
            frame = _next ?? (frame.Done ? Return(activity, frame) : null);
        }

        Current = null;
    }

    internal void CountArrival(Activity activity)
    {
        EventCount++;
        if (Trace is not null) Tell(activity);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Tell(Activity activity) => Trace!(new TraceEntry(Now, activity.Name, activity.WaitsFor));

    [MethodImpl(MethodImplOptions.NoInlining)]
    Frame? Return(Activity activity, Frame ended)
    {
        if (activity.Leave(ended) is { } parent) return parent;

        var failure = ended.Failure is { } thrown ? new ProcessFailedException(activity.Name, Now, activity.WaitsFor, thrown) : null;
        var cancelled = activity.IsCancelled && ended.Failure is OperationCanceledException;
        if (ended.IsKept && failure is not null) ended.Fail(failure);
        // The end of one that was cancelled is an end like any other, unless a result was expected of it.
        var told = Free(activity, cancelled && !ended.IsKept ? null : failure);
        if (!ended.IsKept) ended.Recycle();
        if (failure is null || cancelled || told) return null;

        // The run stops as by Stop: what is due at this moment and has not run yet is gone on with if the run is.
        (_failure, _stopped) = (failure, true);
        return null;
    }

    Activity Begin(string name, Frame frame, SimTime at, int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, Now);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)LastPriority, nameof(priority));
        if (frame.Activity is not null) throw Frame.Spent();
        var activity = Rent();
        activity.Begin(name, frame);
        activity.StartsAt(at.Milliseconds, priority);
        if (at == Now && priority == DefaultPriority) activity.WakeAtOnce();
        else Agenda.Schedule(activity.Slot, at.Milliseconds, priority);
        return activity;
    }

    Activity Rent()
    {
        if (_free.TryPop(out var slot)) return _places[slot].Activity;

        slot = _slots++;
        if (slot == _places.Length)
        {
            Array.Resize(ref _places, slot * 2);
        }

        if (_places[slot].Activity is { } used) return used;
        Agenda.Reserve(slot);
        return _places[slot].Activity = new Activity(this, slot);
    }
}

/// <summary>One wake-up.</summary>
/// <param name="Time">When.</param>
/// <param name="Process">Whose.</param>
/// <param name="WaitedFor">What it had waited for.</param>
public readonly record struct TraceEntry(SimTime Time, string Process, string WaitedFor);

/// <summary>Something of the kernel's own that is due at times, and is no process: a cohort, a load under way.</summary>
interface INative
{
    string Name { get; }

    /// <summary>Its time has come.</summary>
    void Fire(Activity activity);
}
