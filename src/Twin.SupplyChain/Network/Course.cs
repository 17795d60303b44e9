namespace Twin.SupplyChain;

/// <summary>A quantity over calendar time: straight lines between dated points, level before the first and after the last.</summary>
/// <remarks>
/// A yearly figure stands on 1 July of its year, so that a line through two yearly figures reproduces both as averages
/// of their years. <see cref="Growth"/> compounds yearly after the last point. The whole course is multiplied by one
/// epistemic <see cref="Factor"/>.
/// </remarks>
public sealed record Course
{
    /// <summary>Dated values, in order of date; at least one.</summary>
    public required IReadOnlyList<(DateOnly Date, double Value)> Points { get; init; }

    /// <summary>Multiplies the whole course; 1 for none.</summary>
    public Estimate Factor { get; init; } = Estimate.Certain(1);

    /// <summary>Yearly growth after the last point, as a share (0.05 is 5 % a year); 0 for none.</summary>
    public Estimate Growth { get; init; } = Estimate.Certain(0);

    /// <summary>Factors of the twelve calendar months, January first; empty for none.</summary>
    /// <remarks>The balanced start does not look at them: it is solved at the level of the year.</remarks>
    public IReadOnlyList<double> Season { get; init; } = [];

    /// <summary>How the quantity comes into being; null where it is there already.</summary>
    public Ramp? Ramp { get; init; }

    /// <summary>The same value at all times.</summary>
    public static Course Level(double value) => new() { Points = [(DateOnly.MinValue, value)] };

    /// <summary>The best value on a day, without season, ramp and growth: the line through the points, times the factor.</summary>
    public double BestOn(DateOnly date)
    {
        var after = Points.Index().FirstOrDefault(p => p.Item.Date > date, (-1, default)).Item1;
        if (after == 0) return Points[0].Value * Factor.Value;
        if (after < 0) return Points[^1].Value * Factor.Value;
        var (from, to) = (Points[after - 1], Points[after]);
        if (from.Date == DateOnly.MinValue) return from.Value * Factor.Value;
        return (from.Value + ((to.Value - from.Value) * (date.DayNumber - from.Date.DayNumber) / (to.Date.DayNumber - from.Date.DayNumber))) * Factor.Value;
    }
}
