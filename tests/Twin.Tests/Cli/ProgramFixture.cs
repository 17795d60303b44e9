using System.Diagnostics;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>The program as a process of its own, in a folder of its own.</summary>
public abstract class ProgramFixture
{
    private protected SmallScenario Files { get; } = new();

    [TearDown]
    public void Remove() => Files.Dispose();

    protected static Process Start(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "twin.dll"));
        foreach (var word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    protected (int Code, string Out, string Error) Run(params string[] words)
    {
        using var process = Start(Files.Folder, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    protected static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    protected string Small => Files.Write("small.yaml", SmallScenario.Text);
}
