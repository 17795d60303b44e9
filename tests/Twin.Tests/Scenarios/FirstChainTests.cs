using System.Text.RegularExpressions;
using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The ten steps of scenarios/README.md: what is printed there is what is in the files, and each runs.</summary>
public partial class FirstChainTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "scenarios");

    static string[] Steps() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "first-chain"), "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f))];

    [Test]
    public void The_README_prints_the_ten_files_as_they_are()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "README.md")).ReplaceLineEndings("\n");
        var printed = Printed().Matches(text).Select(m => (File: m.Groups[1].Value, Text: m.Groups[2].Value)).ToArray();

        Assert.That(printed.Select(p => p.File), Is.EqualTo(Steps()));
        Assert.That(printed, Has.Length.EqualTo(10));
        foreach (var (file, body) in printed) Assert.That(body, Is.EqualTo(File.ReadAllText(Path.Combine(Folder, "first-chain", file)).ReplaceLineEndings("\n")), file);
    }

    [TestCaseSource(nameof(Steps))]
    public void Each_step_is_sound_and_its_user_has_what_it_needs_until_the_ban(string file)
    {
        var scenario = ScenarioReader.Read(Path.Combine(Folder, "first-chain", file));
        Assert.That(scenario.Warnings, Is.Empty);
        Assert.That(scenario.Inputs.Where(i => i.Source is null), Is.Empty);

        var index = new NetworkIndex(scenario.Network);
        var window = ScenarioReplicator.WindowOf(scenario);
        var measures = new ImpactMeasures(index, window.From, window.To);
        var values = new double[measures.All.Count];
        var fill = measures.All.Select(m => m.Key).ToList().IndexOf("fill.south");
        for (var replication = 0; replication < 5; replication++)
        {
            var record = new ChainModel(index, scenario.Seed).Run(replication);
            measures.Measure(record, record, values);
            if (file.StartsWith("09", StringComparison.Ordinal)) Assert.That(values[fill], Is.LessThan(0.92), $"replication {replication}");
            else Assert.That(values[fill], Is.GreaterThan(file.StartsWith("10", StringComparison.Ordinal) ? 0.9 : 0.97), $"replication {replication}");
        }
    }

    [GeneratedRegex(@"\[first-chain/([\w.-]+)\]\([^)]*\)\n```yaml\n(.*?)```", RegexOptions.Singleline)]
    internal static partial Regex Printed();
}
