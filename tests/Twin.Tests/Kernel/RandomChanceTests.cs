using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>How likely a statistic is to be as large as it was, by chance.</summary>
static class Chance
{
    /// <summary>The probability that chi-square with so many degrees of freedom is above <paramref name="chiSquare"/>.</summary>
    public static double OfMore(double chiSquare, int freedom) => ExactMath.GammaAbove(freedom / 2.0, chiSquare / 2);

    /// <summary>What √n times the distance of Kolmogorov and Smirnov exceeds with this probability; for a large n.</summary>
    public static double KolmogorovBound(double level) => Math.Sqrt(Math.Log(2 / level) / 2);

    /// <summary>Student's quantile: what a mean is from the truth in standard errors, with so many degrees of freedom.</summary>
    public static double StudentT(double probability, int freedom)
    {
        var (low, high) = (0.0, 1e3);
        for (var i = 0; i < 100; i++)
        {
            var t = (low + high) / 2;
            var above = ExactMath.BetaBelow(freedom / 2.0, 0.5, freedom / (freedom + (t * t))) / 2;
            (low, high) = above > 1 - probability ? (t, high) : (low, t);
        }

        return low;
    }

    /// <summary>√n times the greatest distance of a sorted sample from a distribution function.</summary>
    public static double KolmogorovDistance(double[] sorted, Func<double, double> cdf)
    {
        var (n, most) = (sorted.Length, 0.0);
        for (var i = 0; i < n; i++)
        {
            var f = cdf(sorted[i]);
            most = Math.Max(most, Math.Max(f - ((double)i / n), ((i + 1.0) / n) - f));
        }

        return most * Math.Sqrt(n);
    }
}

public class RandomChanceTests
{
    [Test]
    public void The_tables_bounds_are_met()
    {
        // Abramowitz and Stegun, table 26.8; Kolmogorov's 1.3581 and 1.9495.
        Assert.That(Chance.OfMore(3.841, 1), Is.EqualTo(0.05).Within(1e-4));
        Assert.That(Chance.OfMore(124.342, 100), Is.EqualTo(0.05).Within(1e-4));
        Assert.That(Chance.StudentT(0.975, 39), Is.EqualTo(2.0227).Within(1e-4));
        Assert.That(Chance.StudentT(0.9995, 10), Is.EqualTo(4.587).Within(1e-3));
        Assert.That(Chance.KolmogorovBound(0.05), Is.EqualTo(1.3581).Within(1e-4));
        Assert.That(Chance.KolmogorovBound(0.001), Is.EqualTo(1.9495).Within(1e-4));
        Assert.That(Chance.KolmogorovDistance([0.25, 0.5], x => x), Is.EqualTo(0.5 * Math.Sqrt(2)));
    }
}
