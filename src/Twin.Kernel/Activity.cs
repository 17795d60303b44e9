using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Twin.Kernel;

/// <summary>A started process: its slot on the agenda, the frame it stopped in, and what has happened to it meanwhile.</summary>
/// <remarks>
/// One record a slot, used again for the next process in it; <see cref="Life"/> tells the two apart. A process waits
/// once at a time, for one thing or several, with at most one due time: <see cref="Wait"/> counts its waits, so that an
/// entry left behind in some queue is known to be stale by its number, and giving up never means searching a queue.
/// </remarks>
sealed class Activity(Simulation simulation, int slot)
{
    /// <summary>The tag of a wait that ended without a grant.</summary>
    const sbyte None = -1;

    [Flags]
    enum State : ushort
    {
        Unborn = 1, // started, and has not run yet
        Queued = 2, // among what is due at this moment
        Waiting = 4, // and nothing has ended the wait
        Timed = 8, // the wait has a due time
        Frozen = 16,
        Woken = 32, // while frozen
        Partial = 64, // some of an all-of are still missing
        Failed = 128, // what it waited for failed
        Interrupted = 256, // and has not been told
        Cancelled = 512,

        /// <summary>What keeps a process from simply running on when its turn comes.</summary>
        NotSimply = Unborn | Frozen | Partial,

        /// <summary>What ends a wait before its time, or with an exception.</summary>
        CutShort = Failed | Interrupted | Cancelled,
    }

    // What every wake-up touches, small: a hundred processes and their frames fit the first cache.
    long _due;
    State _state;
    sbyte _tag;
    sbyte _timeTag; // what the due time grants; None where it is patience running out
    byte _priority;
    WaitKind _kind;
    bool _byTime;

    /// <summary>What few processes ever need.</summary>
    sealed class Extras
    {
        public long FrozenAt;

        // Of an all-of: what is missing, and which of it comes with time.
        public uint Missing;
        public uint TimeParts;
        public long PartsDue;

        public object? Cause;
        public Queue<object?>? MoreCauses;
        public Exception? Failure;
        public List<(Activity Who, int Wait, int Tag)>? Joiners;
    }

    Extras? _extras;

    Extras More => _extras ??= new Extras();

    public Simulation Simulation { get; } = simulation;

    public int Slot { get; } = slot;

    /// <summary>Counts the processes that have had this record.</summary>
    public int Life { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Number of the present wait.</summary>
    public int Wait { get; private set; }

    public string WaitsFor => _kind.InWords();

    /// <summary>The frame it stopped in, to go on with; null when it has none.</summary>
    public Frame? Leaf
    {
        get => Simulation.LeafOf(Slot);
        private set => Simulation.LeafOf(Slot) = value;
    }

    /// <summary>What a slot without a process does when it is due; null for a process.</summary>
    public INative? Native { get; private set; }

    public int NativeIndex { get; private set; }

    /// <summary>Which of several waits was granted; negative when none was.</summary>
    public int Tag => _tag;

    public bool IsCancelled => (_state & State.Cancelled) != 0;

    public void Begin(string name, Frame frame)
    {
        (Name, Leaf, _kind, _state, Native) = (name, frame, WaitKind.Start, State.Unborn, null);
        frame.Activity = this;
    }

    public void Begin(INative native, int index) => (Name, Leaf, _kind, _state, Native, NativeIndex) = (native.Name, null, WaitKind.Transit, 0, native, index);

    /// <summary>Runs a child's frame next, inside this process.</summary>
    public void Enter(Frame child)
    {
        if (child.Activity is not null) throw Frame.Spent();
        (child.Parent, child.Activity) = (Leaf, this);
        Leaf = child;
        Simulation.RunNext(child);
    }

    /// <summary>Begins a wait: the process has stopped, and goes on when it is granted, or its time has come.</summary>
    public void Arm<TWait>(ref TWait wait)
        where TWait : IWait
    {
        // Most waits are delays; what the general way would come to is written out for them.
        if (typeof(TWait) == typeof(DelayAwaiter) && (_state & State.CutShort) == 0 && Unsafe.As<TWait, DelayAwaiter>(ref wait).TryBegin(this)) return;

        _tag = None;
        _state &= ~State.Timed;
        if (!wait.Enlist(this, 0)) return;

        _state |= State.Waiting;
        if ((_state & State.CutShort) != 0) Wake();
    }

    /// <summary>Begins a wait for a moment to come, and nothing else.</summary>
    /// <param name="agenda">The simulation's. Whoever waits has it at hand; from here it is two steps away, in which the walk through it waits: 1.5 ns.</param>
    /// <param name="due">When.</param>
    /// <param name="priority">Its class then.</param>
    public void AwaitDelay(Agenda agenda, long due, int priority)
    {
        (_tag, _timeTag, _priority, _kind, _due) = (None, 0, (byte)priority, WaitKind.Delay, due);
        _state |= State.Timed | State.Waiting;
        agenda.Schedule(Slot, due, priority);
    }

    public void WaitsOn(WaitKind kind) => _kind = kind;

    /// <summary>Ends the wait when a moment comes, if nothing else does before.</summary>
    /// <param name="due">When. Of several, the earliest counts, and among equals the first.</param>
    /// <param name="priority">Its class then.</param>
    /// <param name="tag">What the moment grants; negative when it only ends patience.</param>
    public void AwaitTime(long due, int priority, int tag)
    {
        if ((_state & State.Partial) != 0 && tag >= 0)
        {
            AwaitPart(due, priority, tag);
            return;
        }

        if ((_state & State.Timed) != 0 && _due <= due) return;
        (_due, _priority, _timeTag) = (due, (byte)priority, (sbyte)tag);
        _state |= State.Timed;
        if ((_state & State.Partial) != 0 && More.TimeParts != 0 && More.PartsDue <= due) return; // patience comes after the parts
        if (due == Simulation.Now.Milliseconds && priority == Simulation.DefaultPriority && tag >= 0) AtOnce(tag);
        else Simulation.Agenda.Schedule(Slot, due, priority);
    }

    /// <summary>A delay of nothing goes to the end of this moment's queue, without a walk through the agenda.</summary>
    void AtOnce(int tag)
    {
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        _tag = (sbyte)tag;
        _state &= ~State.Timed;
        WakeAtOnce();
    }

    /// <summary>A patience: how long at most, in milliseconds; <see cref="Patience.Endless"/> for no end.</summary>
    public void AwaitTime(long patience)
    {
        if (patience != Patience.Endless) AwaitTime(checked(Simulation.Now.Milliseconds + patience), Simulation.DefaultPriority, None);
    }

    /// <summary>How much of the last delay was left when it ended.</summary>
    public TimeSpan Left => (_state & State.Timed) == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Max(0, _due - Simulation.Now.Milliseconds));

    /// <summary>Gives it what it waits for, and wakes it.</summary>
    public void Grant(int tag)
    {
        if ((_state & State.Partial) != 0)
        {
            GrantPart(1u << tag);
            return;
        }

        _tag = (sbyte)tag;
        Wake();
    }

    /// <summary>The same, for one that is run on at once by whoever grants it.</summary>
    /// <returns>Whether it can run now; otherwise it will when it can.</returns>
    public bool GrantInPlace(int tag)
    {
        if ((_state & (State.Partial | State.Frozen)) != 0)
        {
            Grant(tag);
            return false;
        }

        _tag = (sbyte)tag;
        if ((_state & State.Timed) != 0 && Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        return true;
    }

    /// <summary>Ends its wait with an exception.</summary>
    public void Fail(Exception failure)
    {
        More.Failure ??= failure;
        _state = (_state | State.Failed) & ~State.Partial;
        // While it is still being armed, the wait ends when that is done.
        if ((_state & State.Waiting) != 0) Wake();
    }

    /// <summary>Ends the present wait at this moment, in turn.</summary>
    public void Wake()
    {
        Wait++;
        _state &= ~(State.Waiting | State.Partial);
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        if ((_state & State.Frozen) != 0) _state |= State.Woken;
        else WakeAtOnce();
    }

    public void WakeAtOnce()
    {
        if ((_state & State.Queued) != 0) return;
        _state |= State.Queued;
        Simulation.Agenda.Now(Slot);
    }

    public void Interrupt(object? cause)
    {
        if (Simulation.Current == this) throw new InvalidOperationException($"process '{Name}' interrupts itself");
        if ((_state & State.Interrupted) != 0) (More.MoreCauses ??= new()).Enqueue(cause);
        else More.Cause = cause;
        _state |= State.Interrupted;
        if ((_state & (State.Waiting | State.Frozen)) == State.Waiting) Wake();
    }

    public (bool Interrupted, object? Cause) TakeInterrupt()
    {
        if ((_state & State.Interrupted) == 0) return (false, null);

        var cause = More.Cause;
        if (More.MoreCauses is null || !More.MoreCauses.TryDequeue(out More.Cause))
        {
            More.Cause = null;
            _state &= ~State.Interrupted;
        }

        return (true, cause);
    }

    public void Cancel()
    {
        if (IsCancelled) return;

        _state = (_state | State.Cancelled) & ~(State.Frozen | State.Woken);
        if (Simulation.Current != this && (_state & State.Queued) == 0) Wake();
    }

    public void Freeze()
    {
        if ((_state & State.Frozen) != 0 || Simulation.Current == this) return;

        _state |= State.Frozen;
        More.FrozenAt = Simulation.Now.Milliseconds;
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
    }

    public void Thaw()
    {
        if ((_state & State.Frozen) == 0) return;

        _state &= ~State.Frozen;
        if ((_state & State.Woken) != 0)
        {
            _state &= ~State.Woken;
            WakeAtOnce();
        }
        else if ((_state & State.Queued) == 0)
        {
            GoOn(Simulation.Now.Milliseconds - More.FrozenAt);
        }
    }

    /// <summary>Puts what is left of its times back on the agenda, later by as long as it was frozen.</summary>
    void GoOn(long frozen)
    {
        if ((_state & (State.Unborn | State.Timed)) != 0)
        {
            _due += frozen;
            Simulation.Agenda.Schedule(Slot, _due, _priority);
        }

        if ((_state & State.Partial) != 0 && More.TimeParts != 0)
        {
            More.PartsDue += frozen;
            ScheduleParts();
        }

        if ((_state & State.Waiting) != 0 && (_state & State.CutShort) != 0) Wake();
    }

    /// <summary>When an unborn process is to start; kept for one that is frozen before.</summary>
    public void StartsAt(long due, int priority) => (_due, _priority) = (due, (byte)priority);

    public void WaitForEnd(Activity other, int tag) => (other.More.Joiners ??= []).Add((this, Wait, tag));

    /// <summary>Called when its slot comes up.</summary>
    /// <param name="byTime">Whether its due time has come, rather than a grant.</param>
    /// <returns>Whether it is to run now; not if there is nothing to run yet.</returns>
    public bool Resume(bool byTime)
    {
        if ((_state & State.NotSimply) != 0 && !IsReady(byTime)) return false;

        if (byTime) _tag = _timeTag;
        _byTime = byTime;
        _state &= ~(State.Queued | State.Waiting | State.Unborn);
        Wait++; // whatever else it was queued for is stale now
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool IsReady(bool byTime)
    {
        _state &= ~State.Queued;
        if ((_state & State.Frozen) != 0)
        {
            _state |= State.Woken;
            return false;
        }

        if ((_state & State.Unborn) != 0)
        {
            _timeTag = 0;
            if (!IsCancelled) return true;
            Simulation.Abandon(this); // cancelled before it ran: it never runs
            return false;
        }

        return !byTime || PartsHaveCome();
    }

    /// <summary>Ends a wait for its process: takes what was granted, and throws if the wait was cut short.</summary>
    public void Conclude<TWait>(ref TWait wait)
        where TWait : struct, IWait
    {
        wait.Settle(this, 0, _tag >= 0);
        if ((_state & State.CutShort) != 0) CutShort(ref wait);
    }

    /// <summary>The same for a wait that remembers nothing itself.</summary>
    public void Conclude<TWait>(TWait wait)
        where TWait : struct, IWait => Conclude(ref wait);

    [MethodImpl(MethodImplOptions.NoInlining)]
    void CutShort<TWait>(ref TWait wait)
        where TWait : struct, IWait
    {
        if (IsCancelled || (_state & State.Failed) != 0)
        {
            if (_tag >= 0) wait.Undo();
            ThrowIfCancelled();
            var failure = More.Failure!;
            More.Failure = null;
            _state &= ~State.Failed;
            ExceptionDispatchInfo.Throw(failure);
        }

        // What was granted is kept, and so is what ran out of patience: the interrupt is told by the next wait.
        if (_tag >= 0 || _byTime) return;
        var (_, cause) = TakeInterrupt();
        throw new InterruptedException(cause, Left);
    }

    /// <summary>Throws where the process is, if somebody has cancelled it.</summary>
    public void ThrowIfCancelled()
    {
        if (IsCancelled) throw new OperationCanceledException($"process '{Name}' was cancelled");
    }

    /// <summary>Goes back from an ended child to the frame that called it; null when the process itself has ended.</summary>
    public Frame? Leave(Frame ended) => Leaf = ended.Parent;

    /// <summary>Clears the record for its next process, and tells who waits for this one's end.</summary>
    /// <param name="failure">What it threw; null when it ended well.</param>
    /// <returns>Whether somebody was told.</returns>
    public bool End(Exception? failure)
    {
        Clear();
        if (_extras?.Joiners is not { Count: > 0 } joiners) return false;

        var told = false;
        foreach (var (who, wait, tag) in joiners)
        {
            if (who.Wait != wait) continue;
            told = true;
            if (failure is null) who.Grant(tag);
            else who.Fail(failure);
        }

        joiners.Clear();
        return told;
    }

    /// <summary>Forgets everything, without telling anybody: the run is over.</summary>
    public void Drop()
    {
        for (var frame = Leaf; frame is not null;)
        {
            var parent = frame.Parent;
            if (!frame.IsKept) frame.Recycle();
            frame = parent;
        }

        Clear();
        _extras?.Joiners?.Clear();
    }

    void Clear()
    {
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        Life++;
        Wait++;
        (Leaf, Native, _state) = (null, null, 0);
        if (_extras is not { } extras) return;
        (extras.Cause, extras.Failure) = (null, null);
        extras.MoreCauses?.Clear();
    }

    /// <summary>Begins an all-of with these parts missing.</summary>
    public void AwaitAll(uint missing)
    {
        (More.Missing, More.TimeParts, More.PartsDue) = (missing, 0, 0);
        _state |= State.Partial;
    }

    /// <summary>Whether a part of the all-of that has ended, or been given up, had come.</summary>
    public bool HasCome(int tag) => (More.Missing & (1u << tag)) == 0;

    void AwaitPart(long due, int priority, int tag)
    {
        More.TimeParts |= 1u << tag;
        (More.PartsDue, _priority) = (Math.Max(More.PartsDue, due), (byte)priority);
        ScheduleParts();
    }

    void ScheduleParts()
    {
        if ((_state & State.Timed) == 0 || More.PartsDue <= _due) Simulation.Agenda.Schedule(Slot, More.PartsDue, _priority);
    }

    bool PartsHaveCome()
    {
        if (More.TimeParts == 0 || Simulation.Now.Milliseconds < More.PartsDue)
        {
            _state &= ~State.Partial; // patience has run out
            return true;
        }

        More.Missing &= ~More.TimeParts;
        More.TimeParts = 0;
        if (More.Missing == 0)
        {
            _state &= ~(State.Partial | State.Timed);
            _timeTag = 0;
            return true;
        }

        if ((_state & State.Timed) != 0) Simulation.Agenda.Schedule(Slot, _due, _priority);
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void GrantPart(uint part)
    {
        More.Missing &= ~part;
        if (More.Missing != 0) return;
        _tag = 0;
        Wake();
    }
}
