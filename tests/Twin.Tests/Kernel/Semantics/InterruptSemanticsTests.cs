using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Interrupts before, at and after what a process waits for; cancelling and freezing.</summary>
public class InterruptSemanticsTests : Logged
{
    async Process Sleep(string name, double minutes)
    {
        try
        {
            await Delay(minutes);
            Log($"{name} slept");
        }
        catch (InterruptedException e)
        {
            Log($"{name} woken by {e.Cause}, {e.Left.TotalMinutes} left");
        }
    }

    async Process At(double minutes, Action act)
    {
        await Delay(minutes);
        act();
    }

    [Test]
    public void An_interrupt_ends_the_wait_and_tells_its_cause()
    {
        var sleeper = Start("sleeper", Sleep("a", 10));
        Start("alarm", At(4, () => sleeper.Interrupt("alarm")));
        Expect("4: a woken by alarm, 6 left");
    }

    [Test]
    public void Interrupts_that_come_together_are_told_one_after_another()
    {
        async Process Twice()
        {
            for (var i = 0; i < 2; i++)
            {
                try
                {
                    await Delay(10);
                }
                catch (InterruptedException e)
                {
                    Log(e.Cause);
                }
            }
        }

        var sleeper = Start("sleeper", Twice());
        Start("alarm", At(4, () =>
        {
            sleeper.Interrupt("first");
            sleeper.Interrupt("second");
        }));
        Expect("4: first", "4: second");
    }

    [Test]
    public void An_interrupt_before_the_start_finds_the_first_wait()
    {
        var sleeper = Start("sleeper", Sleep("a", 10));
        sleeper.Interrupt("before");
        Expect("0: a woken by before, 10 left");
    }

    [Test]
    public void An_interrupt_in_the_moment_of_the_end_counts_if_it_comes_first()
    {
        Process sleeper = default;
        Start("alarm", At(4, () => sleeper.Interrupt("alarm"))); // scheduled before the sleep
        sleeper = Start("sleeper", Sleep("a", 4));
        var second = Start("sleeper", Sleep("b", 4));
        Start("alarm", At(4, () => second.Interrupt("alarm"))); // after it: b has ended
        Expect("4: b slept", "4: a woken by alarm, 0 left");
    }

    [Test]
    public void To_interrupt_one_that_has_ended_does_nothing_and_oneself_is_refused()
    {
        Process self = default;
        async Process Suicide()
        {
            await Delay(1);
            Assert.Throws<InvalidOperationException>(() => self.Interrupt());
            Log("refused");
        }

        self = Start("self", Suicide());
        Simulation.Run();
        self.Interrupt();
        Expect("1: refused");
    }

    [Test]
    public void One_who_is_interrupted_while_joining_may_join_again()
    {
        var nap = Start("nap", Sleep("nap", 5));
        async Process Join()
        {
            while (nap.IsAlive)
            {
                try
                {
                    await nap;
                    Log("joined");
                }
                catch (InterruptedException)
                {
                    Log("interrupted");
                }
            }
        }

        var joiner = Start("joiner", Join());
        Start("alarm", At(2, () => joiner.Interrupt()));
        Expect("2: interrupted", "5: nap slept", "5: joined");
    }

    [Test]
    public void One_who_is_interrupted_in_a_queue_has_left_it()
    {
        var kiln = new Resource(Simulation, 1);
        async Process Use(string name)
        {
            try
            {
                using (await kiln.Request())
                {
                    Log($"{name} has it");
                    await Delay(5);
                }
            }
            catch (InterruptedException)
            {
                Log($"{name} left");
            }
        }

        Start("a", Use("a"));
        var b = Start("b", Use("b"));
        Start("c", Use("c"));
        Start("alarm", At(2, () => b.Interrupt()));
        Expect("0: a has it", "2: b left", "5: c has it");
        Assert.That((kiln.InUse, kiln.QueueLength), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_grant_in_the_moment_of_an_interrupt_is_kept_and_the_interrupt_told_by_the_next_wait()
    {
        var yard = new Store<string>(Simulation);
        async Process Get()
        {
            Log($"got {await yard.Get()}");
            await Sleep("a", 3);
        }

        var getter = Start("getter", Get());
        Start("both", At(1, () =>
        {
            yard.TryPut("ore");
            getter.Interrupt("alarm");
        }));
        Expect("1: got ore", "1: a woken by alarm, 3 left");
    }

    [Test]
    public void One_that_is_cancelled_gives_back_and_leaves_all_queues()
    {
        var kiln = new Resource(Simulation, 1);
        var silo = new Stock(Simulation, 10);
        async Process Use()
        {
            try
            {
                using var lease = await kiln.Request();
                await silo.Get(5);
            }
            finally
            {
                Log("gone");
            }
        }

        async Process Next()
        {
            using (await kiln.Request()) Log("next");
        }

        var user = Start("user", Use());
        Start("next", Next());
        Start("killer", At(1, user.Cancel));
        Expect("1: gone", "1: next");
        Assert.That((kiln.InUse, silo.GettersWaiting, user.IsAlive), Is.EqualTo((0, 0, false)));
    }

    [Test]
    public void One_that_is_cancelled_before_it_ran_never_runs()
    {
        var sleeper = Start("sleeper", Sleep("a", 1));
        sleeper.Cancel();
        Expect();
        Assert.That(sleeper.IsAlive, Is.False);
    }

    [Test]
    public void To_join_one_that_is_cancelled_is_to_see_it_end()
    {
        var sleeper = Start("sleeper", Sleep("a", 10));
        async Process Join()
        {
            await sleeper;
            Log("ended");
        }

        Start("join", Join());
        Start("killer", At(3, sleeper.Cancel));
        Expect("3: ended");
    }

    [Test]
    public void One_that_is_frozen_in_a_queue_keeps_its_turn_and_what_it_was_granted()
    {
        var yard = new Store<int>(Simulation);
        async Process Get(string name) => Log($"{name} {await yard.Get()}");

        var first = Start("first", Get("first"));
        Start("second", Get("second"));
        Start("story", Story());
        Expect("2: second 2", "5: first 1");

        async Process Story()
        {
            await Delay(1);
            first.Freeze();
            await Delay(1);
            await yard.Put(1);
            await yard.Put(2);
            await Delay(3);
            first.Resume();
        }
    }

    [Test]
    public void One_that_is_frozen_hears_an_interrupt_when_it_is_thawed_and_its_delay_has_stood_still()
    {
        var (a, b) = (Start("a", Sleep("a", 10)), Start("b", Sleep("b", 10)));
        Start("freeze", At(4, () =>
        {
            a.Freeze();
            b.Freeze();
            b.Freeze(); // once is enough
        }));
        Start("interrupt", At(5, () => a.Interrupt("alarm")));
        Start("thaw", At(7, () =>
        {
            a.Resume();
            b.Resume();
        }));
        Expect("7: a woken by alarm, 6 left", "13: b slept");
    }
}
