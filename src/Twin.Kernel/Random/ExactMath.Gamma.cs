namespace Twin.Kernel;

public static partial class ExactMath
{
    const double HalfLnTwoPi = 0.91893853320467274178;
    const double Tiny = 1e-300;

    /// <summary>Natural logarithm of the gamma function; ln (n − 1)! for a whole n.</summary>
    /// <remarks>
    /// Stirling's series from 10 on (NIST Digital Library of Mathematical Functions, 5.11.1, https://dlmf.nist.gov/5.11);
    /// below, the recurrence up to it. Error below 4e-15, or below 1e-15 of the value where that is more.
    /// </remarks>
    /// <param name="x">Positive and finite, at most 1e300.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside of these.</exception>
    public static double LogGamma(double x)
    {
        if (!(x > 0) || x > 1e300) throw new ArgumentOutOfRangeException(nameof(x), x, "the gamma function is for numbers above 0, up to 1e300");
        if (x is 1 or 2) return 0;

        var product = 1.0;
        for (; x < 10; x++) product *= x;
        return ((x - 0.5) * (Log(x) - 1)) - 0.5 + HalfLnTwoPi + StirlingRest(x) - Log(product);
    }

    /// <summary>P(a, x), the share of a gamma law of this shape (and scale 1) that lies up to x.</summary>
    /// <remarks>
    /// Series below the mean, continued fraction above (NIST Digital Library of Mathematical Functions, 8.11.4 and
    /// 8.9.2, https://dlmf.nist.gov/8). Relative error of the smaller of P and 1 − P below 1e-13 for values above 1e-20.
    /// Takes a time that grows with the root of a.
    /// </remarks>
    internal static double GammaBelow(double a, double x)
    {
        if (!(x > 0)) return 0;
        if (double.IsPositiveInfinity(x)) return 1;
        return x < a + 1 ? GammaSeries(a, x) : 1 - GammaFraction(a, x);
    }

    /// <summary>1 − P(a, x): with all its digits from x = a + 1 on, below to 1e-14 of the whole.</summary>
    internal static double GammaAbove(double a, double x)
    {
        if (!(x > 0)) return 1;
        if (double.IsPositiveInfinity(x)) return 0;
        return x < a + 1 ? 1 - GammaSeries(a, x) : GammaFraction(a, x);
    }

    /// <summary>The standard normal distribution function, with all its digits in the lower tail.</summary>
    internal static double NormalBelow(double z)
    {
        var beyond = 0.5 * GammaAbove(0.5, 0.5 * z * z);
        return z < 0 ? beyond : 1 - beyond;
    }

    /// <summary>I_x(a, b), the share of a beta law that lies up to x.</summary>
    /// <remarks>The continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22, https://dlmf.nist.gov/8.17.</remarks>
    internal static double BetaBelow(double a, double b, double x)
    {
        if (!(x > 0)) return 0;
        if (x >= 1) return 1;

        var front = Exp((a * Log(x)) + (b * LogOnePlus(-x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - (front * BetaFraction(b, a, 1 - x) / b);
    }

    /// <summary>ln(m^k e^−m / Γ(k + 1)): the logarithm of a Poisson probability, for any k ≥ 0 and m &gt; 0.</summary>
    /// <remarks>
    /// The three terms are as large as k ln k and nearly cancel; from 10 on they are summed as a deviance, so that the
    /// error stays near 1e-15 of the result (Loader, Fast and accurate computation of binomial probabilities, 2000).
    /// </remarks>
    internal static double LogPoisson(double k, double m) =>
        k < 10 ? (k * Log(m)) - m - LogGamma(k + 1) : -HalfLnTwoPi - (0.5 * Log(k)) - StirlingRest(k) - Deviance(k, m);

    static double GammaSeries(double a, double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return Exp(LogPoisson(a, x)) * sum;
    }

    static double GammaFraction(double a, double x)
    {
        // Lentz's method: numerators i (a − i), denominators x + 2 i + 1 − a.
        var below = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / below;
        var value = d;
        for (var i = 1; ; i++)
        {
            var numerator = i * (a - i);
            below += 2;
            d = 1 / Away((numerator * d) + below);
            c = Away(below + (numerator / c));
            var factor = c * d;
            value *= factor;
            if (Math.Abs(factor - 1) < 3e-16) return Exp(LogPoisson(a, x)) * a * value;
        }
    }

    static double BetaFraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; ; m++)
        {
            Step(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            if (Step(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1))) < 3e-16) return value;
        }

        double Step(double numerator)
        {
            d = 1 / Away(1 + (numerator * d));
            c = Away(1 + (numerator / c));
            value *= c * d;
            return Math.Abs((c * d) - 1);
        }
    }

    static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>ln Γ(x) less the three leading terms of Stirling's formula, for x ≥ 10: 1/(12 x) − 1/(360 x³) + …</summary>
    static double StirlingRest(double x)
    {
        var z = 1 / (x * x);
        return ((1 / 12.0) - (z * ((1 / 360.0) - (z * ((1 / 1260.0) - (z * ((1 / 1680.0) - (z * ((1 / 1188.0) - (z * ((691 / 360360.0) - (z * ((1 / 156.0) - (z * (3617 / 122400.0))))))))))))))) / x;
    }

    /// <summary>k ln(k / m) + m − k, without the cancellation near k = m.</summary>
    static double Deviance(double k, double m)
    {
        var gap = k - m;
        if (Math.Abs(gap) >= 0.1 * (k + m)) return (k * Log(k / m)) - gap;

        var v = gap / (k + m);
        var sum = gap * v;
        var term = 2 * k * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + (term / j);
            if (next == sum) return sum;
            sum = next;
        }
    }
}
