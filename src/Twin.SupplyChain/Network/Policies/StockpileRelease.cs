namespace Twin.SupplyChain;

/// <summary>A stockpile opens its doors, to whom it is meant for and no faster than it can.</summary>
/// <remarks>
/// Law: while it is open, each of its buyers asks at each review for what its other sellers leave unfilled of what it
/// needs until the next, and cancels as much with them; what leaves in a week is no more than <see cref="PerWeek"/> × what
/// the stockpile held when it opened, over all buyers together, and while stocks last. It is open when in force; where
/// <see cref="When"/> is named, only while that policy is in force too; where <see cref="WhenFillBelow"/> is set, only for the
/// materials of which one of its buyers is badly served by its other sellers, as it sees itself once a week. When it is not open
/// nothing leaves a stockpile.
/// </remarks>
public sealed record StockpileRelease : Policy
{
    /// <summary>The stockpile; its buyers are those that have a contract with it.</summary>
    public required string Site { get; init; }

    /// <summary>Most of it that leaves in a week, as a share of what it held when it opened, above 0 and up to 1.</summary>
    public Estimate PerWeek { get; init; } = Estimate.Certain(1);

    /// <summary>The policy that it answers; null for none.</summary>
    public string? When { get; init; }

    /// <summary>Smoothed fill below which a buyer is badly served, 0 to 1; 0 to open whatever they get.</summary>
    public double WhenFillBelow { get; init; }
}
