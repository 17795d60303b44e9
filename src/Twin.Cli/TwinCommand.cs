using System.CommandLine;
using System.CommandLine.Parsing;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>The program: its commands, and what all of them do with a bad command line.</summary>
static class TwinCommand
{
    /// <summary>The scenario to begin with, where it is at hand.</summary>
    const string First = "scenarios/rare-earths/china-export-ban.yaml";

    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        var root = new RootCommand("A digital twin of a supply chain: what happens if it is cut, and what helps?")
        {
            RunCommand.Create(),
            CompareCommand.Create(),
            SensitivityCommand.Create(),
            KnockoutCommand.Create(),
            BreakCommand.Create(),
            StockpileCommand.Create(),
            ValidateCommand.Create(),
            ShowCommand.Create(),
            DataCommand.Create(),
            WhyCommand.Create(),
            ReplayCommand.Create(),
            TraceCommand.Create(),
            ReportCommand.Create(),
            ExportCommand.Create(),
            InitCommand.Create(),
            BenchCommand.Create(),
            SchemaCommand.Create(),
            CompletionCommand.Create(),
        };
        root.SetAction(_ =>
        {
            Console.WriteLine($"""
                A digital twin of a supply chain: what happens if it is cut, and what helps?

                Try:   {(File.Exists(First) ? $"twin run {First}" : "twin init my-chain")}
                Then:  twin --help
                """);
            return ExitCode.Ok;
        });

        var parsed = root.Parse(args);
        string[] wrong = [.. Slips(parsed), .. parsed.Errors.Select(e => e.Message)];
        if (wrong.Length > 0)
        {
            // What a slip has displaced is not worth a line of its own.
            foreach (var message in Slips(parsed).Any() ? Slips(parsed) : wrong) Console.Error.WriteLine($"twin: {message}");
            var command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            Console.Error.WriteLine($"See: twin{command} --help");
            return ExitCode.BadInput;
        }

        // Ctrl-C belongs to the host, which lets finished replications reach the disk.
        return Guard(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
    }

    /// <summary>Commands and options that there are not, with those that may be meant; an option with a slip in it would else be taken for a file.</summary>
    static IEnumerable<string> Slips(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.Directive)) yield break; // a shell asks what could come next
        var here = parsed.CommandResult.Command;
        string Hint(string word, IEnumerable<string> known) => Spelling.Nearest(word, known) is { } near ? $"; did you mean '{near}'?" : "";
        var literal = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Where(t => t.Type == TokenType.Argument).Select(t => t.Value);
        foreach (var option in literal.Where(t => t.StartsWith("--", StringComparison.Ordinal))) yield return $"no option '{option}'{Hint(option, here.Options.Select(o => o.Name))}";
        if (here is RootCommand && parsed.UnmatchedTokens is [var first, ..] && !first.StartsWith('-')) yield return $"no command '{first}'{Hint(first, here.Subcommands.Select(c => c.Name))}";
    }

    /// <summary>Turns what can go wrong outside of us into a message and an exit code; what is our fault keeps its trace.</summary>
    static int Guard(Func<int> act)
    {
        try
        {
            return act();
        }
        catch (UserException e)
        {
            Console.Error.WriteLine(e.Message);
            return e.Code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"twin: {e.Message}");
            return ExitCode.BadInput;
        }
        finally
        {
            Logs.Close();
        }
    }
}

/// <summary>What the program tells the shell.</summary>
static class ExitCode
{
    public const int Ok = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;
    public const int Interrupted = 130;
}

/// <summary>Something that the user can put right; its message says how.</summary>
sealed class UserException(string message, int code = ExitCode.BadInput) : Exception(message)
{
    public int Code { get; } = code;
}
