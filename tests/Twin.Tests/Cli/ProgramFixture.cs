using System.Diagnostics;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>The program as a process of its own, in a folder of its own.</summary>
public abstract class ProgramFixture
{
    private protected SmallScenario Files { get; } = new();

    [TearDown]
    public void Remove() => Files.Dispose();

    protected static Process Start(string folder, params string[] words) => Process.Start(Prepared(folder, words, null))!;

    static ProcessStartInfo Prepared(string folder, string[] words, (string Name, string Value)? variable)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "twin.dll"));
        foreach (var word in words) start.ArgumentList.Add(word);
        if (variable is { } v) start.Environment[v.Name] = v.Value;
        return start;
    }

    protected (int Code, string Out, string Error) Run(params string[] words) => Finish(Start(Files.Folder, words));

    /// <summary>The program with a variable of its surroundings.</summary>
    protected (int Code, string Out, string Error) RunWith(string variable, string value, params string[] words) => Finish(Process.Start(Prepared(Files.Folder, words, (variable, value)))!);

    static (int Code, string Out, string Error) Finish(Process started)
    {
        using var process = started;
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
