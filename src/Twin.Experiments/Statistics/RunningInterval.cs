namespace Twin.Experiments;

/// <summary>The interval of a mean as values come in, in order: Welford's sums, of the means of so many repeats each.</summary>
sealed class RunningInterval(int repeats, double cap)
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

    /// <summary>Whether the half-width is at most γ/(1 + γ) of the mean; never with a mean of nought.</summary>
    public bool IsWithin(double relative)
    {
        if (_groups < 2) return false;
        var half = StudentT.Quantile95(_groups - 1) * Math.Sqrt(_squares / (_groups - 1) / _groups);
        return _mean != 0 && half <= Math.Abs(_mean) * relative / (1 + relative);
    }
}
