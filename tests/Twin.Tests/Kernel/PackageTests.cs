using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>The kernel as somebody else gets it: packed, restored into a project outside of the repository, compiled and run.</summary>
public class PackageTests
{
    static string s_folder = "";

    [OneTimeSetUp]
    public static void Pack()
    {
        s_folder = Directory.CreateTempSubdirectory("twin-package").FullName;
        // Its own output folders: the ones of the repository are in use.
        var (code, output) = Dotnet(Repository.Root, "build", "src/Twin.Kernel", "-c", "Release", "--artifacts-path", Path.Combine(s_folder, "artifacts"));
        Assert.That(code, Is.Zero, output);
        (code, output) = Dotnet(Repository.Root, "pack", "src/Twin.Kernel", "-c", "Release", "--no-build", "--artifacts-path", Path.Combine(s_folder, "artifacts"), "-o", Path.Combine(s_folder, "feed"));
        Assert.That(code, Is.Zero, output);
    }

    [OneTimeTearDown]
    public static void Delete() => Directory.Delete(s_folder, recursive: true);

    [Test]
    public void The_package_depends_on_nothing_and_carries_its_README()
    {
        using var package = ZipFile.OpenRead(Directory.GetFiles(Path.Combine(s_folder, "feed"), "Twin.Kernel.*.nupkg").Single());
        using var text = package.GetEntry("Twin.Kernel.nuspec")!.Open();
        var description = XDocument.Load(text);

        Assert.That(description.Descendants().Where(e => e.Name.LocalName == "dependency"), Is.Empty);
        Assert.That(package.Entries.Select(e => e.FullName), Does.Contain("README.md").And.Contain("lib/net10.0/Twin.Kernel.dll").And.Contain("lib/net10.0/Twin.Kernel.xml"));
    }

    [Test]
    public void The_README_s_model_prints_what_the_README_says()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Twin.Kernel", "README.md"));
        var (model, printed) = (Block(readme, "csharp"), Block(readme, "text"));
        var project = Project("model", model);

        var (code, output) = Dotnet(project, "run", "-v", "q");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Is.EqualTo(printed));
    }

    [TestCase("delay", "await Task.Delay(1)", "TaskAwaiter")]
    [TestCase("yield", "await Task.Yield()", "YieldAwaitable.YieldAwaiter")]
    [TestCase("value", "await new ValueTask<int>(1)", "ValueTaskAwaiter<int>")]
    public void Who_awaits_a_task_in_a_process_is_told_by_the_compiler(string name, string wait, string awaiter)
    {
        var project = Project(name, $$"""
            using Twin.Kernel;
            _ = new Simulation().Start("wrong", Wrong());

            async Process Wrong()
            {
                {{wait}};
            }
            """);

        var (code, output) = Dotnet(project, "build", "-v", "q");

        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.Match($@"Program\.cs\(6,\d+\): error CS0315: .*{awaiter}' to 'Twin\.Kernel\.IWait'"));
    }

    static string Block(string text, string language)
    {
        var begin = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    /// <summary>A new console project that uses the package and nothing else, restored from nowhere else.</summary>
    static string Project(string name, string program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(s_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), """<configuration><packageSources><clear /><add key="packed" value="../feed" /></packageSources></configuration>""");
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
                <RestorePackagesPath>../packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Twin.Kernel" Version="*" /></ItemGroup>
            </Project>
            """);
        return folder;
    }

    static (int Code, string Output) Dotnet(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test host runs with is not meant for its children.
        foreach (var variable in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(variable);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }
}
