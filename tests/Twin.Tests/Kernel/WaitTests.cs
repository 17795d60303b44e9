using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class WaitTests
{
    readonly Simulation _simulation = new();
    readonly List<string> _log = [];

    static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    void Log(string what) => _log.Add($"{_simulation.Now.Milliseconds / 60_000.0:0.###}: {what}");

    void Run(double minutes) => _simulation.RunUntil(SimTime.After(Minutes(minutes)));

    [Test]
    public void A_small_order_does_not_overtake_a_large_one_that_waits()
    {
        var tank = new Stock(_simulation, 100, 10);

        async Process Take(string name, long amount)
        {
            await tank.Get(amount);
            Log(name);
        }

        async Process Fill()
        {
            await _simulation.Delay(Minutes(1));
            await tank.Put(30);
        }

        _simulation.Start("large", Take("large", 40));
        _simulation.Start("small", Take("small", 5));
        _simulation.Start("fill", Fill);
        Run(2);

        Assert.That(_log, Is.EqualTo(["1: large"]));
        Assert.That(tank.Level, Is.Zero);
    }

    [Test]
    public void One_who_gives_up_waiting_gets_nothing_and_lets_the_next_through()
    {
        var tank = new Stock(_simulation, 100, 10);

        async Process Take(string name, long amount, double patience)
        {
            var got = await tank.Get(amount, Minutes(patience));
            Log($"{name} {got}");
        }

        _simulation.Start("large", Take("large", 40, 3));
        _simulation.Start("small", Take("small", 5, 10));
        Run(5);

        Assert.That(_log, Is.EqualTo(["3: large False", "3: small True"]));
        Assert.That(tank.Level, Is.EqualTo(5));
    }

    [Test]
    public void A_full_stock_makes_a_putter_wait()
    {
        var store = new Stock(_simulation, 10, 8);

        async Process Put()
        {
            await store.Put(5);
            Log("put");
        }

        async Process Get()
        {
            await _simulation.Delay(Minutes(2));
            await store.Get(4);
        }

        _simulation.Start("put", Put);
        _simulation.Start("get", Get);
        Run(3);

        Assert.That(_log, Is.EqualTo(["2: put"]));
        Assert.That(store.Level, Is.EqualTo(9));
    }

    [Test]
    public void Units_go_by_priority_and_then_first_come_first_served()
    {
        var kiln = new Resource(_simulation, 1);

        async Process Job(string name, int priority, double at)
        {
            await _simulation.Delay(Minutes(at));
            using (await kiln.Request(priority))
            {
                Log(name);
                await _simulation.Delay(Minutes(10));
            }
        }

        _simulation.Start("a", Job("a", 8, 0));
        _simulation.Start("b", Job("b", 8, 1));
        _simulation.Start("c", Job("c", 2, 2));
        _simulation.Start("d", Job("d", 8, 3));
        Run(100);

        Assert.That(_log, Is.EqualTo(["0: a", "10: c", "20: b", "30: d"]));
    }

    [Test]
    public void A_request_with_patience_says_whether_there_is_a_unit()
    {
        var desk = new Resource(_simulation, 1);

        async Process Client(string name, double patience)
        {
            using var lease = await desk.Request(patience: Minutes(patience));
            Log($"{name} {lease.IsHeld}");
            if (lease.IsHeld) await _simulation.Delay(Minutes(6));
        }

        _simulation.Start("a", Client("a", 1));
        _simulation.Start("b", Client("b", 5));
        _simulation.Start("c", Client("c", 7));
        Run(100);

        Assert.That(_log, Is.EqualTo(["0: a True", "5: b False", "6: c True"]));
        Assert.That(desk.InUse, Is.Zero);
    }

    [Test]
    public void Things_come_out_of_a_store_in_the_order_in_which_they_went_in()
    {
        var store = new Store<string>(_simulation, 2);

        async Process Maker()
        {
            foreach (var thing in new[] { "one", "two", "three" }) await store.Put(thing);
            Log("all put");
        }

        async Process User()
        {
            await _simulation.Delay(Minutes(1));
            for (var i = 0; i < 3; i++) Log(await store.Get());
        }

        _simulation.Start("maker", Maker);
        _simulation.Start("user", User);
        Run(5);

        Assert.That(_log.Where(l => l != "1: all put"), Is.EqualTo(["1: one", "1: two", "1: three"]));
        Assert.That(store.Count, Is.Zero);
    }

    [Test]
    public void A_thing_granted_to_one_who_is_cancelled_goes_to_the_next()
    {
        var store = new Store<int>(_simulation);
        var processes = new Process[2];

        async Process User(int i) => Log($"user {i} got {await store.Get()}");

        for (var i = 0; i < 2; i++) processes[i] = _simulation.Start($"user {i}", User(i));

        async Process Maker()
        {
            await _simulation.Delay(Minutes(1));
            await store.Put(7);
            processes[0].Cancel(); // granted, and not yet awake
        }

        _simulation.Start("maker", Maker);
        Run(2);

        Assert.That(_log, Is.EqualTo(["1: user 1 got 7"]));
    }

    [Test]
    public void A_closed_gate_lets_all_through_in_their_order_when_it_opens()
    {
        var border = new Gate(_simulation, isOpen: false);

        async Process Truck(int i)
        {
            await border.Pass();
            Log($"truck {i}");
        }

        async Process Guard()
        {
            await _simulation.Delay(Minutes(3));
            border.Open();
        }

        for (var i = 0; i < 3; i++) _simulation.Start("truck", Truck(i));
        _simulation.Start("guard", Guard);
        Run(5);

        Assert.That(_log, Is.EqualTo(["3: truck 0", "3: truck 1", "3: truck 2"]));
    }

    [Test]
    public void The_first_of_several_ends_an_any_of_and_the_last_an_all_of()
    {
        var signals = Enumerable.Range(0, 3).Select(_ => new Signal(_simulation)).ToArray();

        async Process Happens(int i, double at)
        {
            await _simulation.Delay(Minutes(at));
            signals[i].Happen(i);
        }

        async Process Any() => Log($"any {await Signal.AnyOf(null, signals)}");
        async Process All() => Log($"all {await Signal.AllOf(null, signals)}");
        async Process Impatient() => Log($"impatient {await Signal.AllOf(Minutes(2.5), signals)}");

        _simulation.Start("any", Any);
        _simulation.Start("all", All);
        _simulation.Start("impatient", Impatient);
        _simulation.Start("0", Happens(0, 3));
        _simulation.Start("1", Happens(1, 1));
        _simulation.Start("2", Happens(2, 2));
        Run(5);

        Assert.That(_log, Is.EqualTo(["1: any 1", "2.5: impatient -1", "3: all 0"]));
    }

    [Test]
    public void Any_wait_has_a_patience_and_tells_what_it_got_in_time()
    {
        var store = new Store<string>(_simulation);
        var resource = new Resource(_simulation, 1);

        async Process Wait(string who, double minutes)
        {
            var (inTime, get) = await store.Get().Within(Minutes(minutes));
            Log($"{who} {inTime} {get.Result ?? "nothing"}");
        }

        async Process Hold(string who, double minutes)
        {
            var (inTime, request) = await resource.Request().Within(Minutes(minutes));
            using var lease = request.Result;
            Log($"{who} {inTime} {lease.IsHeld} {resource.QueueLength}");
            await _simulation.Delay(Minutes(2));
        }

        async Process Put()
        {
            await _simulation.Delay(Minutes(1));
            await store.Put("ore");
        }

        _simulation.Start("a", Wait("a", 0.5));
        _simulation.Start("b", Wait("b", 1.5));
        _simulation.Start("put", Put());
        _simulation.Start("c", Hold("c", 1));
        _simulation.Start("d", Hold("d", 1));
        _simulation.Start("e", Hold("e", 3));
        Run(5);

        Assert.That(_log, Is.EqualTo(["0: c True True 0", "0.5: a False nothing", "1: d False False 1", "1: b True ore", "2: e True True 0"]));
    }

    [Test]
    public void Who_was_granted_a_unit_and_has_not_woken_up_yet_may_be_the_victim()
    {
        var kiln = new Resource(_simulation, 1, preemptive: true);

        async Process Hold(string who, int priority, double from)
        {
            if (from > 0) await _simulation.Delay(Minutes(from));
            using var lease = await kiln.Request(priority);
            var held = lease.IsHeld;
            var (left, _, cause) = await _simulation.Work(Minutes(1));
            Log($"{who} {held} {left.TotalMinutes} {(cause as Preemption)?.By}");
        }

        _simulation.Start("first", Hold("first", 5, 0));
        _simulation.Start("second", Hold("second", 9, 0.5));
        _simulation.Start("urgent", Hold("urgent", 0, 1));
        Run(5);

        Assert.That(_log, Is.EqualTo(["1: first True 0 ", "1: second False 1 urgent", "2: urgent True 0 "]));
        Assert.That(kiln.InUse, Is.Zero);
    }

    [Test]
    public void Who_waits_for_a_signal_hears_what_was_told_then_whatever_is_told_next()
    {
        var price = new Signal<int>(_simulation);

        async Process Hear(string who)
        {
            while (true) Log($"{who} {await price}");
        }

        async Process Tell()
        {
            await _simulation.Delay(Minutes(1));
            price.Broadcast(7);
            price.Broadcast(8);
            await _simulation.Delay(Minutes(1));
            price.Broadcast(9);
        }

        _simulation.Start("a", Hear("a"));
        _simulation.Start("b", Hear("b"));
        _simulation.Start("tell", Tell());
        Run(5);

        Assert.That(_log, Is.EqualTo(["1: a 7", "1: b 7", "2: a 9", "2: b 9"]));
    }

    [Test]
    public void A_million_processes_wait_side_by_side_in_their_order()
    {
        var simulation = new Simulation();
        var (last, count) = (-1L, 0);

        async Process Wait(long at)
        {
            await simulation.DelayUntil(SimTime.FromMilliseconds(at));
            if (simulation.Now.Milliseconds < last) throw new InvalidOperationException("the clock went back");
            last = simulation.Now.Milliseconds;
            count++;
        }

        for (var i = 0; i < 1_000_000; i++) simulation.Start("wait", Wait((long)(StableHash.Mix((ulong)i) % 1_000_000)));
        simulation.RunUntil(SimTime.FromDays(1));

        Assert.That(count, Is.EqualTo(1_000_000));
    }
}
