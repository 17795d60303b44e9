namespace Twin.Kernel;

/// <summary>Beta: a share, from 0 to 1.</summary>
/// <remarks>
/// If both shapes are at most 1, Jöhnk's rejection (Erzeugung von betaverteilten und gammaverteilten Zufallszahlen,
/// Metrika 8 (1964) 5–15), which accepts at least every other time, in logarithms, so that tiny shapes do not make 0/0.
/// Otherwise two gammas, of which one is never tiny.
/// </remarks>
public sealed record Beta : Distribution
{
    /// <param name="a">Shape that draws towards 1; from 1e-6 to 1e9.</param>
    /// <param name="b">Shape that draws towards 0; from 1e-6 to 1e9.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside of these.</exception>
    public Beta(double a, double b) => (A, B) = (Within(1e-6, 1e9, a, nameof(a)), Within(1e-6, 1e9, b, nameof(b)));

    public double A { get; }

    public double B { get; }

    public override double Mean => A / (A + B);

    public override double Sample(ref Draw draw)
    {
        if (A > 1 || B > 1)
        {
            var (one, other) = (Gamma.Standard(A, ref draw), Gamma.Standard(B, ref draw));
            return one / (one + other);
        }

        while (true)
        {
            var (x, y) = (ExactMath.Log(draw.NextUniform()) / A, ExactMath.Log(draw.NextUniform()) / B);
            if (ExactMath.Exp(x) + ExactMath.Exp(y) <= 1) return 1 / (1 + ExactMath.Exp(y - x));
        }
    }

    public override double Cdf(double x) => ExactMath.BetaBelow(A, B, x);

    public override double PartialMean(double x) => Mean * ExactMath.BetaBelow(A + 1, B, x);
}
