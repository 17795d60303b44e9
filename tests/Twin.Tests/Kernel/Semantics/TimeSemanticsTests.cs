using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Timeouts and the running of a simulation, as SimPy's and SimSharp's own tests have them.</summary>
public class TimeSemanticsTests : Logged
{
    async Process Clock(string name, double step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Delay(step);
            Log(name);
        }
    }

    [Test]
    public void Two_clocks_of_different_steps_tick_side_by_side()
    {
        Start("a", Clock("a", 1, 4));
        Start("b", Clock("b", 2, 2));
        // At 2 and 4: b's delay was scheduled first.
        Expect("1: a", "2: b", "2: a", "3: a", "4: b", "4: a");
    }

    [Test]
    public void A_negative_delay_is_refused_where_it_is_asked_for() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Delay(TimeSpan.FromMinutes(-1)));

    [Test]
    public void A_priority_that_there_is_not_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Delay(Minutes(1), 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Start("a", Clock("a", 1, 1), priority: -1));
    }

    [Test]
    public void A_delay_of_nothing_lets_others_run_who_are_due()
    {
        async Process Give(string name)
        {
            Log($"{name} 1");
            await Delay(0);
            Log($"{name} 2");
        }

        Start("a", Give("a"));
        Start("b", Give("b"));
        Expect("0: a 1", "0: b 1", "0: a 2", "0: b 2");
    }

    [Test]
    public void A_date_that_has_passed_is_now()
    {
        async Process Late()
        {
            await Delay(5);
            await Simulation.DelayUntil(SimTime.After(Minutes(3)));
            Log("went on");
            await Simulation.DelayUntil(SimTime.After(Minutes(7)));
            Log("at the date");
        }

        Start("late", Late());
        Expect("5: went on", "7: at the date");
    }

    [Test]
    public void A_run_stops_at_its_end_and_can_be_gone_on_with()
    {
        Start("a", Clock("a", 1, 100));
        RunTo(2);
        Assert.That(Said, Is.EqualTo(["1: a", "2: a"]));
        RunTo(2.5);
        Assert.That(Simulation.Now, Is.EqualTo(SimTime.After(Minutes(2.5))));
        RunTo(3);
        Assert.That(Said, Is.EqualTo(["1: a", "2: a", "3: a"]));
    }

    [Test]
    public void A_run_into_the_past_is_refused()
    {
        RunTo(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => RunTo(2));
    }

    [Test]
    public void A_run_whose_agenda_is_empty_has_ended()
    {
        Simulation.Run();
        Assert.That((Simulation.Now, Simulation.EventCount), Is.EqualTo((SimTime.Zero, 0L)));
    }

    [Test]
    public void Stop_ends_a_run_after_the_process_that_is_running()
    {
        async Process Stopper()
        {
            await Delay(2);
            Simulation.Stop();
            Log("stopped");
            await Delay(0);
            Log("gone on");
        }

        Start("a", Clock("a", 1, 3));
        Start("stopper", Stopper());
        RunTo(10);
        Assert.That(Said, Is.EqualTo(["1: a", "2: stopped"]));
        Assert.That(Simulation.Now, Is.EqualTo(SimTime.After(Minutes(2))));
        Expect("1: a", "2: stopped", "2: a", "2: gone on", "3: a");
    }

    [Test]
    public void A_process_starts_later_and_never_in_the_past()
    {
        RunTo(1);
        Simulation.Start("a", Clock("a", 1, 1), SimTime.After(Minutes(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Start("b", Clock("b", 1, 1), SimTime.Zero));
        Expect("4: a");
    }
}
