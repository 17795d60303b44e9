using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class MonitorTests
{
    readonly Simulation _simulation = new();

    static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    void RunTo(double hours) => _simulation.RunUntil(SimTime.After(Hours(hours)));

    [Test]
    public void A_tally_has_the_moments_of_its_values()
    {
        var tally = new Tally(_simulation);
        Assert.That((tally.Count, tally.Mean, tally.Variance), Is.EqualTo((0L, double.NaN, double.NaN)));
        foreach (var value in new double[] { 2, 4, 4, 4, 5, 5, 7, 9 }) tally.Add(value);

        // Mean 40 / 8; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
        Assert.That((tally.Count, tally.Sum, tally.Mean, tally.Variance, tally.Min, tally.Max), Is.EqualTo((8L, 40.0, 5.0, 32.0 / 7, 2.0, 9.0)));
        Assert.That(tally.ToString(), Is.EqualTo("8 values, mean 5, deviation 2.13809, 2 to 9"));
        Assert.Throws<ArgumentOutOfRangeException>(() => tally.Add(double.NaN));
    }

    [Test]
    public void A_tally_keeps_its_digits_where_the_mean_is_large()
    {
        var tally = new Tally(_simulation);
        foreach (var value in new double[] { 4, 7, 13, 16 }) tally.Add(1e9 + value);

        Assert.That((tally.Mean, tally.Variance), Is.EqualTo((1e9 + 10, 30.0)));
    }

    [Test]
    public void A_level_counts_for_as_long_as_it_lasts()
    {
        var level = new TimeAverage(_simulation, level: 2);
        Assert.That(level.Mean, Is.EqualTo(2));
        RunTo(1);
        level.Level = 5;
        level.Level = 4; // at the same moment: 5 lasts no time, but was the highest
        RunTo(4);
        level.Level -= 4;
        RunTo(8);

        // 1 h of 2, 3 h of 4, 4 h of 0: mean 14 / 8, mean square 52 / 8.
        Assert.That((level.Mean, level.Min, level.Max), Is.EqualTo((1.75, 0.0, 5.0)));
        Assert.That(level.Variance, Is.EqualTo((52 / 8.0) - (1.75 * 1.75)).Within(1e-12));
        Assert.That(level.Integral, Is.EqualTo(14 * 3_600_000.0));
    }

    [Test]
    public void A_restart_ends_the_warm_up_and_keeps_the_level()
    {
        var histogram = new Histogram(_simulation, 0, 1, 10);
        var level = new TimeAverage(_simulation, 9, histogram);
        RunTo(3);
        level.Restart();
        level.Level = 3;
        RunTo(5);
        level.Level = 1;
        RunTo(7);

        Assert.That((level.Mean, level.Min, level.Max), Is.EqualTo((2.0, 1.0, 9.0)));
        Assert.That((histogram[1], histogram[3], histogram[9], histogram.Total), Is.EqualTo((7_200_000.0, 7_200_000.0, 0.0, 14_400_000.0)));
    }

    [Test]
    public void A_histogram_counts_values_in_their_bins_and_outside_of_them()
    {
        var histogram = new Histogram(_simulation, low: 10, width: 5, bins: 3);
        foreach (var value in new double[] { 9.99, 10, 14.99, 15, 24.99, 25, 1e300, double.NegativeInfinity }) histogram.Add(value);

        Assert.That((histogram.Below, histogram[0], histogram[1], histogram[2], histogram.Above), Is.EqualTo((2.0, 2.0, 1.0, 1.0, 2.0)));
        // Half of 8 is 4: 2 below, 2 in the first bin.
        Assert.That(histogram.Quantile(0.5), Is.EqualTo(15));
        Assert.That(histogram.Quantile(0.375), Is.EqualTo(12.5));
        Assert.That((histogram.Quantile(0.1), histogram.Quantile(0.9)), Is.EqualTo((double.NegativeInfinity, double.PositiveInfinity)));
    }

    [Test]
    public void Quantiles_of_a_law_are_right_to_a_bin()
    {
        var histogram = new Histogram(_simulation, 0, 0.05, 400);
        var draws = new RandomStream(3, 0, "histogram", "values").Sequence();
        for (var i = 0; i < 100_000; i++) histogram.Add(draws.Sample(new Exponential(1)));

        foreach (var share in new[] { 0.1, 0.5, 0.9, 0.99 })
        {
            // The standard error of a quantile is √(p (1 − p) / n) over the density, which is 1 − p: four of them, and a bin.
            var error = Math.Sqrt(share / (1 - share) / 100_000);
            Assert.That(histogram.Quantile(share), Is.EqualTo(-Math.Log(1 - share)).Within((4 * error) + 0.05));
        }
    }

    [Test]
    public void A_part_is_watched_from_the_moment_it_is_made()
    {
        var silo = new Stock(_simulation, 100, 40);
        var (mean, series) = (TimeAverage.Of(silo, () => silo.Level), TimeSeries.Of(silo, () => silo.Level));

        async Process Use()
        {
            await _simulation.Delay(Hours(2));
            await silo.Get(30);
            await _simulation.Delay(Hours(2));
            await silo.Put(10);
        }

        for (var run = 0; run < 2; run++)
        {
            _simulation.Start("use", Use());
            RunTo(5);

            // 2 h of 40, 2 h of 10, 1 h of 20.
            Assert.That(mean.Mean, Is.EqualTo(24));
            Assert.That(series.Points.ToArray().Select(p => (p.Time.Milliseconds / 3_600_000, p.Value)), Is.EqualTo(new[] { (0L, 40.0), (2L, 10.0), (4L, 20.0) }));
            _simulation.Reset(); // and once more, the same
        }
    }

    [Test]
    public void A_monitor_of_an_earlier_run_is_as_new()
    {
        var (tally, level, histogram, series) = (new Tally(_simulation), new TimeAverage(_simulation, 3), new Histogram(_simulation, 0, 1, 5), new TimeSeries(_simulation));
        RunTo(4);
        tally.Add(7);
        level.Level = 9;
        histogram.Add(2);
        series.Add(1);
        _simulation.Reset();
        RunTo(2);

        Assert.That((tally.Count, level.Mean, level.Max, histogram.Total, series.Points.Length), Is.EqualTo((0L, 3.0, 3.0, 0.0, 0)));
    }

    [Test]
    public void A_series_restarts_with_its_last_value()
    {
        var series = new TimeSeries(_simulation);
        series.Add(1);
        series.Add(2);
        series.Restart();

        Assert.That(series.Points.ToArray(), Is.EqualTo(new[] { new TimeSeries.Point(SimTime.Zero, 2) }));
    }

    [Test]
    public void The_integral_of_those_inside_is_the_sum_of_their_stays()
    {
        var counter = new Resource(_simulation, 2);
        var (inside, stays) = (new TimeAverage(_simulation), new Tally(_simulation));
        var (between, service) = (new RandomStream(1, 0, "a", "between").Sequence(), new RandomStream(1, 0, "a", "service").Sequence());

        async Process Source()
        {
            for (var i = 0; i < 5_000; i++)
            {
                await _simulation.Delay(Hours(between.Sample(new Exponential(1))));
                _ = _simulation.Start("customer", Customer());
            }
        }

        async Process Customer()
        {
            var came = _simulation.Now;
            inside.Level++;
            using (await counter.Request()) await _simulation.Delay(Hours(service.Sample(new Exponential(1.5))));
            inside.Level--;
            stays.Add((_simulation.Now - came).TotalMilliseconds);
        }

        _simulation.Start("source", Source());
        _simulation.Run();

        // Little's law on the path itself: everyone has left, so both count the same milliseconds.
        Assert.That(inside.Level, Is.Zero);
        Assert.That(inside.Integral, Is.EqualTo(stays.Sum).Within(1e-12).Percent);
        Assert.That(stays.Count, Is.EqualTo(5_000));
    }

    [Test]
    public void Watching_makes_no_garbage()
    {
        var kiln = new Resource(_simulation, 2);
        var histogram = new Histogram(_simulation, 0, 1, 10);
        var (busy, waits) = (TimeAverage.Of(kiln, () => kiln.InUse, histogram), new Tally(_simulation));

        async Process Use(int i)
        {
            while (true)
            {
                var asked = _simulation.Now;
                using (await kiln.Request())
                {
                    waits.Add((_simulation.Now - asked).TotalHours);
                    await _simulation.Delay(Hours(1 + (i % 3)));
                }
            }
        }

        for (var i = 0; i < 5; i++) _simulation.Start("use", Use(i));
        RunTo(100);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        RunTo(10_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytes, Is.Zero);
        Assert.That((busy.Mean, histogram.Quantile(0.5)), Is.EqualTo((2.0, 2.5)));
        Assert.That(waits.Count, Is.GreaterThan(8_000));
    }
}
