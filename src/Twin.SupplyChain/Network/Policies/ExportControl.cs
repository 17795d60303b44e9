namespace Twin.SupplyChain;

/// <summary>What happens to goods already under way when a border or a lane closes.</summary>
public enum InTransitRule
{
    /// <summary>They arrive as if nothing had happened.</summary>
    Continue,

    /// <summary>They wait where they are, and go on when it opens.</summary>
    Hold,

    /// <summary>They go back to the seller, in the time that they have been under way.</summary>
    Return,

    /// <summary>They are taken away; the ledger counts them as seized.</summary>
    Seize,
}

/// <summary>Limits a control to goods of which a part comes from somewhere: the extraterritorial rule.</summary>
/// <remarks>Stocks know the shares of origin of what they hold; see <see cref="OriginRule.Share"/>.</remarks>
/// <param name="Region">Where the content was mined, or won from scrap.</param>
/// <param name="Share">The least share of the content that makes goods fall under the rule, 0 to 1. Of mass: values are not known good by good.</param>
public sealed record OriginRule(string Region, Estimate Share);

/// <summary>A rule of a government on what may leave where.</summary>
public abstract record ExportControl : Policy
{
    /// <summary>The sites whose goods it stops.</summary>
    public required IReadOnlySet<string> Origins { get; init; }

    /// <summary>The sites that the goods may not go to without more ado.</summary>
    public required IReadOnlySet<string> Destinations { get; init; }

    /// <summary>The materials it speaks of.</summary>
    public required IReadOnlySet<string> Materials { get; init; }

    /// <summary>Only goods with so much content from a region; null for all.</summary>
    public OriginRule? Containing { get; init; }

    public InTransitRule InTransit { get; init; }
}
