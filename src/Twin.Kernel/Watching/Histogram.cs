namespace Twin.Kernel;

/// <summary>How often values lie where: bins of equal width, and two for what lies outside. Counts, or weights such as time.</summary>
public sealed class Histogram : Part
{
    readonly double[] _weights;
    readonly double _low;
    readonly double _width;

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="low">Lower end of the first bin, which belongs to it.</param>
    /// <param name="width">Width of a bin, above 0.</param>
    /// <param name="bins">How many, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    public Histogram(Simulation simulation, double low, double width, int bins)
        : base(simulation)
    {
        if (!double.IsFinite(low)) throw new ArgumentOutOfRangeException(nameof(low), low, "a bin begins at a number");
        if (!(width > 0) || !double.IsFinite(width)) throw new ArgumentOutOfRangeException(nameof(width), width, "a bin is wider than 0");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        (_low, _width, _weights) = (low, width, new double[bins]);
    }

    /// <summary>How many bins there are.</summary>
    public int Bins => _weights.Length;

    /// <summary>The weight of a bin; with no weights given, how many values lie in it.</summary>
    /// <param name="bin">0 to <see cref="Bins"/> − 1.</param>
    public double this[int bin]
    {
        get
        {
            Refresh();
            return _weights[bin];
        }
    }

    /// <summary>The weight of what lies below the first bin.</summary>
    public double Below
    {
        get
        {
            Refresh();
            return field;
        }

        private set;
    }

    /// <summary>The weight of what lies at or above the end of the last bin.</summary>
    public double Above
    {
        get
        {
            Refresh();
            return field;
        }

        private set;
    }

    /// <summary>The weight of all.</summary>
    public double Total
    {
        get
        {
            Refresh();
            var sum = Below + Above;
            foreach (var weight in _weights) sum += weight;
            return sum;
        }
    }

    /// <summary>Takes a value.</summary>
    /// <param name="value">A number.</param>
    /// <param name="weight">What it counts; not negative.</param>
    public void Add(double value, double weight = 1)
    {
        if (double.IsNaN(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "a histogram takes numbers");
        if (!(weight >= 0)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "a weight is not negative");
        Refresh();
        var bin = Math.Floor((value - _low) / _width);
        if (bin < 0) Below += weight;
        else if (bin >= _weights.Length) Above += weight;
        else _weights[(int)bin] += weight;
    }

    /// <summary>Below what a share of the weight lies, evenly within a bin: off by no more than the width of one.</summary>
    /// <param name="share">Above 0, below 1.</param>
    /// <returns>−∞ or +∞ where it lies outside of the bins; not a number while nothing has come.</returns>
    public double Quantile(double share)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "a share lies between 0 and 1");
        var total = Total;
        if (total == 0) return double.NaN;

        var left = (share * total) - Below;
        if (left < 0) return double.NegativeInfinity;
        for (var bin = 0; bin < _weights.Length; bin++)
        {
            if (left <= _weights[bin] && _weights[bin] > 0) return _low + ((bin + (left / _weights[bin])) * _width);
            left -= _weights[bin];
        }

        return double.PositiveInfinity;
    }

    /// <summary>Forgets what has come so far: the end of a warm-up.</summary>
    public void Restart()
    {
        Refresh();
        Renew();
    }

    private protected override void Renew()
    {
        Array.Clear(_weights);
        (Below, Above) = (0, 0);
    }
}
