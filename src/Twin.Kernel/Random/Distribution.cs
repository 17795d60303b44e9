namespace Twin.Kernel;

/// <summary>A law of chance for a real number. Immutable; two of the same law and parameters are equal.</summary>
/// <remarks>
/// One value is one <see cref="Draw"/>, so that one value never reaches into the next. Where the inverse is known, one
/// uniform number is inverted: monotone, so that common random numbers pair runs well. <see cref="Gamma"/>,
/// <see cref="Beta"/>, a <see cref="Poisson"/> law with a large mean and some <see cref="Truncated"/> laws reject, and
/// take as many sub-draws as that needs; <see cref="Discrete"/> takes two. No value allocates.
/// </remarks>
public abstract record Distribution
{
    /// <summary>Its expectation.</summary>
    public abstract double Mean { get; }

    /// <summary>One value.</summary>
    public abstract double Sample(ref Draw draw);

    /// <summary>The probability of a value of at most <paramref name="x"/>: from 0 to 1. An infinite x is allowed.</summary>
    public abstract double Cdf(double x);

    /// <summary>
    /// The part of <see cref="Mean"/> that values of at most <paramref name="x"/> contribute: the integral of v dF(v) up
    /// to x. Stock theory's expected shortage above x is <c>Mean − PartialMean(x) − x (1 − Cdf(x))</c>.
    /// </summary>
    public abstract double PartialMean(double x);

    private protected static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "a parameter must be a finite number");

    private protected static double Within(double low, double high, double value, string name) =>
        value >= low && value <= high ? value : throw new ArgumentOutOfRangeException(name, value, $"it must be from {low} to {high}");
}

/// <summary>A continuous law whose distribution function has an inverse in closed form.</summary>
public interface IInvertible
{
    /// <summary>The value that <paramref name="p"/> of the mass lies below; never falls as p rises.</summary>
    /// <param name="p">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    double Quantile(double p);
}

/// <summary>What a probability for an inverse has to be.</summary>
static class Probability
{
    public static double Inner(double p) =>
        p > 0 && p < 1 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "a probability to invert must be above 0 and below 1");
}
