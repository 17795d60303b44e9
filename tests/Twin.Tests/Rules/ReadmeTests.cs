using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>The examples of the README, as they stand there.</summary>
public class ReadmeTests
{
    const string Twin = "dotnet run -c Release --project src/Twin.Cli -- ";

    // Runs that several examples read are made once, and copied for each.
    static readonly ConcurrentDictionary<string, Lazy<string>> Written = new(StringComparer.Ordinal);
    static readonly ConcurrentBag<string> Folders = [];

    [OneTimeTearDown]
    public static void Remove()
    {
        while (Folders.TryTake(out var folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Studies of the whole rare-earth chain take half a minute each, however few replications they are given.</summary>
    static bool IsSlow(string command) => command.Split(' ')[0] is "sensitivity" or "knockout" or "compare";

    static IEnumerable<TestCaseData> Examples() => Commands().Select(c => IsSlow(c) ? new TestCaseData(c).SetCategory("Slow") : new TestCaseData(c));

    static IEnumerable<string> Commands() => Directory.EnumerateFiles(Repository.Root, "README.md", SearchOption.TopDirectoryOnly)
        .SelectMany(File.ReadLines).Where(l => l.StartsWith(Twin, StringComparison.Ordinal)).Select(l => l[Twin.Length..]).Distinct();

    /// <summary>Each as it stands there, with three replications and its results in a folder of the test's own.</summary>
    [TestCaseSource(nameof(Examples))]
    public void Every_command_of_the_README_works(string command)
    {
        var folder = Directory.CreateTempSubdirectory("twin-readme").FullName;
        try
        {
            ExecuteAfterWhatItReads(command, folder, "runs/results");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What reads a run, or a file that another command writes, comes after that command, as in the README.</summary>
    static void ExecuteAfterWhatItReads(string command, string folder, string results)
    {
        var words = command.Split(' ');
        foreach (var read in words.Where((w, i) => w.StartsWith("runs/", StringComparison.Ordinal) && words[i - 1] is not ("--trace" or "--out" or "init")))
        {
            if (Path.Exists(Path.Combine(folder, read))) continue;
            var scenario = read.Contains('-', StringComparison.Ordinal) ? $"{read["runs/".Length..read.LastIndexOf('-')]}.yaml" : "";
            var writer = Commands().FirstOrDefault(c => c.Split(' ').SkipWhile(w => w != "--trace").ElementAtOrDefault(1) == read)
                ?? Commands().First(c => c.StartsWith("run ", StringComparison.Ordinal) && c.Contains(scenario, StringComparison.Ordinal));
            Copy(Written.GetOrAdd(read, _ => new Lazy<string>(() => Write(writer, read))).Value, Path.Combine(folder, read));
        }

        Execute(command, folder, results);
    }

    /// <summary>What a command of the README leaves for others to read.</summary>
    static string Write(string command, string results)
    {
        var folder = Directory.CreateTempSubdirectory("twin-readme").FullName;
        Folders.Add(folder);
        ExecuteAfterWhatItReads(command, folder, results);
        return Path.Combine(folder, results);
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (File.Exists(from)) File.Copy(from, to);
        else foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    static void Execute(string command, string folder, string results)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "twin.dll"));
        foreach (var word in Words(command).SelectMany(Expanded)) start.ArgumentList.Add(Moved(word));
        string[] small = command.Split(' ')[0] switch
        {
            "run" or "compare" or "knockout" or "break" or "stockpile" => ["--replications", "3", "--out", Moved(results)],
            "bench" => ["--seconds", "0.1"],
            "sensitivity" => ["--trajectories", "2", "--keep", "2", "--rows", "4", "--storms", "2", "--out", Moved(results)],
            _ => [],
        };
        foreach (var word in small) start.ArgumentList.Add(word);

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();

        // Like diff, the command that looks for a difference says by its code that it has found one.
        Assert.That(process.ExitCode, Is.EqualTo(command.StartsWith("trace diff", StringComparison.Ordinal) ? 1 : 0), error.Result);
        Assert.That(output.Result, Is.Not.Empty);

        string Moved(string word) => word.StartsWith("runs/", StringComparison.Ordinal) ? Path.Combine(folder, word) : word;
    }

    /// <summary>The words of a line, those in quotation marks whole.</summary>
    static IEnumerable<string> Words(string line) => line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What a shell makes of a word with a star in its last part.</summary>
    static IEnumerable<string> Expanded(string word) => !word.Contains('*', StringComparison.Ordinal)
        ? [word]
        : Directory.EnumerateFiles(Path.Combine(Repository.Root, Path.GetDirectoryName(word)!), Path.GetFileName(word)).Order(StringComparer.Ordinal);
}
