namespace Twin.SupplyChain;

/// <summary>What sort of substance a material is; export controls speak of these.</summary>
public enum MaterialKind
{
    Concentrate,
    Carbonate,
    Oxide,
    Metal,
    Alloy,
    Magnet,
    Scrap,
    Other,
}

/// <summary>A substance that sites hold, ship and turn into others.</summary>
/// <param name="Id">Its name in the scenario.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">What sort of substance it is.</param>
/// <param name="Basis">What its tonnes are tonnes of, as the scenario writes it: <c>t REO</c>, <c>t magnet</c>.</param>
/// <param name="Content">
/// Tonnes of each content group (oxide equivalent) in one tonne of the basis, in the order of
/// <see cref="Network.Groups"/>. The nominal composition: what a stock really holds is counted gram by gram.
/// </param>
public sealed record Material(string Id, string Name, MaterialKind Kind, string Basis, IReadOnlyList<double> Content)
{
    /// <summary>Tonnes of content, all groups together, in one tonne of the basis. The factor between the two.</summary>
    public double ContentPerTonne { get; } = Content.Sum();
}
