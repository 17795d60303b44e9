using CsCheck;
using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class AgendaTests
{
    const int Slots = 40, Priorities = 3;

    [Test]
    public void Whatever_is_scheduled_put_off_and_cancelled_the_earliest_is_first_and_among_equals_the_first_that_was_scheduled()
    {
        // A sorted set is the slow and obvious agenda. Few moments, so that ties are common; more slots than there is room for at first.
        Gen.Select(Gen.Int[0, Slots - 1], Gen.Int[-3, 9], Gen.Int[0, Priorities - 1]).Array[1, 400].Sample(
            steps =>
            {
                var (agenda, entries) = (new Agenda(), new SortedSet<(long Due, int Priority, int Sequence, int Slot)>());
                var at = new (long, int, int, int)?[Slots];
                for (var s = 0; s < Slots; s++) agenda.Reserve(s);
                foreach (var (i, (slot, due, priority)) in steps.Index())
                {
                    // Below 0: it is cancelled, whether or not it waits.
                    if (at[slot] is { } old) entries.Remove(old);
                    at[slot] = due < 0 ? null : (due, priority, i, slot);
                    if (at[slot] is { } now)
                    {
                        entries.Add(now);
                        agenda.Schedule(slot, due, priority);
                    }
                    else
                    {
                        agenda.Cancel(slot);
                    }

                    if (agenda.IsScheduled(slot) != due >= 0) return false;
                    if (agenda.NextDue != (entries.Count > 0 ? entries.Min.Due : long.MaxValue)) return false;
                    if (entries.Count > 0 && agenda.First(out _) != entries.Min.Slot) return false;
                    if (entries.Count > 0 && agenda.Second(entries.Min.Slot) != (entries.Count > 1 ? entries.ElementAt(1).Slot : -1)) return false;
                }

                while (entries.Count > 0)
                {
                    if (agenda.First(out _) != entries.Min.Slot) return false;
                    agenda.Cancel(entries.Min.Slot);
                    entries.Remove(entries.Min);
                }

                return agenda.NextDue == long.MaxValue;
            },
            iter: 3_000);
    }

    [Test]
    public void Forty_thousand_processes_wake_in_the_order_of_time_and_among_equals_of_scheduling()
    {
        // So many that the loop looks ahead at who is next. The slow and obvious way: a queue by moment and number.
        const int Processes = 40_000, Times = 5;
        static long Pause(int process, int time) => 1 + ((((process * 7_919L) + (time * 104_729L)) ^ (process >> 3)) % 2_000);
        List<(long, int)> woken = new(Processes * Times), expected = new(Processes * Times);

        var simulation = new Simulation();
        async Process Wait(int process)
        {
            for (var time = 0; time < Times; time++)
            {
                await simulation.Delay(TimeSpan.FromMilliseconds(Pause(process, time)));
                woken.Add((simulation.Now.Milliseconds, process));
            }
        }

        for (var p = 0; p < Processes; p++) simulation.Start("wait", Wait(p));
        simulation.Run();

        var queue = new PriorityQueue<(int Process, int Time), (long Due, int Number)>();
        var number = 0;
        for (var p = 0; p < Processes; p++) queue.Enqueue((p, 0), (Pause(p, 0), number++));
        while (queue.TryDequeue(out var next, out var at))
        {
            expected.Add((at.Due, next.Process));
            if (next.Time + 1 < Times) queue.Enqueue((next.Process, next.Time + 1), (at.Due + Pause(next.Process, next.Time + 1), number++));
        }

        Assert.That(woken, Is.EqualTo(expected));
    }
}
