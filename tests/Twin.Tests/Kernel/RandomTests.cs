using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class RandomTests
{
    [Test]
    public void Philox_gives_the_known_answers_of_its_authors()
    {
        // Random123, kat_vectors: counter 0, key 0 → 6627e8d5 e169c58d bc57ac4c 9b00dbd8;
        // all ones → 408f276d 41c83b0e a20bc7c6 6d5451fd; digits of π → d16cfe09 94fdcceb 5001e420 24126ea1.
        Assert.That(Philox.Block(0, 0, 0), Is.EqualTo((0xe169c58d_6627e8d5UL, 0x9b00dbd8_bc57ac4cUL)));
        Assert.That(Philox.Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue), Is.EqualTo((0x41c83b0e_408f276dUL, 0x6d5451fd_a20bc7c6UL)));
        Assert.That(Philox.Block(0x85a308d3_243f6a88UL, 0x03707344_13198a2eUL, 0x299f31d0_a4093822UL), Is.EqualTo((0x94fdcceb_d16cfe09UL, 0x24126ea1_5001e420UL)));
    }

    [Test]
    public void A_draw_does_not_depend_on_what_else_was_drawn()
    {
        var stream = new RandomStream(1, 2, "Kuantan", "repair");
        var alone = stream.At(7).NextBits();
        for (var i = 0UL; i < 7; i++) stream.At(i).NextBits();

        Assert.That(stream.At(7).NextBits(), Is.EqualTo(alone));
        Assert.That(new RandomStream(1, 3, "Kuantan", "repair").At(7).NextBits(), Is.Not.EqualTo(alone));
        Assert.That(new RandomStream(1, 2, "repair", "Kuantan").At(7).NextBits(), Is.Not.EqualTo(alone));
    }

    [Test]
    public void Logarithm_exponential_and_inverse_normal_are_right_to_the_fifteenth_digit()
    {
        var stream = new RandomStream(11, 0, "exact", "math");
        var (log, exp) = (0.0, 0.0);
        for (var i = 0UL; i < 200_000; i++)
        {
            var draw = stream.At(i);
            var u = draw.NextUniform();
            log = Math.Max(log, Math.Abs((ExactMath.Log(u) - Math.Log(u)) / Math.Log(u)));
            var x = (u - 0.5) * 1400;
            exp = Math.Max(exp, Math.Abs((ExactMath.Exp(x) - Math.Exp(x)) / Math.Exp(x)));
        }

        Assert.That(log, Is.LessThan(1e-15));
        Assert.That(exp, Is.LessThan(5e-16));

        // Wichura 1988, and tables.
        Assert.That(ExactMath.InverseNormal(0.25), Is.EqualTo(-0.6744897501960817).Within(1e-15));
        Assert.That(ExactMath.InverseNormal(0.001), Is.EqualTo(-3.090232306167814).Within(1e-15));
        Assert.That(ExactMath.InverseNormal(1e-20), Is.EqualTo(-9.262340089798408).Within(1e-14));
        Assert.That(ExactMath.InverseNormal(0.975), Is.EqualTo(1.959963984540054).Within(1e-15));
    }

    static readonly (Distribution Law, Func<double, double> Cdf)[] Laws =
    [
        (new Uniform(2, 5), x => (x - 2) / 3),
        (new Triangular(1, 2, 6), x => x < 2 ? (x - 1) * (x - 1) / 5 : 1 - ((6 - x) * (6 - x) / 20)),
        (new Exponential(3), x => 1 - Math.Exp(-x / 3)),
        (LogNormal.FromMedianAndP90(10, 30), x => Phi((Math.Log(x) - Math.Log(10)) / (Math.Log(3) / 1.2815515655446004))),
        (new Normal(4, 2), x => Phi((x - 4) / 2)),
    ];

    [TestCaseSource(nameof(Indices))]
    public void Each_law_passes_Kolmogorov_and_Smirnov_and_has_its_mean(int number)
    {
        const int N = 40_000;
        var (law, cdf) = Laws[number];
        var stream = new RandomStream(99, number, "law", "ks");
        var values = new double[N];
        for (var i = 0; i < N; i++)
        {
            var draw = stream.At((ulong)i);
            values[i] = law.Sample(ref draw);
        }

        Array.Sort(values);
        var d = values.Select((x, i) => Math.Max(Math.Abs(cdf(x) - ((double)i / N)), Math.Abs(cdf(x) - ((i + 1.0) / N)))).Max();
        var mean = values.Average();
        var se = Math.Sqrt(values.Select(v => (v - mean) * (v - mean)).Sum() / N / N);

        // Level 0.001 for each of the five laws: 0.005 for the family. Seed 99.
        Assert.That(d * Math.Sqrt(N), Is.LessThan(1.95), law.ToString());
        Assert.That(values.Average(), Is.EqualTo(law.Mean).Within(3.5 * se), law.ToString());
    }

    static IEnumerable<int> Indices() => Enumerable.Range(0, Laws.Length);

    [Test]
    public void Streams_of_different_names_are_uncorrelated()
    {
        const int N = 50_000;
        var sum = 0.0;
        for (var i = 0UL; i < N; i++)
        {
            var (a, b) = (new RandomStream(5, 0, "a", "x").At(i), new RandomStream(5, 0, "b", "x").At(i));
            sum += (a.NextUniform() - 0.5) * (b.NextUniform() - 0.5) * 12;
        }

        Assert.That(Math.Abs(sum / N), Is.LessThan(4 / Math.Sqrt(N))); // level 6e-5
    }

    /// <summary>The normal law's distribution function, by Simpson's rule.</summary>
    static double Phi(double z)
    {
        // Simpson from 0 to |z|: exact to 1e-10, which is far below what a sample of 100,000 sees.
        var (n, a) = (120, Math.Abs(Math.Clamp(z, -8, 8)));
        var h = a / n;
        var sum = Density(0) + Density(a);
        for (var i = 1; i < n; i++) sum += Density(i * h) * (i % 2 == 1 ? 4 : 2);
        var area = sum * h / 3;
        return z < 0 ? 0.5 - area : 0.5 + area;

        static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    [Test]
    public void Names_hash_to_the_same_number_for_ever()
    {
        Assert.That(StableHash.Of("REF_LAMP"), Is.EqualTo(StableHash.Of(new string("REF_LAMP".ToCharArray()))));
        Assert.That(StableHash.Of(""), Is.EqualTo(StableHash.Mix(14695981039346656037)));
    }
}
