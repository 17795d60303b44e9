namespace Twin.Experiments;

/// <summary>A step of a survival curve.</summary>
/// <param name="Time">When something happened.</param>
/// <param name="Share">Share of replications in which it had not happened by then, this one included.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct SurvivalStep(double Time, double Share, double Low, double High);

/// <summary>How many have not seen something yet, as time goes on, when some are only known not to have seen it so far.</summary>
/// <remarks>
/// The product-limit estimate of Kaplan and Meier (Journal of the American Statistical Association 53, 1958), with
/// Greenwood's variance; intervals on the scale of log(−log S), which keeps them between 0 and 1 (Kalbfleisch, Prentice: The
/// Statistical Analysis of Failure Time Data, 2nd ed., section 1.4). Values censored at a time count as at risk at that time.
/// </remarks>
public static class Survival
{
    const double Z = 1.959963984540054;

    /// <summary>The curve of a measure that may lie beyond the window: infinite values are censored at its end.</summary>
    /// <param name="times">In any order.</param>
    /// <param name="window">The window's length.</param>
    public static IReadOnlyList<SurvivalStep> Curve(IEnumerable<double> times, double window) => Curve(times.Select(t => t < window ? (t, true) : (window, false)));

    /// <summary>The curve of times, each with whether it was seen to happen then.</summary>
    /// <returns>One step for each time at which something happened, in order; none where nothing did.</returns>
    public static IReadOnlyList<SurvivalStep> Curve(IEnumerable<(double Time, bool Seen)> times)
    {
        var all = times.ToArray();
        Array.Sort(all, (a, b) => a.Time.CompareTo(b.Time));
        List<SurvivalStep> steps = [];
        var (share, variance) = (1.0, 0.0);
        for (var from = 0; from < all.Length;)
        {
            var (to, happened, atRisk) = (from, 0, all.Length - from);
            for (; to < all.Length && all[to].Time == all[from].Time; to++) happened += all[to].Seen ? 1 : 0;
            if (happened > 0)
            {
                share *= 1 - ((double)happened / atRisk);
                variance += atRisk > happened ? happened / ((double)atRisk * (atRisk - happened)) : 0;
                steps.Add(Step(all[from].Time, atRisk > happened ? share : 0, variance));
            }

            from = to;
        }

        return steps;
    }

    static SurvivalStep Step(double time, double share, double variance)
    {
        if (share is <= 0 or >= 1) return new SurvivalStep(time, share, share, share);
        var log = Math.Log(share);
        var reach = Math.Exp(Z * Math.Sqrt(variance) / Math.Abs(log));
        return new SurvivalStep(time, share, Math.Pow(share, reach), Math.Pow(share, 1 / reach));
    }
}
