namespace Twin.Experiments;

/// <summary>An interval that holds the true mean in 95 of 100 studies.</summary>
/// <param name="Mean">The mean of the sample.</param>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Mean, double Low, double High)
{
    /// <summary>Mean ± t(n − 1) s / √n. With one value the interval is the value: nothing is known of its error.</summary>
    public static Interval OfMean(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length);
        var mean = Moments.Mean(values);
        if (values.Length == 1) return new Interval(mean, mean, mean);
        var half = StudentT.Quantile95(values.Length - 1) * Math.Sqrt(Moments.Variance(values, mean) / values.Length);
        return new Interval(mean, mean - half, mean + half);
    }

    /// <summary>The same where so many values in a row share a draw: of their means, since within a group they are not independent.</summary>
    public static Interval OfMean(ReadOnlySpan<double> values, int repeats) => repeats == 1 ? OfMean(values) : OfMean(Repeats.Means(values, repeats));
}

/// <summary>Samples in groups: so many values in a row share a draw of what is not known.</summary>
static class Repeats
{
    /// <summary>The means of the groups; a last group that is not whole counts as it is.</summary>
    public static double[] Means(ReadOnlySpan<double> values, int repeats)
    {
        if (repeats == 1) return values.ToArray();
        var means = new double[(values.Length + repeats - 1) / repeats];
        for (var g = 0; g < means.Length; g++) means[g] = Moments.Mean(values[(g * repeats)..Math.Min(values.Length, (g + 1) * repeats)]);
        return means;
    }

    /// <summary>Share of the variance that is between groups: what is not known, the rest being chance.</summary>
    /// <remarks>One-way analysis of variance with random effects (Searle, Casella, McCulloch: Variance Components, 1992, section 3.3); 0 to 1.</remarks>
    /// <returns>Null with fewer than two whole groups of two, or where nothing varies.</returns>
    public static double? ShareBetween(ReadOnlySpan<double> values, int repeats)
    {
        var groups = values.Length / repeats;
        if (repeats < 2 || groups < 2) return null;
        values = values[..(groups * repeats)];
        var means = Means(values, repeats);
        var within = 0.0;
        for (var g = 0; g < groups; g++) within += Moments.Variance(values.Slice(g * repeats, repeats), means[g]) / groups;
        var between = Math.Max(0, Moments.Variance(means, Moments.Mean(means)) - (within / repeats));
        return between + within > 0 ? between / (between + within) : null;
    }
}

/// <summary>Means and variances, added up in the order of the values: the same bits every time.</summary>
static class Moments
{
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>With n − 1.</summary>
    public static double Variance(ReadOnlySpan<double> values, double mean)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (value - mean) * (value - mean);
        return values.Length > 1 ? sum / (values.Length - 1) : 0;
    }
}

/// <summary>Quantiles of a sample.</summary>
public static class Quantiles
{
    /// <summary>The smallest value that at least a share <paramref name="p"/> of the sample does not exceed (type 1 of Hyndman and Fan 1996).</summary>
    /// <remarks>A value of the sample and never a mixture of two, so that a time beyond the window stays beyond it.</remarks>
    /// <param name="sorted">In ascending order.</param>
    /// <param name="p">Above 0, up to 1.</param>
    public static T Of<T>(ReadOnlySpan<T> sorted, double p) => sorted[Math.Clamp((int)Math.Ceiling((sorted.Length * p) - 1e-9) - 1, 0, sorted.Length - 1)];

    /// <summary>Ranks, from 1, of the two values of a sorted sample between which the quantile lies with at least 95 %.</summary>
    /// <remarks>Exact and free of distribution: from the binomial law, as close to equal tails as it allows.</remarks>
    public static (int Low, int High, double Coverage) Interval(int n, double p)
    {
        var mass = new double[n + 1];
        for (var k = 0; k <= n; k++) mass[k] = Math.Exp(LogChoose(n, k) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p)));
        var (below, low) = (0.0, 0);
        while (below + mass[low] <= 0.025) below += mass[low++];
        var (above, high) = (0.0, n);
        while (above + mass[high] <= 0.025) above += mass[high--];
        return (Math.Max(1, low), Math.Min(n, high + 1), 1 - below - above);
    }

    static double LogChoose(int n, int k)
    {
        var sum = 0.0;
        for (var i = 1; i <= k; i++) sum += Math.Log((double)(n - k + i) / i);
        return sum;
    }
}

/// <summary>The mean of the worst: conditional value at risk.</summary>
/// <param name="Mean">Mean of the largest twentieth of the sample, the value at its edge weighted by what is missing to a twentieth.</param>
/// <param name="Error">Its standard error.</param>
public readonly record struct Tail(double Mean, double Error)
{
    const double Alpha = 0.95;

    /// <summary>The tail of a sample, right for atoms too: min over c of c + E[(X − c)⁺] / (1 − α).</summary>
    /// <remarks>Rockafellar, Uryasev: Optimization of conditional value-at-risk, Journal of Risk 2 (2000) 21–41; the error by its influence function. A little too small in small samples.</remarks>
    /// <param name="sorted">In ascending order, finite.</param>
    public static Tail Of(ReadOnlySpan<double> sorted)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        var edge = Quantiles.Of(sorted, Alpha);
        var (sum, squares, n) = (0.0, 0.0, sorted.Length);
        foreach (var x in sorted)
        {
            var beyond = Math.Max(0, x - edge) / (1 - Alpha);
            sum += beyond;
            squares += beyond * beyond;
        }

        var mean = sum / n;
        return new Tail(edge + mean, Math.Sqrt(Math.Max(0, (squares / n) - (mean * mean)) / n));
    }
}

/// <summary>A variant against another, replication by replication, with the same random numbers.</summary>
/// <param name="Key">The measure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Difference">Variant − base, with its 95 % interval; times beyond the window count as the window's length.</param>
/// <param name="Below">Share of replications in which the variant's value is the lower; ties count one half.</param>
/// <param name="VarianceRatio">(Var variant + Var base) / Var difference: how many times the replications that pairing saved. Null when the difference does not vary, or by less than a millionth of what the two vary by: that is rounding.</param>
public sealed record PairedComparison(string Key, string Unit, Interval Difference, double Below, double? VarianceRatio)
{
    /// <summary>Whether the interval leaves out nought: the two can be told apart.</summary>
    public bool IsDistinguishable => Difference.Low > 0 || Difference.High < 0;

    /// <exception cref="ArgumentException">The samples are not of one length.</exception>
    public static PairedComparison Of(Measure measure, ReadOnlySpan<double> variant, ReadOnlySpan<double> baseline, int repeats = 1)
    {
        if (variant.Length != baseline.Length) throw new ArgumentException("paired samples are of one length");
        var n = variant.Length;
        var (v, b, d) = (new double[n], new double[n], new double[n]);
        var below = 0.0;
        for (var i = 0; i < n; i++)
        {
            (v[i], b[i]) = (Math.Min(variant[i], measure.Cap ?? double.MaxValue), Math.Min(baseline[i], measure.Cap ?? double.MaxValue));
            d[i] = v[i] - b[i];
            below += d[i] < 0 ? 1 : d[i] == 0 ? 0.5 : 0;
        }

        var variance = Moments.Variance(d, Moments.Mean(d));
        var apart = Moments.Variance(v, Moments.Mean(v)) + Moments.Variance(b, Moments.Mean(b));
        return new PairedComparison(measure.Key, measure.Unit, Interval.OfMean(d, repeats), below / n, variance > 1e-12 * apart ? apart / variance : null);
    }
}
