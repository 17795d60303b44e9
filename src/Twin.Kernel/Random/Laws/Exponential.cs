namespace Twin.Kernel;

/// <summary>Exponential with a mean above 0.</summary>
public sealed record Exponential : Distribution, IInvertible
{
    public Exponential(double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        Mean = Finite(mean, nameof(mean));
    }

    public override double Mean { get; }

    /// <inheritdoc/>
    /// <remarks>Falls as its uniform number u rises: it is the quantile of 1 − u.</remarks>
    public override double Sample(ref Draw draw) => Mean * draw.NextExponential();

    public double Quantile(double p) => -Mean * ExactMath.LogOnePlus(-Probability.Inner(p));

    public override double Cdf(double x) => x <= 0 ? 0 : -ExactMath.ExpMinusOne(-x / Mean);

    public override double PartialMean(double x) => x <= 0 ? 0 : Mean * ExactMath.GammaBelow(2, x / Mean);
}
