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
}
