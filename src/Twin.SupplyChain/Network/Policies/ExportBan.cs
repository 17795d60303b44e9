namespace Twin.SupplyChain;

/// <summary>Nothing is dispatched, except what leaks.</summary>
/// <remarks>
/// Law: while in force, dispatched on the arc ≤ leakage × what its buyer wants of it, week by week, by its contract and
/// its forecast; and that with the detour's delay. (Not × what it orders: a buyer whose order book is full orders
/// only what it received, and leakage would die out by itself.)
/// </remarks>
public sealed record ExportBan : ExportControl
{
    /// <summary>Share of what is wanted that still gets out through third countries, 0 to 1.</summary>
    public Estimate Leakage { get; init; } = Estimate.Certain(0);

    /// <summary>How much longer what leaks is under way [days].</summary>
    public Estimate Detour { get; init; } = Estimate.Certain(0);

    /// <summary>What the middlemen take [USD per t of the material's basis], on top of the freight.</summary>
    public Estimate DetourCost { get; init; } = Estimate.Certain(0);
}

/// <summary>Another length or depth of some bans, for one run: what a reverse stress test turns.</summary>
/// <param name="Bans">Which, by id.</param>
/// <param name="Days">How long they are in force [days]; 0 for not at all, null for as long as they say.</param>
/// <param name="Leakage">Share that still gets out, 0 to 1; null for what they say.</param>
public sealed record BanShape(IReadOnlySet<string> Bans, int? Days = null, double? Leakage = null);
