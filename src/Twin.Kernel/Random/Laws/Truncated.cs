namespace Twin.Kernel;

/// <summary>A law given that its value lies in an interval, both ends included.</summary>
/// <remarks>
/// An <see cref="IInvertible"/> law is inverted between the probabilities of the two ends: monotone, one uniform number.
/// They are known to 1e-16, so that of an interval with a millionth of the mass a probability is known to 1e-10. Other
/// laws are drawn until the value fits, 1 / mass times on average.
/// </remarks>
public sealed record Truncated : Distribution
{
    /// <summary>The least mass of an interval of a law that is inverted.</summary>
    public const double LeastMassToInvert = 1e-6;

    /// <summary>The least mass of an interval of a law that is drawn until it fits.</summary>
    public const double LeastMassToReject = 1e-3;

    // At the least mass, more draws than this have a probability of 1e-43: it is the law's Cdf that is wrong then.
    const int MostDraws = 100_000;

    readonly double _below;
    readonly double _mass;

    /// <param name="law">The law to cut.</param>
    /// <param name="low">Lowest value; may be −∞.</param>
    /// <param name="high">Highest value; may be ∞.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is below <paramref name="low"/>, or one is not a number.</exception>
    /// <exception cref="ArgumentException">The interval carries practically no mass of the law.</exception>
    public Truncated(Distribution law, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (double.IsNaN(low)) throw new ArgumentOutOfRangeException(nameof(low), low, "a bound must be a number");
        if (!(high >= low)) throw new ArgumentOutOfRangeException(nameof(high), high, $"the upper bound must be a number and not below the lower, {low}");

        (Law, Low, High) = (law, low, high);
        _below = Below(law.Cdf);
        _mass = (double.IsPositiveInfinity(high) ? 1 : law.Cdf(high)) - _below;
        var least = law is IInvertible ? LeastMassToInvert : LeastMassToReject;
        if (!(_mass >= least)) throw new ArgumentException($"from {low} to {high} lies {_mass:G3} of the mass of {law}; to draw from it there must be at least {least}");

        var partial = (double.IsPositiveInfinity(high) ? law.Mean : law.PartialMean(high)) - Below(law.PartialMean);
        Mean = Math.Clamp(partial / _mass, low, high);
    }

    public Distribution Law { get; }

    public double Low { get; }

    public double High { get; }

    public override double Mean { get; }

    public override double Sample(ref Draw draw)
    {
        if (Law is IInvertible invertible)
        {
            var p = Math.Min(_below + (draw.NextUniform() * _mass), 1 - 1.1102230246251565e-16);
            return Math.Clamp(invertible.Quantile(p), Low, High);
        }

        for (var i = 0; i < MostDraws; i++)
        {
            var value = Law.Sample(ref draw);
            if (value >= Low && value <= High) return value;
        }

        throw new InvalidOperationException($"{MostDraws} draws of {Law} gave none from {Low} to {High}, where its distribution function has {_mass:G3} of the mass");
    }

    public override double Cdf(double x) => x < Low ? 0 : x >= High ? 1 : Math.Clamp((Law.Cdf(x) - _below) / _mass, 0, 1);

    public override double PartialMean(double x) => x < Low ? 0 : x >= High ? Mean : (Law.PartialMean(x) - Below(Law.PartialMean)) / _mass;

    // What lies strictly below the lower end: of a law of steps, the step there is inside.
    double Below(Func<double, double> upTo) => double.IsNegativeInfinity(Low) ? 0 : upTo(Math.BitDecrement(Low));
}
