namespace Twin.SupplyChain;

/// <summary>Equipment and know-how do not leave: plants abroad come later, run up more slowly, and lose more.</summary>
/// <remarks>
/// Law: of the sites named, a plant whose first output falls while the ban is in force starts <see cref="Later"/> days
/// later, takes <see cref="Slower"/> days longer to four fifths, and every recovery of its recipes is lower by
/// <see cref="YieldLoss"/>, for good. A plant that runs already is not touched: it has what it needs.
/// </remarks>
public sealed record TechnologyBan : Policy
{
    /// <summary>The plants abroad that it hurts.</summary>
    public required IReadOnlySet<string> Sites { get; init; }

    /// <summary>Delay of the first output [days].</summary>
    public Estimate Later { get; init; } = Estimate.Certain(0);

    /// <summary>Longer ramp [days].</summary>
    public Estimate Slower { get; init; } = Estimate.Certain(0);

    /// <summary>Points of recovery lost, 0 to 1: 0.1 makes 90 % into 80 %.</summary>
    public Estimate YieldLoss { get; init; } = Estimate.Certain(0);
}
