using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What users no longer want, because of the price, is kept apart from what they want and do not get.</summary>
public class ForgoneTests
{
    static readonly string RareEarths = Path.Combine(Repository.Root, "scenarios", "rare-earths");

    static (Dictionary<string, double> Values, ChainRecord Run, ChainRecord Twin, int Key) Measured(Scenario scenario, string region)
    {
        var window = ScenarioReplicator.WindowOf(scenario);
        var index = new NetworkIndex(scenario.Network);
        ChainModel ModelOf(NetworkIndex i) => new(i, scenario.Seed, noise: false, epistemic: false) { BottlenecksFrom = window.From };
        var (run, twin) = (ModelOf(index).Run(0), ModelOf(new NetworkIndex(scenario.Baseline!)).Run(0));
        var measures = new ImpactMeasures(index, window.From, window.To);
        var values = new double[measures.All.Count];
        measures.Measure(run, twin, values);
        return (measures.All.Zip(values).ToDictionary(m => m.First.Key, m => m.Second), run, twin, run.Keys.ToList().IndexOf(region));
    }

    static double Sum(ReadOnlySpan<double> weeks) => weeks.ToArray().Sum();

    [Test]
    public void Users_who_see_a_price_want_less_by_its_elasticity_and_give_up_the_difference()
    {
        // Germany gets nothing more from the first of January 2025 on. When its stocks are empty it sees the highest price,
        // six times the usual, and with an elasticity of −0.1 wants 6^−0.1 = 0.836 of the usual.
        using var small = new SmallScenario();
        var scenario = ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text
            .Replace("sectors: { EV", "zones: { inside: [CN], outside: [DE] }\nsectors: { EV", StringComparison.Ordinal)
            .Replace("magnet: { kind: magnet, ", "magnet: { kind: magnet, price: { start: 60 kUSD/t, beta: 0.5, most: 6, short-run: -0.1 }, ", StringComparison.Ordinal)
            .Replace("for: 3 mo", "for: 3 yr", StringComparison.Ordinal).Replace("leakage: { value: 10 %, range: [5 %, 20 %] }", "", StringComparison.Ordinal)));
        var (values, run, twin, germany) = Measured(scenario, "DE");
        var (wants, would) = (run.Wanted(germany).ToArray(), twin.Wanted(germany).ToArray());
        Assert.That(wants[..52], Is.EqualTo(would[..52]), "before the ban, nothing");
        Assert.That(wants[80..103].Zip(would[80..103], (w, t) => w / t), Is.All.EqualTo(Math.Pow(6, -0.1)).Within(0.1).Percent, "but for what the twin's own price moves");

        // 52 weeks, of which the buffer and what is at sea last for some 12: about 40 × 0.164 = 6.6 weeks of use are given up.
        var window = 52..104;
        Assert.That(values["forgone.DE"] / would[window].Average(), Is.InRange(6, 8));
        Assert.That(Sum(run.UsedOf(germany)[window]) + values["unmet.DE"] + values["forgone.DE"], Is.EqualTo(Sum(would[window])).Within(1e-6), "used, unmet and given up are all");
    }

    [Test]
    public void Supply_is_back_when_users_have_what_they_still_want()
    {
        // Everybody pays what is quoted.
        var (values, run, twin, europe) = Measured(ScenarioReader.Read(Path.Combine(RareEarths, "china-export-ban.yaml"), sets: ["contract-prices.outside.share=0"], withs: [Path.Combine(RareEarths, "behaviour", "prices.yaml")]), "EU");

        // In the third year after the onset they still want, and use, less than they would have.
        var use = Sum(run.UsedOf(europe)[260..300]) / Sum(twin.UsedOf(europe)[260..300]);
        Assert.That(use, Is.LessThan(0.99), "else this tests nothing");
        Assert.That(Sum(run.UsedOf(europe)[260..300]), Is.EqualTo(Sum(run.Wanted(europe)[260..300])).Within(0.1).Percent);
        Assert.That(values["ttr.EU"], Is.InRange(365, 550), "the ban lasts a year, ships sail for weeks");
        Assert.That(values["forgone.EU"], Is.GreaterThan(values["unmet.EU"] / 10));
    }

    [Test]
    public void Where_nobody_can_do_without_nothing_is_said_to_be_given_up()
    {
        var scenario = ScenarioReader.Read(Path.Combine(RareEarths, "china-export-ban.yaml"));
        Assert.That(new ImpactMeasures(new NetworkIndex(scenario.Network), 0, 700).All.Where(m => m.Key.StartsWith("forgone", StringComparison.Ordinal)), Is.Empty);
    }
}
