using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Processes that start, join, fail and call each other.</summary>
public class ProcessSemanticsTests : Logged
{
    async Process Nap(double minutes) => await Delay(minutes);

    async Process<int> Count(double minutes, int result)
    {
        await Delay(minutes);
        return result;
    }

    async Process Fail(double minutes)
    {
        await Delay(minutes);
        throw new InvalidDataException("spoilt");
    }

    [Test]
    public void A_process_is_alive_until_it_ends()
    {
        var process = Start("nap", Nap(3));
        Assert.That(process.IsAlive, Is.True);
        RunTo(2);
        Assert.That(process.IsAlive, Is.True);
        RunTo(3);
        Assert.That(process.IsAlive, Is.False);
        Assert.That(default(Process).IsAlive, Is.False);
    }

    [Test]
    public void The_result_of_a_process_is_had_by_all_who_join_it_however_late()
    {
        async Process Join(string who, Process<int> other, double from)
        {
            await Delay(from);
            Log($"{who} {await other}");
        }

        var process = Simulation.Start("count", Count(3, 42));
        Start("early", Join("early", process, 0));
        Start("late", Join("late", process, 7));
        Expect("3: early 42", "7: late 42");
    }

    [Test]
    public void A_failing_process_throws_in_all_who_join_it_and_names_itself()
    {
        async Process Join(string who, Process other)
        {
            try
            {
                await other;
            }
            catch (ProcessFailedException e)
            {
                Log($"{who}: {e.Process} {e.InnerException!.Message}");
            }
        }

        var failing = Start("furnace", Fail(2));
        Start("a", Join("a", failing));
        Start("b", Join("b", failing));
        Expect("2: a: furnace spoilt", "2: b: furnace spoilt");
    }

    [Test]
    public void A_failure_that_nobody_joins_stops_the_run()
    {
        Start("furnace", Fail(2));
        Start("nap", Nap(5));
        var failure = Assert.Throws<ProcessFailedException>(Simulation.Run)!;
        Assert.That((failure.Process, failure.Time, failure.WaitedFor), Is.EqualTo(("furnace", SimTime.After(Minutes(2)), "a delay")));
        Assert.That(failure.Message, Does.Contain("furnace").And.Contain("spoilt"));
    }

    [Test]
    public void A_failure_with_a_result_is_told_whenever_it_is_asked_for()
    {
        async Process<int> FailToCount()
        {
            await Delay(1);
            throw new InvalidDataException("spoilt");
        }

        async Process Ask(Process<int> other)
        {
            for (var i = 0; i < 2; i++)
            {
                try
                {
                    Log(await other);
                }
                catch (ProcessFailedException e)
                {
                    Log(e.InnerException!.Message);
                }

                await Delay(1);
            }
        }

        Start("ask", Ask(Simulation.Start("count", FailToCount())));
        Expect("1: spoilt", "2: spoilt");
    }

    [Test]
    public void A_child_that_is_called_throws_what_it_threw()
    {
        async Process Parent()
        {
            try
            {
                await Fail(1);
            }
            catch (InvalidDataException e)
            {
                Log(e.Message);
            }
        }

        Start("parent", Parent());
        Expect("1: spoilt");
    }

    [Test]
    public void A_call_nests_as_deep_as_one_likes()
    {
        async Process<int> Depth(int n)
        {
            if (n == 0) await Delay(1);
            return n == 0 ? 0 : 1 + await Depth(n - 1);
        }

        async Process Ask() => Log(await Depth(5_000));

        Start("ask", Ask());
        Expect("1: 5000");
    }

    [Test]
    public void A_process_is_started_or_awaited_once()
    {
        var nap = Nap(1);
        Start("once", nap);
        Assert.That(() => Start("twice", nap), Throws.InvalidOperationException.With.Message.Contains("once"));
        Assert.That(() => Nap(1).Join(), Throws.InvalidOperationException.With.Message.Contains("started"));
        Assert.That(() => Nap(1).GetAwaiter().Within(Minutes(1)), Throws.InvalidOperationException);
    }

    [Test]
    public void The_first_of_a_process_and_a_delay()
    {
        async Process Race(double minutes)
        {
            var (index, count, _) = await Simulation.AnyOf(Simulation.Start("count", Count(3, 7)).Join(), Delay(minutes));
            Log(index == 0 ? $"counted {count.Result}" : "too slow");
        }

        Start("fast", Race(5));
        Start("slow", Race(2));
        Expect("2: too slow", "3: counted 7");
    }

    [Test]
    public void Both_of_two_processes_with_their_results()
    {
        async Process Both()
        {
            var (a, b) = await Simulation.AllOf(Simulation.Start("a", Count(3, 1)).Join(), Simulation.Start("b", Count(2, 2)).Join());
            Log($"{a.Result} {b.Result}");
        }

        Start("both", Both());
        Expect("3: 1 2");
    }

    [Test]
    public void What_is_dropped_by_a_reset_does_nothing_any_more()
    {
        var gate = new Gate(Simulation, isOpen: false);
        var silo = new Stock(Simulation, 10, 4);
        Lease lease = default;
        var kiln = new Resource(Simulation, 1);

        async Process Wait()
        {
            lease = await kiln.Request();
            await silo.Get(3);
            await gate.Pass();
            Log("never");
        }

        var waiting = Start("wait", Wait());
        RunTo(1);
        Simulation.Reset();
        Assert.That((waiting.IsAlive, lease.IsHeld, silo.Level, kiln.InUse, Simulation.Now, Simulation.EventCount), Is.EqualTo((false, false, 4L, 0, SimTime.Zero, 0L)));
        waiting.Interrupt();
        waiting.Cancel();
        lease.Dispose();
        gate.Open();
        Expect();
        Assert.That(kiln.InUse, Is.Zero);
    }
}
