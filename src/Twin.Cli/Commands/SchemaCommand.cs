using System.CommandLine;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin schema</c>: the file format, for editors.</summary>
static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of scenario files, for editors.\n\nExample: twin schema > twin.schema.json");
        command.SetAction(_ =>
        {
            Console.Write(ScenarioSchema.Text);
            return ExitCode.Ok;
        });
        return command;
    }
}
