namespace Twin.SupplyChain;

/// <summary>How a plant that does not run yet comes into being: whether, when, how fast, and how far.</summary>
/// <remarks>
/// Law: with the stated chance it is built at all; it starts on
/// <c>Promised + Slip × (First − Promised) + delays</c>; from then on it runs at
/// <c>Utilisation × (1 − 5^(−t / ToFourFifths))</c> of its capacity, t days after its start: 80 % of what it will ever
/// reach after <see cref="ToFourFifths"/>. The exponential is what plants report: with 48 months it gives 17 %, 45 % and
/// (month 30) 63 % of design, Mountain Pass reported 21, 43 and 60 %; a straight line gives 10, 30 and 50 %.
/// </remarks>
public sealed record Ramp
{
    /// <summary>What its draws are keyed by: the site's id, or the recipe's where that has a ramp of its own.</summary>
    public required string Id { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The day on which the first output is promised.</summary>
    public required DateOnly First { get; init; }

    /// <summary>The day on which that promise was made; <see cref="First"/> where it has been kept.</summary>
    public required DateOnly Promised { get; init; }

    /// <summary>Time that it takes over the time that was promised; 1 for a promise that is kept.</summary>
    public Estimate Slip { get; init; } = Estimate.Certain(1);

    /// <summary>From the first output to four fifths of <see cref="Utilisation"/> [days]; 0 for at once.</summary>
    public Estimate ToFourFifths { get; init; } = Estimate.Certain(0);

    /// <summary>Share of capacity that it reaches in the end, 0 to 1.</summary>
    public Estimate Utilisation { get; init; } = Estimate.Certain(1);

    /// <summary>Chance that it is built, 0 to 1; drawn once per replication.</summary>
    public Estimate Probability { get; init; } = Estimate.Certain(1);
}
