using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>References from mpmath 1.3 with 60 digits, at the exact value of each double, rounded once.</summary>
public class RandomExactMathTests
{
    static readonly (double X, double Y, double Power)[] Powers =
    [
        (0.5, 0.5, 0.7071067811865476),
        (1.0000001, 10000000.0, 2.7182816941320818),
        (2.0, 0.1, 1.0717734625362931),
        (10.0, 300.5, 3.1622776601683795e+300),
        (1e-300, 0.9, 9.999999999999847e-271),
        (0.3, -500.25, 3.7161422201802527e+261),
        (1.0000000000000002, 3e+18, 1.98719262165461e+289),
        (7e-310, 0.5, 2.6457513110645867e-155),
        (123.456, -98.7, 3.696116906808832e-207),
        (36.7, 5.88235294117647, 1599256133.5160937),
        (0.9999, 7000000.0, 9.520534857662686e-305),
        (5.0, 3.0, 125.0),
        (1.4142135623730951, 1000.0, 3.273390607896366e+150),
        (1.4142135623730954, -2000.0, 9.332636185027982e-302),
    ];

    static readonly (double X, double LogGamma)[] LogGammas =
    [
        (1e-06, 13.815509980749432),
        (0.1, 2.252712651734206),
        (0.5, 0.5723649429247001),
        (0.999, 0.0005780385328913802),
        (1.0, 0.0),
        (1.0001, -5.771334222047127e-05),
        (1.5, -0.12078223763524522),
        (2.0, 0.0),
        (2.5, 0.2846828704729192),
        (3.0, 0.6931471805599453),
        (7.25, 7.0521854507385395),
        (9.999, 12.799575780077413),
        (10.0, 12.801827480081469),
        (10.5, 13.940625219403763),
        (100.0, 359.1342053695754),
        (1234.5, 7550.550901077895),
        (1000000000.0, 19723265827.503716),
        (1e+20, 4.505170185988091e+21),
    ];

    static readonly (double A, double X, double Below, double Above)[] Gammas =
    [
        (0.001, 1e-05, 0.9891230446957827, 0.01087695530421733),
        (0.5, 0.2, 0.4729107431344619, 0.5270892568655381),
        (0.5, 32.0, 0.9999999999999988, 1.2441921148543568e-15),
        (1, 1, 0.6321205588285577, 0.36787944117144233),
        (2.5, 0.01, 2.987601531906594e-06, 0.999997012398468),
        (2.5, 3.6, 0.7938140802904441, 0.20618591970955588),
        (9.9, 25.0, 0.9998001670989052, 0.00019983290109480123),
        (10, 3.0, 0.0011024881301154798, 0.9988975118698845),
        (10.5, 12.0, 0.7069414687414252, 0.2930585312585749),
        (100, 130.0, 0.9972495916326934, 0.002750408367306526),
        (1000, 900.0, 0.0005499022657117829, 0.9994500977342882),
        (1000000.0, 1001000.0, 0.8413447863683403, 0.15865521363165971),
        (1000000.0, 999000.0, 0.15865521357430365, 0.8413447864256963),
    ];

    static readonly (double A, double B, double X, double Below)[] Betas =
    [
        (2, 3, 0.3, 0.3483),
        (0.5, 0.5, 0.1, 0.20483276469913345),
        (0.01, 0.02, 0.7, 0.6722370802006247),
        (30, 5, 0.95, 0.9740843704640363),
        (1, 1, 0.25, 0.25),
        (500, 700, 0.4, 0.12051628908943207),
        (2.5, 1000, 0.001, 0.15120111321867566),
    ];

    static readonly (double Z, double Below)[] Normals =
    [
        (-30, 4.906713927148187e-198),
        (-8, 6.220960574271784e-16),
        (-3, 0.0013498980316300946),
        (-1, 0.15865525393145705),
        (-0.1, 0.460172162722971),
        (0, 0.5),
        (0.5, 0.6914624612740131),
        (2, 0.9772498680518208),
        (6, 0.9999999990134123),
    ];

    static readonly (double X, double LogOnePlus, double ExpMinusOne)[] NearOne =
    [
        (-0.9, -2.302585092994046, -0.5934303402594009),
        (-0.5, -0.6931471805599453, -0.3934693402873666),
        (-0.001, -0.0010005003335835335, -0.0009995001666250085),
        (-1e-12, -1.0000000000005e-12, -9.999999999995e-13),
        (1e-18, 1e-18, 1e-18),
        (1e-09, 9.999999995e-10, 1.0000000005000001e-09),
        (0.01, 0.009950330853168083, 0.010050167084168058),
        (0.4, 0.33647223662121295, 0.49182469764127035),
        (0.999, 0.692647055518263, 1.7155649053185666),
        (3.0, 1.3862943611198906, 19.085536923187668),
        (40.0, 3.713572066704308, 2.3538526683702e+17),
    ];

    static readonly (double K, double M, double Log)[] PoissonLogs =
    [
        (0, 2.0, -2.0),
        (3, 2.5, -1.5428872736055899),
        (9, 10.0, -2.0785616431350586),
        (10, 10.0, -2.0785616431350586),
        (12, 300.0, -251.54182479978746),
        (1000000.0, 1000500.0, -7.951652244472229),
        (1000000000.0, 1000000000.0, -11.280571451761212),
        (1000000300, 1000000000.0, -11.28061660175669),
    ];

    [Test]
    public void Powers_keep_their_digits_even_where_the_exponent_is_huge()
    {
        foreach (var (x, y, power) in Powers) Near(ExactMath.Pow(x, y), power, 1e-15, $"{x}^{y}");
    }

    [Test]
    public void A_whole_power_is_the_product()
    {
        var draw = new RandomStream(3, 0, "power", "whole").At(0);
        for (var i = 0; i < 20_000; i++)
        {
            var x = 0.1 + (4 * draw.NextUniform());
            Near(ExactMath.Pow(x, 3), x * x * x, 1e-15, $"{x}^3");
            Near(ExactMath.Pow(x, -1), 1 / x, 1e-15, $"{x}^-1");
            Near(ExactMath.Pow(x, 0.5), Math.Sqrt(x), 1e-15, $"root of {x}");
        }
    }

    [Test]
    public void Powers_have_their_limits()
    {
        Assert.That(ExactMath.Pow(0, 2), Is.Zero);
        Assert.That(ExactMath.Pow(0, 0), Is.EqualTo(1));
        Assert.That(ExactMath.Pow(10, 400), Is.EqualTo(double.PositiveInfinity));
        Assert.That(ExactMath.Pow(10, -400), Is.Zero);
        Assert.That(ExactMath.Pow(1, 1e300), Is.EqualTo(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Pow(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Pow(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Pow(2, double.NaN));
    }

    [Test]
    public void The_logarithm_of_gamma_is_right_to_the_fourteenth_digit()
    {
        foreach (var (x, log) in LogGammas) Assert.That(ExactMath.LogGamma(x), Is.EqualTo(log).Within(Math.Max(4e-15, Math.Abs(log) * 1e-15)), $"{x}");
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.LogGamma(0));
    }

    [Test]
    public void Logarithm_and_exponential_near_1_keep_the_digits_of_what_is_small()
    {
        foreach (var (x, log, exp) in NearOne)
        {
            Near(ExactMath.LogOnePlus(x), log, 2e-15, $"ln(1 + {x})");
            Near(ExactMath.ExpMinusOne(x), exp, 2e-15, $"exp({x}) - 1");
        }
    }

    [Test]
    public void Shares_of_gamma_beta_and_normal_laws_are_right_in_both_tails()
    {
        foreach (var (a, x, below, above) in Gammas)
        {
            Near(ExactMath.GammaBelow(a, x), below, 1e-13, $"P({a}, {x})");
            // Below a + 1 it is what the other leaves of 1.
            Near(ExactMath.GammaAbove(a, x), above, x < a + 1 ? 1e-14 / above : 1e-13, $"Q({a}, {x})");
        }

        foreach (var (a, b, x, below) in Betas) Near(ExactMath.BetaBelow(a, b, x), below, 1e-12, $"I_{x}({a}, {b})");
        foreach (var (z, below) in Normals) Near(ExactMath.NormalBelow(z), below, 1e-13, $"normal below {z}");
    }

    [Test]
    public void Logarithms_of_Poisson_probabilities_do_not_lose_digits_to_large_means()
    {
        foreach (var (k, m, log) in PoissonLogs) Near(ExactMath.LogPoisson(k, m), log, 2e-15, $"ln p({k}; {m})");
    }

    static void Near(double value, double reference, double relative, string what) =>
        Assert.That(value, Is.EqualTo(reference).Within(Math.Abs(reference) * relative), what);
}
