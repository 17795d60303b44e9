namespace Twin.Kernel;

/// <summary>A level that changes in steps, averaged over time: units in use, a queue, a stock. A time-weighted monitor.</summary>
/// <remarks>
/// Each level counts for as long as it lasts, from the last <see cref="Restart()"/> to now. With whole levels the integral
/// is exact up to 2^53 level-milliseconds.
/// </remarks>
public sealed class TimeAverage : Part
{
    readonly double _initial;
    readonly Histogram? _histogram;
    double _level;
    double _area; // level × ms up to _changed
    double _squares; // level² × ms
    double _low;
    double _high;
    long _since;
    long _changed;

    /// <param name="simulation">The run it belongs to.</param>
    /// <param name="level">The level at first.</param>
    /// <param name="histogram">Takes each level with the milliseconds that it lasted; null for none.</param>
    public TimeAverage(Simulation simulation, double level = 0, Histogram? histogram = null)
        : base(simulation)
    {
        if (double.IsNaN(level)) throw new ArgumentOutOfRangeException(nameof(level), level, "a level is a number");
        (_initial, _histogram, _since, _changed) = (level, histogram, simulation.Now.Milliseconds, simulation.Now.Milliseconds);
        Restart(level);
    }

    /// <summary>Watches something of a part by itself: looks whenever the part changes. Made before the run, with the part.</summary>
    /// <param name="part">A resource, stock, store, gate or signal.</param>
    /// <param name="level">What to watch, such as <c>() => kiln.InUse</c>; looks and changes nothing.</param>
    /// <param name="histogram">Takes each level with the milliseconds that it lasted; null for none.</param>
    public static TimeAverage Of(Part part, Func<double> level, Histogram? histogram = null)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(level);
        var average = new TimeAverage(part.Simulation, level(), histogram);
        part.Changed += () => average.Level = level();
        return average;
    }

    /// <summary>The level now. To set it is to change it at this moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to what is no number.</exception>
    public double Level
    {
        get
        {
            Refresh();
            return _level;
        }

        set
        {
            if (double.IsNaN(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "a level is a number");
            Refresh();
            Pass();
            _level = value;
            _low = Math.Min(_low, value);
            _high = Math.Max(_high, value);
        }
    }

    /// <summary>Level times milliseconds, from the restart to now.</summary>
    public double Integral
    {
        get
        {
            Pass();
            return _area;
        }
    }

    /// <summary>The mean over time; the level while no time has passed.</summary>
    public double Mean => Elapsed > 0 ? Integral / Elapsed : Level;

    /// <summary>The variance over time; 0 while no time has passed.</summary>
    public double Variance
    {
        get
        {
            var (elapsed, mean) = (Elapsed, Mean);
            return elapsed > 0 ? Math.Max(0, (_squares / elapsed) - (mean * mean)) : 0;
        }
    }

    /// <summary>The lowest level, however short.</summary>
    public double Min
    {
        get
        {
            Refresh();
            return _low;
        }
    }

    /// <summary>The highest level, however short.</summary>
    public double Max
    {
        get
        {
            Refresh();
            return _high;
        }
    }

    /// <summary>Forgets the past and keeps the level: the end of a warm-up. A histogram is restarted with it.</summary>
    public void Restart()
    {
        Refresh();
        Pass();
        Restart(_level);
        _histogram?.Restart();
    }

    public override string ToString() => FormattableString.Invariant($"mean {Mean:G6} over time, deviation {Math.Sqrt(Variance):G6}, {Min:G6} to {Max:G6}, now {Level:G6}");

    private protected override void Renew()
    {
        (_since, _changed) = (0, 0);
        Restart(_initial);
    }

    double Elapsed
    {
        get
        {
            Refresh();
            return Simulation.Now.Milliseconds - _since;
        }
    }

    void Restart(double level)
    {
        (_level, _low, _high) = (level, level, level);
        (_area, _squares, _since) = (0, 0, _changed);
    }

    /// <summary>Counts the level for the time that has passed since it was counted last.</summary>
    void Pass()
    {
        Refresh();
        var now = Simulation.Now.Milliseconds;
        if (now == _changed) return;
        double lasted = now - _changed;
        _area += _level * lasted;
        _squares += _level * _level * lasted;
        _histogram?.Add(_level, lasted);
        _changed = now;
    }
}
