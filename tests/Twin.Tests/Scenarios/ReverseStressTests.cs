using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The least ban that breaks something breaks it, and one that is a day shorter, or a hundredth looser, does not.</summary>
public class ReverseStressTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    Scenario Small(params string[] set) => ScenarioReader.Read(_files.Write("small.yaml", SmallScenario.Text), set, []);

    [TestCase("fill.DE < 0.9")]
    [TestCase("unmet.WORLD > 60")]
    public void The_least_that_breaks_it_is_the_least(string condition)
    {
        var stress = new ReverseStress(Small("policies.ban.for=9 mo"), condition);
        for (var replication = 0; replication < 6; replication++)
        {
            var found = new ReverseStressReplicator(stress, 3).Run(replication, CancellationToken.None).Values;
            Assert.That(found, Has.All.LessThan(double.PositiveInfinity), "something has to break for this to mean anything");
            bool Breaks(Func<ExportBan, ExportBan> shape)
            {
                // The ban itself is written otherwise here, and the chain run from its first day.
                var network = stress.Scenario.Network with { Policies = [.. stress.Scenario.Network.Policies.Select(p => p is ExportBan ban ? shape(ban) : p)] };
                var index = new NetworkIndex(network);
                var measures = new ImpactMeasures(index, index.DayOf(new DateOnly(2025, 1, 1)), index.Days);
                var values = new double[measures.All.Count];
                measures.Measure(new ChainModel(index, 3).Run(replication), new ChainModel(new NetworkIndex(stress.Scenario.Baseline!), 3).Run(replication), values);
                var value = values[measures.All.Index().First(m => m.Item.Key == stress.Measure).Index];
                return stress.Below ? value < stress.Limit : value > stress.Limit;
            }

            var (days, hundredths) = ((int)found[0], (int)Math.Round(100 * found[1]));
            Assert.That(Breaks(b => b with { Until = b.From.AddDays(days) }), $"{days} days, replication {replication}");
            Assert.That(Breaks(b => b with { Until = b.From.AddDays(days - 1) }), Is.False, $"{days - 1} days, replication {replication}");
            Assert.That(Breaks(b => b with { Leakage = Estimate.Certain(1 - (hundredths / 100.0)) }), $"{hundredths} % stopped, replication {replication}");
            Assert.That(Breaks(b => b with { Leakage = Estimate.Certain(1 - ((hundredths - 1) / 100.0)) }), Is.False, $"{hundredths - 1} % stopped, replication {replication}");
        }
    }

    [Test]
    public void What_no_ban_breaks_is_beyond_the_window_and_what_is_broken_anyway_needs_none()
    {
        var never = new ReverseStressReplicator(new ReverseStress(Small(), "unmet.DE > 1e9"), 3).Run(0, CancellationToken.None);
        var anyway = new ReverseStressReplicator(new ReverseStress(Small(), "fill.DE < 2"), 3).Run(0, CancellationToken.None);

        Assert.That(never.Values, Has.All.EqualTo(double.PositiveInfinity));
        Assert.That(anyway.Values, Has.All.EqualTo(0));
    }

    [TestCase("fill.DE", "'fill.DE' is no condition; write it as 'fill.EU < 0.9' or 'unmet.JP > 1000'")]
    [TestCase("fill.XX < 1", "no measure 'fill.XX'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of CN, DE, WORLD, EXCN, and of sectors and sites")]
    [TestCase("fill.DE < much", "'much' is no number")]
    public void A_condition_that_is_none_is_said(string condition, string message) =>
        Assert.That(() => new ReverseStress(Small(), condition), Throws.InstanceOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Without_a_ban_there_is_nothing_to_turn()
    {
        var scenario = Small("policies.ban.kind=quota", "policies.ban.leakage=null", "policies.ban.tonnes=100 t magnet/yr");
        Assert.That(() => new ReverseStress(scenario, "fill.DE < 0.9"), Throws.ArgumentException.With.Message.EqualTo("there is no ban in the scenario's shock"));
    }
}
