namespace Twin.SupplyChain;

/// <summary>What a government, or those who answer it, does to a chain for a while.</summary>
/// <remarks>
/// Controls of what may leave: <see cref="ExportBan"/>, <see cref="ExportQuota"/>, <see cref="ExportLicence"/>,
/// <see cref="Tariff"/>. On plants abroad: <see cref="TechnologyBan"/>. Answers: <see cref="StockpileRelease"/>,
/// <see cref="Offtake"/>, <see cref="PriceFloor"/>, <see cref="Subsidy"/>.
/// </remarks>
public abstract record Policy
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The day on which the world hears of it; null for the day on which it begins. Buyers who hoard hear it then.</summary>
    public DateOnly? Announced { get; init; }

    /// <summary>The first day in force.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The first day not in force any more; null for never.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The first day on which anything may differ for it.</summary>
    public DateOnly Felt => Announced is { } announced && announced < From ? announced : From;
}
