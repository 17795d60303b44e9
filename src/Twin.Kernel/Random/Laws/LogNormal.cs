namespace Twin.Kernel;

/// <summary>Lognormal: the exponential of a normal law.</summary>
public sealed record LogNormal : Distribution, IInvertible
{
    const double Z90 = 1.2815515655446004;

    /// <param name="mu">Mean of the logarithm.</param>
    /// <param name="sigma">Standard deviation of the logarithm; not negative.</param>
    public LogNormal(double mu, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        (Mu, Sigma) = (Finite(mu, nameof(mu)), Finite(sigma, nameof(sigma)));
    }

    public double Mu { get; }

    public double Sigma { get; }

    public override double Mean => ExactMath.Exp(Mu + (Sigma * Sigma / 2));

    /// <summary>The law with this median, and a tenth of its mass above <paramref name="p90"/>; 0 &lt; median ≤ p90.</summary>
    public static LogNormal FromMedianAndP90(double median, double p90)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(median);
        ArgumentOutOfRangeException.ThrowIfLessThan(p90, median);
        return new LogNormal(ExactMath.Log(median), (ExactMath.Log(p90) - ExactMath.Log(median)) / Z90);
    }

    /// <summary>The law with this mean and squared coefficient of variation.</summary>
    public static LogNormal FromMeanAndScv(double mean, double scv)
    {
        var variance = ExactMath.Log(1 + scv);
        return new LogNormal(ExactMath.Log(mean) - (variance / 2), Math.Sqrt(variance));
    }

    public override double Sample(ref Draw draw) => ExactMath.Exp(Mu + (Sigma * draw.NextNormal()));

    public double Quantile(double p) => ExactMath.Exp(Mu + (Sigma * ExactMath.InverseNormal(Probability.Inner(p))));

    public override double Cdf(double x) => Shifted(x, 0);

    // A lognormal law weighted by its value is a lognormal law again, with σ² more of μ.
    public override double PartialMean(double x) => Mean * Shifted(x, Sigma);

    double Shifted(double x, double by)
    {
        if (x <= 0) return 0;
        if (double.IsPositiveInfinity(x)) return 1;
        return Sigma == 0 ? (x < ExactMath.Exp(Mu) ? 0 : 1) : ExactMath.NormalBelow(((ExactMath.Log(x) - Mu) / Sigma) - by);
    }
}
