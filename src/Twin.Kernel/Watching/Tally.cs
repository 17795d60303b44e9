namespace Twin.Kernel;

/// <summary>Values as they come: waiting times, lot sizes. A sampled monitor.</summary>
/// <remarks>
/// Mean and variance by Welford, Note on a method for calculating corrected sums of squares and products, Technometrics
/// 4 (1962) 419–420: no digits are lost where the mean is large. Values count from the last <see cref="Restart"/>.
/// </remarks>
public sealed class Tally : Part
{
    long _count;
    double _mean;
    double _squares; // of the distances from the mean
    double _low = double.PositiveInfinity;
    double _high = double.NegativeInfinity;

    /// <param name="simulation">The run it belongs to.</param>
    public Tally(Simulation simulation)
        : base(simulation)
    {
    }

    /// <summary>How many values have come.</summary>
    public long Count => Current._count;

    /// <summary>Their mean; not a number while there is none.</summary>
    public double Mean => Count > 0 ? _mean : double.NaN;

    /// <summary>Their sample variance (divisor n − 1); not a number below two values.</summary>
    public double Variance => Count > 1 ? _squares / (_count - 1) : double.NaN;

    /// <summary>Root of the <see cref="Variance"/>.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>The smallest; +∞ while there is none.</summary>
    public double Min => Current._low;

    /// <summary>The largest; −∞ while there is none.</summary>
    public double Max => Current._high;

    /// <summary>Their sum.</summary>
    public double Sum => Current._mean * _count;

    /// <summary>Takes a value.</summary>
    /// <param name="value">A number.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public void Add(double value)
    {
        if (double.IsNaN(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "a tally takes numbers");
        Refresh();
        var distance = value - _mean;
        _mean += distance / ++_count;
        _squares += distance * (value - _mean);
        _low = Math.Min(_low, value);
        _high = Math.Max(_high, value);
    }

    /// <summary>Forgets what has come so far: the end of a warm-up.</summary>
    public void Restart()
    {
        Refresh();
        Renew();
    }

    public override string ToString() => FormattableString.Invariant($"{Count} values, mean {Mean:G6}, deviation {Deviation:G6}, {Min:G6} to {Max:G6}");

    private protected override void Renew() => (_count, _mean, _squares, _low, _high) = (0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);

    Tally Current
    {
        get
        {
            Refresh();
            return this;
        }
    }
}
