using NUnit.Framework;
using Twin.Experiments;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A knock-out is the same chain with one thing struck out, and nothing else.</summary>
public class KnockoutTests
{
    const int Repair = 120;
    static readonly DateOnly From = SmallChain.Start.AddDays(400);

    static Dictionary<string, double> Run(Network network, int replication, string region = ImpactMeasures.World)
    {
        var knockout = new Knockout(network, From, Repair, region);
        var record = new KnockoutReplicator(knockout, 5).Run(replication, CancellationToken.None);
        return knockout.Nodes.SelectMany(n => new[] { $"tts.{n}", $"impact.{n}" }).Zip(record.Values).ToDictionary(p => p.First, p => p.Second);
    }

    [Test]
    public void Each_is_what_a_run_with_that_one_disruption_gives([Values(0, 3)] int replication, [Values] bool lanes)
    {
        var network = SmallChain.Network();
        var found = Run(network, replication);
        foreach (var node in lanes ? network.Lanes.Select(l => l.Id) : network.Sites.Where(s => s.Recipes.Count > 0).Select(s => s.Id))
        {
            (double Unmet, double Tts) Alone(int days)
            {
                var struck = network with { Disruptions = [new Disruption { Id = "strike", Sites = lanes ? [] : [node], Lanes = lanes ? [node] : [], From = From, Days = Estimate.Certain(days) }] };
                var index = new NetworkIndex(struck);
                var measures = new ImpactMeasures(index, 400, index.Days);
                return measures.ImpactOn(ImpactMeasures.World, new ChainModel(index, 5).Run(replication), new ChainModel(new NetworkIndex(network), 5).Run(replication));
            }

            Assert.That(found[$"impact.{node}"], Is.EqualTo(Alone(Repair).Unmet).Within(1e-9), $"{node} for {Repair} days");
            Assert.That(found[$"tts.{node}"], Is.EqualTo(Alone(2_000).Tts), $"{node} for good");
        }
    }

    [Test]
    public void Without_its_only_magnet_maker_a_country_lives_on_what_it_has()
    {
        // China buys magnets at home alone: from the market's and the users' stock, 30 days of cover and a week's working stock
        // at most, and what is in the works' finished store (14 days) and on its way; then nothing.
        var found = Run(SmallChain.Network(noise: 0), 0, "CN");
        Assert.That(found["tts.mag-cn"], Is.InRange(30, 90));
        Assert.That(found["impact.mag-cn"], Is.GreaterThan(0));
        Assert.That(found["impact.mag-cn"], Is.EqualTo(Run(SmallChain.Network(noise: 0), 7, "CN")["impact.mag-cn"]).Within(35).Percent, "what differs is only what is not known");
    }

    [Test]
    public void The_results_are_the_same_bytes_whatever_the_number_of_threads()
    {
        var knockout = new Knockout(SmallChain.Network(), From, Repair, ImpactMeasures.World);
        var study = new Study("s", new string('a', 64), "1", 5, 6, [.. knockout.Nodes.SelectMany(n => new[] { new Measure($"tts.{n}", "d", 600), new Measure($"impact.{n}", "t") })], [], 400, 1000);
        byte[] Bytes(int threads)
        {
            var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            using (var store = RunStore.Create(path, study)) Batch.Run(study, () => new KnockoutReplicator(knockout, 5), store, threads, _ => { }, CancellationToken.None);
            var bytes = File.ReadAllBytes(path);
            File.Delete(path);
            return bytes;
        }

        Assert.That(Bytes(3), Is.EqualTo(Bytes(1)));
    }
}
