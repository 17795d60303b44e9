namespace Twin.Reporting;

/// <summary>An id that machines use, and the name that people read.</summary>
public sealed record Named(string Id, string Name);

/// <summary>The days that a run covers.</summary>
/// <param name="Start">The first day simulated; week 0 of every series begins here.</param>
/// <param name="Onset">The first day of the shock; null for an undisturbed run.</param>
/// <param name="ShockEnd">The first day after the shock; null for one that does not end.</param>
/// <param name="Horizon">The first day not simulated any more.</param>
public sealed record Window(DateOnly Start, DateOnly? Onset, DateOnly? ShockEnd, DateOnly Horizon);

/// <summary>What it takes to get the same numbers again.</summary>
public sealed record Provenance
{
    /// <summary>Version of the program, with its commit if known.</summary>
    public required string Version { get; init; }

    /// <summary>Hash of the resolved scenario.</summary>
    public required string ScenarioHash { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Hash of the results; equal if and only if every replication is equal to the bit.</summary>
    public required string ResultHash { get; init; }

    /// <summary>The command line that makes this run again.</summary>
    public required string Command { get; init; }

    /// <summary>How many replications are in the results.</summary>
    public required int Done { get; init; }

    /// <summary>How many were asked for.</summary>
    public required int Asked { get; init; }

    /// <summary>How many failed, and are in no number.</summary>
    public int Failed { get; init; }

    /// <summary>Whether the run was stopped before it had what was asked; one that reached its precision early is not partial.</summary>
    public bool IsPartial { get; init; }
}
