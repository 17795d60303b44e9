namespace Twin.Experiments;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>The quantile of a two-sided 95 % interval: t with P(|T| ≤ t) = 0.95.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    /// <remarks>
    /// By bisection of the distribution function, which is a regularized incomplete beta function (Abramowitz and Stegun
    /// 26.7.1); the latter by its continued fraction (Numerical Recipes, 3rd ed., 6.4). To 1e-10.
    /// </remarks>
    public static double Quantile95(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        var (low, high) = (1.9, 13.0);
        while (high - low > 1e-11)
        {
            var middle = (low + high) / 2;
            if (TwoSided(middle, degrees) < 0.95) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>P(|T| ≤ t).</summary>
    static double TwoSided(double t, int degrees) => 1 - IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2.0, 0.5);

    static double IncompleteBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1) return x <= 0 ? 0 : 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    /// <summary>The continued fraction of the incomplete beta function, by Lentz's method.</summary>
    static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1; m < 500; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15) break;
        }

        return h;

        static double Away(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }

    /// <summary>Lanczos's approximation, g = 7, n = 9; relative error 1e-15 for positive arguments.</summary>
    static double LogGamma(double x)
    {
        double[] c =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        x -= 1;
        var sum = c[0];
        for (var i = 1; i < 9; i++) sum += c[i] / (x + i);
        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
