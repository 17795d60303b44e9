using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Many at once are the same numbers as one after the other, to the bit: a run may take either way.</summary>
public class RandomManyTests
{
    [Test]
    public void Many_streams_draw_side_by_side_what_each_draws_alone([Range(0, 9)] int count)
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            RandomStream[] streams = [.. Enumerable.Range(0, count).Select(i => new RandomStream(seed, 3, $"cell-{i}", "use"))];
            var (first, second) = (new double[count], new double[count]);
            var ordinal = seed * 0x9E3779B97F4A7C15;
            RandomStream.UniformsAt(streams, ordinal, first, second);
            for (var i = 0; i < count; i++)
            {
                var draw = streams[i].At(ordinal);
                Assert.That((first[i], second[i]), Is.EqualTo((draw.NextUniform(), draw.NextUniform())), $"seed {seed}, stream {i}");
            }
        }
    }

    [Test]
    public void Many_powers_of_e_have_the_bits_of_each_alone()
    {
        var draw = new RandomStream(1, 0, "many", "exp").At(0);
        double[] x =
        [
            .. Enumerable.Range(0, 20_000).Select(_ => 20 * (draw.NextUniform() - 0.5)),
            .. Enumerable.Range(0, 20_000).Select(_ => 1600 * (draw.NextUniform() - 0.5)), // beyond both ends of what a double holds
            0, -0.0, 700, -700, 709.782712893384, 709.79, -745.13, -746, 1e-300, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1,
        ];
        var many = new double[x.Length];
        ExactMath.Exp(x, many);
        SameBits(x, many, ExactMath.Exp);
    }

    [Test]
    public void Many_normal_numbers_have_the_bits_of_each_alone()
    {
        var draw = new RandomStream(1, 0, "many", "normal").At(0);
        double[] p = [.. Enumerable.Range(0, 40_000).Select(_ => draw.NextUniform()), 0.5, 0.075, 0.925, 1e-12, 1e-300, Math.BitDecrement(1), 0.0750000000000001];
        var many = new double[p.Length];
        ExactMath.InverseNormal(p, many);
        SameBits(p, many, ExactMath.InverseNormal);

        ExactMath.InverseNormal(p, p);
        Assert.That(p, Is.EqualTo(many), "in place");
    }

    [Test]
    public void As_many_results_are_asked_for_as_there_are_numbers()
    {
        Assert.That(() => ExactMath.Exp(new double[3], new double[4]), Throws.ArgumentException);
        Assert.That(() => ExactMath.InverseNormal([0.5], new double[2]), Throws.ArgumentException);
        Assert.That(() => RandomStream.UniformsAt(new RandomStream[2], 0, new double[2], new double[1]), Throws.ArgumentException);
        Assert.That(() => ExactMath.InverseNormal([0.5, 0.5, 0, 0.5], new double[4]), Throws.InstanceOf<ArgumentOutOfRangeException>(), "0 has no inverse, among others either");
    }

    static void SameBits(double[] x, double[] many, Func<double, double> one)
    {
        for (var i = 0; i < x.Length; i++) Assert.That(BitConverter.DoubleToInt64Bits(many[i]), Is.EqualTo(BitConverter.DoubleToInt64Bits(one(x[i]))), $"of {x[i]:R}");
    }
}
