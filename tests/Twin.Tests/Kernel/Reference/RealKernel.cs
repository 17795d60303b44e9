using Twin.Kernel;

namespace Twin.Tests;

/// <summary>A script, run by the kernel.</summary>
sealed class RealKernel
{
    readonly Simulation _simulation;
    readonly Resource[] _resources;
    readonly Stock[] _stocks;
    readonly Store<int>[] _stores;
    readonly Gate _gate;
    readonly Signal<int> _signal;
    readonly Condition _condition;
    readonly Cohort _cohort;
    readonly Transit<int> _transit;
    readonly List<string> _log = [];
    Process[] _processes = [];

    public RealKernel()
    {
        _simulation = new Simulation();
        _resources = [new(_simulation, 1), new(_simulation, 2, QueueDiscipline.Lifo), new(_simulation, 1, preemptive: true), new(_simulation, 2, preemptive: true)];
        _stocks = [new(_simulation, 6, 3), new(_simulation, 4)];
        _stores = [new(_simulation, 2), new(_simulation, 3, Comparer<int>.Default)];
        (_gate, _signal, _condition) = (new Gate(_simulation, isOpen: false), new Signal<int>(_simulation), new Condition(_simulation));
        _condition.Watch(_stocks[0]);
        _cohort = new Cohort(_simulation, Ms(3));
        _transit = new Transit<int>(_simulation, load => Log(-1, $"arrives {load} {_stores[0].TryPut(load)}"));
    }

    /// <summary>Runs a script, in the memory of the one before.</summary>
    /// <param name="until">When to stop looking, ms.</param>
    public List<string> Run(Script script, int until = Script.End)
    {
        _log.Clear();
        _simulation.Reset();
        _processes = new Process[script.Processes.Length];
        for (var i = 0; i < _processes.Length; i++) _processes[i] = _simulation.Start($"{i}", Do(i, script.Processes[i].Lines), SimTime.FromMilliseconds(script.Processes[i].At));
        _simulation.RunUntil(SimTime.FromMilliseconds(until));
        _log.Add($"in use {string.Join(' ', _resources.Select(r => $"{r.InUse}/{r.Capacity}"))}; levels {string.Join(' ', _stocks.Select(s => s.Level))}; stored {string.Join(' ', _stores.Select(s => s.Count))}; gate {_gate.IsOpen}; under way {_transit.UnderWay}");
        _log.Add($"alive {string.Join(' ', _processes.Select(p => p.IsAlive ? 1 : 0))}");
        return _log;
    }

    /// <summary>Whether a unit is free and somebody waits for one.</summary>
    public bool HasIdleUnits => _resources.Any(r => r.InUse < r.Capacity && r.QueueLength > 0);

    static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);

    /// <summary>0 to 3 ms; none for 4 and 5.</summary>
    static TimeSpan? Patience(int c) => c > 3 ? null : Ms(c);

    static Func<int, bool>? Filter(int b) => (b % 3) switch { 0 => null, 1 => i => i % 2 == 0, _ => i => i % 2 == 1 };

    void Log(int who, string what) => _log.Add($"{_simulation.Now.Milliseconds} {who}: {what}");

    async Process Do(int me, Line[] lines)
    {
        var leases = new List<(int Resource, Lease Lease)>();
        try
        {
            foreach (var line in lines)
            {
                try
                {
                    await Do(me, line, leases);
                }
                catch (InterruptedException e)
                {
                    Log(me, $"{line.Act} interrupted by {Name(e.Cause)}{(line.Act == Act.Delay ? $", {e.Left.TotalMilliseconds} left" : "")}");
                }
            }

            Log(me, "ends");
        }
        catch (OperationCanceledException)
        {
            Log(me, "is cancelled");
        }
        finally
        {
            foreach (var (_, lease) in leases) lease.Dispose();
        }
    }

    static string Name(object? cause) => cause is Preemption p ? $"preemption of {p.By} since {p.Since.Milliseconds}" : $"{cause}";

    async Process Do(int me, Line line, List<(int Resource, Lease Lease)> leases)
    {
        var (act, a, b, c) = line;
        var other = a % _processes.Length;
        switch (act)
        {
            case Act.Delay:
                await _simulation.Delay(Ms(a), b < 3 ? Simulation.DefaultPriority : b == 3 ? 0 : 15);
                Log(me, "waited");
                break;
            case Act.Work:
                var (left, interrupted, cause) = await _simulation.Work(Ms(a));
                Log(me, $"worked, {left.TotalMilliseconds} left, {interrupted} {Name(cause)}");
                break;
            case Act.Request:
                var lease = await _resources[a % 4].Request(b % 4, Patience(c), preempt: b < 4);
                if (lease.IsHeld) leases.Add((a % 4, lease));
                Log(me, $"has {a % 4}: {lease.IsHeld}");
                break;
            case Act.Release:
                var at = leases.FindLastIndex(l => l.Resource == a % 4);
                if (at < 0) break;
                Log(me, $"gives back {a % 4}, held {leases[at].Lease.IsHeld}");
                leases[at].Lease.Dispose();
                leases.RemoveAt(at);
                break;
            case Act.Capacity:
                _resources[a % 4].Capacity = b % 4;
                Log(me, $"sets capacity of {a % 4} to {b % 4}");
                break;
            case Act.Get:
                Log(me, $"got {1 + b % 4}: {await _stocks[a % 2].Get(1 + (b % 4), Patience(c))}");
                break;
            case Act.Put:
                Log(me, $"put {1 + b % 4}: {await _stocks[a % 2].Put(1 + (b % 4), Patience(c))}");
                break;
            case Act.Take:
                Log(me, $"takes {await (Filter(b) is { } filter ? _stores[a % 2].Get(filter) : _stores[a % 2].Get())}");
                break;
            case Act.Store:
                await _stores[a % 2].Put(b);
                Log(me, $"has stored {b}");
                break;
            case Act.Open:
                Log(me, "opens");
                _gate.Open();
                break;
            case Act.Close:
                Log(me, "closes");
                _gate.Close();
                break;
            case Act.Pass:
                Log(me, $"passes {await _gate.Pass(Patience(c))}");
                break;
            case Act.Hear:
                Log(me, $"hears {await _signal}");
                break;
            case Act.Tell:
                Log(me, $"tells {a}");
                _signal.Broadcast(a);
                break;
            case Act.Until:
                Log(me, $"sees {a}: {await _condition.Until(() => _stocks[0].Level >= a, Patience(c))}");
                break;
            case Act.AnyOf:
                var choice = await _simulation.AnyOf(_stocks[a % 2].Get(1 + (b % 4)), _simulation.Delay(Ms(c)));
                Log(me, $"any {choice.Index} {choice.First.Result}");
                break;
            case Act.AllOf:
                var (first, second) = await _simulation.AllOf(_stocks[0].Get(1 + (a % 4)), _stocks[1].Get(1 + (b % 4)));
                Log(me, $"all {first.Result} {second.Result}");
                break;
            case Act.Within:
                var (inTime, take) = await _stores[a % 2].Get().Within(Ms(c));
                Log(me, $"within {inTime} {take.Result}");
                break;
            case Act.Step:
                await _cohort.Next();
                Log(me, "steps");
                break;
            case Act.Send:
                _transit.Send(a, Ms(b));
                Log(me, $"sends {a}");
                break;
            case Act.Interrupt when other != me:
                Log(me, $"interrupts {other}");
                _processes[other].Interrupt($"{me}");
                break;
            case Act.Cancel when b < 3:
                Log(me, $"cancels {other}");
                _processes[other].Cancel();
                break;
            case Act.Freeze:
                Log(me, $"freezes {other}");
                _processes[other].Freeze();
                break;
            case Act.Thaw:
                Log(me, $"thaws {other}");
                _processes[other].Resume();
                break;
            case Act.Join when other != me:
                await _processes[other];
                Log(me, $"has seen {other} end");
                break;
        }
    }
}
