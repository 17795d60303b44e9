namespace Twin.Kernel;

/// <summary>Poisson: how many, if each comes by itself. A whole number, not negative.</summary>
/// <remarks>
/// Below a mean of 10 by inversion, searching upwards: monotone. From 10 on by transformed rejection, PTRS: Hörmann, The
/// transformed rejection method for generating Poisson random variables, Insurance: Mathematics and Economics 12 (1993)
/// 39–45, https://doi.org/10.1016/0167-6687(93)90997-4.
/// </remarks>
public sealed record Poisson : Distribution
{
    const double Large = 10;

    // Below a mean of 10, less than 1e-40 of the mass lies above this; rounding could else search for ever.
    const int Farthest = 100;

    readonly double _none;

    /// <param name="mean">From 0 to 1e9.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public Poisson(double mean)
    {
        Mean = Within(0, 1e9, mean, nameof(mean));
        _none = ExactMath.Exp(-mean);
    }

    public override double Mean { get; }

    public override double Sample(ref Draw draw) => Mean < Large ? Search(draw.NextUniform()) : Reject(ref draw);

    public override double Cdf(double x) => x < 0 ? 0 : Mean == 0 || double.IsPositiveInfinity(x) ? 1 : ExactMath.GammaAbove(Math.Floor(x) + 1, Mean);

    // k p(k) = m p(k − 1).
    public override double PartialMean(double x) => Mean * Cdf(x - 1);

    double Search(double u)
    {
        var (k, probability) = (0, _none);
        while (u > probability && k < Farthest)
        {
            u -= probability;
            k++;
            probability *= Mean / k;
        }

        return k;
    }

    double Reject(ref Draw draw)
    {
        // The constants are Hörmann's, table 1 and section 3.
        var b = 0.931 + (2.53 * Math.Sqrt(Mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var (u, v) = (draw.NextUniform() - 0.5, draw.NextUniform());
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + Mean + 0.43);
            if (us >= 0.07 && v <= squeeze) return k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            if (ExactMath.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= ExactMath.LogPoisson(k, Mean)) return k;
        }
    }
}
