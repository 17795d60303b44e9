namespace Twin.Kernel;

/// <summary>Normal.</summary>
public sealed record Normal : Distribution, IInvertible
{
    const double RootTwoPi = 2.5066282746310002;

    public Normal(double mean, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        (Mean, Deviation) = (Finite(mean, nameof(mean)), Finite(deviation, nameof(deviation)));
    }

    public override double Mean { get; }

    public double Deviation { get; }

    public override double Sample(ref Draw draw) => Mean + (Deviation * draw.NextNormal());

    public double Quantile(double p) => Mean + (Deviation * ExactMath.InverseNormal(Probability.Inner(p)));

    public override double Cdf(double x) =>
        Deviation == 0 ? (x < Mean ? 0 : 1) : ExactMath.NormalBelow((x - Mean) / Deviation);

    public override double PartialMean(double x)
    {
        if (Deviation == 0) return x < Mean ? 0 : Mean;
        var z = (x - Mean) / Deviation;
        return (Mean * ExactMath.NormalBelow(z)) - (Deviation * ExactMath.Exp(-0.5 * z * z) / RootTwoPi);
    }
}
