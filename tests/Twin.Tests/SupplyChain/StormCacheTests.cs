using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What is drawn for all cells and arcs at once is what each would draw by itself.</summary>
public class StormCacheTests
{
    [Test]
    public void Use_and_travel_of_every_week_are_those_of_the_streams([Values(0, 1, 2)] int replication)
    {
        // Five arcs or more, so that one is left over after the vectors, and a law that is not triangular among them.
        var network = SmallChain.Network();
        network = network with { Lanes = [.. network.Lanes.Select((l, i) => i == 0 ? l with { Days = new LogNormal(2.5, 0.3) } : l)] };
        var model = new ChainModel(new NetworkIndex(network), 11);
        model.Prepare(replication);
        var (chain, index) = (model.State, model.State.Index);
        Assert.That(index.Arcs, Has.Length.GreaterThan(4));
        Assert.That(index.Arcs.Select(a => index.Lanes[a.Lane].Days.GetType()).Distinct().Count(), Is.EqualTo(2));

        for (var week = 0; week < index.Weeks; week++)
        {
            chain.Storms.TurnTo(chain, week);
            for (var c = 0; c < index.Cells.Length; c++)
            {
                var draw = chain.Use[c].At((ulong)week / 2);
                var normal = Of(week, ref draw, static (ref Draw d) => d.NextNormal());
                var sigma = chain.Sigma[c];
                Assert.That(chain.Storms.Use(c), Is.EqualTo(ExactMath.Exp((sigma * normal) - (sigma * sigma / 2))), $"{index.Cells[c].Id}, week {week}");
            }

            for (var a = 0; a < index.Arcs.Length; a++)
            {
                var (lane, draw) = (index.Arcs[a].Lane, chain.Travel[a].At((ulong)week / 2));
                var law = index.Lanes[lane].Days;
                var days = Of(week, ref draw, (ref Draw d) => law.Sample(ref d));
                Assert.That(chain.Storms.Travel(a), Is.EqualTo(Shipping.DaysOf(days, Shipping.CustomsDays(chain, lane))), $"{index.IdOf(a)}, week {week}");
            }
        }
    }

    delegate double Sample(ref Draw draw);

    /// <summary>The first number of a draw in even weeks, the second in odd ones.</summary>
    static double Of(int week, ref Draw draw, Sample sample)
    {
        var first = sample(ref draw);
        return week % 2 == 0 ? first : sample(ref draw);
    }
}
