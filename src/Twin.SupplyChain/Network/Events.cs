using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What happens to goods already under way when a border closes.</summary>
public enum InTransitRule
{
    /// <summary>They arrive as if nothing had happened.</summary>
    Continue,

    /// <summary>They wait where they are, and go on when the border opens.</summary>
    Hold,

    /// <summary>They go back to the seller, in the time that they have been under way.</summary>
    Return,

    /// <summary>They are taken away; the ledger counts them as seized.</summary>
    Seize,
}

/// <summary>A rule of a government on what may leave where; see <see cref="ExportBan"/> and <see cref="ExportLicence"/>.</summary>
public abstract record ExportControl
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The sites whose goods it stops.</summary>
    public required IReadOnlySet<string> Origins { get; init; }

    /// <summary>The sites that the goods may not go to without more ado.</summary>
    public required IReadOnlySet<string> Destinations { get; init; }

    /// <summary>The materials it speaks of.</summary>
    public required IReadOnlySet<string> Materials { get; init; }

    /// <summary>The first day in force.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The first day not in force any more; null for never.</summary>
    public DateOnly? Until { get; init; }

    public InTransitRule InTransit { get; init; }
}

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
}

/// <summary>Nothing is dispatched without a licence, asked for by order and granted by a desk.</summary>
/// <remarks>
/// Law: applications wait in one queue; the desk takes them up in order of arrival, no more than its throughput; each
/// is decided after its review time; the approved share of its mass may be dispatched until the licence expires; the
/// rest is asked for again after a wait.
/// </remarks>
public sealed record ExportLicence : ExportControl
{
    /// <summary>How much the desk takes up, as a multiple of the mass that the controlled arcs carried before.</summary>
    public Estimate Throughput { get; init; } = Estimate.Certain(1);

    /// <summary>From being taken up to the decision [days].</summary>
    public required Distribution Review { get; init; }

    /// <summary>Share of an application's mass that is approved, 0 to 1, by region of destination.</summary>
    public required IReadOnlyDictionary<string, Estimate> Approval { get; init; }

    /// <summary>How long a granted licence may be used [days].</summary>
    public Estimate Validity { get; init; } = Estimate.Certain(180);

    /// <summary>How long an applicant waits before it asks again for what was refused [days].</summary>
    public Estimate Reapply { get; init; } = Estimate.Certain(30);
}

/// <summary>What becomes of the work in process while a site is down.</summary>
public enum WorkInProcess
{
    Freeze,
    Lose,
}

/// <summary>A site that loses capacity for a while, at a date.</summary>
public sealed record Disruption
{
    public required string Id { get; init; }

    public required string Site { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>How long it lasts [days].</summary>
    public required Estimate Days { get; init; }

    /// <summary>Share of capacity lost, above 0 and up to 1.</summary>
    public Estimate Loss { get; init; } = Estimate.Certain(1);

    /// <summary>Chance that it happens at all, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    public WorkInProcess WorkInProcess { get; init; }
}
