namespace Twin.Kernel;

/// <summary>Triangular between two bounds, with a mode.</summary>
public sealed record Triangular : Distribution, IInvertible
{
    /// <exception cref="ArgumentOutOfRangeException">Not low ≤ mode ≤ high.</exception>
    public Triangular(double low, double mode, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mode, low);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, mode);
        (Low, Mode, High) = (Finite(low, nameof(low)), mode, Finite(high, nameof(high)));
    }

    public double Low { get; }

    public double Mode { get; }

    public double High { get; }

    public override double Mean => (Low + Mode + High) / 3;

    public override double Sample(ref Draw draw) => Inverse(draw.NextUniform());

    public double Quantile(double p) => Inverse(Probability.Inner(p));

    double Inverse(double u)
    {
        var width = High - Low;
        if (width == 0) return Low;
        return u * width < Mode - Low
            ? Low + Math.Sqrt(u * width * (Mode - Low))
            : High - Math.Sqrt((1 - u) * width * (High - Mode));
    }

    public override double Cdf(double x)
    {
        if (x < Low) return 0;
        if (x >= High) return 1;
        return x < Mode
            ? (x - Low) * (x - Low) / ((High - Low) * (Mode - Low))
            : 1 - ((High - x) * (High - x) / ((High - Low) * (High - Mode)));
    }

    public override double PartialMean(double x)
    {
        if (x < Low) return 0;
        if (x >= High) return Mean;
        var (up, down) = (x - Low, High - x);
        return x < Mode
            ? up * up * (Low + (2 * up / 3)) / ((High - Low) * (Mode - Low))
            : Mean - (down * down * (High - (2 * down / 3)) / ((High - Low) * (High - Mode)));
    }
}
