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

    /// <summary>How its price moves; null for a material without one.</summary>
    public PriceLaw? Price { get; init; }
}

/// <summary>A price that follows scarcity, and users who follow the price.</summary>
/// <remarks>
/// Law, weekly and zone by zone: p = p0 · min(<paramref name="Most"/>, (cover* / cover)^<paramref name="Beta"/>), with cover
/// the days of use that all stocks of the zone hold and cover* what they held at the start; users want
/// e^(εs·x + (εl − εs)·x̄) of what they would, x = ln(p / p0), x̄ its exponential mean over <paramref name="Years"/>: the
/// partial adjustment of Nerlove (1958, The Dynamics of Supply).
/// </remarks>
/// <param name="Start">p0 [USD per t of the material's basis].</param>
/// <param name="Beta">Exponent, 0 or more.</param>
/// <param name="Most">Largest multiple of p0, at least 1.</param>
/// <param name="ShortRun">Elasticity of demand at once, 0 or less.</param>
/// <param name="LongRun">Elasticity when all has adjusted, 0 or less.</param>
/// <param name="Years">Mean lag of adjustment [years], above 0.</param>
public sealed record PriceLaw(Estimate Start, Estimate Beta, double Most, Estimate ShortRun, Estimate LongRun, double Years)
{
    /// <summary>Whether users follow it at all.</summary>
    public bool MovesUsers => ShortRun.Low < 0 || LongRun.Low < 0;
}
