using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What a site is to people who read results. The engine does not look at it: sites differ by their recipes.</summary>
public enum SiteKind
{
    Mine,
    Cracking,
    Refinery,
    Recycler,
    MetalMaker,
    MagnetMaker,
    Market,
    Stockpile,
}

/// <summary>How a seller shares out a stock that does not cover its order book.</summary>
public enum AllocationRule
{
    /// <summary>In proportion to what each buyer has open.</summary>
    ProRata,

    /// <summary>Buyers in the seller's own region first, pro rata among them; then the others, pro rata.</summary>
    DomesticFirst,

    /// <summary>By the priority of the contract, lower numbers first; pro rata within one priority.</summary>
    ContractPriority,
}

/// <summary>A place with stocks, and recipes that turn some of them into others: mine, refinery, magnet plant, market.</summary>
/// <remarks>
/// A market is a site without recipes: what it buys is what it sells, and the demands of its region draw from it.
/// A stockpile is a site without recipes and without purchases.
/// </remarks>
public sealed record Site
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required SiteKind Kind { get; init; }

    public required string Country { get; init; }

    /// <summary>The region that results and policies speak of: CN, EU, JP, …</summary>
    public required string Region { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string Operator { get; init; } = "";

    /// <summary>In order of preference: the first makes what it can of what is wanted, the next the rest.</summary>
    public IReadOnlyList<Recipe> Recipes { get; init; } = [];

    /// <summary>What the recipes without a capacity of their own share [t of driver output a year]; null where every recipe has one.</summary>
    public Course? Capacity { get; init; }

    /// <summary>Stock of each input that it aims to hold above its lead time [days of use].</summary>
    public Course InputCover { get; init; } = Course.Level(0);

    /// <summary>Stock of each driver output that it aims to hold above its cycle time [days of sales].</summary>
    public Course OutputCover { get; init; } = Course.Level(0);

    /// <summary>Room for each driver output [days of capacity]; infinite for none. A full store stops the recipe.</summary>
    public double Room { get; init; } = 60;

    public AllocationRule Allocation { get; init; } = AllocationRule.ProRata;

    public Reliability? Fails { get; init; }

    /// <summary>Stocks at the start beyond what the balanced start needs: material and tonnes of its basis.</summary>
    public IReadOnlyList<(string Material, Estimate Tonnes)> Stocks { get; init; } = [];
}

/// <summary>How a site breaks down by itself.</summary>
/// <param name="TimeBetweenFailures">Mean calendar days from one failure to the next; the law is exponential.</param>
/// <param name="Repair">Days until it is repaired.</param>
/// <param name="Loss">Share of capacity lost while down, above 0 and up to 1.</param>
public sealed record Reliability(Estimate TimeBetweenFailures, Distribution Repair, Estimate Loss);
