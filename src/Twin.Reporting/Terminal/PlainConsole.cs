using Spectre.Console;

namespace Twin.Reporting;

/// <summary>A console that is no terminal: what it is given becomes plain text of 100 columns.</summary>
static class PlainConsole
{
    /// <summary>What is written to it, without the spaces that end lines.</summary>
    public static string Text(Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Screen.Columns;
        console.Profile.Capabilities.Unicode = true;
        write(console);
        return string.Concat(writer.ToString().Split('\n').Select(line => line.TrimEnd() + "\n")).TrimEnd('\n') + "\n";
    }
}
