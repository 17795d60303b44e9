using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Systems whose answers are known exactly, and how a simulated answer is compared with them.</summary>
/// <remarks>
/// All rows are one family: each is tested with a t-interval of 40 independent replications at level 0.01 / (number of
/// rows), by Bonferroni, so that all pass together with probability 0.99 if all are right. Power: the standard error
/// must be below 1 % of the value (more only where a row says so), so that the interval is below 5 % to either side.
/// Seeds are fixed: what has passed passes for ever. A unit of time is a million milliseconds, so that rounding is
/// below all noise.
/// </remarks>
static class ClosedForms
{
    const int Replications = 40;
    const double Level = 0.01;

    /// <summary>The values, computed from their formulas.</summary>
    static readonly Dictionary<string, double> Exact = new()
    {
        // M/M/1, λ 4, μ 5: L = ρ / (1 − ρ), geometric.
        ["Q01 L"] = 4,
        ["Q01 Lq"] = 3.2,
        ["Q01 W"] = 1,
        ["Q01 Wq"] = 0.8,
        ["Q01 P(W>1)"] = 0.367879441,
        ["Q01 P(N≥5)"] = 0.327680,
        ["Q01 Var N"] = 20,
        ["Q01 one stream L"] = 4,
        ["Q01 one stream W"] = 1,

        // M/M/3, λ 10, μ 4: Erlang's C.
        ["Q02 P0"] = 0.0449438202,
        ["Q02 P(wait)"] = 0.702247191,
        ["Q02 Lq"] = 3.51123596,
        ["Q02 Wq"] = 0.351123596,
        ["Q02 W"] = 0.601123596,

        // M/G/1, λ 0.5, lognormal service of mean 1.2 and scv 2.25: Pollaczek and Khinchine.
        ["Q04 Wq"] = 2.925,
        ["Q04 L"] = 2.0625,

        // M/M/1/6, λ 5, μ 4: truncated geometric.
        ["Q06 P(block)"] = 0.253073322,
        ["Q06 throughput"] = 3.73463339,
        ["Q06 L"] = 3.85756628,

        // M/G/∞: 12 a week, 6.5 weeks under way, whatever the law: Poisson(78).
        ["Q08 fixed mean"] = 78,
        ["Q08 exponential mean"] = 78,
        ["Q08 lognormal mean"] = 78,
        ["Q08 fixed P(N≤60)"] = 0.0204859102,
        ["Q08 exponential P(N≤60)"] = 0.0204859102,
        ["Q08 lognormal P(N≤60)"] = 0.0204859102,

        // Tandem, λ 3, μ 5, 4, 6: Jackson.
        ["Q09 L"] = 5.5,
        ["Q09 W"] = 1.83333333,
        ["Q09 P(empty)"] = 0.05,
        ["Q09 one stream L"] = 5.5,
        ["Q09 one stream W"] = 1.83333333,

        // Five machines, failure 0.2, repair 1, one or two repairmen: birth and death.
        ["Q11 R=1 P0"] = 0.284867821,
        ["Q11 R=1 down"] = 1.42433911,
        ["Q11 R=1 availability"] = 0.715132179,
        ["Q11 R=2 P0"] = 0.392711279,
        ["Q11 R=2 down"] = 0.890669180,
        ["Q11 R=2 availability"] = 0.821866164,

        // Up 1,000 h, down 50 h, exponential: two states. The share of 2 of 3 is tested by what is left of 1.
        ["Q12 A"] = 0.952380952,
        ["Q12 A(100)"] = 0.958212211,
        ["Q12 E[down in 8760]"] = 414.875283,
        ["Q12 Var(down)/T"] = 4.31918799,
        ["Q12 2 of 3 A"] = 0.993413238,
        ["Q12 2 of 3, 1−A"] = 1 - 0.993413238,

        // M/M/1, λ 3, μ 5, breakdowns 0.1 at any time, repair 0.5, work resumes.
        ["Q13 freeze L"] = 6.14285714,
        ["Q13 freeze W"] = 2.04761905,
        ["Q13 freeze P(up)"] = 0.833333333,
        ["Q13 interrupt L"] = 6.14285714,
        ["Q13 interrupt W"] = 2.04761905,
        ["Q13 interrupt P(up)"] = 0.833333333,

        // D/M/1, every 1.25, μ 1: σ = e^(−μ(1−σ)/λ) is the share that waits.
        ["Q15 σ"] = 0.628629796,
        ["Q15 Wq"] = 1.69273084,

        // Two classes, λ 0.3 and 0.4, μ 1: Cobham; Σ ρᵢ Wqᵢ is conserved.
        ["Q16 Wq high"] = 1,
        ["Q16 Wq low"] = 3.33333333,
        ["Q16 Σ ρ Wq"] = 1.63333333,

        // CONWIP of four machines and six pallets.
        ["Q19 throughput"] = 0.666666667,

        // The variance of a mean over time T of M/M/1 at ρ 0.8 is this over T, in services.
        ["Q21 σ²"] = 1800,
    };

    /// <summary>Half the width of an interval, in standard errors.</summary>
    public static double Width { get; } = Chance.StudentT(1 - (Level / 2 / Exact.Count), Replications - 1);

    public static IEnumerable<string> Rows => Exact.Keys;

    /// <summary>Simulates a system so many times and compares all that it tells.</summary>
    /// <param name="replicate">One replication, from a seed: names of rows without the system's, and values.</param>
    /// <param name="power">The largest standard error, as a share of the value.</param>
    public static void Check(string system, Func<ulong, (string Row, double Value)[]> replicate, double power = 0.01)
    {
        var runs = Enumerable.Range(0, Replications).AsParallel().AsOrdered().Select(i => replicate((ulong)i)).ToArray();
        Assert.Multiple(() =>
        {
            for (var row = 0; row < runs[0].Length; row++)
            {
                var (name, verdict) = ($"{system} {runs[0][row].Row}", Judge($"{system} {runs[0][row].Row}", [.. runs.Select(r => r[row].Value)]));
                Assert.That(verdict.Error, Is.LessThanOrEqualTo(power * Exact[name]), $"{name} has no power: {verdict}");
                Assert.That(verdict.IsRight, Is.True, $"{name}, seeds 0 to {Replications - 1}: {verdict}");
            }
        });
    }

    /// <summary>A mean, its standard error, and whether the exact value is in the interval.</summary>
    public readonly record struct Verdict(double Mean, double Error, double Exact)
    {
        public bool IsRight => Math.Abs(Mean - Exact) <= Width * Error;
    }

    public static Verdict Judge(string row, double[] values)
    {
        var mean = values.Average();
        return new Verdict(mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length), Exact[row]);
    }

    /// <summary>Units of time as a duration of the kernel.</summary>
    public static TimeSpan Time(double units) => TimeSpan.FromMilliseconds(Math.Round(units * 1e6));

    public static double Units(this SimTime time) => time.Milliseconds / 1e6;

    public static double Units(this TimeSpan time) => time.TotalMilliseconds / 1e6;

    public static SimTime At(double units) => SimTime.After(Time(units));
}
