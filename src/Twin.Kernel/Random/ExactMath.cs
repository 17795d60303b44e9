using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>Logarithm, exponential, power, gamma and normal functions with the same bits on every machine.</summary>
/// <remarks>
/// The platform's own come from its C library and may differ in the last bit. These use + − × ÷ √ and bit operations
/// only, which IEEE 754 fixes, and no fused multiply-add. Where a member states no error, its relative error is below
/// 1e-15 against correctly rounded values.
/// </remarks>
public static partial class ExactMath
{
    const double Ln2High = 6.93147180369123816490e-01; // the first 33 bits of ln 2
    const double Ln2Low = 1.90821492927058770002e-10; // the rest of it
    const double OneOverLn2 = 1.44269504088896338700;

    /// <summary>x as mantissa times a power of two, the mantissa from √½ to √2; x positive and finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (int Exponent, double Mantissa) Split(double x)
    {
        var exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0; // 2^54: subnormal
            exponent = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return (exponent, mantissa);
    }

    /// <summary>Natural logarithm of a positive, finite number; the algorithm of FDLIBM's e_log.c (Sun Microsystems, 1993).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative, infinite or not a number.</exception>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsInfinity(x)) throw new ArgumentOutOfRangeException(nameof(x));

        var (exponent, mantissa) = Split(x);

        // log(1 + f) = f - f²/2 + s (f²/2 + R), with s = f / (2 + f) and R a polynomial in s².
        var f = mantissa - 1;
        var s = f / (2 + f);
        var z = s * s;
        var w = z * z;
        var odd = w * (3.999999999940941908e-01 + (w * (2.222219843214978396e-01 + (w * 1.531383769920937332e-01))));
        var even = z * (6.666666666666735130e-01 + (w * (2.857142874366239149e-01 + (w * (1.818357216161805012e-01 + (w * 1.479819860511658591e-01))))));
        var half = 0.5 * f * f;
        return (exponent * Ln2High) - (half - ((s * (half + odd + even)) + (exponent * Ln2Low)) - f);
    }

    /// <summary>e to the power of x; 0 below −745, infinite above 709.78; the algorithm of FDLIBM's e_exp.c.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.1332191019411) return 0;

        var k = Math.Floor((x * OneOverLn2) + 0.5);
        return Scale(Reduced(new One(x), new One(k)).Value, (int)k);
    }

    /// <summary>e to the power of x − k ln 2, with k the whole number next to x ÷ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Reduced<T>(T x, T k)
        where T : struct, ILanes<T>
    {
        var (high, low) = (x - (Ln2High * k), Ln2Low * k);
        var r = high - low;
        var t = r * r;
        var c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05 + (t * (-1.65339022054652515390e-06 + (4.13813679705723846039e-08 * t)))))))));
        return 1 - (low - (r * c / (2 - c)) - high);
    }

    /// <summary>
    /// Inverse of the standard normal distribution function: Wichura's PPND16, Algorithm AS 241, Applied Statistics 37
    /// (1988) 477–484; relative accuracy about 1e-16. Monotone.
    /// </summary>
    /// <param name="p">Above 0 and below 1.</param>
    public static double InverseNormal(double p)
    {
        if (!(p > 0) || !(p < 1)) throw new ArgumentOutOfRangeException(nameof(p));

        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Near(new One(r)).Value;
        }

        var tail = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        var value = (tail <= 5 ? Middle(new One(tail - 1.6)) : Far(new One(tail - 5))).Value;
        return q < 0 ? -value : value;
    }

    /// <summary>The quotient for the middle of the law: |p − ½| ≤ 0.425.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Near<T>(T r)
        where T : struct, ILanes<T>
    {
        var above = 3.3871328727963666080e0 + (r * (1.3314166789178437745e2 + (r * (1.9715909503065514427e3 + (r * (1.3731693765509461125e4 + (r * (4.5921953931549871457e4 + (r * (6.7265770927008700853e4 + (r * (3.3430575583588128105e4 + (2.5090809287301226727e3 * r)))))))))))));
        var below = 1.0 + (r * (4.2313330701600911252e1 + (r * (6.8718700749205790830e2 + (r * (5.3941960214247511077e3 + (r * (2.1213794301586595867e4 + (r * (3.9307895800092710610e4 + (r * (2.8729085735721942674e4 + (5.2264952788528545610e3 * r)))))))))))));
        return above / below;
    }

    /// <summary>The quotient for the tails down to about 1e-11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Middle<T>(T r)
        where T : struct, ILanes<T>
    {
        var above = 1.42343711074968357734e0 + (r * (4.63033784615654529590e0 + (r * (5.76949722146069140550e0 + (r * (3.64784832476320460504e0 + (r * (1.27045825245236838258e0 + (r * (2.41780725177450611770e-1 + (r * (2.27238449892691845833e-2 + (7.74545014278341407640e-4 * r)))))))))))));
        var below = 1.0 + (r * (2.05319162663775882187e0 + (r * (1.67638483018380384940e0 + (r * (6.89767334985100004550e-1 + (r * (1.48103976427480074590e-1 + (r * (1.51986665636164571966e-2 + (r * (5.47593808499534494600e-4 + (1.05075007164441684324e-9 * r)))))))))))));
        return above / below;
    }

    /// <summary>The quotient for the tails beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Far<T>(T r)
        where T : struct, ILanes<T>
    {
        var above = 6.65790464350110377720e0 + (r * (5.46378491116411436990e0 + (r * (1.78482653991729133580e0 + (r * (2.96560571828504891230e-1 + (r * (2.65321895265761230930e-2 + (r * (1.24266094738807843860e-3 + (r * (2.71155556874348757815e-5 + (2.01033439929228813265e-7 * r)))))))))))));
        var below = 1.0 + (r * (5.99832206555887937690e-1 + (r * (1.36929880922735805310e-1 + (r * (1.48753612908506148525e-2 + (r * (7.86869131145613259100e-4 + (r * (1.84631831751005468180e-5 + (r * (1.42151175831644588870e-7 + (2.04426310338993978564e-15 * r)))))))))))));
        return above / below;
    }

    static double Scale(double y, int k)
    {
        if (k is > -1022 and < 1023) return y * BitConverter.Int64BitsToDouble((long)(1023 + k) << 52);
        var half = k / 2;
        return y * BitConverter.Int64BitsToDouble((long)(1023 + half) << 52) * BitConverter.Int64BitsToDouble((long)(1023 + k - half) << 52);
    }
}
