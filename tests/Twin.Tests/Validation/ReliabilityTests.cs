using NUnit.Framework;
using Twin.Kernel;
using static Twin.Tests.ClosedForms;

namespace Twin.Tests;

/// <summary>Things that break down and are repaired.</summary>
public class ReliabilityTests
{
    [TestCase(1), TestCase(2)]
    public void Q11_machines_wait_for_their_repairmen(int repairmen) => Check($"Q11 R={repairmen}", seed =>
    {
        var simulation = new Simulation();
        var crew = new Resource(simulation, repairmen);
        var share = new Histogram(simulation, -0.5, 1, 6);
        var down = new TimeAverage(simulation, histogram: share);

        async Process Machine(int i)
        {
            var lives = new RandomStream(seed, i, "machine", "life").Sequence();
            while (true)
            {
                await simulation.Delay(Time(lives.Sample(new Exponential(5))));
                down.Level++;
                using (await crew.Request()) await simulation.Delay(Time(lives.Sample(new Exponential(1))));
                down.Level--;
            }
        }

        for (var i = 0; i < 5; i++) simulation.Start("machine", Machine(i));
        simulation.RunUntil(At(50));
        down.Restart();
        simulation.RunUntil(At(4_050));
        var mean = down.Mean;
        return [("P0", share[0] / share.Total), ("down", mean), ("availability", 1 - (mean / 5))];
    });

    /// <summary>Machines that are up 1,000 hours and down 50, by themselves. A unit of time is an hour.</summary>
    sealed class Machines
    {
        public Machines(ulong seed, int run, int count)
        {
            Down = new TimeAverage(Simulation, histogram: Share = new Histogram(Simulation, -0.5, 1, count + 1));
            for (var i = 0; i < count; i++) Simulation.Start("machine", Machine(new RandomStream(seed, (run * count) + i, "machine", "life").Sequence()));
        }

        public Simulation Simulation { get; } = new();

        public TimeAverage Down { get; }

        public Histogram Share { get; }

        async Process Machine(RandomSequence lives)
        {
            while (true)
            {
                await Simulation.Delay(Time(lives.Sample(new Exponential(1_000))));
                Down.Level++;
                await Simulation.Delay(Time(lives.Sample(new Exponential(50))));
                Down.Level--;
            }
        }

        public Machines RunTo(double hours)
        {
            Simulation.RunUntil(At(hours));
            return this;
        }
    }

    [Test]
    public void Q12_a_machine_is_up_for_its_share_of_a_cycle() => Check("Q12", seed =>
    {
        var one = new Machines(seed, 0, 1).RunTo(1_000);
        one.Down.Restart();
        one.RunTo(2_001_000);
        var three = new Machines(seed, 1, 3).RunTo(1_000);
        three.Down.Restart();
        three.RunTo(3_001_000);
        _ = three.Down.Mean;
        var working = (three.Share[0] + three.Share[1]) / three.Share.Total;
        return [("A", 1 - one.Down.Mean), ("2 of 3 A", working), ("2 of 3, 1−A", 1 - working)];
    });

    [Test]
    public void Q12_a_new_machine_is_up_more_often_at_first() => Check("Q12", seed =>
    {
        const int Runs = 600;
        var (up, down) = (0, 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var machine = new Machines(seed, run, 1).RunTo(100);
            up += machine.Down.Level == 0 ? 1 : 0;
            machine.RunTo(8_760);
            down += machine.Down.Integral / 1e6;
        }

        return [("A(100)", (double)up / Runs), ("E[down in 8760]", down / Runs)];
    });

    [Test]
    public void Q12_the_variance_of_the_time_down() => Check("Q12", seed =>
    {
        // Of stretches of 50,000 hours: what a stretch shares with the next is 0.1 % of its variance.
        const int Stretches = 600, Length = 50_000;
        var machine = new Machines(seed + 3_000, 0, 1).RunTo(1_000);
        var sum = 0.0;
        for (var i = 1; i <= Stretches; i++)
        {
            machine.Down.Restart();
            machine.RunTo(1_000 + (i * Length));
            var distance = machine.Down.Mean - (1 / 21.0);
            sum += distance * distance;
        }

        return [("Var(down)/T", sum / Stretches * Length)];
    });

    /// <summary>A server that breaks down whether it works or not, and resumes.</summary>
    sealed class Breaking
    {
        const double Length = 50_000;
        readonly Simulation _simulation = new();
        readonly Store<SimTime> _work;
        readonly Gate _up;
        readonly TimeAverage _inside;
        readonly TimeAverage _isUp;
        readonly Tally _stay;
        RandomSequence _between;
        RandomSequence _service;
        RandomSequence _life;

        public Breaking(ulong seed)
        {
            (_work, _up) = (new Store<SimTime>(_simulation), new Gate(_simulation, isOpen: true));
            (_inside, _isUp, _stay) = (new TimeAverage(_simulation), new TimeAverage(_simulation, 1), new Tally(_simulation));
            (_between, _service, _life) = (Stream("between"), Stream("service"), Stream("life"));

            RandomSequence Stream(string purpose) => new RandomStream(seed, 0, "server", purpose).Sequence();
        }

        public (string, double)[] Run(bool freeze)
        {
            _simulation.Start("source", Source());
            _simulation.Start("breakdowns", Break(_simulation.Start("server", freeze ? Server() : ResumingServer()), freeze));
            _simulation.RunUntil(At(500));
            _inside.Restart();
            _isUp.Restart();
            _stay.Restart();
            _simulation.RunUntil(At(500 + Length));
            return [("L", _inside.Mean), ("W", _stay.Mean), ("P(up)", _isUp.Mean)];
        }

        async Process Source()
        {
            while (true)
            {
                await _simulation.Delay(Time(_between.Sample(new Exponential(1 / 3.0))));
                _inside.Level++;
                _work.TryPut(_simulation.Now);
            }
        }

        /// <summary>Knows nothing of breakdowns.</summary>
        async Process Server()
        {
            while (true)
            {
                var came = await _work.Get();
                await _simulation.Delay(Time(_service.Sample(new Exponential(0.2))));
                Leave(came);
            }
        }

        /// <summary>Is told of breakdowns and keeps what is left to do.</summary>
        async Process ResumingServer()
        {
            while (true)
            {
                SimTime came;
                while (!_work.TryGet(out came)) await WaitForWork();
                for (var left = Time(_service.Sample(new Exponential(0.2))); left > TimeSpan.Zero;)
                {
                    while (!_up.IsOpen) await Repaired();
                    left = (await _simulation.Work(left)).Left;
                }

                Leave(came);
            }
        }

        async Process WaitForWork()
        {
            try
            {
                var came = await _work.Get();
                _work.TryPut(came);
            }
            catch (InterruptedException)
            {
                // It broke down while it had nothing to do.
            }
        }

        async Process Repaired()
        {
            try
            {
                await _up.Pass();
            }
            catch (InterruptedException)
            {
                // The interrupt that told of this very breakdown.
            }
        }

        void Leave(SimTime came)
        {
            _inside.Level--;
            _stay.Add((_simulation.Now - came).Units());
        }

        async Process Break(Process server, bool freeze)
        {
            while (true)
            {
                await _simulation.Delay(Time(_life.Sample(new Exponential(10))));
                _isUp.Level = 0;
                _up.Close();
                if (freeze) server.Freeze();
                else server.Interrupt();
                await _simulation.Delay(Time(_life.Sample(new Exponential(2))));
                _isUp.Level = 1;
                _up.Open();
                if (freeze) server.Resume();
            }
        }
    }

    [Test]
    public void Q13_a_frozen_server_keeps_what_is_left_of_its_work() => Check("Q13 freeze", seed => new Breaking(seed).Run(freeze: true));

    [Test]
    public void Q13_an_interrupted_server_knows_what_is_left_of_its_work() => Check("Q13 interrupt", seed => new Breaking(seed + 900).Run(freeze: false));
}
