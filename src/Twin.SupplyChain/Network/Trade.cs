using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>How goods travel and how long it takes.</summary>
/// <param name="Id">Its name in the scenario.</param>
/// <param name="Mode">Sea, rail, truck, air, for people.</param>
/// <param name="Days">Travel time of one shipment [days], drawn for each; rounded to whole days.</param>
/// <param name="Customs">Days at the border, added to each.</param>
public sealed record Lane(string Id, string Mode, Distribution Days, Estimate Customs);

/// <summary>A buyer's standing source for a material.</summary>
/// <param name="Seller">The site that sells.</param>
/// <param name="Buyer">The site that buys: one whose recipe has a slot for the material, or a market.</param>
/// <param name="Material">What is bought.</param>
/// <param name="Share">
/// Share of what the buyer's slot takes in, in content; relative to the other contracts of the slot that are in force
/// (they need not add up to 1).
/// </param>
/// <param name="Lane">How it travels.</param>
public sealed record Contract(string Seller, string Buyer, string Material, double Share, string Lane)
{
    /// <summary>Who is served first under <see cref="AllocationRule.ContractPriority"/>; lower comes first.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>The first day that an order may be placed; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day that no order is placed any more; what is open then is cancelled. Null for never.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>Who uses what: one sector in one region.</summary>
public sealed record Demand
{
    /// <summary>Sector and region: <c>EV.EU</c>.</summary>
    public required string Id { get; init; }

    public required string Sector { get; init; }

    public required string Region { get; init; }

    /// <summary>The market that it draws from.</summary>
    public required string Market { get; init; }

    /// <summary>Use of each material [t of its basis a year].</summary>
    public required IReadOnlyList<(string Material, Course Rate)> Uses { get; init; }

    /// <summary>Buffer that it holds [days of use].</summary>
    public Course Cover { get; init; } = Course.Level(30);

    /// <summary>Coefficient of variation of one week's use, lognormal with mean 1; 0 for none.</summary>
    public double Noise { get; init; }

    /// <summary>Who is served first when the market is short, where the market allocates by priority; lower comes first.</summary>
    public int Priority { get; init; } = 1;
}
