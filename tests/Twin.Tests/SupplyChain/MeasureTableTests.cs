using System.Text.RegularExpressions;
using NUnit.Framework;
using Twin.Scenarios;

namespace Twin.Tests;

/// <summary>The table of measures in the README of the chain, beside what shipped scenarios answer with.</summary>
public class MeasureTableTests
{
    static string[] Shipped => ["rare-earths/china-export-ban.yaml", "textbook/bullwhip.yaml", "instruments/price-floor.yaml", "instruments/tariff.yaml", "instruments/behaviour.yaml", "textbook/eoq.yaml"];

    static IEnumerable<(string Key, string Unit)> Told()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Twin.SupplyChain", "README.md"));
        var rows = text[text.IndexOf("## Measures", StringComparison.Ordinal)..text.IndexOf("## Decisions", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        foreach (var row in rows)
        {
            var cells = row.Split('|');
            var units = cells[2].Split(',');
            foreach (var (i, name) in Regex.Matches(cells[1], "`([a-z0-9-]+)").Index()) yield return (name.Groups[1].Value, units[Math.Min(i, units.Length - 1)].Trim());
        }
    }

    [Test]
    public void Every_measure_is_in_the_table_with_its_unit_and_every_row_is_measured_somewhere()
    {
        HashSet<(string, string)> measured = [];
        HashSet<string> levels = [];
        foreach (var file in Shipped)
        {
            var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", file));
            var study = ScenarioReplicator.StudyOf(scenario, "1", 1, 1, ScenarioReplicator.WindowOf(scenario));
            foreach (var measure in study.Measures) measured.Add((measure.Key.Split('.')[0], measure.Unit));
            foreach (var level in study.Levels!) levels.Add(level.Key.Split('.')[0]);
        }

        var table = Told().ToHashSet();
        Assert.That(measured.Except(table), Is.Empty, "not in the table");
        Assert.That(table.Where(t => !measured.Contains(t) && !levels.Contains(t.Key)), Is.Empty, "only in the table");
        Assert.That(levels.Except(table.Select(t => t.Key)), Is.Empty, "series that are not in the table");
    }
}
