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
}
