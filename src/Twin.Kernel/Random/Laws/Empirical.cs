namespace Twin.Kernel;

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

    public override double Cdf(double x) => (double)Count(x) / _sorted.Length;

    public override double PartialMean(double x)
    {
        var sum = 0.0;
        foreach (var value in _sorted.AsSpan(0, Count(x))) sum += value;
        return sum / _sorted.Length;
    }

    public bool Equals(Empirical? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    public override int GetHashCode() => HashCode.Combine(_sorted.Length, _sorted[0]);

    /// <summary>How many are at most x.</summary>
    int Count(double x)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted[middle] <= x) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
