namespace Twin.SupplyChain;

/// <summary>Who may use a quota.</summary>
public enum QuotaSharing
{
    /// <summary>Whoever ships first, until it is used up.</summary>
    FirstCome,

    /// <summary>Each arc its part, by what it carried before.</summary>
    ProRata,

    /// <summary>Named sellers, by stated shares; nobody else.</summary>
    Holders,
}

/// <summary>No more than a tonnage leaves in a period, over all destinations together.</summary>
/// <remarks>
/// Law: dispatched in a period ≤ its tonnage, and with <see cref="CarriesOver"/> dispatched since the first period ≤ the
/// tonnage of all periods since. Tonnes are of each material's own basis, as customs count them. Periods begin on
/// the first day in force and last as long as they are stated to.
/// </remarks>
public sealed record ExportQuota : ExportControl
{
    /// <summary>Tonnage a year [t/yr]; null where <see cref="OfNormal"/> says it.</summary>
    public Estimate? Tonnes { get; init; }

    /// <summary>Tonnage as a multiple of what the arcs carried before it began; null where <see cref="Tonnes"/> says it.</summary>
    public Estimate? OfNormal { get; init; }

    /// <summary>Length of a period [days], at least 1.</summary>
    public double Period { get; init; } = 365.25;

    public QuotaSharing Sharing { get; init; }

    /// <summary>Share of each holder, by site; read with <see cref="QuotaSharing.Holders"/> only. They add up to at most 1.</summary>
    public IReadOnlyDictionary<string, double> Holders { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether what is unused at the end of a period may be used in the next.</summary>
    public bool CarriesOver { get; init; }
}
