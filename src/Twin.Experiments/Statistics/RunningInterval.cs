namespace Twin.Experiments;

/// <summary>The interval of a mean as values come in, in order: Welford's sums, of the means of so many repeats each.</summary>
/// <param name="repeats">How many values in a row make one.</param>
/// <param name="cap">What larger values count as.</param>
public sealed class RunningInterval(int repeats, double cap)
{
    int _groups;
    int _inGroup;
    double _group;
    double _mean;
    double _squares;

    public void Add(double value)
    {
        _group += Math.Min(value, cap);
        if (++_inGroup < repeats) return;
        var x = _group / repeats;
        (_group, _inGroup) = (0, 0);
        _groups++;
        var step = x - _mean;
        _mean += step / _groups;
        _squares += step * (x - _mean);
    }

    /// <summary>The 95 % interval of the mean so far; null with fewer than two.</summary>
    public Interval? Now
    {
        get
        {
            if (_groups < 2) return null;
            var half = StudentT.Quantile95(_groups - 1) * Math.Sqrt(_squares / (_groups - 1) / _groups);
            return new Interval(_mean, _mean - half, _mean + half);
        }
    }

    /// <summary>Whether the half-width is at most γ/(1 + γ) of the mean; never with a mean of nought.</summary>
    public bool IsWithin(double relative)
    {
        if (Now is not { } now) return false;
        var half = (now.High - now.Low) / 2;
        return _mean != 0 && half <= Math.Abs(_mean) * relative / (1 + relative);
    }
}
