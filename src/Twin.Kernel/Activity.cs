namespace Twin.Kernel;

/// <summary>A started process: its slot on the agenda, the frame it stopped in, and what has happened to it meanwhile.</summary>
/// <remarks>
/// One record a slot, used again for the next process in it; <see cref="Life"/> tells the two apart. A process waits
/// for one thing at a time, with at most one due time: <see cref="Wait"/> counts its waits, so that an entry left
/// behind in some queue is known to be stale by its number, and giving up a wait never means searching a queue.
/// </remarks>
public sealed class Activity
{
    object? _cause;
    bool _interrupted;
    bool _cancelled;
    bool _frozen;
    bool _woken; // while frozen
    bool _queued; // for this moment
    long _due;
    int _priority;
    long _left = -1; // of the due time, while frozen
    List<(Activity Who, int Wait)>? _joiners;

    internal Activity(Simulation simulation, int slot) => (Simulation, Slot) = (simulation, slot);

    internal Simulation Simulation { get; }

    internal int Slot { get; }

    internal int Life { get; private set; }

    internal string Name { get; private set; } = "";

    /// <summary>Number of the present wait.</summary>
    internal int Wait { get; private set; }

    internal string WaitsFor { get; private set; } = "its start";

    internal Frame? Leaf { get; private set; }

    /// <summary>Whether the present wait can be interrupted.</summary>
    internal bool Interruptible { get; private set; }

    /// <summary>Whether it was given what it waited for.</summary>
    internal bool Granted { get; private set; }

    /// <summary>Whether the due time came before what the process waited for.</summary>
    internal bool TimedOut { get; private set; }

    internal bool IsCancelled => _cancelled;

    internal void Begin(string name, Frame frame)
    {
        (Name, Leaf, WaitsFor, Interruptible) = (name, frame, "its start", false);
        frame.Activity = this;
    }

    /// <summary>Runs a child's frame next, inside this process.</summary>
    internal void Enter(Frame child)
    {
        (child.Parent, child.Activity) = (Leaf, this);
        Leaf = child;
        Simulation.RunNext(child);
    }

    /// <summary>Begins a wait for something other than time; returns its number.</summary>
    /// <param name="what">What for, for messages.</param>
    /// <param name="patience">How long at most; null for ever.</param>
    internal int Await(string what, TimeSpan? patience = null)
    {
        (WaitsFor, Interruptible, TimedOut, Granted) = (what, false, false, false);
        Wait++;
        if (_cancelled) WakeAtOnce();
        else if (patience is { } time) Schedule((Simulation.Now + time).Milliseconds, Simulation.DefaultPriority);
        return Wait;
    }

    /// <summary>Begins a wait for a moment, which an interrupt may end.</summary>
    internal void AwaitTime(string what, long due, int priority)
    {
        (WaitsFor, Interruptible, TimedOut, Granted) = (what, true, false, false);
        Wait++;
        if (_cancelled || _interrupted) (_due, Interruptible) = (due, false);
        if (!Interruptible) WakeAtOnce();
        else Schedule(due, priority);
    }

    void Schedule(long due, int priority)
    {
        (_due, _priority) = (due, priority);
        if (due == Simulation.Now.Milliseconds && priority == Simulation.DefaultPriority && Interruptible) WakeAtOnce();
        else Simulation.Agenda.Schedule(Slot, due, priority);
    }

    /// <summary>How much of the last delay was left when it ended.</summary>
    internal TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(0, _due - Simulation.Now.Milliseconds));

    /// <summary>Gives it what it waits for, and wakes it.</summary>
    internal void Grant()
    {
        Granted = true;
        Wake();
    }

    /// <summary>Ends the present wait at this moment, in turn.</summary>
    internal void Wake()
    {
        Wait++;
        Interruptible = false;
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        if (_frozen) _woken = true;
        else WakeAtOnce();
    }

    internal void WakeAtOnce()
    {
        if (_queued) return;
        _queued = true;
        Simulation.Agenda.Now(Slot);
    }

    internal void Interrupt(object? cause)
    {
        if (_interrupted) return;

        (_interrupted, _cause) = (true, cause);
        if (Interruptible && !_frozen) Wake();
    }

    internal (bool Interrupted, object? Cause) TakeInterrupt()
    {
        var taken = (_interrupted, _cause);
        (_interrupted, _cause) = (false, null);
        return taken;
    }

    internal void Cancel()
    {
        if (_cancelled) return;

        (_cancelled, _frozen) = (true, false);
        if (Simulation.Current != this) Wake();
    }

    internal void Freeze()
    {
        if (_frozen || Simulation.Current == this) return;

        _frozen = true;
        if (!Simulation.Agenda.IsScheduled(Slot)) return;
        _left = _due - Simulation.Now.Milliseconds;
        Simulation.Agenda.Cancel(Slot);
    }

    internal void Thaw()
    {
        if (!_frozen) return;

        _frozen = false;
        if (_woken) WakeAtOnce();
        else if (_left >= 0) Schedule(Simulation.Now.Milliseconds + _left, _priority);
        (_woken, _left) = (false, -1);
        if (_interrupted && Interruptible) Wake();
    }

    internal void WaitForEnd(Activity other)
    {
        var wait = Await("another process to end");
        (other._joiners ??= []).Add((this, wait));
    }

    /// <summary>Called when its slot comes up: a wait without a waker has then run out of time.</summary>
    internal Frame? Resume(bool byTime)
    {
        (TimedOut, Interruptible, _queued) = (byTime, false, false);
        Wait++; // whatever else it was queued for is stale now
        return Leaf;
    }

    /// <summary>Goes back from an ended child to the frame that called it; null when the process itself has ended.</summary>
    internal Frame? Leave(Frame ended) => Leaf = ended.Parent;

    /// <summary>Throws where the process is, if somebody has cancelled it.</summary>
    internal void ThrowIfCancelled()
    {
        if (_cancelled) throw new OperationCanceledException($"process '{Name}' was cancelled");
    }

    internal void End()
    {
        if (Simulation.Agenda.IsScheduled(Slot)) Simulation.Agenda.Cancel(Slot);
        Life++;
        Wait++;
        Leaf = null;
        (_interrupted, _cancelled, _frozen, _woken, _cause, _left) = (false, false, false, false, null, -1);
        if (_joiners is not { Count: > 0 }) return;

        foreach (var (who, wait) in _joiners)
        {
            if (who.Wait == wait) who.Wake();
        }

        _joiners.Clear();
    }
}
