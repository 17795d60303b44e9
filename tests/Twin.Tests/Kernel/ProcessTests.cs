using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class ProcessTests
{
    readonly Simulation _simulation = new();
    readonly List<string> _log = [];

    static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    void Log(string what) => _log.Add($"{_simulation.Now.Milliseconds / 60_000.0:0.###}: {what}");

    void Run(double minutes) => _simulation.RunUntil(SimTime.After(Minutes(minutes)));

    [Test]
    public void What_is_due_at_one_moment_runs_by_priority_class_and_then_in_the_order_of_scheduling()
    {
        async Process Shift(string name, int priority)
        {
            await _simulation.Delay(Minutes(1), priority);
            Log(name);
        }

        foreach (var (name, priority) in new[] { ("mine", 8), ("refinery", 8), ("border", 0), ("measures", 15), ("port", 0) }) _simulation.Start(name, Shift(name, priority));
        Run(2);

        Assert.That(_log, Is.EqualTo(["1: border", "1: port", "1: mine", "1: refinery", "1: measures"]));
    }

    [Test]
    public void What_is_woken_now_and_what_was_due_now_take_turns_in_the_order_of_scheduling()
    {
        var gate = new Gate(_simulation, isOpen: false);

        async Process Waits()
        {
            await gate.Pass();
            Log("through the gate");
        }

        async Process Due(string name)
        {
            await _simulation.Delay(Minutes(1));
            Log(name);
            if (name == "first") gate.Open();
        }

        _simulation.Start("waits", Waits);
        _simulation.Start("first", Due("first"));
        _simulation.Start("second", Due("second"));
        Run(1);

        // The second was scheduled at minute 0, the way through the gate only at minute 1.
        Assert.That(_log, Is.EqualTo(["1: first", "1: second", "1: through the gate"]));
    }

    [Test]
    public void A_process_is_awaited_like_a_function_and_may_return_something()
    {
        async Process<int> Count(int n)
        {
            var sum = 0;
            for (var i = 0; i < n; i++)
            {
                await _simulation.Delay(Minutes(1));
                sum += i;
            }

            return sum;
        }

        async Process Caller()
        {
            Log($"{await Count(3)}");
            Log($"{await Count(0)}");
            await Child();
        }

        async Process Child()
        {
            await _simulation.Delay(Minutes(5));
            Log("child");
        }

        _simulation.Start("caller", Caller);
        Run(10);

        Assert.That(_log, Is.EqualTo(["3: 3", "3: 0", "8: child"]));
    }

    [Test]
    public void A_process_can_be_joined_and_joining_an_ended_one_takes_no_time()
    {
        async Process Work() => await _simulation.Delay(Minutes(4));

        var worker = _simulation.Start("worker", Work);

        async Process Joins(double after)
        {
            await _simulation.Delay(Minutes(after));
            await worker;
            Log($"joined, alive: {worker.IsAlive}");
        }

        _simulation.Start("early", Joins(1));
        _simulation.Start("late", Joins(6));
        Run(10);

        Assert.That(_log, Is.EqualTo(["4: joined, alive: False", "6: joined, alive: False"]));
    }

    [Test]
    public void A_failing_process_stops_the_run_and_names_itself_the_time_and_what_it_waited_for()
    {
        async Process Fails()
        {
            await _simulation.Delay(TimeSpan.FromDays(2));
            throw new InvalidOperationException("no ore");
        }

        _simulation.Start("smelter", Fails);

        var e = Assert.Throws<ProcessFailedException>(() => _simulation.RunUntil(SimTime.FromDays(3)))!;
        Assert.That(e.Message, Is.EqualTo("process 'smelter' failed at day 2, after waiting for a delay: no ore"));
        Assert.That(_simulation.Now, Is.EqualTo(SimTime.FromDays(2)));
    }

    [Test]
    public void A_failed_child_surfaces_in_whoever_awaits_it()
    {
        async Process Child()
        {
            await _simulation.Delay(Minutes(1));
            throw new InvalidOperationException("spilled");
        }

        async Process Parent()
        {
            try
            {
                await Child();
            }
            catch (InvalidOperationException e)
            {
                Log(e.Message);
            }
        }

        _simulation.Start("parent", Parent);
        Run(2);

        Assert.That(_log, Is.EqualTo(["1: spilled"]));
    }

    [Test]
    public void An_interrupt_ends_a_delay_with_an_exception_that_says_what_is_left()
    {
        async Process Sleeper()
        {
            try
            {
                await _simulation.Delay(Minutes(10));
            }
            catch (InterruptedException e)
            {
                Log($"{e.Cause}, {e.Left.TotalMinutes} left");
            }
        }

        var sleeper = _simulation.Start("sleeper", Sleeper);

        async Process Waker()
        {
            await _simulation.Delay(Minutes(4));
            sleeper.Interrupt("fire");
        }

        _simulation.Start("waker", Waker);
        Run(20);

        Assert.That(_log, Is.EqualTo(["4: fire, 6 left"]));
    }

    [Test]
    public void Work_that_ends_in_the_moment_of_its_interrupt_tells_both()
    {
        Process worker = default;

        async Process Boss()
        {
            await _simulation.Delay(Minutes(10));
            worker.Interrupt("stop");
        }

        async Process Worker()
        {
            var result = await _simulation.Work(Minutes(10));
            Log($"left {result.Left.TotalMinutes}, interrupted {result.Interrupted} by {result.Cause}");
        }

        _simulation.Start("boss", Boss); // scheduled first: it comes before the end of the work
        worker = _simulation.Start("worker", Worker);
        Run(20);

        Assert.That(_log, Is.EqualTo(["10: left 0, interrupted True by stop"]));
    }

    [Test]
    public void An_interrupt_that_comes_after_work_has_ended_is_told_by_the_next_work()
    {
        Process worker = default;

        async Process Worker()
        {
            Log($"{await _simulation.Work(Minutes(10))}");
            Log($"{await _simulation.Work(Minutes(10))}");
        }

        async Process Boss()
        {
            await _simulation.Delay(Minutes(10));
            worker.Interrupt("late");
        }

        worker = _simulation.Start("worker", Worker);
        _simulation.Start("boss", Boss);
        Run(30);

        Assert.That(_log[0], Does.Contain("Left = 00:00:00, Interrupted = False"));
        Assert.That(_log[1], Does.StartWith("10:").And.Contain("Left = 00:10:00, Interrupted = True, Cause = late"));
    }

    /// <summary>
    /// Two machines make parts of 10 min; each has a failure clock that ticks every so often in wall time and is ignored
    /// while the machine is down; one repairer, first come, first served; work resumes. Ends of parts and failures fall
    /// on the same moments, and whoever loses one of the two counts wrong.
    /// </summary>
    [TestCase(37, 12, 33, 19)]
    [TestCase(37.3, 12.1, 33, 18)]
    public void The_tie_trap_loses_neither_a_part_nor_a_failure(double failure, double repair, int first, int second)
    {
        var parts = new int[2];
        var down = new bool[2];
        var machines = new Process[2];
        var repairer = new Resource(_simulation, 1);

        async Process Machine(int i)
        {
            while (true)
            {
                for (var left = Minutes(10); ;)
                {
                    var result = await _simulation.Work(left);
                    left = result.Left;
                    if (left == TimeSpan.Zero) parts[i]++;
                    if (result.Interrupted)
                    {
                        using (await repairer.Request()) await _simulation.Delay(Minutes(repair));
                        down[i] = false;
                    }

                    if (left == TimeSpan.Zero) break;
                }
            }
        }

        async Process Clock(int i)
        {
            while (true)
            {
                await _simulation.Delay(Minutes(failure));
                if (down[i]) continue;
                down[i] = true;
                machines[i].Interrupt();
            }
        }

        for (var i = 0; i < 2; i++)
        {
            machines[i] = _simulation.Start($"machine {i}", Machine(i));
            _simulation.Start($"clock {i}", Clock(i));
        }

        Run(480);

        Assert.That(parts, Is.EqualTo([first, second]));
    }

    [Test]
    public void A_frozen_process_keeps_what_is_left_of_its_delay()
    {
        async Process Plant()
        {
            await _simulation.Delay(Minutes(10));
            Log("done");
        }

        var plant = _simulation.Start("plant", Plant);

        async Process Failure()
        {
            await _simulation.Delay(Minutes(4));
            plant.Freeze();
            await _simulation.Delay(Minutes(100));
            plant.Resume();
        }

        _simulation.Start("failure", Failure);
        Run(200);

        Assert.That(_log, Is.EqualTo(["110: done"]));
    }

    [Test]
    public void A_cancelled_process_runs_its_finally_and_gives_back_what_it_holds()
    {
        var berth = new Resource(_simulation, 1);

        async Process Ship(string name, double stay)
        {
            try
            {
                using (await berth.Request())
                {
                    Log($"{name} in");
                    await _simulation.Delay(Minutes(stay));
                }
            }
            finally
            {
                Log($"{name} out");
            }
        }

        var a = _simulation.Start("a", Ship("a", 100));
        _simulation.Start("b", Ship("b", 5));

        async Process Storm()
        {
            await _simulation.Delay(Minutes(3));
            a.Cancel();
        }

        _simulation.Start("storm", Storm);
        Run(20);

        Assert.That(_log, Is.EqualTo(["0: a in", "3: a out", "3: b in", "8: b out"]));
        Assert.That(berth.InUse, Is.Zero);
    }

    [Test]
    public void Who_still_waits_for_what_can_be_asked_at_the_end()
    {
        var ore = new Stock(_simulation, 100);

        async Process Refine() => await ore.Get(40);

        _simulation.Start("refinery", Refine);
        Run(5);

        Assert.That(_simulation.Waiting(), Is.EqualTo([("refinery", "an amount in a stock")]));
    }
}
