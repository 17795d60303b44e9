using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;

namespace Twin.Tests;

public class StatisticsTests
{
    [TestCase(1, 12.706204736), TestCase(9, 2.262157163), TestCase(39, 2.022690920), TestCase(199, 1.971956544)]
    public void Student_s_quantiles_are_those_of_the_tables(int degrees, double t) => Assert.That(StudentT.Quantile95(degrees), Is.EqualTo(t).Within(1e-8));

    [TestCase(200, 0.90, 171, 189, 0.966884), TestCase(1000, 0.95, 936, 964, 0.958095), TestCase(1000, 0.99, 983, 997, 0.976095)]
    public void S02_quantiles_lie_between_order_statistics_that_the_binomial_law_names(int n, double p, int low, int high, double coverage)
    {
        var interval = Quantiles.Interval(n, p);

        Assert.That((interval.Low, interval.High), Is.EqualTo((low, high)));
        Assert.That(interval.Coverage, Is.EqualTo(coverage).Within(5e-6));
    }

    [Test]
    public void S06_pairing_saves_four_fifths_of_the_variance_of_two_exponentials()
    {
        // Var(A) + Var(B) = 1 + 4 = 5; with common random numbers B = 2A, Var(B − A) = 1.
        var a = Enumerable.Range(0, 20_000).Select(i => new RandomStream(3, i, "a", "b").At(0)).Select(d => d.NextExponential()).ToArray();
        var pair = PairedComparison.Of(new Measure("loss", "t"), [.. a.Select(x => 2 * x)], a);

        Assert.That(pair.VarianceRatio, Is.EqualTo(5).Within(1e-9));
        Assert.That(pair.Below, Is.Zero);
        Assert.That(pair.IsDistinguishable);
    }

    [TestCase(1e-10, null)]
    [TestCase(1e-5, 2e10)]
    public void Nothing_is_said_of_pairing_where_the_difference_varies_by_rounding_alone(double difference, double? ratio)
    {
        // Values of ±1 beside the same with a little more: (1 + 1) / difference².
        double[] a = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 1.0 : -1)];
        var pair = PairedComparison.Of(new Measure("loss", "t"), [.. a.Select((x, i) => x + (i % 4 < 2 ? difference : -difference))], a);

        Assert.That(pair.VarianceRatio, ratio is { } r ? Is.EqualTo(r).Within(0.1).Percent : Is.Null);
    }

    [Test]
    public void The_interval_of_the_mean_covers_it_in_95_of_100_studies()
    {
        // 4,000 studies of 20 uniform numbers: the count of covers is within four binomial standard errors, level 6e-5.
        var covers = 0;
        for (var study = 0; study < 4_000; study++)
        {
            var values = new double[20];
            for (var i = 0; i < values.Length; i++)
            {
                var draw = new RandomStream(17, study, "coverage", "u").At((ulong)i);
                values[i] = draw.NextUniform();
            }

            var interval = Interval.OfMean(values);
            if (interval.Low <= 0.5 && 0.5 <= interval.High) covers++;
        }

        Assert.That(covers / 4_000.0, Is.EqualTo(0.95).Within(4 * Math.Sqrt(0.95 * 0.05 / 4_000)));
    }

    [Test]
    public void A_time_beyond_the_window_is_never_averaged_as_if_it_had_come()
    {
        var folder = Directory.CreateTempSubdirectory("twin-summary").FullName;
        try
        {
            var study = new Study("s", new string('a', 64), "1", 1, 10, [new Measure("ttr.EU", "d", 100)], [], 0, 100);
            var path = Path.Combine(folder, "run");
            using (var store = RunStore.Create(path, study))
            {
                for (var i = 0; i < 10; i++) store.Append(new ReplicationRecord(i, 0, [i < 6 ? 10 * i : double.PositiveInfinity], []));
            }

            var summary = RunSummary.Of(path).Measures[0];

            Assert.That(summary.Mean.Mean, Is.EqualTo((0 + 10 + 20 + 30 + 40 + 50 + 400) / 10.0), "restricted to the window");
            Assert.That(summary.Censored, Is.EqualTo(0.4));
            Assert.That((summary.P05, summary.P50, summary.P95), Is.EqualTo(((double?)0, (double?)40, (double?)null)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_comparison_of_what_does_not_differ_says_so()
    {
        var measure = new Measure("loss", "t");
        var a = Enumerable.Range(0, 50).Select(i => Math.Sin(i * 1.7)).ToArray();
        var b = Enumerable.Range(0, 50).Select(i => Math.Sin((i * 1.7) + 2)).ToArray();

        Assert.That(PairedComparison.Of(measure, a, b).IsDistinguishable, Is.False);
        Assert.That(PairedComparison.Of(measure, a, a).Difference, Is.EqualTo(new Interval(0, 0, 0)));
    }

    [Test]
    public void The_worst_twentieth_is_averaged_and_its_error_is_what_repeated_studies_show()
    {
        // Exponential with mean 1: value at risk ln 20, conditional ln 20 + 1 = 3.9957.
        List<double> means = [];
        var (inside, errors) = (0, 0.0);
        const int Studies = 400;
        for (var study = 0; study < Studies; study++)
        {
            double[] sample = [.. Enumerable.Range(0, 2_000).Select(r => new RandomStream((ulong)study, r, "tail", "x").At(0).NextExponential()).Order()];
            var tail = Tail.Of(sample);
            means.Add(tail.Mean);
            errors += tail.Error / Studies;
            inside += Math.Abs(tail.Mean - (Math.Log(20) + 1)) < 1.96 * tail.Error ? 1 : 0;
        }

        var mean = means.Average();
        var spread = Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (Studies - 1));
        Assert.That(mean, Is.EqualTo(Math.Log(20) + 1).Within(4 * spread / 20), "four standard errors of the mean of 400 studies");
        Assert.That(errors, Is.EqualTo(spread).Within(15).Percent, "the standard error of a standard deviation of 400 is 3.5 %");
        Assert.That(inside, Is.GreaterThan(0.9 * Studies), "a nominal 95 % that is a little too small for so long a tail");

        // With nought for most, the rest is spread over a twentieth.
        double[] rare = [.. Enumerable.Repeat(0.0, 98), 10, 30];
        Assert.That(Tail.Of(rare).Mean, Is.EqualTo((10 + 30) / 5.0).Within(1e-12));
        Assert.That(Tail.Of([7.0]).Mean, Is.EqualTo(7));
    }
}
