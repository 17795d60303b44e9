namespace Twin.SupplyChain;

/// <summary>A duty on what crosses a border: it costs, and moves sourcing where buyers look at cost.</summary>
/// <remarks>
/// Law: a buyer's weight of a source changes by ((price × (1 + rate) + freight) / (price + freight))^−σ, with σ the
/// buyer's elasticity of substitution between sources (Armington 1969, IMF Staff Papers 16:159); with σ = 0 no gram
/// goes another way.
/// </remarks>
public sealed record Tariff : ExportControl
{
    /// <summary>Duty as a share of the price, 0 or more.</summary>
    public required Estimate Rate { get; init; }
}
