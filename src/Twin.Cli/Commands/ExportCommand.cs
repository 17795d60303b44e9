using System.CommandLine;
using Twin.Export;

namespace Twin.Cli;

/// <summary><c>twin export</c>: a run as tables for other programs.</summary>
static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run." };
        var parquet = new Option<bool>("--parquet") { Description = "One Parquet file a table; the default." };
        var csv = new Option<bool>("--csv") { Description = "One CSV file a table." };
        var duckdb = new Option<bool>("--duckdb") { Description = "One DuckDB database." };
        var into = new Option<string?>("--out", "-o") { Description = "The folder for the files; RUN/export by default.", HelpName = "DIR" };
        var command = new Command("export", "Write a run as tidy tables.\n\nExample: twin export runs/china-export-ban-1 --parquet") { run, parquet, csv, duckdb, into };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(run),
            new[] { (parquet, ExportFormat.Parquet), (csv, ExportFormat.Csv), (duckdb, ExportFormat.DuckDb) }
                .Where(o => parsed.GetValue(o.Item1)).Select(o => o.Item2).DefaultIfEmpty(ExportFormat.Parquet).ToHashSet(),
            parsed.GetValue(into)));
        return command;
    }

    static int Run(string run, HashSet<ExportFormat> formats, string? into)
    {
        if (!RunExport.IsAvailable) throw new UserException($"twin: export needs {CorePackage.Lacks("DuckDB")}");
        var folder = RunFolder.Of(run);
        into ??= Path.Combine(run, "export");
        if (File.Exists(into)) throw new UserException($"twin: {into} is a file; name a folder for the tables");
        var start = Runner.Read(folder.Scenario, CommonOptionValues.None).Network.Start;
        foreach (var file in RunExport.Write(folder.Run, start, into, formats)) Console.WriteLine(file);
        return ExitCode.Ok;
    }
}
