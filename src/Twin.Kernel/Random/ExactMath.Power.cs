namespace Twin.Kernel;

public static partial class ExactMath
{
    /// <summary>x to the power of y.</summary>
    /// <remarks>
    /// exp(y ln x) loses as many digits as y ln x has before the point: 1e-13 near the ends of the range. So ln x and the
    /// product are carried in two doubles, with an error below 1e-19 of themselves, which at |y ln x| ≤ 745 moves the
    /// power by less than 1e-16; what is left is the error of <see cref="Exp(double)"/>. Relative error below 1e-15 where the
    /// result is a normal number; it becomes 0 or infinite where <see cref="Exp(double)"/> does.
    /// </remarks>
    /// <param name="x">Not negative, finite.</param>
    /// <param name="y">Finite; not negative if x is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside of these.</exception>
    public static double Pow(double x, double y)
    {
        if (!(x >= 0) || double.IsInfinity(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "the base of a power must be a finite number and not negative");
        if (!double.IsFinite(y) || (x == 0 && y < 0)) throw new ArgumentOutOfRangeException(nameof(y), y, "the exponent of a power must be a finite number, and not negative if the base is 0");
        if (y == 0) return 1;
        if (x == 0) return 0;

        var (log, rest) = LogInTwo(x);
        var rough = y * log;
        if (Math.Abs(rough) > 800) return rough < 0 ? 0 : double.PositiveInfinity;

        var (high, low) = Product(y, log);
        low += y * rest;
        var power = Exp(high);
        return double.IsInfinity(power) ? power : power + (power * low);
    }

    /// <summary>ln(1 + x) for x above −1, with the digits of a small x kept.</summary>
    /// <remarks>
    /// The rounding of 1 + x is undone by the quotient: Goldberg, What every computer scientist should know about
    /// floating-point arithmetic, ACM Computing Surveys 23 (1991), theorem 4, https://doi.org/10.1145/103162.103163.
    /// Relative error below 2e-15.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">−1 or below, infinite, or not a number.</exception>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : sum == x ? Log(sum) : Log(sum) * (x / (sum - 1));
    }

    /// <summary>e to the power of x, less 1, with the digits of a small x kept.</summary>
    /// <remarks>
    /// By the same idea with the logarithm of the rounded exponential (W. Kahan; Higham, Accuracy and Stability of
    /// Numerical Algorithms, 2nd edition, 2002, section 1.14.1). Relative error below 2e-15.
    /// </remarks>
    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 1) return Exp(x) - 1;

        var power = Exp(x);
        return power == 1 ? x : (power - 1) * (x / Log(power));
    }

    /// <summary>ln x as the sum of two doubles; x positive and finite. Error below 1e-19 of the value.</summary>
    static (double High, double Low) LogInTwo(double x)
    {
        var (exponent, m) = Split(x);

        // ln m = 2 s (1 + s²/3 + s⁴/5 + …) with s = (m − 1) / (m + 1), |s| ≤ 0.172. m − 1 is exact. The first two terms are
        // kept in two doubles; those from s⁴ on are below 2e-4, so that one double is enough.
        var (sumHigh, sumLow) = Sum(m, 1);
        var s = Quotient(m - 1, 0, sumHigh, sumLow);
        var (zHigh, zLow) = Product(s.High, s.High);
        zLow += 2 * s.High * s.Low;
        var tail = zHigh * zHigh * ((1 / 5.0) + (zHigh * ((1 / 7.0) + (zHigh * ((1 / 9.0) + (zHigh * ((1 / 11.0) + (zHigh * ((1 / 13.0) + (zHigh * ((1 / 15.0) + (zHigh * ((1 / 17.0) + (zHigh * ((1 / 19.0) + (zHigh * ((1 / 21.0) + (zHigh * (1 / 23.0)))))))))))))))))));
        var third = Quotient(zHigh, zLow, 3, 0);
        var (series, seriesLow) = Sum(1, third.High);
        (series, seriesLow) = Sum(series, seriesLow + third.Low + tail);

        var (high, low) = Product(2 * s.High, series);
        low += 2 * ((s.High * seriesLow) + (s.Low * series));
        if (exponent == 0) return Sum(high, low);

        // The product with the 33 bits of Ln2High is exact.
        var (whole, wholeLow) = Sum(exponent * Ln2High, high);
        return Sum(whole, wholeLow + (low + (exponent * Ln2Low)));
    }

    /// <summary>a + b without error (Knuth, The Art of Computer Programming 2, section 4.2.2).</summary>
    static (double High, double Low) Sum(double a, double b)
    {
        var sum = a + b;
        var second = sum - a;
        return (sum, (a - (sum - second)) + (b - second));
    }

    /// <summary>
    /// a b without error, for sizes between 1e-140 and 1e290 (Dekker, A floating-point technique for extending the
    /// available precision, Numerische Mathematik 18 (1971) 224–242, https://doi.org/10.1007/BF01397083).
    /// </summary>
    static (double High, double Low) Product(double a, double b)
    {
        var product = a * b;
        var (a1, a2) = Halves(a);
        var (b1, b2) = Halves(b);
        return (product, (((a1 * b1) - product) + (a1 * b2) + (a2 * b1)) + (a2 * b2));

        static (double, double) Halves(double value)
        {
            var scaled = value * 134217729.0; // 2^27 + 1
            var upper = scaled - (scaled - value);
            return (upper, value - upper);
        }
    }

    static (double High, double Low) Quotient(double high, double low, double byHigh, double byLow)
    {
        var first = high / byHigh;
        var (product, rest) = Product(first, byHigh);
        var second = (high - product - rest + low - (first * byLow)) / byHigh;
        return Sum(first, second);
    }
}
