namespace Twin.Reporting;

/// <summary>One measure over all replications: how large it is on average, how surely, and how it spreads.</summary>
/// <param name="Mean">The mean; of a censored duration the restricted mean, which is a lower bound.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean: Monte Carlo error only.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="P05">Nineteen runs in twenty lie above; null when it is beyond the window.</param>
/// <param name="P50">The median; null when it is beyond the window.</param>
/// <param name="P95">Nineteen runs in twenty lie below; null when it is beyond the window.</param>
/// <param name="Unit">"1" for a share, "d" for days, else what is printed: "t", "months".</param>
/// <param name="Censored">Share of runs, 0 to 1, in which it had not happened by the horizon; null where that cannot be.</param>
public sealed record Measured(
    double Mean, double Low, double High, double? P05, double? P50, double? P95, string Unit, double? Censored = null)
{
    /// <summary>Whether some run had not seen it by the horizon.</summary>
    public bool IsCensored => Censored is > 0;

    /// <summary>The rest of a share: what was not met, of what was.</summary>
    public Measured Complement => this with
    {
        Mean = 1 - Mean,
        Low = 1 - High,
        High = 1 - Low,
        P05 = 1 - P95,
        P50 = 1 - P50,
        P95 = 1 - P05,
    };
}

/// <summary>One series over all replications: each list has one value a week, and all are of one length.</summary>
public sealed record Band(
    IReadOnlyList<double> P05, IReadOnlyList<double> P25, IReadOnlyList<double> P50, IReadOnlyList<double> P75, IReadOnlyList<double> P95)
{
    public int Weeks => P50.Count;
}
