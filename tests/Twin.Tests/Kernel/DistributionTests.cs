using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>
/// What each law draws is what its formulas say. 100,000 values each, fixed seeds; level 0.01 for all laws of a test
/// together. Power: a law with a parameter 5 % off is rejected, which is tested for every one.
/// </summary>
public class DistributionTests
{
    const int N = 100_000;
    const double Level = 0.01;

    /// <summary>A law, the same with a parameter 5 % off, and its variance by the book.</summary>
    sealed record Case(Distribution Law, Distribution Off, double Variance);

    static readonly Case[] Continuous =
    [
        new(new Uniform(2, 5), new Uniform(2, 5.15), 9 / 12.0),
        new(new Triangular(1, 2, 6), new Triangular(1, 2, 6.3), (1 + 4 + 36 - 2 - 6 - 12) / 18.0),
        new(new Exponential(3), new Exponential(3.15), 9),
        new(new Normal(4, 2), new Normal(4.2, 2), 4),
        new(new LogNormal(1, 0.5), new LogNormal(1.05, 0.5), (Math.Exp(0.25) - 1) * Math.Exp(2.25)),
        new(new Weibull(0.7, 2), new Weibull(0.7, 2.1), 4 * (Function(1 + (2 / 0.7)) - Square(Function(1 + (1 / 0.7))))),
        new(new Weibull(3, 2), new Weibull(3, 2.1), 4 * (Function(5 / 3.0) - Square(Function(4 / 3.0)))),
        new(new Gamma(0.3, 2), new Gamma(0.315, 2), 1.2),
        new(new Gamma(1, 2), new Gamma(1.05, 2), 4),
        new(new Gamma(4.5, 0.5), new Gamma(4.5, 0.525), 1.125),
        new(new Gamma(900, 0.1), new Gamma(945, 0.1), 9),
        new(new Beta(0.4, 0.7), new Beta(0.42, 0.7), 0.28 / (1.21 * 2.1)),
        new(new Beta(0.5, 3), new Beta(0.525, 3), 1.5 / (3.5 * 3.5 * 4.5)),
        new(new Beta(2, 3), new Beta(2.1, 3), 0.04),
        new(new Beta(40, 30), new Beta(42, 30), 1200 / (4900.0 * 71)),
        // Exponential beyond a point: the same law again, moved.
        new(new Truncated(new Exponential(3), 6, double.PositiveInfinity), new Truncated(new Exponential(3.15), 6, double.PositiveInfinity), 9),
        // The upper half of a normal law.
        new(new Truncated(new Normal(0, 2), 0, double.PositiveInfinity), new Truncated(new Normal(0, 2.1), 0, double.PositiveInfinity), 4 * (1 - (2 / Math.PI))),
        // A gamma of shape 1 is exponential: variance 1 - e^-1 / (1 - e^-1)², for scale 1 on (0, 1). Drawn until it fits.
        new(new Truncated(new Gamma(1, 1), 0, 1), new Truncated(new Gamma(1.05, 1), 0, 1), 1 - (Math.Exp(-1) / Square(1 - Math.Exp(-1)))),
    ];

    static readonly Case[] Stepped =
    [
        new(new Poisson(0.3), new Poisson(0.315), 0.3),
        new(new Poisson(3), new Poisson(3.15), 3),
        new(new Poisson(9.99), new Poisson(10.4895), 9.99),
        new(new Poisson(10), new Poisson(10.5), 10),
        new(new Poisson(47.3), new Poisson(49.665), 47.3),
        new(new Poisson(1_000), new Poisson(1_050), 1_000),
        new(new Discrete((1, 5), (2, 0), (3, 1), (4, 2.5), (10, 1.5)), new Discrete((1, 5.25), (2, 0), (3, 1), (4, 2.5), (10, 1.5)), 20.4 - (3.3 * 3.3)),
        new(new Empirical([1, 2, 2, 7]), new Discrete((1, 1.05), (2, 2), (7, 1)), 5.5),
        new(new Truncated(new Poisson(3), 1, 4), new Truncated(new Poisson(3.15), 1, 4), TruncatedPoissonVariance()),
    ];

    static readonly Case[] All = [.. Continuous, .. Stepped];

    [TestCaseSource(nameof(ContinuousIndices))]
    public void A_continuous_law_passes_Kolmogorov_and_Smirnov_and_one_5_percent_off_does_not(int number)
    {
        var (law, off, _) = Continuous[number];
        var values = Values(law, number);
        Array.Sort(values);
        var bound = Chance.KolmogorovBound(Level / Continuous.Length);

        Assert.That(Chance.KolmogorovDistance(values, law.Cdf), Is.LessThan(bound), law.ToString());
        Assert.That(Chance.KolmogorovDistance(values, off.Cdf), Is.GreaterThan(bound), $"{law} taken for {off}");
    }

    [TestCaseSource(nameof(SteppedIndices))]
    public void A_law_of_steps_passes_the_chi_square_test_and_one_5_percent_off_does_not(int number)
    {
        var (law, off, _) = Stepped[number];
        var values = Values(law, number);

        Assert.That(Fit(values, law), Is.InRange(Level / 2 / Stepped.Length, 1 - (Level / 2 / Stepped.Length)), law.ToString());
        Assert.That(Fit(values, off), Is.LessThan(Level / 2 / Stepped.Length), $"{law} taken for {off}");
    }

    [TestCaseSource(nameof(Indices))]
    public void A_law_has_its_mean_and_its_variance(int number)
    {
        var (law, _, variance) = All[number];
        var values = Values(law, number);
        var bound = ExactMath.InverseNormal(1 - (Level / (4 * All.Length)));

        var mean = values.Average();
        Assert.That(mean, Is.EqualTo(law.Mean).Within(bound * Math.Sqrt(variance / N)), law.ToString());

        var squares = values.Select(v => Square(v - law.Mean)).ToArray();
        var error = Math.Sqrt(squares.Select(s => Square(s - variance)).Average() / N);
        Assert.That(squares.Average(), Is.EqualTo(variance).Within(bound * error), law.ToString());
    }

    [TestCaseSource(nameof(Indices))]
    public void The_partial_mean_is_the_sum_of_the_values_times_their_mass(int number)
    {
        var law = All[number].Law;
        var (from, to) = (law.Mean - (4 * Math.Sqrt(All[number].Variance)), law.Mean + (6 * Math.Sqrt(All[number].Variance)));
        const int Steps = 500;
        var width = (to - from) / Steps;
        for (var i = 0; i < Steps; i++)
        {
            var (a, b) = (from + (i * width), from + ((i + 1) * width));
            var mass = law.Cdf(b) - law.Cdf(a);
            Assert.That(mass, Is.GreaterThanOrEqualTo(-1e-14));
            Assert.That(law.PartialMean(b) - law.PartialMean(a), Is.EqualTo((a + b) / 2 * mass).Within((width / 2 * mass) + (1e-12 * law.Mean)), $"{law} from {a} to {b}");
        }

        Assert.That((law.Cdf(double.NegativeInfinity), law.Cdf(double.PositiveInfinity)), Is.EqualTo((0.0, 1.0)), law.ToString());
    }

    [Test]
    public void An_inverse_undoes_the_distribution_function_and_never_falls()
    {
        foreach (var law in Continuous.Select(c => c.Law).Where(l => l is IInvertible))
        {
            var last = double.NegativeInfinity;
            for (var i = 1; i < 5_000; i++)
            {
                var p = i / 5_000.0;
                var value = ((IInvertible)law).Quantile(p);
                Assert.That(value, Is.GreaterThanOrEqualTo(last), $"{law} at {p}");
                Assert.That(law.Cdf(value), Is.EqualTo(p).Within(1e-14), $"{law} at {p}");
                last = value;
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => ((IInvertible)law).Quantile(1));
        }
    }

    [Test]
    public void A_truncated_law_never_leaves_its_interval()
    {
        Distribution[] laws =
        [
            new Truncated(new Normal(0, 1), 4.5, 4.8), new Truncated(new Normal(0, 1), double.NegativeInfinity, -4.5),
            new Truncated(new Exponential(1), 13, double.PositiveInfinity), new Truncated(new LogNormal(0, 3), 0, 1e-3),
            new Truncated(new Beta(2, 2), 0.9, 0.95), new Truncated(new Poisson(20), 31, 33), new Truncated(new Discrete((1, 1), (5, 1)), 2, 5),
            new Truncated(new Fixed(3), 3, 3), new Truncated(new Uniform(4, 4), 4, 9), new Truncated(new Truncated(new Normal(0, 1), 0, 2), 1, 5),
        ];
        foreach (var law in laws.Cast<Truncated>())
        {
            var values = Values(law, 77, 2_000);
            Assert.That(values, Is.All.InRange(law.Low, law.High), law.ToString());
            Assert.That(law.Mean, Is.InRange(values.Min(), values.Max()), law.ToString());
        }
    }

    [TestCase(1), TestCase(2), TestCase(3), TestCase(7), TestCase(100), TestCase(1_000)]
    public void The_alias_table_holds_every_weight_to_the_stated_precision(int count)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var draw = new RandomStream((ulong)seed, count, "alias", "weights").At(0);
            // Weights over nine orders of magnitude.
            double[] weights = [.. Enumerable.Range(0, count).Select(_ => ExactMath.Pow(10, 9 * draw.NextUniform()))];
            var law = new Discrete(weights.Select((w, i) => ((double)i, w)));
            var sum = weights.Sum();

            Assert.That(law.TableProbabilities().Select((p, i) => Math.Abs(p - (weights[i] / sum))).Max(), Is.LessThan(count * Math.ScaleB(1, -51)), $"seed {seed}");
        }
    }

    [Test]
    public void Extreme_parameters_give_numbers()
    {
        (Distribution Law, double Low, double High)[] laws =
        [
            (new Gamma(1e-6, 1), 0, 1e3), (new Gamma(1e9, 1), 1e9 - 3e5, 1e9 + 3e5), (new Beta(1e-6, 1e-6), 0, 1), (new Beta(1e-6, 5), 0, 1),
            (new Beta(1e9, 1e9), 0.4999, 0.5001), (new Weibull(0.01, 1), 0, 1e160), (new Weibull(1e9, 5), 4.99, 5.01), (new Poisson(0), 0, 0),
            (new Poisson(1e-9), 0, 1), (new Poisson(1e9), 1e9 - 3e5, 1e9 + 3e5),
        ];
        foreach (var (law, low, high) in laws) Assert.That(Values(law, 5, 2_000), Is.All.InRange(low, high), law.ToString());
    }

    [Test]
    public void Drawing_makes_no_garbage()
    {
        foreach (var law in All.Select(c => c.Law))
        {
            Sum(law);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Sum(law);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, law.ToString());
        }

        static double Sum(Distribution law)
        {
            var sequence = new RandomStream(1, 0, "no", "garbage").Sequence();
            var sum = 0.0;
            for (var i = 0; i < 200; i++)
            {
                var draw = sequence.Next();
                sum += law.Sample(ref draw);
            }

            return sum;
        }
    }

    static IEnumerable<int> ContinuousIndices() => Enumerable.Range(0, Continuous.Length);

    static IEnumerable<int> SteppedIndices() => Enumerable.Range(0, Stepped.Length);

    static IEnumerable<int> Indices() => Enumerable.Range(0, All.Length);

    static double[] Values(Distribution law, int number, int count = N)
    {
        var sequence = new RandomStream(4711, number, "law", law.GetType().Name).Sequence();
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var draw = sequence.Next();
            values[i] = law.Sample(ref draw);
        }

        return values;
    }

    /// <summary>The probability of a worse fit, by chi-square over whole numbers, joined until 20 are expected.</summary>
    static double Fit(double[] values, Distribution law)
    {
        var counts = new Dictionary<double, int>();
        foreach (var value in values) counts[value] = counts.GetValueOrDefault(value) + 1;

        var (chiSquare, bins, last, seen) = (0.0, 0, 0.0, 0);
        for (var k = 0; last < 1; k++)
        {
            seen += counts.GetValueOrDefault(k);
            var upTo = law.Cdf(k);
            var rest = (1 - upTo) * values.Length;
            if ((upTo - last) * values.Length < 20 && rest >= 20) continue;
            if (rest < 20)
            {
                // The last bin takes all that is left.
                seen += counts.Where(c => c.Key > k).Sum(c => c.Value);
                upTo = 1;
            }

            var expected = (upTo - last) * values.Length;
            chiSquare += Square(seen - expected) / expected;
            (bins, last, seen) = (bins + 1, upTo, 0);
        }

        return Chance.OfMore(chiSquare, bins - 1);
    }

    static double Square(double x) => x * x;

    static double Function(double x) => Math.Exp(ExactMath.LogGamma(x));

    static double TruncatedPoissonVariance()
    {
        // Weights 3^k / k! of 1 to 4: 3, 4.5, 4.5, 3.375.
        double[] weights = [3, 4.5, 4.5, 3.375];
        var mean = weights.Select((w, i) => w * (i + 1)).Sum() / weights.Sum();
        return weights.Select((w, i) => w * Square(i + 1 - mean)).Sum() / weights.Sum();
    }
}
