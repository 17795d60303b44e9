namespace Twin.Kernel;

/// <summary>Gamma: the sum of waits, where the shape need not be a whole number.</summary>
/// <remarks>
/// Marsaglia, Tsang, A simple method for generating gamma variables, ACM Transactions on Mathematical Software 26 (2000)
/// 363–372, https://doi.org/10.1145/358407.358414: the cube of a normal, which is rejected in fewer than one in twenty
/// cases. For a shape below 1, section 6 of it; the value may then be too small for a number and is 0.
/// </remarks>
public sealed record Gamma : Distribution
{
    /// <param name="shape">From 1e-6 to 1e9: beyond, the acceptance would lose its digits.</param>
    /// <param name="scale">Above 0, in the unit of the value.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside of these.</exception>
    public Gamma(double shape, double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        (Shape, Scale) = (Within(1e-6, 1e9, shape, nameof(shape)), Finite(scale, nameof(scale)));
        Finite(shape * scale, nameof(scale));
    }

    public double Shape { get; }

    public double Scale { get; }

    public override double Mean => Shape * Scale;

    /// <summary>The law with this mean (above 0) and squared coefficient of variation (from 1e-9 to 1e6).</summary>
    public static Gamma FromMeanAndScv(double mean, double scv) => new(1 / Within(1e-9, 1e6, scv, nameof(scv)), mean * scv);

    public override double Sample(ref Draw draw) => Scale * Standard(Shape, ref draw);

    public override double Cdf(double x) => ExactMath.GammaBelow(Shape, x / Scale);

    public override double PartialMean(double x) => Mean * ExactMath.GammaBelow(Shape + 1, x / Scale);

    /// <summary>A value of scale 1.</summary>
    internal static double Standard(double shape, ref Draw draw)
    {
        if (shape < 1)
        {
            var share = ExactMath.Pow(draw.NextUniform(), 1 / shape);
            return share * Standard(shape + 1, ref draw);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = draw.NextNormal();
            var root = 1 + (c * x);
            if (root <= 0) continue;

            var (v, square, u) = (root * root * root, x * x, draw.NextUniform());
            if (u < 1 - (0.0331 * square * square)) return d * v;
            if (ExactMath.Log(u) < (0.5 * square) + (d * (1 - v + ExactMath.Log(v)))) return d * v;
        }
    }
}
