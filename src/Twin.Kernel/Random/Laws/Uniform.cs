namespace Twin.Kernel;

/// <summary>Uniform between two bounds.</summary>
public sealed record Uniform : Distribution, IInvertible
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is below <paramref name="low"/>.</exception>
    public Uniform(double low, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        (Low, High) = (Finite(low, nameof(low)), Finite(high, nameof(high)));
    }

    public double Low { get; }

    public double High { get; }

    public override double Mean => (Low + High) / 2;

    public override double Sample(ref Draw draw) => Low + ((High - Low) * draw.NextUniform());

    public double Quantile(double p) => Low + ((High - Low) * Probability.Inner(p));

    public override double Cdf(double x) => x < Low ? 0 : x >= High ? 1 : (x - Low) / (High - Low);

    public override double PartialMean(double x) => x < Low ? 0 : x >= High ? Mean : Cdf(x) * (Low + x) / 2;
}
