using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Who supplies whom, beside numbers worked out by hand or asked of the balance.</summary>
public class TradeMeasuresTests
{
    static Dictionary<string, double> Measured(Scenario scenario, (int From, int To) window, out NetworkIndex index, out ChainRecord record)
    {
        index = new NetworkIndex(scenario.Network);
        record = new ChainModel(index, scenario.Seed, noise: false, epistemic: false) { BottlenecksFrom = window.From, FlowsUntil = window.To }.Run(0);
        var measures = new ImpactMeasures(index, window.From, window.To);
        var values = new double[measures.All.Count];
        measures.Measure(record, record, values);
        return measures.All.Zip(values).ToDictionary(m => m.First.Key, m => m.Second);
    }

    [Test]
    public void Two_plants_of_three_and_two_fifths_have_an_index_of_5200_and_the_user_imports_three_fifths()
    {
        using var small = new SmallScenario();
        var second = """
              plant-b:
                kind: magnet
                country: Germany
                region: DE
                capacity: 2000 t magnet/yr
                output-cover: 10 d
                recipes:
                  press: { in: { oxide: { of: [oxide], amount: 1 t oxide } }, out: { magnet: { driver: yes, recovery: { NdPr: 70 % } } }, cycle: 20 d }
              market:
            """;
        var text = SmallScenario.Text
            .Replace("  market: {", $"{second[..^1]}: {{", StringComparison.Ordinal)
            .Replace("  c: { seller: plant, buyer: market, material: magnet, share: 100 %, lane: sea }", """
                  b2: { seller: refinery, buyer: plant-b, material: oxide, share: 100 %, lane: sea }
                  c: { seller: plant, buyer: market, material: magnet, share: 60 %, lane: sea }
                  c2: { seller: plant-b, buyer: market, material: magnet, share: 40 %, lane: sea }
                """, StringComparison.Ordinal)
            .Replace("noise: 10 %, ", "", StringComparison.Ordinal)
            .Replace("shock: [policies.ban]", "", StringComparison.Ordinal)
            .Replace("from: 2025-01-01", "from: 2025-12-30", StringComparison.Ordinal);
        var values = Measured(ScenarioReader.Read(small.Write("two.yaml", text)), (28, 364), out _, out _);

        // 0.6² + 0.4² = 0.52 of 10,000; of what Germany uses, its own plant makes two fifths.
        Assert.That(values["hhi.magnet"], Is.EqualTo(5_200).Within(40));
        Assert.That(values["hhi-firm.magnet"], Is.EqualTo(values["hhi.magnet"]));
        Assert.That(values["hhi.refinery"], Is.EqualTo(10_000).Within(1e-6));
        Assert.That(values["import-reliance.DE"], Is.EqualTo(0.6).Within(0.02));

        // 600 t of magnets a year with 0.3 t of content each go from China to Germany, and 400 t stay there.
        Assert.That(values["flow.magnet.CN.DE"], Is.EqualTo(180).Within(5));
        Assert.That(values["flow.magnet.DE.DE"], Is.EqualTo(120).Within(5));
        Assert.That(values["usual-flow.magnet.CN.DE"], Is.EqualTo(values["flow.magnet.CN.DE"]));
        Assert.That(values["idled.magnet"], Is.Zero);
        Assert.That(values["n-1.magnet"], Is.EqualTo(0.4).Within(0.01), "without China");
        Assert.That(values["n-1.refinery"], Is.Zero);
        Assert.That(values["peak.DE"], Is.Zero);
        Assert.That(values["peak-day.DE"], Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void Shares_of_the_rare_earth_chain_are_those_of_the_balance()
    {
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "base.yaml"));
        var values = Measured(scenario, (0, 364), out var index, out var record);
        double Ask(string text) => BalanceQuery.Ask(text, index, record, 2024);

        // Content and tonnes of magnet differ by grade, so by a percent or two.
        Assert.That(values["share.magnet"], Is.EqualTo(Ask("made kind:magnet in CN / made kind:magnet in world")).Within(0.02));
        Assert.That(values["import-reliance.US"], Is.EqualTo(1 - Ask("made kind:magnet in US / wanted in US")).Within(0.03));
    }

    [Test]
    public void Under_the_ban_less_leaves_china_more_sites_stand_still_and_the_trough_is_on_its_day()
    {
        using var small = new SmallScenario();
        var scenario = ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text));
        var window = ScenarioReplicator.WindowOf(scenario);
        var study = ScenarioReplicator.StudyOf(scenario, "1", 3, 1, window);
        var record = new ScenarioReplicator(scenario, 3, window).Run(0, default);
        double Of(string key) => record.Values[study.Measures.Select(m => m.Key).ToList().IndexOf(key)];

        // While it lasts a twentieth to a fifth leaks. What users had in a week, and so Q, is lowest a little after its end.
        Assert.That(Of("flow.magnet.CN.DE"), Is.InRange(0.02 * Of("usual-flow.magnet.CN.DE"), 0.4 * Of("usual-flow.magnet.CN.DE")));
        Assert.That(Of("peak.DE"), Is.InRange(0.3, 1));
        Assert.That(Of("peak-day.DE"), Is.InRange(Of("tts.DE"), 90 + 90));
        var levels = study.Levels!.Index().Single(l => l.Item.Key == "fill.EV.DE");
        var weeks = record.Levels.AsSpan(levels.Index * levels.Item.Length, levels.Item.Length);
        for (var w = 0; w < weeks.Length; w++) Assert.That(levels.Item.ValueOf(weeks[w]), Is.EqualTo(record.Series[0][w]).Or.EqualTo((double)record.Series[1][w]).Within(0.0021), $"week {w}");
    }
}
