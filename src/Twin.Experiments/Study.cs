using MessagePack;

namespace Twin.Experiments;

/// <summary>One number that every replication answers with.</summary>
/// <param name="Key">What it is and whose: <c>fill.EU</c>.</param>
/// <param name="Unit">1, t, d, months, …</param>
/// <param name="Cap">
/// For times that may lie beyond the window: the window's length. Such a time is positive infinity in the record, counts as
/// the window's length in a mean, and is never averaged as if it had happened.
/// </param>
[MessagePackObject]
public sealed record Measure([property: Key(0)] string Key, [property: Key(1)] string Unit, [property: Key(2)] double? Cap = null);

/// <summary>One weekly series that every replication answers with.</summary>
/// <param name="Key">What it is and whose: <c>fill.EU</c>.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="Length">How many weeks.</param>
[MessagePackObject]
public sealed record Series([property: Key(0)] string Key, [property: Key(1)] string Unit, [property: Key(2)] int Length);

/// <summary>One weekly series of which every replication keeps only the level, to a 250th of its range: enough for bands, and small.</summary>
/// <param name="Key">What it is and whose: <c>fill.EV.EU</c>.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="Length">How many weeks.</param>
/// <param name="High">The top of its range, which begins at 0; what lies beyond counts as that.</param>
[MessagePackObject]
public sealed record LevelSeries([property: Key(0)] string Key, [property: Key(1)] string Unit, [property: Key(2)] int Length, [property: Key(3)] double High)
{
    /// <summary>The highest level; 0 is the lowest.</summary>
    public const byte Top = 250;

    /// <summary>The level of a value, the nearest.</summary>
    public byte LevelOf(double value) => (byte)Math.Round(Math.Clamp(value / High, 0, 1) * Top, MidpointRounding.AwayFromZero);

    /// <summary>The value of a level.</summary>
    public double ValueOf(byte level) => level * High / Top;
}

/// <summary>What is asked: a scenario, by its hash, a seed, how many replications, and which numbers of each.</summary>
/// <param name="Scenario">The scenario's name, and what is asked of it, if that is not simply what happens: two questions have two names.</param>
/// <param name="From">The first day that measures look at, counted from the scenario's start.</param>
/// <param name="To">The first day after.</param>
/// <param name="Stop">When fewer replications are enough; null for never.</param>
/// <param name="Repeats">How many replications in a row take the same draw of what is not known, each with chances of its own; 1 or more.</param>
/// <param name="Levels">Weekly series kept as levels; null for none.</param>
/// <remarks>Two studies that are equal give equal results, bit by bit; a run file begins with its study.</remarks>
[MessagePackObject]
public sealed record Study(
    [property: Key(0)] string Scenario,
    [property: Key(1)] string ScenarioHash,
    [property: Key(2)] string Version,
    [property: Key(3)] ulong Seed,
    [property: Key(4)] int Replications,
    [property: Key(5)] IReadOnlyList<Measure> Measures,
    [property: Key(6)] IReadOnlyList<Series> Series,
    [property: Key(7)] int From,
    [property: Key(8)] int To,
    [property: Key(9)] StoppingRule? Stop = null,
    [property: Key(10)] int Repeats = 1,
    [property: Key(11)] IReadOnlyList<LevelSeries>? Levels = null)
{
    /// <summary>What keeps another study from going on with this one's run; null when nothing does. More replications do not.</summary>
    public string? DifferenceTo(Study other) =>
        ScenarioHash != other.ScenarioHash ? $"its scenario is {ScenarioHash[..12]}, this one is {other.ScenarioHash[..12]}"
        : Version != other.Version ? $"it was made by version {Version}, this is {other.Version}"
        : Scenario != other.Scenario ? $"it answers '{Scenario}', this asks '{other.Scenario}'"
        : Seed != other.Seed ? $"its seed is {Seed}, this one is {other.Seed}"
        : (From, To) != (other.From, other.To) ? $"it looks at days {From} to {To}, this one at {other.From} to {other.To}"
        : Stop != other.Stop ? "it stops by another rule"
        : Repeats != other.Repeats ? $"it repeats each draw of what is not known {Repeats} times, this one {other.Repeats} times"
        : !Measures.SequenceEqual(other.Measures) || !Series.SequenceEqual(other.Series) || !(Levels ?? []).SequenceEqual(other.Levels ?? []) ? "it answers other questions"
        : null;
}

/// <summary>Enough replications: as many as make the interval of a mean narrow.</summary>
/// <remarks>
/// The half-width is to be at most γ/(1 + γ) of the mean, so that the error relative to the true mean is at most γ (Law, Simulation
/// Modeling and Analysis, 5th ed., section 9.4.1). It is looked at after 64 replications and every 64 more, in order of number, so
/// that the answer does not depend on threads. Coverage is a little below the nominal 95 %, as of all sequential rules.
/// </remarks>
/// <param name="Measure">Whose mean.</param>
/// <param name="Relative">γ, above 0: 0.02 for 2 %.</param>
[MessagePackObject]
public sealed record StoppingRule([property: Key(0)] string Measure, [property: Key(1)] double Relative)
{
    /// <summary>How often it is looked at [replications].</summary>
    public const int Every = 64;
}

/// <summary>One replication's answers, in the study's order.</summary>
/// <param name="Replication">Which, from 0.</param>
/// <param name="TraceHash">Covers everything that happened in it.</param>
/// <param name="Values">One number a measure; positive infinity for a time beyond the window.</param>
/// <param name="Series">One list a series.</param>
/// <param name="Levels">One byte a week, level series after level series; null where the study has none.</param>
[MessagePackObject]
public sealed record ReplicationRecord(
    [property: Key(0)] int Replication, [property: Key(1)] ulong TraceHash, [property: Key(2)] double[] Values, [property: Key(3)] float[][] Series, [property: Key(4)] byte[]? Levels = null)
{
    /// <summary>Stands for a replication that failed, in a batch that keeps going: it has no answers, and is in no number of a summary.</summary>
    public static ReplicationRecord OfFailed(int replication) => new(replication, 0, [], []);

    /// <summary>Whether it failed.</summary>
    [IgnoreMember]
    public bool HasFailed => Values.Length == 0;
}

/// <summary>Runs replications, one at a time, on one thread. Each thread has its own.</summary>
public interface IReplicator
{
    /// <summary>Runs one; the answer is a pure function of study and number.</summary>
    ReplicationRecord Run(int replication, CancellationToken cancellation);
}

/// <summary>How far a batch has come.</summary>
/// <param name="Done">Replications on disk.</param>
/// <param name="Total">Replications asked for.</param>
/// <param name="PerSecond">Since the batch began; 0 when nothing is known yet.</param>
/// <param name="Eta">How long it will take; null when nothing is known yet.</param>
/// <param name="Newest">The replication that was just written; null before any was.</param>
public readonly record struct Progress(int Done, int Total, double PerSecond, TimeSpan? Eta, ReplicationRecord? Newest = null);

/// <summary>A replication threw; the batch has stopped, with what was finished saved.</summary>
public sealed class ReplicationFailedException(int replication, Exception cause)
    : Exception($"replication {replication} failed: {cause.Message}", cause)
{
    public int Replication { get; } = replication;
}
