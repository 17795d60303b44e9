using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Queues whose answers are known exactly, simulated as processes.</summary>
/// <remarks>
/// Each case: 40 replications of fixed seeds after a warm-up, the mean against the closed form. The interval is the
/// t-interval at level 0.01 / 24 (Bonferroni over the 24 values tested here): t(39) = 3.9 standard errors. The standard
/// error must be below 1.2 % of the value, so that the test has power: an answer 5 % off fails it.
/// </remarks>
public class QueueTests
{
    const int Replications = 40;
    const double Width = 3.9;

    static void Check(string what, double exact, Func<int, double> replicate)
    {
        var values = Enumerable.Range(0, Replications).Select(replicate).ToArray();
        Check(what, exact, values);
    }

    static void Check(string what, double exact, double[] values)
    {
        var interval = Interval.OfMean(values);
        var se = (interval.High - interval.Low) / 2 / StudentT.Quantile95(Replications - 1);
        Assert.That(se / exact, Is.LessThan(0.012), $"{what}: no power, se {se}");
        Assert.That(interval.Mean, Is.EqualTo(exact).Within(Width * se), $"{what}, seeds 0 to {Replications - 1}");
    }

    /// <summary>A queue: what it measures after the warm-up.</summary>
    sealed class Queue(int seed, int servers, Distribution between, Distribution service, int room = int.MaxValue)
    {
        readonly Simulation _simulation = new();
        double _area;
        double _since;
        int _inside;
        double _start;

        public double Length { get; private set; }

        public double Wait { get; private set; }

        public double Blocked { get; private set; }

        public double Throughput { get; private set; }

        int _arrived;
        int _turned;
        int _served;
        double _waited;

        double Now => _simulation.Now.Milliseconds / 1e6; // one unit of time is 1e6 ticks: rounding is below all noise

        static TimeSpan Ticks(double time) => TimeSpan.FromMilliseconds(Math.Round(time * 1e6));

        public Queue Run(double warmUp, double length)
        {
            var server = new Resource(_simulation, servers);
            var (arrivals, services) = (new RandomStream((ulong)seed, 0, "queue", "between"), new RandomStream((ulong)seed, 0, "queue", "service"));

            async Process Customer(ulong n)
            {
                if (_inside >= room)
                {
                    _turned++;
                    return;
                }

                Change(1);
                var came = Now;
                using (await server.Request())
                {
                    _waited += Now - came;
                    _served++;
                    var draw = services.At(n);
                    await _simulation.Delay(Ticks(service.Sample(ref draw)));
                }

                Change(-1);
            }

            async Process Source()
            {
                for (var n = 0UL; ; n++)
                {
                    var draw = arrivals.At(n);
                    await _simulation.Delay(Ticks(between.Sample(ref draw)));
                    _arrived++;
                    _ = _simulation.Start("customer", Customer(n));
                }
            }

            _simulation.Start("source", Source);
            _simulation.RunUntil(SimTime.After(Ticks(warmUp)));
            (_area, _since, _start, _waited, _served, _arrived, _turned) = (0, Now, Now, 0, 0, 0, 0);
            _simulation.RunUntil(SimTime.After(Ticks(warmUp + length)));
            Change(0);
            (Length, Wait, Blocked, Throughput) = (_area / length, _waited / _served, (double)_turned / _arrived, _served / length);
            return this;
        }

        void Change(int by)
        {
            _area += _inside * (Now - _since);
            (_since, _inside) = (Now, _inside + by);
        }
    }

    [Test]
    public void Q01_a_single_server_with_exponential_times_holds_four()
    {
        var runs = Enumerable.Range(0, Replications).Select(s => new Queue(s, 1, new Exponential(0.25), new Exponential(0.2)).Run(60, 8_000)).ToArray();

        Check("M/M/1 L", 4, [.. runs.Select(r => r.Length)]);
        Check("M/M/1 Wq", 0.8, [.. runs.Select(r => r.Wait)]);
    }

    [Test]
    public void Q02_three_servers_share_a_queue()
    {
        var runs = Enumerable.Range(0, Replications).Select(s => new Queue(s, 3, new Exponential(0.1), new Exponential(0.25)).Run(60, 4_000)).ToArray();

        Check("M/M/3 L", 3.51123596 + 2.5, [.. runs.Select(r => r.Length)]);
        Check("M/M/3 Wq", 0.351123596, [.. runs.Select(r => r.Wait)]);
    }

    [Test]
    public void Q04_the_wait_grows_with_the_variance_of_the_service()
    {
        // Pollaczek and Khinchine: λE[S²] / 2(1 − ρ), lognormal service of mean 1.2 and scv 2.25.
        var runs = Enumerable.Range(0, Replications).Select(s => new Queue(s, 1, new Exponential(2), LogNormal.FromMeanAndScv(1.2, 2.25)).Run(200, 120_000)).ToArray();

        Check("M/G/1 Wq", 2.925, [.. runs.Select(r => r.Wait)]);
        Check("M/G/1 L", 2.0625, [.. runs.Select(r => r.Length)]);
    }

    [Test]
    public void Q06_a_queue_with_room_for_six_turns_a_quarter_away()
    {
        var runs = Enumerable.Range(0, Replications).Select(s => new Queue(s, 1, new Exponential(0.2), new Exponential(0.25), room: 6).Run(20, 1_500)).ToArray();

        Check("M/M/1/6 blocked", 0.253073322, [.. runs.Select(r => r.Blocked)]);
        Check("M/M/1/6 throughput", 3.73463339, [.. runs.Select(r => r.Throughput)]);
        Check("M/M/1/6 L", 3.85756628, [.. runs.Select(r => r.Length)]);
    }

    [TestCase("exponential"), TestCase("fixed"), TestCase("lognormal")]
    public void Q08_what_is_in_a_pipeline_depends_on_the_mean_transit_time_alone(string law)
    {
        Distribution transit = law switch { "fixed" => new Fixed(6.5), "exponential" => new Exponential(6.5), _ => LogNormal.FromMeanAndScv(6.5, 0.5) };

        Check($"M/G/∞ {law}", 78, s => new Queue(s, 10_000, new Exponential(1 / 12.0), transit).Run(100, 400).Length);
    }

    [Test]
    public void Q15_regular_arrivals_wait_less()
    {
        Check("D/M/1 Wq", 1.69273084, s => new Queue(s, 1, new Fixed(1.25), new Exponential(1)).Run(200, 24_000).Wait);
    }

    [Test]
    public void Q09_stations_in_a_row_add_up()
    {
        double Length(int seed)
        {
            var simulation = new Simulation();
            var stations = new[] { 5.0, 4, 6 }.Select(rate => (Server: new Resource(simulation, 1), Law: new Exponential(1 / rate))).ToArray();
            var (area, since, inside) = (0.0, 0.0, 0);

            void Change(int by)
            {
                var now = simulation.Now.Milliseconds / 1e6;
                (area, since, inside) = (area + (inside * (now - since)), now, inside + by);
            }

            async Process Customer(ulong n)
            {
                Change(1);
                for (var i = 0; i < stations.Length; i++)
                {
                    using (await stations[i].Server.Request())
                    {
                        var draw = new RandomStream((ulong)seed, i, "station", "service").At(n);
                        await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(stations[i].Law.Sample(ref draw) * 1e6)));
                    }
                }

                Change(-1);
            }

            async Process Source()
            {
                for (var n = 0UL; ; n++)
                {
                    var draw = new RandomStream((ulong)seed, 0, "source", "between").At(n);
                    await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() / 3 * 1e6)));
                    _ = simulation.Start("customer", Customer(n));
                }
            }

            simulation.Start("source", Source);
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(50e6)));
            Change(0);
            area = 0;
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(4_050e6)));
            Change(0);
            return area / 4_000;
        }

        Check("tandem L", 5.5, Length);
    }

    [TestCase(1, 1.42433911), TestCase(2, 0.890669180)]
    public void Q11_machines_wait_for_their_repairmen(int repairmen, double down)
    {
        double Down(int seed)
        {
            var simulation = new Simulation();
            var crew = new Resource(simulation, repairmen);
            var (area, since, count) = (0.0, 0.0, 0);

            void Change(int by)
            {
                var now = simulation.Now.Milliseconds / 1e6;
                (area, since, count) = (area + (count * (now - since)), now, count + by);
            }

            async Process Machine(int i)
            {
                for (var n = 0UL; ; n++)
                {
                    var draw = new RandomStream((ulong)seed, i, "machine", "life").At(n);
                    await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 5e6)));
                    Change(1);
                    using (await crew.Request()) await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 1e6)));
                    Change(-1);
                }
            }

            for (var i = 0; i < 5; i++) simulation.Start("machine", Machine(i));
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(50e6)));
            Change(0);
            area = 0;
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(3_050e6)));
            Change(0);
            return area / 3_000;
        }

        Check($"M/M/{repairmen}//5", down, Down);
    }

    [Test]
    public void Q12_a_machine_is_up_for_its_share_of_a_cycle()
    {
        Check("availability", 0.952380952, seed =>
        {
            var simulation = new Simulation();
            var up = 0.0;

            async Process Machine()
            {
                for (var n = 0UL; ; n++)
                {
                    var draw = new RandomStream((ulong)seed, 0, "machine", "life").At(n);
                    var (life, repair) = (Math.Round(draw.NextExponential() * 1e9), Math.Round(draw.NextExponential() * 5e7));
                    await simulation.Delay(TimeSpan.FromMilliseconds(life));
                    up += life;
                    await simulation.Delay(TimeSpan.FromMilliseconds(repair));
                    if (n == 2_000) simulation.Stop();
                }
            }

            simulation.Start("machine", Machine);
            simulation.RunUntil(SimTime.FromMilliseconds(long.MaxValue / 4));
            return up / simulation.Now.Milliseconds;
        });
    }

    [Test]
    public void Q16_priority_takes_from_one_class_what_it_gives_to_the_other()
    {
        double[] Waits(int seed)
        {
            var simulation = new Simulation();
            var server = new Resource(simulation, 1);
            var (waited, count) = (new double[2], new int[2]);

            async Process Customer(int level, ulong n)
            {
                var came = simulation.Now;
                using (await server.Request(level))
                {
                    waited[level] += (simulation.Now - came).TotalMilliseconds / 1e6;
                    count[level]++;
                    var draw = new RandomStream((ulong)seed, level, "class", "service").At(n);
                    await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 1e6)));
                }
            }

            async Process Source(int level, double rate)
            {
                for (var n = 0UL; ; n++)
                {
                    var draw = new RandomStream((ulong)seed, level, "class", "between").At(n);
                    await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() / rate * 1e6)));
                    _ = simulation.Start("customer", Customer(level, n));
                }
            }

            simulation.Start("high", Source(0, 0.3));
            simulation.Start("low", Source(1, 0.4));
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(30_000e6)));
            return [waited[0] / count[0], waited[1] / count[1]];
        }

        var waits = Enumerable.Range(0, Replications).Select(Waits).ToArray();

        Check("high", 1, [.. waits.Select(w => w[0])]);
        Check("low", 10 / 3.0, [.. waits.Select(w => w[1])]);
    }

    [Test]
    public void Q19_a_loop_of_six_pallets_over_four_machines_makes_two_thirds()
    {
        Check("CONWIP", 2 / 3.0, seed =>
        {
            var simulation = new Simulation();
            var machines = Enumerable.Range(0, 4).Select(_ => new Resource(simulation, 1)).ToArray();
            var done = 0;

            async Process Pallet(int i)
            {
                for (var n = 0UL; ; n++)
                {
                    for (var m = 0; m < machines.Length; m++)
                    {
                        using var lease = await machines[m].Request();
                        var draw = new RandomStream((ulong)seed, (i * 4) + m, "pallet", "service").At(n);
                        await simulation.Delay(TimeSpan.FromMilliseconds(Math.Round(draw.NextExponential() * 1e6)));
                    }

                    done++;
                }
            }

            for (var i = 0; i < 6; i++) simulation.Start("pallet", Pallet(i));
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(100e6)));
            var before = done;
            simulation.RunUntil(SimTime.After(TimeSpan.FromMilliseconds(2_100e6)));
            return (done - before) / 2_000.0;
        });
    }
}
