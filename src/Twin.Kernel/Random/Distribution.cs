namespace Twin.Kernel;

/// <summary>A law of chance for a real number. Immutable; two of the same law and parameters are equal.</summary>
/// <remarks>
/// All are sampled by inversion of one uniform number: monotone, so that common random numbers pair runs well, and one
/// draw never reaches into the next.
/// </remarks>
public abstract record Distribution
{
    /// <summary>Its expectation.</summary>
    public abstract double Mean { get; }

    /// <summary>One value.</summary>
    public abstract double Sample(ref Draw draw);

    private protected static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "a parameter must be a finite number");
}

/// <summary>Always the same value.</summary>
public sealed record Fixed(double Value) : Distribution
{
    public double Value { get; } = Finite(Value, nameof(Value));

    public override double Mean => Value;

    public override double Sample(ref Draw draw) => Value;
}

/// <summary>Uniform between two bounds.</summary>
public sealed record Uniform : Distribution
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
}

/// <summary>Triangular between two bounds, with a mode.</summary>
public sealed record Triangular : Distribution
{
    /// <exception cref="ArgumentOutOfRangeException">Not low ≤ mode ≤ high.</exception>
    public Triangular(double low, double mode, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mode, low);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, mode);
        (Low, Mode, High) = (Finite(low, nameof(low)), mode, Finite(high, nameof(high)));
    }

    public double Low { get; }

    public double Mode { get; }

    public double High { get; }

    public override double Mean => (Low + Mode + High) / 3;

    public override double Sample(ref Draw draw)
    {
        var (u, width) = (draw.NextUniform(), High - Low);
        if (width == 0) return Low;
        return u * width < Mode - Low
            ? Low + Math.Sqrt(u * width * (Mode - Low))
            : High - Math.Sqrt((1 - u) * width * (High - Mode));
    }
}

/// <summary>Exponential with a mean above 0.</summary>
public sealed record Exponential : Distribution
{
    public Exponential(double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        Mean = Finite(mean, nameof(mean));
    }

    public override double Mean { get; }

    public override double Sample(ref Draw draw) => Mean * draw.NextExponential();
}

/// <summary>Normal.</summary>
public sealed record Normal : Distribution
{
    public Normal(double mean, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        (Mean, Deviation) = (Finite(mean, nameof(mean)), Finite(deviation, nameof(deviation)));
    }

    public override double Mean { get; }

    public double Deviation { get; }

    public override double Sample(ref Draw draw) => Mean + (Deviation * draw.NextNormal());
}

/// <summary>Lognormal: the exponential of a normal law.</summary>
public sealed record LogNormal : Distribution
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
}

/// <summary>One of some values that were observed, each as likely as the others.</summary>
public sealed record Empirical : Distribution
{
    readonly double[] _sorted;

    /// <exception cref="ArgumentException">There is no value.</exception>
    public Empirical(IEnumerable<double> values)
    {
        _sorted = [.. values.Select(v => Finite(v, nameof(values))).Order()];
        if (_sorted.Length == 0) throw new ArgumentException("there must be a value to draw", nameof(values));
    }

    public override double Mean => _sorted.Average();

    public override double Sample(ref Draw draw) => _sorted[(int)(draw.NextUniform() * _sorted.Length)];

    public bool Equals(Empirical? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    public override int GetHashCode() => HashCode.Combine(_sorted.Length, _sorted[0]);
}
