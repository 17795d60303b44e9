using NUnit.Framework;
using Twin.Kernel;
using static Twin.Tests.ClosedForms;

namespace Twin.Tests;

/// <summary>Several stations, and lanes in which nobody waits for anybody.</summary>
public class SystemTests
{
    static Distribution Transit(string law) => law switch { "fixed" => new Fixed(6.5), "exponential" => new Exponential(6.5), _ => LogNormal.FromMeanAndScv(6.5, 0.5) };

    /// <summary>Loads on a lane, after 60 weeks.</summary>
    static (TimeAverage UnderWay, Histogram Share) Lane(ulong seed, string law, double weeks)
    {
        var simulation = new Simulation();
        var share = new Histogram(simulation, -0.5, 1, 400);
        var underWay = new TimeAverage(simulation, histogram: share);
        var lane = new Transit<bool>(simulation, _ => underWay.Level--);
        var (between, transit) = (new RandomStream(seed, 0, "lane", "between").Sequence(), new RandomStream(seed, 0, "lane", "transit").Sequence());
        var travel = Transit(law);

        async Process Send()
        {
            while (true)
            {
                await simulation.Delay(Time(between.Sample(new Exponential(1 / 12.0))));
                underWay.Level++;
                lane.Send(true, Time(transit.Sample(travel)));
            }
        }

        simulation.Start("sender", Send());
        simulation.RunUntil(At(60));
        underWay.Restart();
        simulation.RunUntil(At(60 + weeks));
        _ = underWay.Mean;
        return (underWay, share);
    }

    [TestCase("fixed"), TestCase("exponential"), TestCase("lognormal")]
    public void Q08_what_is_under_way_depends_on_the_mean_time_alone(string law) =>
        Check($"Q08 {law}", seed => [("mean", Lane(seed, law, 400).UnderWay.Mean)]);

    /// <summary>Slow for its power: one week in fifty is in the tail.</summary>
    [TestCase("fixed"), TestCase("exponential"), TestCase("lognormal"), Category("Slow")]
    public void Q08_so_does_how_seldom_little_is_under_way(string law) => Check($"Q08 {law}", seed =>
    {
        var share = Lane(seed + 1_000, law, 100_000).Share;
        return [("P(N≤60)", Enumerable.Range(0, 61).Sum(n => share[n]) / share.Total)];
    });

    static (string, double)[] Tandem(ulong seed, bool oneStream, double length)
    {
        var simulation = new Simulation();
        var share = new Histogram(simulation, -0.5, 1, 1_000);
        var (inside, stay) = (new TimeAverage(simulation, histogram: share), new Tally(simulation));
        var stations = new[] { 5.0, 4, 6 }.Select(rate => (Server: new Resource(simulation, 1), Law: new Exponential(1 / rate))).ToArray();
        var streams = Enumerable.Range(0, 4).Select(i => new RandomStream(seed, oneStream ? 0 : i, "tandem", "draws").Sequence()).ToArray();
        ref RandomSequence Stream(int i) => ref streams[oneStream ? 0 : i];

        async Process Customer()
        {
            inside.Level++;
            var came = simulation.Now;
            for (var i = 0; i < stations.Length; i++)
            {
                using (await stations[i].Server.Request()) await simulation.Delay(Time(Stream(i).Sample(stations[i].Law)));
            }

            inside.Level--;
            stay.Add((simulation.Now - came).Units());
        }

        async Process Source()
        {
            while (true)
            {
                await simulation.Delay(Time(Stream(3).Sample(new Exponential(1 / 3.0))));
                _ = simulation.Start("customer", Customer());
            }
        }

        simulation.Start("source", Source());
        simulation.RunUntil(At(100));
        inside.Restart();
        stay.Restart();
        simulation.RunUntil(At(100 + length));
        return [("L", inside.Mean), ("W", stay.Mean), ("P(empty)", share[0] / share.Total)];
    }

    [Test]
    public void Q09_stations_in_a_row_add_up() => Check("Q09", seed => Tandem(seed, oneStream: false, 12_000));

    [Test]
    public void Q09_from_one_stream_instead_of_four() => Check("Q09 one stream", seed => Tandem(seed + 700, oneStream: true, 10_000)[..2]);

    [Test]
    public void Q19_a_loop_of_six_pallets_over_four_machines_makes_two_thirds() => Check("Q19", seed =>
    {
        var simulation = new Simulation();
        var machines = Enumerable.Range(0, 4).Select(_ => new Resource(simulation, 1)).ToArray();
        var services = Enumerable.Range(0, 4).Select(i => new RandomStream(seed, i, "machine", "service").Sequence()).ToArray();
        var done = new Tally(simulation);

        async Process Pallet()
        {
            while (true)
            {
                for (var m = 0; m < machines.Length; m++)
                {
                    using (await machines[m].Request()) await simulation.Delay(Time(services[m].Sample(new Exponential(1))));
                }

                done.Add(1);
            }
        }

        for (var i = 0; i < 6; i++) simulation.Start("pallet", Pallet());
        simulation.RunUntil(At(100));
        done.Restart();
        simulation.RunUntil(At(2_100));
        return [("throughput", done.Count / 2_000.0)];
    });
}
