namespace Twin.SupplyChain;

/// <summary>Somebody pays producers the difference when the price falls below a floor.</summary>
/// <remarks>Law: while in force, the named sites decide on running, and on how much (<see cref="SupplyResponse"/>), as if the price of the material were at least <see cref="Price"/>.</remarks>
public sealed record PriceFloor : Policy
{
    public required IReadOnlySet<string> Sites { get; init; }

    public required string Material { get; init; }

    /// <summary>The floor [USD per t of the material's basis].</summary>
    public required Estimate Price { get; init; }
}

/// <summary>Somebody pays producers by the tonne.</summary>
/// <remarks>Law: while in force, the named sites decide on running, and on how much, as if the price of the material were higher by <see cref="Amount"/>.</remarks>
public sealed record Subsidy : Policy
{
    public required IReadOnlySet<string> Sites { get; init; }

    public required string Material { get; init; }

    /// <summary>What is paid [USD per t of the material's basis].</summary>
    public required Estimate Amount { get; init; }
}
