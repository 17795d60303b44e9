using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class TraceTests
{
    static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    /// <summary>Two processes that share a kiln for ten rounds; the third round of one takes longer, if wanted.</summary>
    static (TraceEntry[] Trace, ulong Hash, long Events) Run(double third = 1, int logged = 10)
    {
        var simulation = new Simulation();
        var kiln = new Resource(simulation, 1);
        var log = new TraceLog(simulation);

        async Process Use(bool odd)
        {
            for (var i = 0; i < 10; i++)
            {
                log.IsOn = i < logged;
                using (await kiln.Request()) await simulation.Delay(Hours(odd && i == 2 ? third : 1));
            }
        }

        simulation.Start("even", Use(false));
        simulation.Start("odd", Use(true));
        simulation.Run();
        return (log.Entries.ToArray(), log.Hash, simulation.EventCount);
    }

    [Test]
    public void A_log_keeps_every_wake_up_in_order()
    {
        var (trace, _, events) = Run();

        Assert.That(trace, Has.Length.EqualTo(events));
        Assert.That(trace[..4].Select(e => e.ToString()), Is.EqualTo(
        [
            "TraceEntry { Time = day 0, Process = even, WaitedFor = its start }",
            "TraceEntry { Time = day 0, Process = odd, WaitedFor = its start }",
            "TraceEntry { Time = day 0.041667, Process = even, WaitedFor = a delay }",
            "TraceEntry { Time = day 0.041667, Process = odd, WaitedFor = a unit of a resource }",
        ]));
    }

    [Test]
    public void Two_runs_of_one_model_have_one_trace()
    {
        var (first, second) = (Run(), Run());

        Assert.That(TraceDifference.Between(first.Trace, second.Trace), Is.Null);
        Assert.That(first.Hash, Is.EqualTo(second.Hash));
    }

    [Test]
    public void The_first_difference_of_two_traces_names_both_sides()
    {
        var (first, second) = (Run(), Run(third: 1.5));
        var difference = TraceDifference.Between(first.Trace, second.Trace)!;

        Assert.That(first.Hash, Is.Not.EqualTo(second.Hash));
        Assert.That(difference.ToString(), Is.EqualTo($"event {difference.Index}: odd at day 0.25 after a delay in the first, odd at day 0.270833 after a delay in the second"));
        Assert.That(first.Trace[..difference.Index], Is.EqualTo(second.Trace[..difference.Index]));
    }

    [Test]
    public void A_trace_that_ends_early_is_said_to_end()
    {
        var trace = Run().Trace;
        var difference = TraceDifference.Between(trace, trace.AsSpan(0, 5))!;

        Assert.That((difference.Index, difference.Second), Is.EqualTo((5, (TraceEntry?)null)));
        Assert.That(difference.ToString(), Does.EndWith("nothing more in the second"));
    }

    [Test]
    public void A_log_that_is_off_hears_nothing_and_changes_nothing()
    {
        var (on, part) = (Run(), Run(logged: 3));

        Assert.That(part.Events, Is.EqualTo(on.Events));
        Assert.That(part.Trace, Has.Length.LessThan(on.Trace.Length).And.EqualTo(on.Trace[..part.Trace.Length]));
    }
}
