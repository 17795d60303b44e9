namespace Twin.Kernel;

/// <summary>One of some values, each with a weight.</summary>
/// <remarks>
/// The alias method: two sub-draws (one block of the generator) whatever the number of values. Walker, An efficient
/// method for generating discrete random variables with general distributions, ACM Transactions on Mathematical
/// Software 3 (1977) 253–256, https://doi.org/10.1145/355744.355749; the table by Vose, IEEE Transactions on Software
/// Engineering 17 (1991) 972–975, https://doi.org/10.1109/32.92917. With n values each probability is exact to n 2^-51.
/// </remarks>
public sealed record Discrete : Distribution
{
    readonly double[] _values;
    readonly double[] _probabilities;

    // A column is its own value below its threshold, and that of another column, its alias, above.
    readonly double[] _thresholds;
    readonly int[] _aliases;

    /// <param name="weighted">
    /// Values, finite, and weights, finite and not negative; weights need not sum to 1. A value of weight 0 is never
    /// drawn. The order of the values decides which draw gives which.
    /// </param>
    /// <exception cref="ArgumentException">There is no weight above 0, or they sum to more than a number can hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value or a weight is none.</exception>
    public Discrete(params IEnumerable<(double Value, double Weight)> weighted)
    {
        (double Value, double Weight)[] all = [.. weighted];
        foreach (var (value, weight) in all)
        {
            Finite(value, nameof(weighted));
            if (!(weight >= 0)) throw new ArgumentOutOfRangeException(nameof(weighted), weight, $"the weight of {value} must not be negative");
            Finite(weight, nameof(weighted));
        }

        all = [.. all.Where(w => w.Weight > 0)];
        var total = all.Sum(w => w.Weight);
        if (all.Length == 0) throw new ArgumentException("there must be a value with a weight above 0", nameof(weighted));
        if (double.IsInfinity(total)) throw new ArgumentException("the weights sum to more than a number can hold", nameof(weighted));

        _values = [.. all.Select(w => w.Value)];
        _probabilities = [.. all.Select(w => w.Weight / total)];
        (_thresholds, _aliases) = Table(_probabilities);
        Mean = PartialMean(double.PositiveInfinity);
    }

    public override double Mean { get; }

    public override double Sample(ref Draw draw)
    {
        var column = (int)Math.BigMul(draw.NextBits(), (ulong)_values.Length, out _);
        return _values[draw.NextUniform() < _thresholds[column] ? column : _aliases[column]];
    }

    public override double Cdf(double x)
    {
        var sum = 0.0;
        for (var i = 0; i < _values.Length; i++) if (_values[i] <= x) sum += _probabilities[i];
        return Math.Min(sum, 1);
    }

    public override double PartialMean(double x)
    {
        var sum = 0.0;
        for (var i = 0; i < _values.Length; i++) if (_values[i] <= x) sum += _probabilities[i] * _values[i];
        return sum;
    }

    public bool Equals(Discrete? other) =>
        other is not null && _values.AsSpan().SequenceEqual(other._values) && _probabilities.AsSpan().SequenceEqual(other._probabilities);

    public override int GetHashCode() => HashCode.Combine(_values.Length, _values[0], _probabilities[0]);

    /// <summary>The probability that the table gives to each value, for the tests.</summary>
    internal double[] TableProbabilities()
    {
        var sums = new double[_values.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += _thresholds[i] / sums.Length;
            sums[_aliases[i]] += (1 - _thresholds[i]) / sums.Length;
        }

        return sums;
    }

    static (double[] Thresholds, int[] Aliases) Table(double[] probabilities)
    {
        double[] left = [.. probabilities.Select(p => p * probabilities.Length)];
        int[] aliases = [.. Enumerable.Range(0, left.Length)];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < left.Length; i++) (left[i] < 1 ? small : large).Push(i);

        var thresholds = new double[left.Length];
        Array.Fill(thresholds, 1);
        while (small.Count > 0 && large.Count > 0)
        {
            var (poor, rich) = (small.Pop(), large.Pop());
            (thresholds[poor], aliases[poor]) = (left[poor], rich);
            left[rich] = left[rich] + left[poor] - 1;
            (left[rich] < 1 ? small : large).Push(rich);
        }

        // What is left over differs from 1 by rounding only, and is full.
        return (thresholds, aliases);
    }
}
