using Twin.Kernel;

namespace Twin.Experiments;

/// <summary>How much of a variance is due to one input.</summary>
/// <param name="First">By itself: what the variance would fall by if it were known, as a share; with its 95 % bootstrap interval.</param>
/// <param name="Total">With all that it does together with others; with its 95 % bootstrap interval.</param>
public readonly record struct SobolIndex(Interval First, Interval Total);

/// <summary>Sobol indices from a design of Saltelli: rows A and B drawn independently, and A with one input at a time out of B.</summary>
/// <remarks>
/// First order after Saltelli et al. 2010, https://doi.org/10.1016/j.cpc.2009.09.018, table 2 (b); total order after Jansen 1999,
/// table 2 (f). Intervals by bootstrap over rows. Estimates may lie a little outside 0 to 1.
/// </remarks>
public static class Sobol
{
    const int Resamples = 1000;

    /// <param name="a">The answers to A, row by row.</param>
    /// <param name="b">The answers to B.</param>
    /// <param name="mixed">For each input, the answers to A with this input out of B.</param>
    /// <returns>One index an input; all nought where the answers do not vary.</returns>
    /// <exception cref="ArgumentException">They are not of one length, or fewer than two.</exception>
    public static IReadOnlyList<SobolIndex> Of(double[] a, double[] b, IReadOnlyList<double[]> mixed)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(mixed);
        if (a.Length < 2 || b.Length != a.Length || mixed.Any(m => m.Length != a.Length)) throw new ArgumentException("two rows or more, and as many of each kind");

        var n = a.Length;
        int[] all = [.. Enumerable.Range(0, n)];
        var (first, total) = (new double[mixed.Count][], new double[mixed.Count][]);
        for (var i = 0; i < mixed.Count; i++) (first[i], total[i]) = (new double[Resamples], new double[Resamples]);
        var rows = new int[n];
        for (var s = 0; s < Resamples; s++)
        {
            var draw = new RandomStream((ulong)n, s, "sobol", "bootstrap").At(0);
            for (var r = 0; r < n; r++) rows[r] = (int)(draw.NextUniform() * n);
            for (var i = 0; i < mixed.Count; i++) (first[i][s], total[i][s]) = Estimate(a, b, mixed[i], rows);
        }

        return [.. mixed.Select((m, i) => Index(Estimate(a, b, m, all), first[i], total[i]))];
    }

    static SobolIndex Index((double First, double Total) point, double[] first, double[] total)
    {
        Array.Sort(first);
        Array.Sort(total);
        return new SobolIndex(
            new Interval(point.First, Quantiles.Of(first, 0.025), Quantiles.Of(first, 0.975)),
            new Interval(point.Total, Quantiles.Of(total, 0.025), Quantiles.Of(total, 0.975)));
    }

    static (double First, double Total) Estimate(double[] a, double[] b, double[] mixed, int[] rows)
    {
        var mean = 0.0;
        foreach (var r in rows) mean += a[r] + b[r];
        mean /= 2 * rows.Length;
        var (variance, first, total) = (0.0, 0.0, 0.0);
        foreach (var r in rows)
        {
            variance += ((a[r] - mean) * (a[r] - mean)) + ((b[r] - mean) * (b[r] - mean));
            first += (b[r] - mean) * (mixed[r] - a[r]);
            total += (a[r] - mixed[r]) * (a[r] - mixed[r]);
        }

        variance /= (2 * rows.Length) - 1;
        return variance > 0 ? (first / rows.Length / variance, total / (2 * rows.Length) / variance) : (0, 0);
    }
}
