namespace Twin.Cli;

/// <summary>The command that does the same again, for a person to copy.</summary>
static class CommandLine
{
    public static string Of(string command, IEnumerable<string> files, CommonOptionValues options, IReadOnlyList<string>? each = null)
    {
        List<string> words = ["twin", command, .. files.Select(Quoted)];
        if (each is { Count: > 0 }) words.Add($"--each {string.Join(' ', each.Select(Quoted))}");
        if (options.Replications is { } replications) words.Add($"--replications {replications}");
        if (options.Seed is { } seed) words.Add($"--seed {seed}");
        words.AddRange(options.With.Select(w => $"--with {Quoted(w)}"));
        words.AddRange(options.Set.Select(s => $"--set {Quoted(s)}"));
        if (options is { Out: { } folder, Resume: true }) words.Add($"--out {Quoted(folder)} --resume");
        return string.Join(' ', words);
    }

    static string Quoted(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ',' or ':' or '%') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
