using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Amounts, things, signals and conditions.</summary>
public class StoreSemanticsTests : Logged
{
    [Test]
    public void What_a_stock_cannot_hold_is_refused()
    {
        var silo = new Stock(Simulation, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => silo.Get(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => silo.Put(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => silo.Put(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Stock(Simulation, 10, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Stock(Simulation, 0));
    }

    [Test]
    public void A_put_lets_takers_through_and_they_let_putters_through()
    {
        var silo = new Stock(Simulation, 10, 10);
        async Process Put()
        {
            await silo.Put(8);
            Log($"put, {silo.Level}");
        }

        async Process Get()
        {
            await Delay(1);
            await silo.Get(9);
            Log($"got 9, {silo.Level}");
            await silo.Get(9);
            Log($"got 9 again, {silo.Level}");
        }

        Start("put", Put());
        Start("get", Get());
        Expect("1: got 9, 9", "1: got 9 again, 0", "1: put, 0");
    }

    [Test]
    public void A_full_store_makes_a_putter_wait_and_a_getter_lets_it_in()
    {
        var yard = new Store<string>(Simulation, 1);
        async Process Put(string thing)
        {
            await yard.Put(thing);
            Log($"put {thing}, {yard.Count}");
        }

        async Process Get()
        {
            await Delay(2);
            for (var i = 0; i < 2; i++) Log($"got {await yard.Get()}");
        }

        Start("put", Put("ore"));
        Start("put", Put("coal"));
        Start("get", Get());
        Expect("0: put ore, 1", "2: got ore", "2: got coal", "2: put coal, 0");
        Assert.That((yard.GettersWaiting, yard.PuttersWaiting), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Smallest_first_if_there_is_an_order_and_first_come_among_equals()
    {
        var yard = new Store<(int Rank, string Name)>(Simulation, order: Comparer<(int Rank, string)>.Create((a, b) => a.Rank.CompareTo(b.Rank)));
        async Process Story()
        {
            foreach (var thing in new[] { (3, "c"), (1, "a"), (3, "d"), (2, "b"), (1, "A") }) await yard.Put(thing);
            while (yard.Count > 0) Log((await yard.Get()).Name);
        }

        Start("story", Story());
        Expect("0: a", "0: A", "0: b", "0: c", "0: d");
    }

    [Test]
    public void Who_wants_a_certain_thing_waits_for_it_and_holds_up_nobody()
    {
        var yard = new Store<int>(Simulation);
        async Process Get(string name, Func<int, bool> filter) => Log($"{name} {await yard.Get(filter)}");

        async Process Put()
        {
            foreach (var thing in new[] { 1, 4, 3, 6 })
            {
                await Delay(1);
                await yard.Put(thing);
            }
        }

        Start("even", Get("even", i => i % 2 == 0));
        Start("large", Get("large", i => i > 2));
        Start("any", Get("any", _ => true));
        Start("put", Put());
        Expect("1: any 1", "2: even 4", "3: large 3");
        Assert.That(yard.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_filter_that_throws_fails_whoever_looks()
    {
        var yard = new Store<int>(Simulation);
        async Process Get() => await yard.Get(i => i == 0 ? throw new InvalidDataException("filter") : true);

        async Process Put()
        {
            await Delay(1);
            yard.TryPut(0);
        }

        Start("get", Get());
        Start("put", Put());
        Assert.That(Simulation.Run, Throws.TypeOf<ProcessFailedException>().With.Message.Contains("put"));
    }

    [Test]
    public void A_signal_happens_once_and_who_comes_later_does_not_wait()
    {
        var decision = new Signal<string>(Simulation);
        async Process Wait(string name, double from)
        {
            await Delay(from);
            Log($"{name} {await decision}");
        }

        async Process Decide()
        {
            await Delay(2);
            decision.Happen("yes");
            Assert.Throws<InvalidOperationException>(() => decision.Happen("no"));
        }

        Start("early", Wait("early", 0));
        Start("late", Wait("late", 3));
        Start("decide", Decide());
        Expect("2: early yes", "3: late yes");
        Assert.That((decision.HasHappened, decision.Value), Is.EqualTo((true, "yes")));
    }

    [Test]
    public void A_signal_that_fails_throws_in_all_who_wait_or_will()
    {
        var decision = new Signal(Simulation);
        async Process Wait(double from)
        {
            await Delay(from);
            try
            {
                await decision;
            }
            catch (InvalidDataException e)
            {
                Log(e.Message);
            }
        }

        async Process Fail()
        {
            await Delay(2);
            decision.Fail(new InvalidDataException("lost"));
        }

        Start("early", Wait(0));
        Start("late", Wait(3));
        Start("fail", Fail());
        Expect("2: lost", "3: lost");
        Assert.Throws<InvalidOperationException>(() => new Signal(Simulation).Fail(new InvalidDataException("unheard")));
    }

    [Test]
    public void A_failing_part_fails_an_any_of_and_an_all_of_and_nothing_is_kept()
    {
        var (decision, silo) = (new Signal(Simulation), new Stock(Simulation, 10, 10));
        async Process Any()
        {
            try
            {
                await Simulation.AnyOf(decision.Wait(), Delay(10));
            }
            catch (InvalidDataException)
            {
                Log("any failed");
            }
        }

        async Process All()
        {
            try
            {
                await Simulation.AllOf(silo.Get(4), decision.Wait());
            }
            catch (InvalidDataException)
            {
                Log($"all failed, {silo.Level}");
            }
        }

        async Process Fail()
        {
            await Delay(2);
            Log(silo.Level);
            decision.Fail(new InvalidDataException());
        }

        Start("any", Any());
        Start("all", All());
        Start("fail", Fail());
        Expect("2: 6", "2: any failed", "2: all failed, 10");
    }

    [Test]
    public void The_first_listed_wins_if_both_could_be_had_and_the_other_takes_nothing()
    {
        var (a, b) = (new Stock(Simulation, 10, 5), new Stock(Simulation, 10, 5));
        async Process Any()
        {
            var choice = await Simulation.AnyOf(a.Get(2), b.Get(2), Delay(0));
            Log($"{choice.Index} {a.Level} {b.Level}");
            choice = await Simulation.AnyOf(a.Get(9), b.Get(9), Delay(3));
            Log($"{choice.Index} {choice.First.Result} {choice.Second.Result} {a.GettersWaiting} {b.GettersWaiting}");
        }

        Start("any", Any());
        Expect("0: 0 3 5", "3: 2 False False 0 0");
    }

    [Test]
    public void An_any_of_has_a_patience_as_well()
    {
        var silo = new Stock(Simulation, 10);
        var gate = new Gate(Simulation, isOpen: false);
        async Process Any()
        {
            var (inTime, any) = await Simulation.AnyOf(silo.Get(3), gate.Pass()).Within(Minutes(2));
            Log($"{inTime} {silo.GettersWaiting}");
            _ = any;
        }

        Start("any", Any());
        Expect("2: False 0");
    }

    [Test]
    public void All_of_what_comes_with_time_comes_with_the_last()
    {
        var silo = new Stock(Simulation, 10);
        var gate = new Gate(Simulation, isOpen: false);
        async Process All(string name, double first, double second, double patience)
        {
            var (inTime, _) = await Simulation.AllOf(Delay(first), Delay(second), silo.Get(1)).Within(Minutes(patience));
            Log($"{name} {inTime} {silo.Level}");
        }

        async Process Put()
        {
            await Delay(2);
            await silo.Put(3);
            await Delay(2);
            gate.Open();
        }

        async Process Mixed()
        {
            var (_, passed) = await Simulation.AllOf(Delay(1), gate.Pass());
            Log($"mixed {passed.Result}");
        }

        Start("time last", All("time last", 1, 3, 9));
        Start("amount last", All("amount last", 1, 0, 9));
        Start("too late", All("too late", 1, 8, 5));
        Start("put", Put());
        Start("mixed", Mixed());
        // At 2 the amount is there: one for each of the three; who runs out of patience gives its own back.
        Expect("2: amount last True 0", "3: time last True 0", "4: mixed True", "5: too late False 1");
    }

    [Test]
    public void All_of_frozen_times_stand_still()
    {
        async Process All()
        {
            await Simulation.AllOf(Delay(2), Delay(4));
            Log("all");
        }

        var all = Start("all", All());
        async Process Story()
        {
            await Delay(1);
            all.Freeze();
            await Delay(5);
            all.Resume();
        }

        Start("story", Story());
        Expect("9: all");
    }

    [Test]
    public void A_condition_is_seen_when_a_watched_part_changes_or_somebody_says_so()
    {
        var (silo, ready) = (new Stock(Simulation, 100), false);
        var condition = new Condition(Simulation);
        condition.Watch(silo);
        async Process Wait(string name, Func<bool> predicate, double minutes) => Log($"{name} {await condition.Until(predicate, Minutes(minutes))}");

        async Process Story()
        {
            await Delay(1);
            await silo.Put(30);
            await Delay(1);
            ready = true;
            await Delay(1);
            condition.Recheck();
        }

        Start("full", Wait("full", () => silo.Level >= 30, 9));
        Start("ready", Wait("ready", () => ready, 9));
        Start("never", Wait("never", () => false, 4));
        Start("story", Story());
        Expect("1: full True", "3: ready True", "4: never False");
    }

    [Test]
    public void An_arrival_that_throws_stops_the_run()
    {
        var lane = new Transit<int>(Simulation, _ => throw new InvalidDataException("leak"), "lane");
        lane.Send(1, Minutes(2));
        Assert.That(Simulation.Run, Throws.TypeOf<InvalidDataException>());
        Assert.That(Simulation.Now, Is.EqualTo(SimTime.After(Minutes(2))));
        Simulation.Reset();
        Assert.That(lane.UnderWay, Is.Zero);
    }

    [Test]
    public void One_who_fails_in_a_common_step_keeps_nobody_from_it_when_the_run_goes_on()
    {
        var daily = new Cohort(Simulation, Minutes(2));
        async Process Step(string name)
        {
            while (Simulation.Now < SimTime.After(Minutes(4)))
            {
                await daily.Next();
                if (name == "b") throw new InvalidDataException("spoilt");
                Log(name);
            }
        }

        foreach (var name in new[] { "a", "b", "c" }) Start(name, Step(name));
        Assert.Throws<ProcessFailedException>(Simulation.Run);
        Assert.That(Said, Is.EqualTo(["2: a"]));
        Expect("2: a", "2: c", "4: a", "4: c");
    }

    [Test]
    public void Members_of_a_cohort_step_together_in_the_order_of_joining()
    {
        var weekly = new Cohort(Simulation, Minutes(7));
        async Process Step(string name, double from)
        {
            await Delay(from);
            for (var i = 0; i < 2; i++)
            {
                await weekly.Next();
                Log(name);
            }
        }

        async Process Between()
        {
            await Delay(7);
            Log("scheduled before the cohort was opened");
        }

        Start("between", Between());
        Start("late", Step("late", 3));
        Start("early", Step("early", 1));
        Expect("7: scheduled before the cohort was opened", "7: early", "7: late", "14: early", "14: late");
    }
}
