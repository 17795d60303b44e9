using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The calendar of shipments and lots, beside a list that is searched each day.</summary>
public class ParcelsTests
{
    sealed class Slow(int number, int due)
    {
        public int Number { get; } = number;

        public int Due { get; set; } = due;

        public int Remaining { get; set; }

        public int Order { get; set; }
    }

    [Test]
    public void Parcels_come_on_their_day_in_the_order_of_sending_whatever_is_put_off_held_or_given_back([Range(0, 7)] int seed)
    {
        const int Days = 400;
        var chance = new RandomStream((ulong)seed, 0, "parcels", "random").Sequence();
        int Below(int n) => (int)(chance.Next().NextUniform() * n);
        var parcels = new Parcels(2, Days, tags: 3);
        parcels.Clear();
        List<Slow> alive = [];
        HashSet<int> numbers = [];
        for (var (day, sent) = (0, 0); day < Days; day++)
        {
            List<(int, long)> came = [];
            for (int p; (p = parcels.TakeDue(day)) >= 0;)
            {
                came.Add((parcels.Owner(p), parcels.Mass(p)));
                Assert.That(parcels.Content(p).ToArray(), Is.EqualTo(new[] { parcels.Mass(p), 0, 0, 0 }), "as it was filled");
                parcels.Return(p);
            }

            // Those that were put off, or held and let go, come on their day too, in whatever order.
            Slow[] due = [.. alive.Where(s => s.Due == day)];
            Assert.That(came, Is.EquivalentTo(due.Select(s => (s.Order, (long)s.Order + 1))), $"day {day}, seed {seed}");
            int[] straight = [.. due.Where(s => s.Remaining < 0).Select(s => s.Order)];
            Assert.That(came.Select(c => c.Item1).Where(straight.Contains), Is.EqualTo(straight), $"day {day}, seed {seed}");
            alive.RemoveAll(s => s.Due == day);

            for (var i = Below(day % 50 < 10 ? 200 : 8); i > 0; i--, sent++)
            {
                var at = day + 1 + Below(60);
                var p = parcels.Send(sent, day, at, sent + 1, sent % 3);
                Assert.That(parcels.Content(p).ToArray(), Is.All.Zero, "a new one is empty");
                Assert.That(alive.Select(s => s.Number), Has.None.EqualTo(p), "nobody else's");
                if (sent % 2 == 0) parcels.Fill(p, 0, sent + 1);
                else parcels.Content(p)[0] = sent + 1;
                numbers.Add(p);
                alive.Add(new Slow(p, at) { Order = sent, Remaining = -1 });
            }

            if (alive.Count == 0) continue;
            var one = alive[Below(alive.Count)];
            switch (Below(5))
            {
                case 0 when one.Due != Parcels.Never:
                    (one.Due, one.Remaining) = (one.Due + Below(9), 0);
                    parcels.Reschedule(one.Number, one.Due);
                    break;
                case 1 when one.Due != Parcels.Never:
                    (one.Remaining, one.Due) = (one.Due - day, Parcels.Never);
                    parcels.Hold(one.Number, day);
                    break;
                case 2 when one.Due == Parcels.Never:
                    one.Due = day + Math.Max(1, one.Remaining);
                    parcels.Release(one.Number, day);
                    break;
                case 3:
                    parcels.Return(one.Number);
                    alive.Remove(one);
                    break;
            }

            Assert.That(Enumerable.Range(0, 3).Sum(parcels.MassOf), Is.EqualTo(alive.Sum(s => (long)s.Order + 1)), "what is under way");
            Assert.That(Enumerable.Range(0, parcels.HighWater).Where(parcels.IsLive), Is.EquivalentTo(alive.Select(s => s.Number)), $"day {day}, seed {seed}");
        }

        Assert.That(numbers, Has.Count.LessThan(4_000), "some 9,000 were sent, and at most a third of them are there at once: numbers are used again");
    }
}
