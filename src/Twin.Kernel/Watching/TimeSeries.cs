using System.Runtime.InteropServices;

namespace Twin.Kernel;

/// <summary>Values with their moments, each kept.</summary>
public sealed class TimeSeries : Part
{
    readonly List<Point> _points = [];
    double? _initial; // of what it watches by itself

    /// <param name="simulation">The run it belongs to.</param>
    public TimeSeries(Simulation simulation)
        : base(simulation)
    {
    }

    /// <summary>A value and its moment.</summary>
    public readonly record struct Point(SimTime Time, double Value);

    /// <summary>What was kept, in order of time. Valid until the next value comes.</summary>
    public ReadOnlySpan<Point> Points
    {
        get
        {
            Refresh();
            return CollectionsMarshal.AsSpan(_points);
        }
    }

    /// <summary>Watches something of a part by itself: keeps it now and whenever a change of the part has changed it. Made before the run, with the part.</summary>
    /// <param name="part">A resource, stock, store, gate or signal.</param>
    /// <param name="value">What to watch, such as <c>() => yard.Level</c>; looks and changes nothing.</param>
    public static TimeSeries Of(Part part, Func<double> value)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(value);
        var series = new TimeSeries(part.Simulation) { _initial = value() };
        series.Add(series._initial.Value);
        part.Changed += () => series.AddChange(value());
        return series;
    }

    /// <summary>Keeps a value.</summary>
    public void Add(double value)
    {
        Refresh();
        _points.Add(new Point(Simulation.Now, value));
    }

    /// <summary>Forgets what came before now, but for the last value: the end of a warm-up.</summary>
    public void Restart()
    {
        Refresh();
        if (_points.Count > 1) _points.RemoveRange(0, _points.Count - 1);
    }

    private protected override void Renew()
    {
        _points.Clear();
        if (_initial is { } value) _points.Add(new Point(SimTime.Zero, value));
    }

    void AddChange(double value)
    {
        Refresh();
        if (!_points[^1].Value.Equals(value)) Add(value);
    }
}
