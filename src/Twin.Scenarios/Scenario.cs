using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>A value that a scenario rests on: where it stands, and how well it is known.</summary>
/// <param name="Path">Its path in the scenario.</param>
/// <param name="Text">What is written there.</param>
/// <param name="Unit">What its estimate counts in: "d", "t magnet/yr"; "1" for a share, "1/yr" for a growth, nothing for a plain number, and of yearly figures what they are multiplied by.</param>
/// <param name="Source">The id of its source, perhaps with a locator; null for none.</param>
/// <param name="Grade">A measured, B official, C press or company, D our assumption; null for none.</param>
/// <param name="Estimate">Its range, where it has one.</param>
/// <param name="Mark">Where it was set.</param>
public sealed record Input(string Path, string Text, string Unit, string? Source, string? Grade, Estimate? Estimate, Mark Mark);

/// <summary>Where figures come from.</summary>
public sealed record Source(string Id, string Title, string? Url);

/// <summary>Part of what an answer to a shock costs.</summary>
/// <param name="Id">Which part.</param>
/// <param name="Capex">To build it [USD]; null where no source was found, or none is due.</param>
/// <param name="Opex">To run it [USD/yr].</param>
/// <param name="Carrying">To hold its stock [USD/yr].</param>
/// <param name="Note">What is in it; or, where nothing is known, that.</param>
public sealed record Cost(string Id, Estimate? Capex, Estimate? Opex, Estimate? Carrying, string Note);

/// <summary>A chain that is known to be sound, and what is asked of it.</summary>
public sealed record Scenario
{
    internal Scenario(MapNode document) => Document = document;

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required Network Network { get; init; }

    /// <summary>The same without the shock: its undisturbed twin; null where there is no shock.</summary>
    public Network? Baseline { get; init; }

    /// <summary>The first day of the shock; null where there is none.</summary>
    public DateOnly? Onset { get; init; }

    /// <summary>The day on which the world hears of the shock, which may be before <see cref="Onset"/>; null where there is none.</summary>
    public DateOnly? Felt { get; init; }

    /// <summary>The day on which a run and its undisturbed twin part, counted from the start: when the shock is heard of; 0 where there is none.</summary>
    public int PartingDay => Felt is { } felt ? Math.Clamp(felt.DayNumber - Network.Start.DayNumber, 0, Network.End.DayNumber - Network.Start.DayNumber) : 0;

    /// <summary>The first day after it; null where it does not end.</summary>
    public DateOnly? ShockEnd { get; init; }

    public required int Replications { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>SHA-256 of all that a run depends on: not of file names, comments, sources or the order of things.</summary>
    public required string Hash { get; init; }

    /// <summary>The values it rests on.</summary>
    public required IReadOnlyList<Input> Inputs { get; init; }

    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>What the answers in it cost; it changes no run.</summary>
    public required IReadOnlyList<Cost> Costs { get; init; }

    /// <summary>What is odd and not wrong.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }

    /// <summary>The files that it was put together from.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    internal MapNode Document { get; }
}

/// <summary>Scenario files in, a scenario or all of its problems out.</summary>
public static class ScenarioReader
{
    /// <param name="path">The scenario's file.</param>
    /// <param name="sets">Values to set last, as <c>path=value</c>.</param>
    /// <param name="withs">Overlay files to lay over it.</param>
    /// <exception cref="ScenarioException">It is not sound; the exception lists everything that is wrong.</exception>
    public static Scenario Read(string path, IReadOnlyList<string>? sets = null, IReadOnlyList<string>? withs = null)
    {
        var problems = new Problems();
        var reader = new DocumentReader(problems);
        var document = reader.Read(path);
        List<string> titles = [TitleOf(document) ?? (document?.Find("name") as ScalarNode)?.Text ?? ""];
        foreach (var with in withs ?? [])
        {
            if (document is null) continue;
            reader.LayFile(document, with);
            if (TitleOf(document) is { } title && !titles.Contains(title)) titles.Add(title);
        }

        foreach (var set in sets ?? [])
        {
            if (document is not null) reader.Set(document, set);
        }

        problems.ThrowIfAny();
        document!.Remove("override");
        var scenario = new NetworkBinder(document, problems).Bind(reader.Files);
        // An overlay's title does not say what it is laid over.
        return titles.Count > 1 ? scenario with { Title = string.Join(" + ", titles) } : scenario;
    }

    /// <summary>The title that a file gives, without what it extends; null where it gives none.</summary>
    public static string? TitleOf(string path) => TitleOf(YamlReader.Read(path, path, new Problems()));

    static string? TitleOf(MapNode? document) => (document?.Find("title") as ScalarNode)?.Text;
}
