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

/// <summary>A price that follows scarcity, and users who follow what they pay.</summary>
/// <remarks>
/// Law, weekly and zone by zone: the quotation is p = p0 · min(<paramref name="Most"/>, (cover* / cover)^<paramref name="Beta"/>), with cover
/// the days of use that all stocks of the zone hold and cover* what they held at the start. What is paid is p, but for
/// <see cref="ContractPrices"/>.
/// </remarks>
/// <param name="Start">p0 [USD per t of the material's basis].</param>
/// <param name="Beta">Exponent, 0 or more.</param>
/// <param name="Most">Largest multiple of p0, at least 1.</param>
/// <param name="Users">How users answer to it, but for those who have an elasticity of their own (<see cref="Demand.Elasticity"/>).</param>
public sealed record PriceLaw(Estimate Start, Estimate Beta, double Most, PriceElasticity Users);

/// <summary>How users answer to what they pay: at once, and when all has adjusted.</summary>
/// <remarks>
/// Law, weekly: they want e^(εs·x + (εl − εs)·x̄) of what they would, x = ln(paid / p0), x̄ its exponential mean over
/// <paramref name="Years"/>: the partial adjustment of Nerlove (1958, The Dynamics of Supply).
/// </remarks>
/// <param name="ShortRun">εs, elasticity of demand at once, 0 or less.</param>
/// <param name="LongRun">εl, elasticity when all has adjusted, 0 or less.</param>
/// <param name="Years">Mean lag of adjustment [years], above 0.</param>
public sealed record PriceElasticity(Estimate ShortRun, Estimate LongRun, double Years)
{
    /// <summary>Whether they answer at all.</summary>
    public bool Moves => ShortRun.Low < 0 || LongRun.Low < 0;
}

/// <summary>Contracts that do not cost what is quoted where their buyers are.</summary>
/// <remarks>
/// Law: in the zone a tonne costs (1 − c)·p + c·p', with c the <paramref name="Share"/>, p the zone's quotation and p' the price
/// of contracts: the quotation of the zone that they follow, or else p0. Users and producers answer to what a tonne costs. A
/// quotation is the price of the next tonne, and who pays most is served first by it.
/// </remarks>
/// <param name="Zone">The buyers' zone; none has two.</param>
/// <param name="Share">How much of what they buy goes by contract, of any material [1]; 0 to 1.</param>
/// <param name="Follows">The zone whose quotation the contracts follow; null where they keep the price of the start.</param>
public sealed record ContractPrices(string Zone, Estimate Share, string? Follows);
