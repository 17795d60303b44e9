using System.Runtime.Intrinsics;

namespace Twin.Kernel;

// Many numbers at once, in vectors of four, each with the bits that it has alone.
public static partial class ExactMath
{
    /// <summary>e to the power of each: the same bits as <see cref="Exp(double)"/>.</summary>
    /// <param name="x">The exponents.</param>
    /// <param name="result">Where the powers go; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static void Exp(ReadOnlySpan<double> x, Span<double> result)
    {
        if (x.Length != result.Length) throw new ArgumentException("as many results as numbers", nameof(result));
        var i = 0;
        for (; i + Four.Count <= x.Length; i += Four.Count)
        {
            var four = Vector256.Create(x[i..]);
            if (Vector256.LessThanAll(Vector256.Abs(four), Vector256.Create(700.0))) Exp(four).CopyTo(result[i..]);
            else One(x[i..(i + Four.Count)], result[i..]);
        }

        One(x[i..], result[i..]);

        static void One(ReadOnlySpan<double> x, Span<double> result)
        {
            for (var i = 0; i < x.Length; i++) result[i] = Exp(x[i]);
        }
    }

    /// <summary>The same for four numbers whose powers are normal.</summary>
    static Vector256<double> Exp(Vector256<double> x)
    {
        var k = Vector256.Floor((x * OneOverLn2) + Vector256.Create(0.5));

        // A whole number added to 3 × 2^51 stands in the last bits of the sum.
        var power = ((k + Vector256.Create(6755399441055744.0)).AsInt64() + Vector256.Create(1023L)) << 52;
        return Reduced(new Four(x), new Four(k)).Values * power.AsDouble();
    }

    /// <summary>The inverse of the standard normal distribution function of each: the same bits as <see cref="InverseNormal(double)"/>.</summary>
    /// <param name="p">Above 0 and below 1, each.</param>
    /// <param name="result">Where the inverses go; may be <paramref name="p"/>.</param>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static void InverseNormal(ReadOnlySpan<double> p, Span<double> result)
    {
        if (p.Length != result.Length) throw new ArgumentException("as many results as numbers", nameof(result));
        var i = 0;
        for (; i + Four.Count <= p.Length; i += Four.Count)
        {
            var four = Vector256.Create(p[i..]);
            var q = four - Vector256.Create(0.5);
            var tails = Vector256.GreaterThan(Vector256.Abs(q), Vector256.Create(0.425)).ExtractMostSignificantBits();
            (q * Near(new Four(Vector256.Create(0.180625) - (q * q))).Values).CopyTo(result[i..]);
            for (var t = 0; tails != 0; t++, tails >>= 1)
            {
                // Three in twenty: each on its own.
                if ((tails & 1) != 0) result[i + t] = InverseNormal(four[t]);
            }
        }

        for (; i < p.Length; i++) result[i] = InverseNormal(p[i]);
    }
}
