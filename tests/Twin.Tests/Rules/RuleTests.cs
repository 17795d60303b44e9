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
}
