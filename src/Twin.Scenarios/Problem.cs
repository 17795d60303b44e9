namespace Twin.Scenarios;

/// <summary>Where something stands: file, line, and the column of a YAML file or the head of a CSV column.</summary>
/// <param name="File">As the user would write it.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Column">A number or a name; empty for the line as a whole.</param>
public readonly record struct Mark(string File, int Line, string Column)
{
    public override string ToString() => Line == 0 ? File : Column.Length == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}

/// <summary>Something wrong in a scenario: where, in what, and what would be right.</summary>
public sealed record Problem(Mark Mark, string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? $"{Mark}  {Message}" : $"{Mark}  {Path}  {Message}";
}

/// <summary>A scenario is not sound. Lists everything that is wrong with it.</summary>
public sealed class ScenarioException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => p.ToString())))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}

/// <summary>Problems as they are found.</summary>
sealed class Problems
{
    const int Most = 200; // a wrong table has one a row; nobody reads more

    const int Alike = 3;

    readonly List<Problem> _errors = [];
    readonly List<Problem> _warnings = [];

    public bool Any => _errors.Count > 0;

    public IReadOnlyList<Problem> Warnings => _warnings;

    public void Error(Mark mark, string path, string message) => _errors.Add(new Problem(mark, path, message));

    public void Warn(Mark mark, string path, string message) => _warnings.Add(new Problem(mark, path, message));

    /// <exception cref="ScenarioException">There are any.</exception>
    public void ThrowIfAny()
    {
        if (!Any) return;
        var all = Gathered();
        var shown = all.Take(Most).ToList();
        if (all.Count > Most) shown.Add(new Problem(new Mark("…", 0, ""), "", $"and {all.Count - Most} more"));
        throw new ScenarioException(shown);
    }

    /// <summary>What is wrong with one column of a table alike in row after row is one problem.</summary>
    List<Problem> Gathered()
    {
        static object? ColumnOf(Problem p) => p.Mark.Column.Length == 0 || int.TryParse(p.Mark.Column, out _) ? p : (p.Mark.File, p.Mark.Column, p.Message);
        return
        [
            .. _errors.Distinct().GroupBy(ColumnOf).SelectMany(IEnumerable<Problem> (same) => same.Count() <= Alike
                ? same
                : [same.First() with { Message = $"{same.First().Message} (and so in {same.Count() - 1} more rows)" }]),
        ];
    }

    /// <summary>"; did you mean 'x'?" when a known name is near, the known names when they are few.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var all = known.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (Spelling.Nearest(name, all) is { } near) return $"; did you mean '{near}'?";
        return all.Length is > 0 and <= 12 ? $"; there is {string.Join(", ", all)}" : "";
    }
}
