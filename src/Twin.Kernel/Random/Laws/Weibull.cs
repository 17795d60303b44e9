namespace Twin.Kernel;

/// <summary>Weibull: times to failure. A shape below 1 is infant mortality, 1 is the exponential law, above 1 is wear.</summary>
/// <remarks>Weibull, A statistical distribution function of wide applicability, Journal of Applied Mechanics 18 (1951) 293–297.</remarks>
public sealed record Weibull : Distribution, IInvertible
{
    /// <param name="shape">From 0.01 to 1e9.</param>
    /// <param name="scale">What 63.2 % of the mass lies below; above 0, in the unit of the value.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside of these, or the mean is too large for a number.</exception>
    public Weibull(double shape, double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        (Shape, Scale) = (Within(0.01, 1e9, shape, nameof(shape)), Finite(scale, nameof(scale)));
        Mean = Finite(scale * ExactMath.Exp(ExactMath.LogGamma(1 + (1 / shape))), nameof(scale));
    }

    public double Shape { get; }

    public double Scale { get; }

    public override double Mean { get; }

    public override double Sample(ref Draw draw) => Inverse(draw.NextUniform());

    public double Quantile(double p) => Inverse(Probability.Inner(p));

    public override double Cdf(double x) => x <= 0 ? 0 : double.IsPositiveInfinity(x) ? 1 : -ExactMath.ExpMinusOne(-ExactMath.Pow(x / Scale, Shape));

    public override double PartialMean(double x) =>
        x <= 0 ? 0 : double.IsPositiveInfinity(x) ? Mean : Mean * ExactMath.GammaBelow(1 + (1 / Shape), ExactMath.Pow(x / Scale, Shape));

    double Inverse(double p) => Scale * ExactMath.Pow(-ExactMath.LogOnePlus(-p), 1 / Shape);
}
