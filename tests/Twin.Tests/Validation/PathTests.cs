using CsCheck;
using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Laws that hold on every path or for every input, with no number of their own.</summary>
public class PathTests
{
    /// <summary>An open network: a customer goes to stations in an order of its own, each with a number of servers.</summary>
    sealed record Network(int[] Servers, (int Between, (int Station, int Time)[] Route)[] Customers)
    {
        public static readonly Gen<Network> Any =
            from servers in Gen.Int[1, 3].Array[1, 5]
            from customers in Gen.Select(Gen.Int[0, 6], Gen.Select(Gen.Int[0, servers.Length - 1], Gen.Int[0, 9]).Array[0, 4]).Array[1, 40]
            select new Network(servers, customers);

        /// <summary>When each customer leaves, and what lies under the curve of how many are inside, in milliseconds.</summary>
        public (long[] Left, double Inside, double[] Queues) Run(int scale = 1, int times = 1)
        {
            var simulation = new Simulation();
            var inside = new TimeAverage(simulation);
            var left = new long[Customers.Length * times];
            var stations = Enumerable.Range(0, times).Select(_ => Servers.Select(n => new Resource(simulation, n)).ToArray()).ToArray();
            var queues = stations[0].Select(s => TimeAverage.Of(s, () => s.QueueLength)).ToArray();

            async Process Customer(int number, int copy)
            {
                inside.Level++;
                foreach (var (station, time) in Customers[number].Route)
                {
                    using (await stations[copy][station].Request()) await simulation.Delay(TimeSpan.FromMilliseconds(time * scale));
                }

                inside.Level--;
                left[(copy * Customers.Length) + number] = simulation.Now.Milliseconds;
            }

            async Process Source(int copy)
            {
                for (var i = 0; i < Customers.Length; i++)
                {
                    await simulation.Delay(TimeSpan.FromMilliseconds(Customers[i].Between * scale));
                    _ = simulation.Start("customer", Customer(i, copy));
                }
            }

            for (var copy = 0; copy < times; copy++) simulation.Start("source", Source(copy));
            simulation.Run();
            return (left, inside.Integral, [.. queues.Select(q => q.Integral)]);
        }

        public long[] Came() => [.. Customers.Select((_, i) => (long)Customers[..(i + 1)].Sum(c => c.Between))];

        public override string ToString() => $"servers {string.Join(' ', Servers)}; {string.Join("; ", Customers.Select(c => $"+{c.Between}: {string.Join(' ', c.Route.Select(r => $"{r.Station}/{r.Time}"))}"))}";
    }

    [Test]
    public void Little_the_integral_of_those_inside_is_the_sum_of_their_stays() => Network.Any.Sample(network =>
    {
        var (left, inside, _) = network.Run();
        Assert.That(inside, Is.EqualTo((double)left.Zip(network.Came(), (l, c) => l - c).Sum()));
    });

    [Test]
    public void Three_times_as_slow_is_three_times_as_late() => Network.Any.Sample(network =>
    {
        var (one, three) = (network.Run(), network.Run(scale: 3));
        Assert.That(three.Left, Is.EqualTo(one.Left.Select(l => 3 * l)));
        Assert.That(three.Queues, Is.EqualTo(one.Queues.Select(q => 3 * q)));
    });

    [Test]
    public void Two_networks_side_by_side_do_what_each_does_alone() => Network.Any.Sample(network =>
    {
        var (alone, together) = (network.Run(), network.Run(times: 2));
        Assert.That(together.Left, Is.EqualTo(alone.Left.Concat(alone.Left)));
        Assert.That(together.Inside, Is.EqualTo(2 * alone.Inside));
    });

    /// <summary>With streams of their own, it does not matter in which order lines that share nothing are started.</summary>
    [Test]
    public void The_order_in_which_things_apart_are_started_changes_nothing() => Gen.Shuffle(Enumerable.Range(0, 6).ToArray()).Sample(order =>
    {
        long[] Run(int[] order)
        {
            var simulation = new Simulation();
            var done = new long[6];

            async Process Line(int i)
            {
                var times = new RandomStream(5, 0, $"line {i}", "time").Sequence();
                for (var n = 0; n < 50; n++) await simulation.Delay(TimeSpan.FromSeconds(times.Sample(new Exponential(10))));
                done[i] = simulation.Now.Milliseconds;
            }

            foreach (var i in order) simulation.Start("line", Line(i));
            simulation.Run();
            return done;
        }

        Assert.That(Run(order), Is.EqualTo(Run([0, 1, 2, 3, 4, 5])));
    }, iter: 20);

    /// <summary>
    /// Poisson arrivals see time averages: on each path the two differ by noise; over 200 paths the mean difference is 0.
    /// Level 0.001; with regular arrivals, which see less than the average, it is not.
    /// </summary>
    [TestCase(true), TestCase(false)]
    public void Poisson_arrivals_see_what_time_sees(bool poisson)
    {
        Distribution between = poisson ? new Exponential(1) : new Fixed(1);

        double Difference(int seed)
        {
            var simulation = new Simulation();
            var server = new Resource(simulation, 1);
            var (inside, seen) = (new TimeAverage(simulation), new Tally(simulation));
            var (arrivals, services) = (new RandomStream((ulong)seed, 0, "pasta", "between").Sequence(), new RandomStream((ulong)seed, 0, "pasta", "service").Sequence());

            async Process Customer()
            {
                inside.Level++;
                using (await server.Request()) await simulation.Delay(ClosedForms.Time(services.Sample(new Exponential(0.7))));
                inside.Level--;
            }

            async Process Source()
            {
                while (true)
                {
                    await simulation.Delay(ClosedForms.Time(arrivals.Sample(between)));
                    seen.Add(inside.Level);
                    _ = simulation.Start("customer", Customer());
                }
            }

            simulation.Start("source", Source());
            simulation.RunUntil(ClosedForms.At(2_000));
            return seen.Mean - inside.Mean;
        }

        var differences = Enumerable.Range(0, 200).AsParallel().AsOrdered().Select(Difference).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 199 / 200);

        Assert.That(Math.Abs(mean) < Chance.StudentT(0.9995, 199) * error, Is.EqualTo(poisson), $"mean {mean}, error {error}, seeds 0 to 199");
        Assert.That(error, Is.LessThan(0.02));
    }
}
