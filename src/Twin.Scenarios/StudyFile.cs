namespace Twin.Scenarios;

/// <summary>Shocks × answers, declared once: every answer is tried against every shock.</summary>
/// <param name="Name">Names the folder of results.</param>
/// <param name="Title">For people.</param>
/// <param name="Shocks">Each a scenario, by id, in the order of the file.</param>
/// <param name="Answers">Each a list of overlays, by id, in the order of the file; the first is what the others are held against.</param>
/// <param name="Replications">How many of each; null for the scenarios' own number, or as many as <paramref name="Precision"/> takes.</param>
/// <param name="Precision">How well the differences are to be known, as a share of the first answer's mean; null for no matter.</param>
/// <param name="On">The measure that it speaks of; null for the main one.</param>
/// <param name="Seed">The root seed of all; null for the first scenario's.</param>
public sealed record StudyFile(
    string Name, string Title, IReadOnlyList<StudyLevel> Shocks, IReadOnlyList<StudyLevel> Answers, int? Replications, double? Precision, string? On, ulong? Seed);

/// <summary>One of the things that a study varies.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Files">Of a shock, a scenario and overlays; of an answer, overlays; paths from where the program runs.</param>
public sealed record StudyLevel(string Id, IReadOnlyList<string> Files);

/// <summary>Study files in, a study or all of its problems out.</summary>
public static class StudyReader
{
    /// <summary>Whether a file is a study and not a scenario; what cannot be read is none.</summary>
    public static bool IsStudy(string path) => YamlReader.Read(path, path, new Problems())?.Find("study") is not null;

    /// <summary>A scenario of the study.</summary>
    /// <exception cref="ScenarioException">It is not sound.</exception>
    public static Scenario Read(StudyLevel shock, StudyLevel answer, IReadOnlyList<string> sets, IReadOnlyList<string> withs)
    {
        ArgumentNullException.ThrowIfNull(shock);
        ArgumentNullException.ThrowIfNull(answer);
        var scenario = ScenarioReader.Read(shock.Files[0], sets, [.. shock.Files.Skip(1), .. answer.Files, .. withs]);
        return scenario with { Name = answer.Id, Title = TitleOf(answer) ?? scenario.Title };
    }

    /// <summary>That of its one overlay, else its id: what the overlays are laid over has a title too, and it is not theirs. Null where nothing is laid over.</summary>
    static string? TitleOf(StudyLevel answer) => answer.Files switch
    {
        [] => null,
        [var only] when ScenarioReader.TitleOf(only) is { } title => title,
        _ => answer.Id,
    };

    /// <exception cref="ScenarioException">It is not sound; the exception lists everything that is wrong.</exception>
    public static StudyFile Read(string path)
    {
        var problems = new Problems();
        var document = YamlReader.Read(path, path.Replace('\\', '/'), problems);
        problems.ThrowIfAny();

        var root = new Section(document!, "", problems, []);
        var (name, title) = root.Head();
        var study = root.Sub("study", required: true);
        root.End();
        problems.ThrowIfAny();

        var folder = Path.GetDirectoryName(path) ?? "";
        var shocks = Levels(study!, "shock", folder, least: 1);
        var answers = Levels(study!, "strategy", folder, least: 0);
        if (shocks.Count == 0) study!.Error("shock", "names no scenario");
        if (answers.Count < 2) study!.Error("strategy", "there must be two to compare: the first is what the others are held against, 'as-is: []'");
        var (replications, precision, on) = Size(study!);
        var seed = study!.Seed();
        study.End();
        problems.ThrowIfAny();
        return new StudyFile(name, title, shocks, answers, replications, precision, on, seed);
    }

    /// <summary>By id, a file or a list of files.</summary>
    static List<StudyLevel> Levels(Section study, string key, string folder, int least)
    {
        List<StudyLevel> levels = [];
        if (study.Sub(key, required: true) is not { } all) return levels;
        foreach (var id in all.Map.Keys)
        {
            all.CheckName(id, id);
            var files = all.Map[id] is ScalarNode ? (all.Text(id) is { Length: > 0 } one ? [one] : []) : all.List(id).Select(f => f.Text).ToArray();
            if (files.Length < least) all.Error(id, "names no scenario; write its file");
            foreach (var file in files.Where(f => !File.Exists(Path.Combine(folder, f)))) all.Error(id, $"there is no file '{file}' beside the study");
            levels.Add(new StudyLevel(id, [.. files.Select(f => Path.Combine(folder, f))]));
        }

        return levels;
    }

    /// <summary>A number of replications, or how well the differences are to be known.</summary>
    static (int? Replications, double? Precision, string? On) Size(Section study)
    {
        if (study.Map.Find("replications") is not MapNode)
        {
            var number = study.Whole("replications");
            if (number < 1) study.Error("replications", "there must be at least one");
            return (number, null, null);
        }

        var size = study.Sub("replications")!;
        var most = size.Whole("max");
        if (most < 1) size.Error("max", "there must be at least one");
        var until = size.Sub("until", required: true);
        var precision = until?.Share("half-width", required: true)?.Value;
        if (precision is <= 0 or >= 1) until!.Error("half-width", "is a share above 0 and below 100 %");
        var on = until?.Text("of");
        until?.End();
        size.End();
        return (most, precision, on);
    }
}
