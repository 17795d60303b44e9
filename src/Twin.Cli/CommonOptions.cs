using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Twin.Cli;

/// <summary>The options that running commands share.</summary>
sealed class CommonOptions
{
    public Option<int?> Replications { get; } = new("--replications", "-n")
    {
        Description = "How many replications; the scenario's own number by default.",
        HelpName = "N",
        CustomParser = result => (int?)Whole(result, "--replications", 1, 100_000_000),
    };

    public Option<ulong?> Seed { get; } = new("--seed") { Description = "The root seed; the scenario's own by default.", HelpName = "S", CustomParser = result => Whole(result, "--seed", 0, ulong.MaxValue) };

    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "How many threads. The results are the same bits whatever you say.",
        HelpName = "T",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => (int)(Whole(result, "--threads", 1, 1024) ?? 1),
    };

    public Option<string?> Out { get; } = new("--out", "-o")
    {
        Description = "The folder for the results, new or empty; the next free runs/<scenario>-<n> by default.",
        HelpName = "DIR",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the summary as JSON on standard output, and nothing else there." };

    public Option<bool> Resume { get; } = new("--resume") { Description = "Go on with a run that was interrupted: with --out, or the newest of this scenario." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on standard error; warnings and errors stay." };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say on standard error what is read, run and written, with times." };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Change one value: --set policies.export-ban.leakage=20%",
        HelpName = "path=value",
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> With { get; } = new("--with") { Description = "Lay an overlay file over the scenario.", HelpName = "FILE", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Replications, Seed, Threads, Out, Json, Quiet, Verbose, Resume, Set, With }) command.Options.Add(option);
    }

    /// <summary>What was said; with <c>--verbose</c> the program begins to tell what it does.</summary>
    public CommonOptionValues Of(ParseResult parsed)
    {
        if (parsed.GetValue(Verbose)) Logs.Open();
        return new CommonOptionValues(
            parsed.GetValue(Replications), parsed.GetValue(Seed), parsed.GetValue(Threads), parsed.GetValue(Out), parsed.GetValue(Json),
            parsed.GetValue(Resume), parsed.GetValue(Set) ?? [], parsed.GetValue(With) ?? [])
        {
            IsQuiet = parsed.GetValue(Quiet),
        };
    }

    static ulong? Whole(ArgumentResult result, string option, ulong least, ulong most)
    {
        if (ulong.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError($"{option} takes a whole number{(most == ulong.MaxValue ? "" : $" from {least} to {most}")}, not '{result.Tokens[0].Value}'");
        return null;
    }
}

/// <summary>What was said of the shared options.</summary>
sealed record CommonOptionValues(int? Replications, ulong? Seed, int Threads, string? Out, bool Json, bool Resume, string[] Set, string[] With)
{
    /// <summary>Whether no progress is told.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether a batch goes on when a replication fails.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Nothing said: the scenario as it stands, on one thread.</summary>
    public static CommonOptionValues None { get; } = new(null, null, 1, null, false, false, [], []);
}
