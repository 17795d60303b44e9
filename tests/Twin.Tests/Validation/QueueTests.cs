using NUnit.Framework;
using Twin.Kernel;
using static Twin.Tests.ClosedForms;

namespace Twin.Tests;

/// <summary>One station: a process for each customer, a resource for the servers.</summary>
public class QueueTests
{
    /// <summary>A queue that is watched from the end of its warm-up on.</summary>
    sealed class Queue
    {
        readonly Simulation _simulation = new();
        readonly Resource _servers;
        readonly Distribution _service;
        readonly int _room;
        RandomSequence _services;

        public Queue(ulong seed, int servers, Distribution between, Distribution service, int room = int.MaxValue, bool oneStream = false)
        {
            (_servers, _service, _room) = (new Resource(_simulation, servers), service, room);
            Inside = new TimeAverage(_simulation, histogram: Present = new Histogram(_simulation, -0.5, 1, 2_000));
            (Wait, Stay, Late, Waited, Turned) = (new Tally(_simulation), new Tally(_simulation), new Tally(_simulation), new Tally(_simulation), new Tally(_simulation));
            _services = new RandomStream(seed, 0, "queue", "service").Sequence();
            var arrivals = new RandomStream(seed, 0, "queue", "between").Sequence();
            _simulation.Start("source", Source());

            async Process Source()
            {
                while (true)
                {
                    await _simulation.Delay(Time(oneStream ? _services.Sample(between) : arrivals.Sample(between)));
                    var turned = Inside.Level >= _room;
                    Turned.Add(turned ? 1 : 0);
                    if (!turned) _ = _simulation.Start("customer", Customer());
                }
            }
        }

        public TimeAverage Inside { get; }

        /// <summary>How long how many were inside.</summary>
        public Histogram Present { get; }

        public Tally Wait { get; }

        public Tally Stay { get; }

        /// <summary>1 for a stay of more than one unit of time.</summary>
        public Tally Late { get; }

        /// <summary>1 for who had to wait.</summary>
        public Tally Waited { get; }

        /// <summary>1 for who was turned away.</summary>
        public Tally Turned { get; }

        public double ShareOfTime(int from, int to)
        {
            var sum = 0.0;
            for (var n = from; n <= to; n++) sum += Present[n];
            return sum / Present.Total;
        }

        public Queue Run(double warmUp, double length)
        {
            _simulation.RunUntil(At(warmUp));
            Inside.Restart();
            foreach (var tally in new[] { Wait, Stay, Late, Waited, Turned }) tally.Restart();
            _simulation.RunUntil(At(warmUp + length));
            _ = Inside.Mean; // counts the last stretch into the histogram
            return this;
        }

        async Process Customer()
        {
            Inside.Level++;
            var came = _simulation.Now;
            using (await _servers.Request())
            {
                var wait = _simulation.Now - came;
                Wait.Add(wait.Units());
                Waited.Add(wait > TimeSpan.Zero ? 1 : 0);
                await _simulation.Delay(Time(_services.Sample(_service)));
            }

            Inside.Level--;
            var stay = (_simulation.Now - came).Units();
            Stay.Add(stay);
            Late.Add(stay > 1 ? 1 : 0);
        }
    }

    [Test]
    public void Q01_a_single_server_with_exponential_times() => Check("Q01", seed =>
    {
        var queue = new Queue(seed, 1, new Exponential(0.25), new Exponential(0.2)).Run(60, 90_000);
        return
        [
            ("L", queue.Inside.Mean), ("Lq", queue.Inside.Mean - (1 - queue.ShareOfTime(0, 0))), ("W", queue.Stay.Mean), ("Wq", queue.Wait.Mean),
            ("P(W>1)", queue.Late.Mean), ("P(N≥5)", 1 - queue.ShareOfTime(0, 4)), ("Var N", queue.Inside.Variance),
        ];
    });

    [Test]
    public void Q01_from_one_stream_instead_of_two() => Check("Q01 one stream", seed =>
    {
        var queue = new Queue(seed + 500, 1, new Exponential(0.25), new Exponential(0.2), oneStream: true).Run(60, 12_000);
        return [("L", queue.Inside.Mean), ("W", queue.Stay.Mean)];
    });

    [Test]
    public void Q02_three_servers_share_a_queue() => Check("Q02", seed =>
    {
        var queue = new Queue(seed, 3, new Exponential(0.1), new Exponential(0.25)).Run(60, 6_000);
        var busy = queue.ShareOfTime(1, 1) + (2 * queue.ShareOfTime(2, 2)) + (3 * queue.ShareOfTime(3, 1_999));
        return [("P0", queue.ShareOfTime(0, 0)), ("P(wait)", queue.Waited.Mean), ("Lq", queue.Inside.Mean - busy), ("Wq", queue.Wait.Mean), ("W", queue.Stay.Mean)];
    });

    [Test]
    public void Q04_the_wait_grows_with_the_variance_of_the_service() => Check("Q04", seed =>
    {
        var queue = new Queue(seed, 1, new Exponential(2), LogNormal.FromMeanAndScv(1.2, 2.25)).Run(200, 180_000);
        return [("Wq", queue.Wait.Mean), ("L", queue.Inside.Mean)];
    });

    [Test]
    public void Q06_a_queue_with_room_for_six_turns_a_quarter_away() => Check("Q06", seed =>
    {
        var queue = new Queue(seed, 1, new Exponential(0.2), new Exponential(0.25), room: 6).Run(20, 1_500);
        return [("P(block)", queue.Turned.Mean), ("throughput", queue.Stay.Count / 1_500.0), ("L", queue.Inside.Mean)];
    });

    [Test]
    public void Q15_regular_arrivals_wait_less() => Check("Q15", seed =>
    {
        var queue = new Queue(seed, 1, new Fixed(1.25), new Exponential(1)).Run(200, 30_000);
        return [("σ", queue.Waited.Mean), ("Wq", queue.Wait.Mean)];
    });

    [Test]
    public void Q16_priority_takes_from_one_class_what_it_gives_to_the_other() => Check("Q16", seed =>
    {
        var simulation = new Simulation();
        var server = new Resource(simulation, 1);
        var waits = new[] { new Tally(simulation), new Tally(simulation) };

        async Process Customer(int level, TimeSpan service)
        {
            var came = simulation.Now;
            using (await server.Request(level))
            {
                waits[level].Add((simulation.Now - came).Units());
                await simulation.Delay(service);
            }
        }

        async Process Source(int level, double rate)
        {
            var (between, service) = (new RandomStream(seed, level, "class", "between").Sequence(), new RandomStream(seed, level, "class", "service").Sequence());
            while (true)
            {
                await simulation.Delay(Time(between.Sample(new Exponential(1 / rate))));
                _ = simulation.Start("customer", Customer(level, Time(service.Sample(new Exponential(1)))));
            }
        }

        simulation.Start("high", Source(0, 0.3));
        simulation.Start("low", Source(1, 0.4));
        simulation.RunUntil(At(40_000));
        var (high, low) = (waits[0].Mean, waits[1].Mean);
        return [("Wq high", high), ("Wq low", low), ("Σ ρ Wq", (0.3 * high) + (0.4 * low))];
    });

    /// <summary>Slow for its power: the error of a variance falls with the root of the number of batches only.</summary>
    [Test, Category("Slow")]
    public void Q21_how_long_a_run_must_be() => Check("Q21", seed =>
    {
        // 100 batches of 40,000 services in each replication: what a batch shares with the next is 0.5 % of its variance.
        const int Batches = 100, Length = 40_000;
        var simulation = new Simulation();
        var (inside, work) = (new TimeAverage(simulation), new Store<bool>(simulation));
        var (between, service) = (new RandomStream(seed, 0, "run", "between").Sequence(), new RandomStream(seed, 0, "run", "service").Sequence());

        async Process Source()
        {
            while (true)
            {
                await simulation.Delay(Time(between.Sample(new Exponential(1.25))));
                inside.Level++;
                work.TryPut(true);
            }
        }

        async Process Server()
        {
            while (true)
            {
                await work.Get();
                await simulation.Delay(Time(service.Sample(new Exponential(1))));
                inside.Level--;
            }
        }

        simulation.Start("source", Source());
        simulation.Start("server", Server());
        simulation.RunUntil(At(1_000));
        var sum = 0.0;
        for (var batch = 1; batch <= Batches; batch++)
        {
            inside.Restart();
            simulation.RunUntil(At(1_000 + (batch * Length)));
            sum += (inside.Mean - 4) * (inside.Mean - 4);
        }

        return [("σ²", sum / Batches * Length)];
    }, power: 0.03);

    [Test]
    public void A_server_4_percent_slower_is_caught()
    {
        var values = Enumerable.Range(0, 40).AsParallel().AsOrdered()
            .Select(seed => new Queue((ulong)seed, 1, new Exponential(0.25), new Exponential(0.2 * 1.04)).Run(60, 6_000).Inside.Mean).ToArray();

        Assert.That(Judge("Q01 L", values).IsRight, Is.False);
    }
}
