namespace Twin.SupplyChain;

/// <summary>Everything that exists in a supply chain, and everything that will be done to it: what a run starts from.</summary>
/// <remarks>
/// A network is data. Every name in it exists, every number is in range: whoever makes one (see Twin.Scenarios) has
/// checked it, and <see cref="NetworkIndex"/> refuses one that is not sound. The order of its lists means nothing.
/// </remarks>
public sealed record Network
{
    /// <summary>The first day simulated.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The first day not simulated any more.</summary>
    public required DateOnly End { get; init; }

    /// <summary>What the ledger counts grams of, in oxide equivalent: LaCe, NdPr, Dy, …</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The regions, in the order that reports show them: id and name.</summary>
    public required IReadOnlyList<(string Id, string Name)> Regions { get; init; }

    /// <summary>The sectors of demand, in the order that reports show them: id and name.</summary>
    public required IReadOnlyList<(string Id, string Name)> Sectors { get; init; }

    public required IReadOnlyList<Material> Materials { get; init; }

    public required IReadOnlyList<Site> Sites { get; init; }

    public required IReadOnlyList<Lane> Lanes { get; init; }

    public required IReadOnlyList<Contract> Contracts { get; init; }

    public required IReadOnlyList<Demand> Demands { get; init; }

    public IReadOnlyList<Policy> Policies { get; init; } = [];

    /// <summary>The region whose controls are asked about: totals are also given for all others together. Null for none.</summary>
    public string? Acting { get; init; }

    /// <summary>The regions whose content is followed through the chain, beside those that a policy asks for. A run and its twin follow the same.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Where prices are made: id and regions of each zone; empty for one zone, the world. Every region is in one.</summary>
    public IReadOnlyList<(string Id, IReadOnlySet<string> Regions)> Zones { get; init; } = [];

    /// <summary>What is bought at another price than the zone's quotation; nothing, in zones that are not among them.</summary>
    public IReadOnlyList<ContractPrices> ContractPrices { get; init; } = [];

    public IReadOnlyList<Disruption> Disruptions { get; init; } = [];

    /// <summary>The materials whose use counts in fill rates and unmet tonnes; the others' use is kept apart. Magnets, for rare earths.</summary>
    public required IReadOnlySet<string> Finished { get; init; }
}
