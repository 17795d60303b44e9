using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What becomes of the work in process while a site is down.</summary>
public enum WorkInProcess
{
    Freeze,
    Lose,
}

/// <summary>How what was lost comes back after a disruption.</summary>
public enum RecoveryShape
{
    /// <summary>All at once.</summary>
    Step,

    /// <summary>In proportion to time.</summary>
    Linear,

    /// <summary>Quickly at first: what is missing shrinks to 5 % of the loss over the time of recovery, and is back after it.</summary>
    Exponential,

    /// <summary>Slowly, quickly, slowly: 3x² − 2x³.</summary>
    SCurve,
}

/// <summary>Sites that lose capacity, or lanes that carry less, for a while.</summary>
/// <remarks>
/// It happens at a date (<see cref="From"/>), some time after another one has begun (<see cref="After"/>), or by itself
/// again and again (<see cref="Every"/>); exactly one of the three is set. Law: while it lasts, its sites and lanes keep
/// 1 − <see cref="Loss"/>; then they come back by <see cref="Recovery"/> over <see cref="RecoveryDays"/>. Losses of several
/// events at once multiply.
/// </remarks>
public sealed record Disruption
{
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get => field ?? Id; init; }

    public IReadOnlyList<string> Sites { get; init; } = [];

    public IReadOnlyList<string> Lanes { get; init; } = [];

    public DateOnly? From { get; init; }

    /// <summary>The event that it follows, and how long after its beginning [days].</summary>
    public (string Id, Estimate Days)? After { get; init; }

    /// <summary>Mean days from one occurrence to the next; the law is exponential. The next wait begins when all is back.</summary>
    public Estimate? Every { get; init; }

    /// <summary>How long it lasts [days], not known: one value for a replication.</summary>
    public Estimate Days { get; init; } = Estimate.Certain(1);

    /// <summary>How long each occurrence lasts [days], left to chance; null where <see cref="Days"/> says it.</summary>
    public Distribution? Lasts { get; init; }

    /// <summary>Share lost, above 0 and up to 1.</summary>
    public Estimate Loss { get; init; } = Estimate.Certain(1);

    /// <summary>Chance that it happens at all, 0 to 1; for one that follows another: each time.</summary>
    public double Probability { get; init; } = 1;

    public RecoveryShape Recovery { get; init; }

    /// <summary>Time of recovery [days]; not read for a step.</summary>
    public Estimate RecoveryDays { get; init; } = Estimate.Certain(0);

    public WorkInProcess WorkInProcess { get; init; }

    /// <summary>What happens to goods under way on a lane that closes altogether.</summary>
    public InTransitRule InTransit { get; init; }

    /// <summary>How much longer what is dispatched on its lanes takes meanwhile [days].</summary>
    public Estimate Delay { get; init; } = Estimate.Certain(0);

    /// <summary>Share of the loss that is still there, x of the way (0 to 1) through the recovery.</summary>
    public static double Missing(RecoveryShape shape, double x) => shape switch
    {
        RecoveryShape.Linear => 1 - x,
        RecoveryShape.Exponential => ExactMath.Exp(-x * ExactMath.Log(20)),
        RecoveryShape.SCurve => 1 - (x * x * (3 - (2 * x))),
        _ => 0,
    };
}

/// <summary>A stop that everybody knows of: overhaul, New Year, monsoon.</summary>
/// <param name="Id">Its name at the site.</param>
/// <param name="From">Its first beginning.</param>
/// <param name="Every">Days from one beginning to the next; 0 for once. A year is 365.25: the date stays where it is to a day.</param>
/// <param name="Days">How long [days].</param>
/// <param name="Loss">Share of capacity lost, above 0 and up to 1.</param>
public sealed record PlannedStop(string Id, DateOnly From, double Every, double Days, double Loss);
