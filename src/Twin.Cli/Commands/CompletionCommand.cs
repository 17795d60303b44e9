using System.CommandLine;

namespace Twin.Cli;

/// <summary><c>twin completion</c>: what bash needs to complete commands, options and files.</summary>
static class CompletionCommand
{
    const string Bash = """
        # Commands and options of twin for bash: source <(twin completion bash)
        _twin() {
            local word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
            COMPREPLY=($(compgen -W "$(twin "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o bashdefault -o default -F _twin twin
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash." };
        shell.AcceptOnlyFromAmong("bash");
        var command = new Command("completion", "Print what a shell needs to complete commands and options.\n\nExample: source <(twin completion bash)") { shell };
        command.SetAction(_ =>
        {
            Console.WriteLine(Bash);
            return ExitCode.Ok;
        });
        return command;
    }
}
