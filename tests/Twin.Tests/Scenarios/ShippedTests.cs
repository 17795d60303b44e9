using System.Globalization;
using System.Text;
using NUnit.Framework;
using Twin.Kernel;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Every shock, strategy and case that ships gives what expected.txt says it gives.</summary>
/// <remarks>
/// A change of the model or of the data moves these numbers, and should: then the file is written anew, from what the
/// failure prints, and the change of each line is read before it is believed.
/// </remarks>
public class ShippedTests
{
    const int Replications = 3;

    static readonly string Folder = Path.Combine(Repository.Root, "scenarios", "rare-earths");

    static readonly string Expected = Path.Combine(Folder, "expected.txt");

    [Test]
    public void Every_scenario_strategy_and_case_gives_what_is_expected()
    {
        var ban = Path.Combine(Folder, "china-export-ban.yaml");
        List<(string Name, Scenario Scenario)> all =
        [
            .. Scenarios(Folder).Select(f => (Name(f), ScenarioReader.Read(f))),
            .. Scenarios(Path.Combine(Folder, "strategies")).Select(f => ("china-export-ban + " + Name(f), ScenarioReader.Read(ban, withs: [f]))),
            .. Scenarios(Path.Combine(Folder, "demand-cases")).Select(f => ("china-export-ban + " + Name(f), ScenarioReader.Read(ban, withs: [f]))),
            .. Scenarios(Path.Combine(Folder, "behaviour")).Select(f => ("china-export-ban + " + Name(f), ScenarioReader.Read(ban, withs: [f]))),
            .. Scenarios(Path.Combine(Folder, "routes")).Select(f => ("cape-closed + " + Name(f), ScenarioReader.Read(Path.Combine(Folder, "cape-closed.yaml"), withs: [f]))),
        ];
        Assert.That(all.SelectMany(a => a.Scenario.Warnings), Is.Empty);
        Assert.That(all.SelectMany(a => a.Scenario.Inputs.Where(i => i.Source is null).Select(i => $"{a.Name}: {i.Path}")), Is.Empty, "no value is without a source");

        var lines = new string[all.Count];
        Parallel.For(0, all.Count, i => lines[i] = Line(all[i].Name, all[i].Scenario));
        var text = Head + string.Join('\n', lines) + "\n";
        if (File.ReadAllText(Expected) != text) File.WriteAllText(Path.Combine(TestContext.CurrentContext.WorkDirectory, "expected.txt"), text);
        Assert.That(text, Is.EqualTo(File.ReadAllText(Expected)), $"what is now is in {TestContext.CurrentContext.WorkDirectory}/expected.txt");
    }

    [Test]
    public void A_strategy_answers_other_scenarios_too_and_not_only_the_ban() => Assert.That(
        Scenarios(Path.Combine(Folder, "strategies")).SelectMany(f => ScenarioReader.Read(Path.Combine(Folder, "controls-at-random.yaml"), withs: [f]).Warnings), Is.Empty);

    [TestCase("stockpile-90d"), TestCase("stockpile-180d"), TestCase("project-vault")]
    public void A_stockpile_costs_what_is_held_more_for_it_on_the_eve_of_the_ban(string strategy)
    {
        // Users' magnets, those of a stockpile, and metal at magnet makers, which is priced by its oxide: its content. Prices of
        // behaviour/prices.yaml.
        var ban = ScenarioReader.Read(Path.Combine(Folder, "china-export-ban.yaml"));
        var with = ScenarioReader.Read(Path.Combine(Folder, "china-export-ban.yaml"), withs: [Path.Combine(Folder, "strategies", strategy + ".yaml")]);
        var prices = ScenarioReader.Read(Path.Combine(Folder, "china-export-ban.yaml"), withs: [Path.Combine(Folder, "behaviour", "prices.yaml")]).Network.Materials.Where(m => m.Price is not null).ToDictionary(m => m.Id, m => m.Price!.Start.Value / m.ContentPerTonne);
        Dictionary<string, double> perTonne = new(StringComparer.Ordinal) { ["ndpr-metal"] = prices["ndpr-oxide"], ["dy-metal"] = prices["dy-oxide"], ["tb-metal"] = prices["tb-oxide"] };
        foreach (var (id, price) in prices.Where(p => p.Key.StartsWith("magnet", StringComparison.Ordinal))) perTonne[id] = price;
        const int Runs = 20;
        double Value(Scenario scenario)
        {
            var model = new ChainModel(new NetworkIndex(scenario.Baseline!), scenario.Seed);
            var (chain, index, value) = (model.State, model.State.Index, 0.0);
            for (var r = 0; r < Runs; r++)
            {
                model.Prepare(r).RunUntil(SimTime.FromDays(scenario.PartingDay));
                for (var c = 0; c < index.Cells.Length; c++) value += chain.Cell[c].Held * perTonne.GetValueOrDefault(index.Materials[index.Cells[c].Material].Id);
                for (var b = 0; b < index.Bins.Length; b++)
                {
                    var (kind, material) = (index.Sites[index.Bins[b].Site].Kind, index.Materials[index.Bins[b].Nominal]);
                    if (kind == SiteKind.Stockpile || (kind == SiteKind.MagnetMaker && material.Kind == MaterialKind.Metal)) value += chain.Bin[b].Held * perTonne.GetValueOrDefault(material.Id);
                }
            }

            return value / Runs / 1e6;
        }

        Assert.That(with.Costs.Single(c => c.Id == "goods").Capex!.Value.Value, Is.EqualTo(Value(with) - Value(ban)).Within(5).Percent);
    }

    static string Head => $"# What the first {Replications} replications give: unmet demand outside China [t], share met there, and a hash of all that happened.\n"
        + $"{"scenario",-44} {"unmet [t]",10} {"met",7}  hash\n";

    static string Line(string name, Scenario scenario)
    {
        var window = ScenarioReplicator.WindowOf(scenario);
        var study = ScenarioReplicator.StudyOf(scenario, "", scenario.Seed, Replications, window);
        var keys = study.Measures.Select(m => m.Key).ToList();
        var (unmet, fill) = (keys.IndexOf("unmet.EXCN"), keys.IndexOf("fill.EXCN"));
        var replicator = new ScenarioReplicator(scenario, scenario.Seed, window);
        var (sum, share, hash) = (0.0, 0.0, 0UL);
        for (var r = 0; r < Replications; r++)
        {
            var record = replicator.Run(r, CancellationToken.None);
            (sum, share, hash) = (sum + record.Values[unmet], share + record.Values[fill], (hash * 31) + record.TraceHash);
        }

        return new StringBuilder().Append(CultureInfo.InvariantCulture, $"{name,-44} {sum / Replications,10:0.0} {share / Replications,7:0.0000}  {hash:x16}").ToString();
    }

    static IEnumerable<string> Scenarios(string folder) =>
        Directory.EnumerateFiles(folder, "*.yaml").Where(f => File.ReadLines(f).Any(l => l.StartsWith("name:", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    static string Name(string file) => Path.GetFileNameWithoutExtension(file);
}
