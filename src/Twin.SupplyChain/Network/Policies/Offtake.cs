namespace Twin.SupplyChain;

/// <summary>A buyer takes so much of a seller, needed or not, and so keeps it running.</summary>
/// <remarks>Law: while in force, the buyer orders of the seller at least <see cref="Tonnes"/> a year, week by week, whatever its stocks.</remarks>
public sealed record Offtake : Policy
{
    public required string Seller { get; init; }

    public required string Buyer { get; init; }

    public required string Material { get; init; }

    /// <summary>The least that is ordered [t of the material's basis a year].</summary>
    public required Estimate Tonnes { get; init; }
}
