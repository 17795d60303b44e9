using System.Diagnostics;
using System.Xml.Linq;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>Rules of the repository that no compiler holds.</summary>
public class RuleTests
{
    /// <summary>Who may use whom: arrows point down. Transitive references are off, so this is all that there is.</summary>
    static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Twin.Kernel"] = [],
        ["Twin.SupplyChain"] = ["Twin.Kernel"],
        ["Twin.Experiments"] = ["Twin.Kernel"],
        ["Twin.Scenarios"] = ["Twin.Kernel", "Twin.SupplyChain", "Twin.Experiments"],
        ["Twin.Reporting"] = ["Twin.Experiments"],
        ["Twin.Export"] = ["Twin.Experiments"],
        ["Twin.Optimization"] = ["Twin.SupplyChain"],
        ["Twin.Cli"] = ["Twin.Kernel", "Twin.SupplyChain", "Twin.Experiments", "Twin.Scenarios", "Twin.Reporting", "Twin.Export", "Twin.Optimization"],
    };

    static IEnumerable<string> Projects() => Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Projects))]
    public void Arrows_between_projects_point_down(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        var uses = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

        Assert.That(Arrows, Does.ContainKey(project));
        Assert.That(uses, Is.SubsetOf(Arrows[project]));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_has_one_namespace_and_a_README(string project)
    {
        var folder = Path.Combine(Repository.Root, "src", project);
        var namespaces = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines).Where(l => l.StartsWith("namespace ", StringComparison.Ordinal)).Distinct();

        Assert.That(namespaces, Is.EqualTo([$"namespace {project};"]));
        Assert.That(Path.Combine(folder, "README.md"), Does.Exist);
    }

    const string Twin = "dotnet run -c Release --project src/Twin.Cli -- ";

    static IEnumerable<string> Examples() => Directory.EnumerateFiles(Repository.Root, "README.md", SearchOption.TopDirectoryOnly)
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
            var writer = Examples().FirstOrDefault(c => c.Split(' ').SkipWhile(w => w != "--trace").ElementAtOrDefault(1) == read)
                ?? Examples().First(c => c.StartsWith("run ", StringComparison.Ordinal) && c.Contains(scenario, StringComparison.Ordinal));
            ExecuteAfterWhatItReads(writer, folder, read);
        }

        Execute(command, folder, results);
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
