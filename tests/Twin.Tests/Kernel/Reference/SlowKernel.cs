namespace Twin.Tests;

/// <summary>
/// The kernel's published rules, written as plainly as they can be: one list of what is due, searched from end to end;
/// queues that are searched as well; processes that are read line by line. Slow, and obvious.
/// </summary>
/// <remarks>
/// The rules. What is due comes by time, priority class, then in the order of scheduling. Who is granted something, or
/// interrupted, or cancelled, stops waiting at once and goes on in turn, at the end of this moment's queue. A wait that
/// was granted counts; an interrupt that finds it so is told by the next wait. Who goes on without having been granted
/// leaves its queues then.
/// </remarks>
sealed class SlowKernel
{
    const int Default = 8;

    readonly List<Due> _due = [];
    readonly List<string> _log = [];
    readonly Res[] _resources = [new(1, false, false), new(2, true, false), new(1, false, true), new(2, false, true)];
    readonly Stk[] _stocks = [new(6, 3), new(4, 0)];
    readonly Sto[] _stores = [new(2, false), new(3, true)];
    readonly List<Entry<bool>> _atGate = [];
    readonly List<Entry<bool>> _hearers = [];
    readonly List<Entry<int>> _watchers = []; // for the first stock to have so much
    readonly List<Entry<bool>> _steppers = [];
    Proc[] _processes = [];
    Proc? _current;
    bool _gateIsOpen;
    int _underWay;
    long _now;
    int _sequence;

    sealed record Due(long Time, int Priority, int Sequence, Action Happens);

    /// <summary>Somebody in a queue, for as long as it is still in that wait.</summary>
    sealed record Entry<T>(Proc Who, int Wait, int Tag, T What, int Priority = 0)
    {
        public bool IsValid => Who.Wait == Wait;
    }

    sealed class Proc(int number, Line[] lines)
    {
        public readonly int Number = number;
        public readonly Line[] Lines = lines;
        public readonly List<Lease> Leases = [];
        public readonly Queue<string> Interrupts = [];
        public readonly List<Entry<bool>> Joiners = [];
        public readonly Dictionary<int, int> Given = [];
        public int Next; // line
        public bool IsUnborn = true;
        public bool HasEnded;
        public int Wait;
        public bool IsWaiting;
        public bool IsQueued;
        public bool IsFrozen;
        public bool IsWoken; // while frozen
        public bool IsCancelled;
        public int? Granted; // the tag of what was
        public bool ByTime;
        public int? TimeGrants;
        public long? DueAt; // of the present wait, or of the start
        public int DuePriority;
        public long FrozenAt;
        public Due? Timer;
        public HashSet<int>? Missing; // of an all-of
        public Func<bool> Conclude = () => true; // whether it goes on
    }

    sealed class Lease(int resource)
    {
        public readonly int Resource = resource;
        public bool IsHeld = true;
    }

    sealed class Holder(Proc who, int priority, long since, Lease? lease, int tag)
    {
        public readonly Proc Who = who;
        public readonly int Priority = priority;
        public readonly long Since = since;
        public readonly int Tag = tag;
        public Lease? Lease = lease; // none while the holder has not woken up
    }

    sealed class Res(int capacity, bool lastFirst, bool preemptive)
    {
        public readonly bool LastFirst = lastFirst;
        public readonly bool IsPreemptive = preemptive;
        public readonly List<Entry<bool>> Queue = [];
        public readonly List<Holder> Holders = []; // in the order of holding
        public int Capacity = capacity;
        public int InUse;

        public Entry<bool>? First
        {
            get
            {
                Queue.RemoveAll(e => !e.IsValid);
                if (Queue.Count == 0) return null;
                var best = Queue.Min(e => e.Priority);
                return LastFirst ? Queue.Last(e => e.Priority == best) : Queue.First(e => e.Priority == best);
            }
        }
    }

    sealed class Stk(int capacity, int level)
    {
        public readonly int Capacity = capacity;
        public readonly List<Entry<int>> Takers = [];
        public readonly List<Entry<int>> Putters = [];
        public int Level = level;
    }

    sealed class Sto(int capacity, bool ordered)
    {
        public readonly int Capacity = capacity;
        public readonly bool IsOrdered = ordered;
        public readonly List<int> Items = [];
        public readonly List<Entry<int>> Takers = []; // what: the filter
        public readonly List<Entry<int>> Putters = [];
    }

    /// <summary>How often something was given back that had been granted to one who was cancelled before it woke up.</summary>
    public int Undone { get; private set; }

    public List<string> Run(Script script)
    {
        _processes = [.. script.Processes.Select((p, i) => new Proc(i, p.Lines))];
        foreach (var (process, at) in _processes.Zip(script.Processes, (p, s) => (p, s.At)))
        {
            (process.DueAt, process.DuePriority) = (at, Default);
            if (at == 0) WakeInTurn(process);
            else Schedule(process);
        }

        while (_due.Count > 0)
        {
            var first = _due.MinBy(d => (d.Time, d.Priority, d.Sequence))!;
            if (first.Time > Script.End) break;
            _due.Remove(first);
            _now = first.Time;
            first.Happens();
        }

        _now = Script.End;
        _log.Add($"in use {string.Join(' ', _resources.Select(r => $"{r.InUse}/{r.Capacity}"))}; levels {string.Join(' ', _stocks.Select(s => s.Level))}; stored {string.Join(' ', _stores.Select(s => s.Items.Count))}; gate {_gateIsOpen}; under way {_underWay}");
        _log.Add($"alive {string.Join(' ', _processes.Select(p => p.HasEnded ? 0 : 1))}");
        return _log;
    }

    void Log(int who, string what) => _log.Add($"{_now} {who}: {what}");

    Due Add(long time, int priority, Action happens)
    {
        var due = new Due(time, priority, _sequence++, happens);
        _due.Add(due);
        return due;
    }

    // ---- Waiting and waking up.

    void Schedule(Proc p)
    {
        if (p.Timer is { } old) _due.Remove(old);
        p.Timer = Add(p.DueAt!.Value, p.DuePriority, () =>
        {
            p.Timer = null;
            GoOn(p, byTime: true);
        });
    }

    void StopTimer(Proc p)
    {
        if (p.Timer is { } timer) _due.Remove(timer);
        p.Timer = null;
    }

    void WakeInTurn(Proc p)
    {
        if (p.IsQueued) return;
        p.IsQueued = true;
        Add(_now, Default, () => GoOn(p, byTime: false));
    }

    void Wake(Proc p)
    {
        p.Wait++;
        (p.IsWaiting, p.Missing) = (false, null);
        StopTimer(p);
        if (p.IsFrozen) p.IsWoken = true;
        else WakeInTurn(p);
    }

    void Grant(Proc p, int tag)
    {
        if (p.Missing is { } missing)
        {
            missing.Remove(tag);
            if (missing.Count > 0) return;
            tag = 0;
        }

        p.Granted = tag;
        Wake(p);
    }

    void GoOn(Proc p, bool byTime)
    {
        if (!byTime) p.IsQueued = false;
        if (p.IsFrozen)
        {
            p.IsWoken = true;
            return;
        }

        if (p.IsUnborn && p.IsCancelled)
        {
            End(p);
            return;
        }

        if (byTime) p.Granted = p.TimeGrants;
        (p.ByTime, p.IsUnborn, p.IsWaiting, p.IsQueued) = (byTime, false, false, false);
        p.Wait++;
        (var before, _current) = (_current, p);
        RunOn(p);
        _current = before;
    }

    void RunOn(Proc p)
    {
        // The end of the wait that it was in, then line after line until it waits again.
        var conclude = p.Conclude;
        p.Conclude = () => true;
        if (!conclude()) return;
        while (p.Next < p.Lines.Length)
        {
            if (!Do(p, p.Lines[p.Next++])) return;
        }

        Log(p.Number, "ends");
        Leave(p);
    }

    void Leave(Proc p)
    {
        foreach (var lease in p.Leases) Release(lease);
        End(p);
    }

    void End(Proc p)
    {
        p.HasEnded = true;
        p.Wait++;
        StopTimer(p);
        foreach (var joiner in p.Joiners.Where(j => j.IsValid).ToArray()) Grant(joiner.Who, joiner.Tag);
    }

    /// <summary>Begins a wait: it was put where it will be found by <paramref name="enlist"/>.</summary>
    /// <param name="settle">Takes what was granted, or leaves the queue.</param>
    /// <param name="undo">Gives back what was taken.</param>
    /// <param name="tell">Logs what it got.</param>
    bool Begin(Proc p, string act, Action enlist, Action<bool> settle, Action undo, Action tell, bool tellsLeft = false)
    {
        (p.Granted, p.DueAt, p.TimeGrants) = (null, null, null);
        enlist();
        p.IsWaiting = true;
        p.Conclude = () =>
        {
            var granted = p.Granted is not null;
            settle(granted);
            if (p.IsCancelled)
            {
                if (granted)
                {
                    undo();
                    Undone++;
                }

                Log(p.Number, "is cancelled");
                Leave(p);
                return false;
            }

            if (p.Interrupts.Count > 0 && !granted && !p.ByTime)
            {
                Log(p.Number, $"{act} interrupted by {p.Interrupts.Dequeue()}{(tellsLeft ? $", {Left(p)} left" : "")}");
                return true;
            }

            tell();
            return true;
        };
        if (p.Interrupts.Count > 0 || p.IsCancelled) Wake(p);
        return false;
    }

    long Left(Proc p) => p.DueAt is { } due ? Math.Max(0, due - _now) : 0;

    /// <summary>The present wait ends at a moment, if nothing ends it before; of several the earliest counts.</summary>
    void Time(Proc p, int ms, int priority, int? grants)
    {
        if (p.DueAt is { } earlier && earlier <= _now + ms) return;
        (p.DueAt, p.DuePriority, p.TimeGrants) = (_now + ms, priority, grants);
        if (ms == 0 && priority == Default && grants is not null)
        {
            // A delay of nothing is over at once, and goes on in turn.
            (p.DueAt, p.Granted) = (null, grants);
            StopTimer(p);
            WakeInTurn(p);
            return;
        }

        Schedule(p);
    }

    void Patience(Proc p, int c)
    {
        if (c <= 3) Time(p, c, Default, null);
    }

    // ---- The acts.

    bool Do(Proc p, Line line)
    {
        var (act, a, b, c) = line;
        var (me, other) = (p.Number, _processes[a % _processes.Length]);
        switch (act)
        {
            case Act.Delay:
                return Begin(p, "Delay", () => Time(p, a, b < 3 ? Default : b == 3 ? 0 : 15, 0), _ => { }, () => { }, () => Log(me, "waited"), tellsLeft: true);
            case Act.Work:
                Begin(p, "Work", () => Time(p, a, Default, 0), _ => { }, () => { }, () => { });
                p.Conclude = () =>
                {
                    if (p.IsCancelled)
                    {
                        Log(me, "is cancelled");
                        Leave(p);
                        return false;
                    }

                    var interrupted = p.Interrupts.TryDequeue(out var cause);
                    Log(me, $"worked, {Left(p)} left, {interrupted} {cause}");
                    return true;
                };
                return false;
            case Act.Request:
                return Request(p, a % 4, b % 4, c, preempt: b < 4);
            case Act.Release:
                var at = p.Leases.FindLastIndex(l => l.Resource == a % 4);
                if (at < 0) return true;
                Log(me, $"gives back {a % 4}, held {p.Leases[at].IsHeld}");
                Release(p.Leases[at]);
                p.Leases.RemoveAt(at);
                return true;
            case Act.Capacity:
                _resources[a % 4].Capacity = b % 4;
                Serve(a % 4);
                Log(me, $"sets capacity of {a % 4} to {b % 4}");
                return true;
            case Act.Get:
                return Move(p, "Get", _stocks[a % 2], 1 + (b % 4), c, takes: true, got => Log(me, $"got {1 + (b % 4)}: {got}"));
            case Act.Put:
                return Move(p, "Put", _stocks[a % 2], 1 + (b % 4), c, takes: false, got => Log(me, $"put {1 + (b % 4)}: {got}"));
            case Act.Take:
                return Take(p, "Take", _stores[a % 2], b % 3, 5, (_, item) => Log(me, $"takes {item}"));
            case Act.Within:
                return Take(p, "Within", _stores[a % 2], 0, c, (inTime, item) => Log(me, $"within {inTime} {item}"), always: true);
            case Act.Store:
                return Put(p, _stores[a % 2], b);
            case Act.Open:
                Log(me, "opens");
                _gateIsOpen = true;
                GrantAll(_atGate);
                return true;
            case Act.Close:
                Log(me, "closes");
                _gateIsOpen = false;
                return true;
            case Act.Pass:
                if (_gateIsOpen)
                {
                    Log(me, "passes True");
                    return true;
                }

                return Begin(p, "Pass", () =>
                {
                    _atGate.Add(new(p, p.Wait, 0, true));
                    Patience(p, c);
                }, _ => { }, () => { }, () => Log(me, $"passes {p.Granted is not null}"));
            case Act.Hear:
                return Begin(p, "Hear", () => _hearers.Add(new(p, p.Wait, 0, true)), _ => { }, () => { }, () => Log(me, $"hears {p.Given[0]}"));
            case Act.Tell:
                Log(me, $"tells {a}");
                foreach (var hearer in _hearers.Where(h => h.IsValid)) hearer.Who.Given[hearer.Tag] = a;
                GrantAll(_hearers);
                return true;
            case Act.Until:
                if (_stocks[0].Level >= a)
                {
                    Log(me, $"sees {a}: True");
                    return true;
                }

                return Begin(p, "Until", () =>
                {
                    _watchers.Add(new(p, p.Wait, 0, a));
                    Patience(p, c);
                }, _ => { }, () => { }, () => Log(me, $"sees {a}: {p.Granted is not null}"));
            case Act.AnyOf:
                return AnyOf(p, _stocks[a % 2], 1 + (b % 4), c);
            case Act.AllOf:
                return AllOf(p, 1 + (a % 4), 1 + (b % 4));
            case Act.Step:
                return Begin(p, "Step", () => JoinStep(p), _ => { }, () => { }, () => Log(me, "steps"));
            case Act.Send:
                _underWay++;
                Add(_now + b, Default, () =>
                {
                    _underWay--;
                    Log(-1, $"arrives {a} {TryPut(_stores[0], a)}");
                });
                Log(me, $"sends {a}");
                return true;
            case Act.Interrupt when other != p:
                Log(me, $"interrupts {other.Number}");
                if (!other.HasEnded) Interrupt(other, $"{me}");
                return true;
            case Act.Cancel when b < 3:
                Log(me, $"cancels {other.Number}");
                Cancel(other);
                return true;
            case Act.Freeze:
                Log(me, $"freezes {other.Number}");
                if (other.HasEnded || other.IsFrozen || other == _current) return true;
                (other.IsFrozen, other.FrozenAt) = (true, _now);
                StopTimer(other);
                return true;
            case Act.Thaw:
                Log(me, $"thaws {other.Number}");
                if (!other.HasEnded) Thaw(other);
                return true;
            case Act.Join when other != p:
                if (other.HasEnded)
                {
                    Log(me, $"has seen {other.Number} end");
                    return true;
                }

                return Begin(p, "Join", () => other.Joiners.Add(new(p, p.Wait, 0, true)), _ => { }, () => { }, () => Log(me, $"has seen {other.Number} end"));
            default:
                return true;
        }
    }

    void Interrupt(Proc p, string cause)
    {
        p.Interrupts.Enqueue(cause);
        if (p.IsWaiting && !p.IsFrozen) Wake(p);
    }

    void Cancel(Proc p)
    {
        if (p.HasEnded || p.IsCancelled) return;
        (p.IsCancelled, p.IsFrozen, p.IsWoken) = (true, false, false);
        if (p != _current && !p.IsQueued) Wake(p);
    }

    void Thaw(Proc p)
    {
        if (!p.IsFrozen) return;
        p.IsFrozen = false;
        if (p.IsWoken)
        {
            p.IsWoken = false;
            WakeInTurn(p);
        }
        else if (!p.IsQueued)
        {
            // What is left of its time is left; an interrupt that came meanwhile is heard now.
            if (p.DueAt is { } due)
            {
                p.DueAt = due + _now - p.FrozenAt;
                Schedule(p);
            }

            if (p.IsWaiting && (p.Interrupts.Count > 0 || p.IsCancelled)) Wake(p);
        }
    }

    void GrantAll(List<Entry<bool>> queue)
    {
        var waiting = queue.Where(e => e.IsValid).ToArray();
        queue.Clear();
        foreach (var entry in waiting) Grant(entry.Who, entry.Tag);
    }

    // ---- Units.

    bool Request(Proc p, int number, int priority, int patience, bool preempt)
    {
        var resource = _resources[number];
        if (TryTake(p, resource, priority, preempt))
        {
            Got();
            return true;
        }

        return Begin(p, "Request", () =>
        {
            resource.Queue.Add(new(p, p.Wait, 0, true, priority));
            Patience(p, patience);
        }, _ => { }, () => UndoClaim(), () =>
        {
            if (p.Granted is null) Log(p.Number, $"has {number}: False");
            else Claim();
        });

        void Got()
        {
            var lease = new Lease(number);
            resource.Holders.Add(new(p, priority, _now, lease, -1));
            p.Leases.Add(lease);
            Log(p.Number, $"has {number}: True");
        }

        void Claim()
        {
            var holder = resource.Holders.Find(h => h.Who == p && h.Lease is null);
            if (holder is not null) p.Leases.Add(holder.Lease = new Lease(number));
            Log(p.Number, $"has {number}: {holder is not null}");
        }

        void UndoClaim()
        {
            if (resource.Holders.Find(h => h.Who == p && h.Lease is null) is { } holder) Release(holder.Lease = new Lease(number));
        }
    }

    bool TryTake(Proc p, Res resource, int priority, bool preempt)
    {
        var first = resource.First;
        if (resource.InUse < resource.Capacity)
        {
            if (first is not null && first.Priority <= priority) return false;
            resource.InUse++;
            return true;
        }

        if (!preempt || !resource.IsPreemptive || resource.InUse > resource.Capacity || (first is not null && first.Priority <= priority)) return false;
        // The victim: of the least important the one that came last.
        var victim = resource.Holders.Where(h => h.Priority > priority && h.Who != p).OrderBy(h => h.Priority).LastOrDefault();
        if (victim is null) return false;
        victim = resource.Holders.Last(h => h.Priority == victim.Priority && h.Who != p);
        resource.Holders.Remove(victim);
        if (victim.Lease is { } lease) lease.IsHeld = false;
        Interrupt(victim.Who, $"preemption of {p.Number} since {victim.Since}");
        return true;
    }

    void Release(Lease lease)
    {
        if (!lease.IsHeld) return;
        lease.IsHeld = false;
        var resource = _resources[lease.Resource];
        resource.Holders.RemoveAll(h => h.Lease == lease);
        resource.InUse--;
        Serve(lease.Resource);
    }

    void Serve(int number)
    {
        var resource = _resources[number];
        while (resource.InUse < resource.Capacity && resource.First is { } first)
        {
            resource.Queue.Remove(first);
            resource.InUse++;
            resource.Holders.Add(new(first.Who, first.Priority, _now, null, first.Tag));
            Grant(first.Who, first.Tag);
        }
    }

    // ---- Amounts.

    bool Move(Proc p, string act, Stk stock, int amount, int patience, bool takes, Action<bool> tell)
    {
        if (TryMove(stock, amount, takes))
        {
            tell(true);
            return true;
        }

        return Begin(p, act, () =>
        {
            (takes ? stock.Takers : stock.Putters).Add(new(p, p.Wait, 0, amount));
            Patience(p, patience);
        }, granted =>
        {
            if (!granted) Serve(stock);
        }, () =>
        {
            if (takes) GiveBack(stock, amount);
        }, () => tell(p.Granted is not null));
    }

    bool TryMove(Stk stock, int amount, bool takes)
    {
        var queue = takes ? stock.Takers : stock.Putters;
        if (queue.Exists(e => e.IsValid) || !Fits(stock, amount, takes)) return false;
        Change(stock, takes ? -amount : amount);
        Serve(stock);
        return true;
    }

    static bool Fits(Stk stock, int amount, bool takes) => takes ? amount <= stock.Level : amount <= stock.Capacity - stock.Level;

    void Change(Stk stock, int by)
    {
        stock.Level += by;
        if (stock != _stocks[0]) return;
        while (_watchers.Find(w => w.IsValid && stock.Level >= w.What) is { } watcher)
        {
            _watchers.Remove(watcher);
            Grant(watcher.Who, watcher.Tag);
        }
    }

    void GiveBack(Stk stock, int amount)
    {
        Change(stock, amount);
        Serve(stock);
    }

    void Serve(Stk stock)
    {
        while (ServeFirst(stock.Takers, takes: true) || ServeFirst(stock.Putters, takes: false))
        {
        }

        bool ServeFirst(List<Entry<int>> queue, bool takes)
        {
            if (queue.Find(e => e.IsValid) is not { } first || !Fits(stock, first.What, takes)) return false;
            queue.Remove(first);
            Change(stock, takes ? -first.What : first.What);
            Grant(first.Who, first.Tag);
            return true;
        }
    }

    bool AnyOf(Proc p, Stk stock, int amount, int ms)
    {
        if (TryMove(stock, amount, takes: true))
        {
            Log(p.Number, "any 0 True");
            return true;
        }

        return Begin(p, "AnyOf", () =>
        {
            stock.Takers.Add(new(p, p.Wait, 0, amount));
            Time(p, ms, Default, 1);
        }, _ =>
        {
            if (p.Granted != 0) Serve(stock);
        }, () =>
        {
            if (p.Granted == 0) GiveBack(stock, amount);
        }, () => Log(p.Number, $"any {p.Granted} {p.Granted == 0}"));
    }

    bool AllOf(Proc p, int first, int second)
    {
        var amounts = new[] { first, second };
        var missing = new HashSet<int>();
        for (var i = 0; i < 2; i++) if (!TryMove(_stocks[i], amounts[i], takes: true)) missing.Add(i);
        if (missing.Count == 0)
        {
            Log(p.Number, "all True True");
            return true;
        }

        return Begin(p, "AllOf", () =>
        {
            p.Missing = missing;
            foreach (var i in missing) _stocks[i].Takers.Add(new(p, p.Wait, i, amounts[i]));
        }, granted =>
        {
            foreach (var i in missing) Serve(_stocks[i]);
            if (!granted) Undo();
        }, Undo, () => Log(p.Number, "all True True"));

        void Undo()
        {
            for (var i = 0; i < 2; i++) if (!missing.Contains(i)) GiveBack(_stocks[i], amounts[i]);
        }
    }

    // ---- Things.

    static bool Suits(int filter, int item) => filter == 0 || item % 2 == filter - 1;

    bool Take(Proc p, string act, Sto store, int filter, int patience, Action<bool, int> tell, bool always = false)
    {
        if (TryTake(store, filter) is { } item)
        {
            tell(true, item);
            return true;
        }

        return Begin(p, act, () =>
        {
            store.Takers.Add(new(p, p.Wait, 0, filter));
            if (always) Time(p, patience, Default, null);
        }, _ => { }, () => Give(store, p.Given[0], first: true), () => tell(p.Granted is not null, p.Granted is null ? 0 : p.Given[0]));
    }

    int? TryTake(Sto store, int filter)
    {
        var suitable = store.Items.Where(i => Suits(filter, i)).ToArray();
        if (suitable.Length == 0) return null;
        var item = store.IsOrdered ? suitable.Min() : suitable[0];
        store.Items.Remove(item);
        LetPut(store);
        return item;
    }

    bool Put(Proc p, Sto store, int item)
    {
        if (TryPut(store, item))
        {
            Log(p.Number, $"has stored {item}");
            return true;
        }

        return Begin(p, "Store", () => store.Putters.Add(new(p, p.Wait, 0, item)), granted =>
        {
            if (!granted) LetPut(store);
        }, () => { }, () => Log(p.Number, $"has stored {item}"));
    }

    bool TryPut(Sto store, int item)
    {
        if (store.Items.Count >= store.Capacity || store.Putters.Exists(e => e.IsValid)) return false;
        Give(store, item, first: false);
        return true;
    }

    void Give(Sto store, int item, bool first)
    {
        if (store.Takers.Find(e => e.IsValid && Suits(e.What, item)) is { } taker)
        {
            store.Takers.Remove(taker);
            taker.Who.Given[taker.Tag] = item;
            Grant(taker.Who, taker.Tag);
        }
        else if (first) store.Items.Insert(0, item);
        else store.Items.Add(item);
    }

    void LetPut(Sto store)
    {
        while (store.Items.Count < store.Capacity && store.Putters.Find(e => e.IsValid) is { } putter)
        {
            store.Putters.Remove(putter);
            Give(store, putter.What, first: false);
            Grant(putter.Who, putter.Tag);
        }
    }

    // ---- Common steps, every three milliseconds.

    void JoinStep(Proc p)
    {
        if (_steppers.Count == 0) Add(_now - (_now % 3) + 3, Default, RunStep);
        _steppers.Add(new(p, p.Wait, 0, true));
    }

    void RunStep()
    {
        var members = _steppers.ToArray();
        _steppers.Clear();
        foreach (var member in members.Where(m => m.IsValid))
        {
            if (member.Who.IsFrozen)
            {
                Grant(member.Who, 0);
                continue;
            }

            member.Who.Granted = 0;
            StopTimer(member.Who);
            GoOn(member.Who, byTime: false);
        }
    }
}
