using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>In steady state nothing is allocated: bytes are counted, not time.</summary>
public class AllocationTests
{
    /// <summary>What twenty processes do for ever; each step is followed by a delay of one to three minutes.</summary>
    sealed class Model
    {
        static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

        readonly Simulation _simulation = new();
        readonly Stock _stock;
        readonly Stock _other;
        readonly Store<(int, int)> _store;
        readonly Store<(int Due, int Of)> _ordered;
        readonly Resource _resource;
        readonly Resource _preemptive;
        readonly Signal _signal;
        readonly Gate _gate;
        readonly Cohort _cohort;
        readonly Transit<(int, int)> _transit;
        readonly Process[] _loops = new Process[20];
        int _arrived;

        public Model()
        {
            (_stock, _other) = (new Stock(_simulation, 100, 50), new Stock(_simulation, 100, 50));
            (_store, _ordered) = (new Store<(int, int)>(_simulation, 10), new Store<(int, int)>(_simulation, 10, Comparer<(int Due, int Of)>.Create((a, b) => a.Due.CompareTo(b.Due))));
            (_resource, _preemptive) = (new Resource(_simulation, 3), new Resource(_simulation, 3, preemptive: true));
            (_signal, _gate, _cohort) = (new Signal(_simulation), new Gate(_simulation, isOpen: false), new Cohort(_simulation, 7 * Minute));
            _transit = new Transit<(int, int)>(_simulation, load => _arrived += load.Item1);
        }

        public static IEnumerable<string> Steps => new Model().All().Keys;

        Dictionary<string, Func<int, Process>> All() => new()
        {
            ["delay"] = Nap,
            ["delay of another priority"] = async i => await _simulation.Delay(Minute, i % 16),
            ["stock"] = async i => await (i % 2 == 0 ? _stock.Get(3) : _stock.Put(3)),
            ["stock with patience"] = async _ => await _stock.Get(100, Minute),
            ["store of structs"] = async i =>
            {
                if (i % 2 == 0) await _store.Get();
                else await _store.Put((i, i));
            },
            ["ordered store"] = async i =>
            {
                if (i % 2 == 0) await _ordered.Get();
                else await _ordered.Put((i, i));
            },
            ["resource"] = async i =>
            {
                using (await _resource.Request(i % 4)) await Nap(i);
            },
            ["resource with patience"] = async i =>
            {
                using var lease = await _resource.Request(i % 4, Minute);
                if (lease.IsHeld) await _simulation.Delay(3 * Minute);
            },
            ["preemptive resource"] = async i =>
            {
                using var lease = await _preemptive.Request(8 + (i % 4), preempt: false);
                await Nap(i);
            },
            ["work interrupted"] = async i =>
            {
                _loops[(i + 1) % _loops.Length].Interrupt();
                var left = Minute;
                while (left > TimeSpan.Zero) left = (await _simulation.Work(left)).Left;
            },
            ["any of two, one a timeout"] = async i => await _simulation.AnyOf(_stock.Get(100), _simulation.Delay(Minute)),
            ["any of two that come"] = async i =>
            {
                await _simulation.AnyOf(_stock.Get(3), _other.Get(3));
                _stock.TryPut(3);
                _other.TryPut(2);
            },
            ["all of two"] = async i =>
            {
                await _simulation.AllOf(_stock.Get(30), _other.Get(30));
                await _simulation.Delay(Minute);
                _stock.TryPut(30);
                _other.TryPut(30);
            },
            ["within"] = async i =>
            {
                var (inTime, request) = await _resource.Request().Within(Minute);
                using var lease = request.Result;
                if (inTime) await _simulation.Delay(3 * Minute);
            },
            ["signal"] = async i =>
            {
                if (i == 0) _signal.Broadcast(null);
                else await _signal;
            },
            ["gate"] = async i =>
            {
                if (i == 0) _gate.Open();
                await _gate.Pass();
                _gate.Close();
            },
            ["cohort"] = async _ => await _cohort.Next(),
            ["transit"] = async i =>
            {
                _transit.Send((i, i), (1 + (i % 5)) * Minute);
                await Nap(i);
            },
            ["a child called"] = async i => await Nap(i),
            ["a short-lived process"] = async i =>
            {
                _ = _simulation.Start("nap", Nap(i));
                await Nap(i);
            },
            ["a process joined"] = async i => await _simulation.Start("nap", Nap(i)).Join(),
            ["frozen and resumed"] = async i =>
            {
                _loops[(i + 1) % _loops.Length].Freeze();
                await Nap(i);
                _loops[(i + 1) % _loops.Length].Resume();
            },
        };

        public (long Bytes, long Events) Measure(string what)
        {
            var step = All()[what];
            for (var i = 0; i < _loops.Length; i++) _loops[i] = _simulation.Start("loop", Loop(i, step));
            _simulation.RunUntil(SimTime.FromDays(12));
            var (bytes, events) = (GC.GetAllocatedBytesForCurrentThread(), _simulation.EventCount);
            _simulation.RunUntil(SimTime.FromDays(60));
            return (GC.GetAllocatedBytesForCurrentThread() - bytes, _simulation.EventCount - events);
        }

        async Process Nap(int i) => await _simulation.Delay(Minute);

        async Process Loop(int i, Func<int, Process> step)
        {
            while (true)
            {
                await step(i);
                var left = (1 + (i % 3)) * Minute;
                while (left > TimeSpan.Zero) left = (await _simulation.Work(left)).Left;
            }
        }
    }

    [TestCaseSource(typeof(Model), nameof(Model.Steps))]
    public void In_steady_state_nothing_is_allocated(string what)
    {
        var (bytes, events) = new Model().Measure(what);

        Assert.That(events, Is.GreaterThan(50_000));
        Assert.That(bytes, Is.Zero);
    }

    [Test]
    public void A_second_run_of_a_model_allocates_its_first_processes_only()
    {
        var simulation = new Simulation();
        var resource = new Resource(simulation, 3);

        async Process Loop(int i)
        {
            while (true)
            {
                using (await resource.Request(i % 4)) await simulation.Delay(TimeSpan.FromMinutes(1));
            }
        }

        void Run()
        {
            simulation.Reset();
            for (var i = 0; i < 20; i++) simulation.Start("loop", Loop(i));
            simulation.RunUntil(SimTime.FromDays(2));
        }

        Run();
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
