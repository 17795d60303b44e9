using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Nothing is dispatched without a licence, asked for by order and granted by a desk.</summary>
/// <remarks>
/// Law: applications wait in one queue; the desk takes them up in order of arrival, no more than its throughput; each
/// is decided after its review time; the approved share of its mass may be dispatched until the licence expires; the
/// rest is asked for again after a wait. What holders of general licences ship needs none of that.
/// </remarks>
public sealed record ExportLicence : ExportControl
{
    /// <summary>How much the desk takes up, as a multiple of the mass that the controlled arcs carried before.</summary>
    public Estimate Throughput { get; init; } = Estimate.Certain(1);

    /// <summary>From being taken up to the decision [days].</summary>
    public required Distribution Review { get; init; }

    /// <summary>Share of an application's mass that is approved, 0 to 1, by region of destination.</summary>
    public required IReadOnlyDictionary<string, Estimate> Approval { get; init; }

    /// <summary>
    /// Approval by sector of end use, 0 to 1, on top of that by region: a market's applications are approved by the mean
    /// over its users, weighted by what they want. A sector that is not named has 1; buyers that are no markets too.
    /// </summary>
    public IReadOnlyDictionary<string, Estimate> ApprovalBySector { get; init; } = new Dictionary<string, Estimate>();

    /// <summary>
    /// How many applicants stand behind an application: its approved share is drawn from Beta(m·n, (1 − m)·n) round the
    /// mean m. Null for the mean itself.
    /// </summary>
    public Estimate? Applicants { get; init; }

    /// <summary>How long a granted licence may be used [days].</summary>
    public Estimate Validity { get; init; } = Estimate.Certain(180);

    /// <summary>How long an applicant waits before it asks again for what was refused [days].</summary>
    public Estimate Reapply { get; init; } = Estimate.Certain(30);

    /// <summary>Share of each order that goes out under general licences, without asking; null for none.</summary>
    public GeneralLicences? General { get; init; }

    /// <summary>How the regime becomes routine, or does not; null for never.</summary>
    public Normalisation? Normalises { get; init; }

    /// <summary>What it does to goods that it does not control; null for nothing.</summary>
    public SpillOver? SpillOver { get; init; }
}

/// <summary>Licences for a year's trade with one customer, as China issues them since December 2025.</summary>
/// <remarks>Law: from <paramref name="From"/> on, <paramref name="Share"/> of what each buyer orders is granted at once.</remarks>
/// <param name="From">The first day.</param>
/// <param name="Share">Share of what is ordered, 0 to 1.</param>
public sealed record GeneralLicences(DateOnly From, Estimate Share);

/// <summary>Persistence is bimodal: a regime becomes routine after months, or stays what it is.</summary>
/// <remarks>
/// Law: with <paramref name="Probability"/>, drawn once per replication, everything decided <paramref name="After"/> its
/// beginning or later is approved, and what is asked for from then on is decided after <paramref name="Review"/> days,
/// without a queue. Otherwise nothing changes.
/// </remarks>
/// <param name="Probability">Chance of it, 0 to 1; itself uncertain.</param>
/// <param name="After">From the regime's first day [days].</param>
/// <param name="Review">Routine review [days].</param>
public sealed record Normalisation(Estimate Probability, Estimate After, Estimate Review);

/// <summary>Customs are cautious: for a while they also slow goods that need no licence.</summary>
/// <remarks>Law: for <paramref name="Days"/> from the regime's beginning, no more leaves on an uncontrolled arc in a week than <paramref name="Passes"/> × what its buyer wants of it.</remarks>
/// <param name="Materials">What is slowed, on arcs between the same sites.</param>
/// <param name="Passes">Share of the usual that leaves, 0 to 1.</param>
/// <param name="Days">How long [days].</param>
public sealed record SpillOver(IReadOnlySet<string> Materials, Estimate Passes, Estimate Days);
