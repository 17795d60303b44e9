namespace Twin.Experiments;

/// <summary>A mean made surer by something that goes with it and whose own mean is known.</summary>
/// <remarks>
/// ȳ − β (x̄ − μ) with β by least squares, and the interval of the regression line at μ: Student's t with n − 2 degrees, exact where x and
/// y are jointly normal (Law: Simulation Modeling and Analysis, 5th ed., section 11.4; Lavenberg, Welch, Management Science 27, 1981).
/// </remarks>
/// <param name="Mean">The mean, with its 95 % interval.</param>
/// <param name="Gain">Variance of the plain mean over that of this one: how many times fewer replications it needs; infinite where x tells y exactly.</param>
/// <param name="Correlation">Of y with x, −1 to 1.</param>
public readonly record struct ControlVariate(Interval Mean, double Gain, double Correlation)
{
    /// <param name="values">y, one a replication.</param>
    /// <param name="controls">x, of the same replications.</param>
    /// <param name="mean">μ, the true mean of x.</param>
    /// <returns>Null with fewer than four values, or where x or y does not vary.</returns>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static ControlVariate? Of(ReadOnlySpan<double> values, ReadOnlySpan<double> controls, double mean)
    {
        if (values.Length != controls.Length) throw new ArgumentException("one control for each value");
        var n = values.Length;
        if (n < 4) return null;
        var (y, x) = (Moments.Mean(values), Moments.Mean(controls));
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var (dx, dy) = (controls[i] - x, values[i] - y);
            (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
        }

        if (!(xx > 0 && yy > 0)) return null;
        var slope = xy / xx;
        var rest = Math.Max(0, yy - (slope * xy)) / (n - 2);
        var at = y - (slope * (x - mean));
        var half = StudentT.Quantile95(n - 2) * Math.Sqrt(rest * ((1.0 / n) + ((x - mean) * (x - mean) / xx)));
        return new ControlVariate(new Interval(at, at - half, at + half), yy / (n - 1) / rest, xy / Math.Sqrt(xx * yy));
    }
}
