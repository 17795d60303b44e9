using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>Where a run keeps its results.</summary>
sealed class RunFolder
{
    RunFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The run file: every replication.</summary>
    public string Run => System.IO.Path.Combine(Path, "run.msgpack");

    public string Summary => System.IO.Path.Combine(Path, "summary.json");

    public string Scenario => System.IO.Path.Combine(Path, "scenario.resolved.yaml");

    public string Report => System.IO.Path.Combine(Path, "report.html");

    public bool HasRun => File.Exists(Run);

    /// <summary>The folder that the command line asks for; made when it is first written to.</summary>
    /// <exception cref="UserException">It holds something already, or there is nothing to go on with.</exception>
    public static RunFolder Choose(string name, string? asked, bool resume)
    {
        if (asked is not null)
        {
            if (File.Exists(asked)) throw new UserException($"twin: {asked} is a file; name a folder for the results");
            var used = Directory.Exists(asked) && Directory.EnumerateFileSystemEntries(asked).Any();
            if (used && !resume) throw new UserException($"twin: {asked} is not empty; name another folder, or go on with what is there by --resume");
            if (!used && resume) throw new UserException($"twin: there is no run in {asked} to go on with; leave --resume out");
            return new RunFolder(asked);
        }

        var last = 0;
        while (Directory.Exists(Numbered(name, last + 1))) last++;
        if (!resume) return new RunFolder(Numbered(name, last + 1));
        return last > 0 ? new RunFolder(Numbered(name, last)) : throw new UserException($"twin: there is no run of {name} under runs to go on with");
    }

    public static RunFolder At(string path) => new(path);

    /// <summary>The folder of a run that is there.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static RunFolder Of(string path) =>
        new RunFolder(path) is { HasRun: true } folder && File.Exists(folder.Scenario) ? folder : throw new UserException($"twin: there is no run in {path}; name the folder that 'twin run' wrote");

    static string Numbered(string name, int number) => System.IO.Path.Combine("runs", $"{name}-{number}");

    /// <summary>Makes the folder and keeps the scenario in it as it was run.</summary>
    public void Begin(Scenario scenario)
    {
        try
        {
            Directory.CreateDirectory(Path);
            AtomicFile.Write(Scenario, ResolvedWriter.Write(scenario));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"twin: cannot write to {Path}: {e.Message} Name another folder by --out.");
        }
    }
}
