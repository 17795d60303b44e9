using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Units: capacity, disciplines, priority, preemption, patience.</summary>
public class ResourceSemanticsTests : Logged
{
    async Process Use(Resource resource, string name, double from, double minutes, int priority = Simulation.DefaultPriority, bool preempt = true)
    {
        await Delay(from);
        using var lease = await resource.Request(priority, preempt: preempt);
        Log($"{name} has it");
        var (left, interrupted, cause) = await Simulation.Work(Minutes(minutes));
        Log(interrupted ? $"{name} lost it to {((Preemption)cause!).By}, {left.TotalMinutes} left, held since {((Preemption)cause).Since.Milliseconds / 60_000}, {lease.IsHeld}" : $"{name} is done");
    }

    [Test]
    public void As_many_have_a_unit_as_there_are()
    {
        var berths = new Resource(Simulation, 2);
        foreach (var name in new[] { "a", "b", "c" }) Start(name, Use(berths, name, 0, 2));
        Expect("0: a has it", "0: b has it", "2: a is done", "2: b is done", "2: c has it", "4: c is done");
    }

    [Test]
    public void Last_come_first_served_if_so_wished()
    {
        var stack = new Resource(Simulation, 1, QueueDiscipline.Lifo);
        foreach (var name in new[] { "a", "b", "c", "d" }) Start(name, Use(stack, name, 0, 1, name == "d" ? 20 : 8));
        Expect("0: a has it", "1: a is done", "1: c has it", "2: c is done", "2: b has it", "3: b is done", "3: d has it", "4: d is done");
    }

    [Test]
    public void The_victim_is_the_least_important_and_of_those_the_last()
    {
        var crews = new Resource(Simulation, 3, preemptive: true);
        Start("a", Use(crews, "a", 0, 9, 5));
        Start("b", Use(crews, "b", 1, 9, 7));
        Start("c", Use(crews, "c", 2, 9, 7));
        Start("urgent", Use(crews, "urgent", 3, 1, 6));
        Start("as urgent as a", Use(crews, "same", 3, 1, 5, preempt: false));
        Expect("0: a has it", "1: b has it", "2: c has it", "3: urgent has it", "3: c lost it to urgent, 8 left, held since 2, False", "4: urgent is done", "4: same has it", "5: same is done", "9: a is done", "10: b is done");
    }

    [Test]
    public void Equal_importance_preempts_nobody_and_who_will_not_preempt_waits()
    {
        var crew = new Resource(Simulation, 1, preemptive: true);
        Start("a", Use(crew, "a", 0, 3, 5));
        Start("equal", Use(crew, "equal", 1, 1, 5));
        Start("polite", Use(crew, "polite", 1, 1, 1, preempt: false));
        Start("urgent", Use(crew, "urgent", 2, 1, 1));
        // Polite stands before urgent, and is not overtaken.
        Expect("0: a has it", "3: a is done", "3: polite has it", "4: polite is done", "4: urgent has it", "5: urgent is done", "5: equal has it", "6: equal is done");
    }

    [Test]
    public void A_victim_that_waits_elsewhere_is_interrupted_there_and_gives_nothing_back_twice()
    {
        var (crew, silo) = (new Resource(Simulation, 1, preemptive: true), new Stock(Simulation, 10));
        async Process Victim()
        {
            using var lease = await crew.Request(9);
            try
            {
                await silo.Get(5);
            }
            catch (InterruptedException e)
            {
                Log($"{((Preemption)e.Cause!).By} {lease.IsHeld} {silo.GettersWaiting}");
            }
        }

        Start("victim", Victim());
        Start("urgent", Use(crew, "urgent", 2, 3, 1));
        Expect("2: urgent has it", "2: urgent False 0", "5: urgent is done");
        Assert.That(crew.InUse, Is.Zero);
    }

    [Test]
    public void More_units_go_to_those_who_wait_and_fewer_take_nothing_away()
    {
        var berths = new Resource(Simulation, 1);
        async Process Change()
        {
            await Delay(1);
            berths.Capacity = 3;
            await Delay(1);
            berths.Capacity = 1;
            Log($"{berths.InUse} of {berths.Capacity}");
        }

        foreach (var name in new[] { "a", "b", "c", "d" }) Start(name, Use(berths, name, 0, 4));
        Start("change", Change());
        Expect("0: a has it", "1: b has it", "1: c has it", "2: 3 of 1", "4: a is done", "5: b is done", "5: c is done", "5: d has it", "9: d is done");
    }

    [Test]
    public void Who_balks_and_who_reneges_takes_nothing()
    {
        var kiln = new Resource(Simulation, 1);
        async Process Balk()
        {
            await Delay(1);
            Log($"free: {kiln.TryRequest(out var lease)} {lease.IsHeld}");
            using var other = await kiln.Request(patience: Minutes(2));
            Log($"patient: {other.IsHeld} {kiln.QueueLength}");
        }

        Start("a", Use(kiln, "a", 0, 5));
        Start("balk", Balk());
        Expect("0: a has it", "1: free: False False", "3: patient: False 0", "5: a is done");
    }

    [Test]
    public void A_unit_that_is_released_in_the_last_moment_of_a_patience_goes_to_whoever_is_first()
    {
        var kiln = new Resource(Simulation, 1);
        async Process Patient(string name, double from)
        {
            await Delay(from);
            using var lease = await kiln.Request(patience: Minutes(3 - from));
            Log($"{name} {lease.IsHeld}");
        }

        // The release at 3 was scheduled before the first patience and after the second.
        Start("early", Patient("early", 0));
        Start("a", Use(kiln, "a", 0, 3));
        Start("late", Patient("late", 1));
        Simulation.Run();
        Assert.That(kiln.InUse, Is.Zero);
        Assert.That(Said, Is.EqualTo(["0: early True", "0: a has it", "3: a is done", "3: late True"]));
    }

    [Test]
    public void A_lease_is_given_back_once_and_an_exception_gives_it_back()
    {
        var kiln = new Resource(Simulation, 1);
        async Process Throw()
        {
            using var lease = await kiln.Request();
            await Delay(1);
            throw new InvalidDataException();
        }

        async Process Twice()
        {
            await Delay(2);
            var lease = await kiln.Request();
            lease.Dispose();
            lease.Dispose();
            Log(kiln.InUse);
        }

        Start("twice", Twice());
        Start("throw", Throw());
        Assert.Throws<ProcessFailedException>(Simulation.Run);
        Assert.That(kiln.InUse, Is.Zero);
        Expect("2: 0");
    }

    [Test]
    public void A_capacity_of_nothing_is_refused_at_first_and_possible_later()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Resource(Simulation, 0));
        var kiln = new Resource(Simulation, 1) { Capacity = 0 };
        Start("a", Use(kiln, "a", 0, 1));
        Start("later", Later());
        Expect("2: a has it", "3: a is done");

        async Process Later()
        {
            await Delay(2);
            kiln.Capacity = 1;
        }
    }

    [Test]
    public void Both_of_two_units_are_had_together_and_neither_is_kept_by_one_who_gives_up()
    {
        var (left, right) = (new Resource(Simulation, 1), new Resource(Simulation, 1));
        async Process Both()
        {
            await Delay(1);
            try
            {
                var (a, b) = await Simulation.AllOf(left.Request(), right.Request());
                Log("both");
                a.Result.Dispose();
                b.Result.Dispose();
            }
            catch (InterruptedException)
            {
                Log($"gave up, {left.InUse} {right.InUse} {right.QueueLength}");
            }
        }

        Start("a", Use(right, "a", 0, 5));
        var impatient = Start("impatient", Both());
        Start("patient", Both());
        Start("alarm", Alarm());
        Expect("0: a has it", "2: gave up, 1 1 1", "5: a is done", "5: both");
        Assert.That((left.InUse, right.InUse), Is.EqualTo((0, 0)));

        async Process Alarm()
        {
            await Delay(2);
            impatient.Interrupt();
        }
    }
}
