using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A batch that stops when it knows enough, and one that tells ignorance from chance.</summary>
public class StoppingTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("twin-stop").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    static Study Asked(double relative, int most = 5_000, int repeats = 1) => new(
        "s", new string('a', 64), "1", 7, most, [new Measure("other", "t"), new Measure("loss", "t")], [], 0, 70, new StoppingRule("loss", relative), repeats);

    /// <summary>Lognormal losses, as skewed as those of bans.</summary>
    sealed class Losses : IReplicator
    {
        public static double Of(int replication)
        {
            var draw = new RandomStream(7, replication, "loss", "value").At(0);
            return Math.Exp(draw.NextNormal());
        }

        public ReplicationRecord Run(int replication, CancellationToken cancellation) => new(replication, (ulong)replication, [1, Of(replication)], []);
    }

    byte[] Run(Study study, int threads, int stopAfter = int.MaxValue)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        using (var cancel = new CancellationTokenSource())
        {
            using var store = RunStore.Create(path, study);
            try
            {
                Batch.Run(study, () => new Losses(), store, threads, p => { if (p.Done >= stopAfter) cancel.Cancel(); }, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // gone on with below
            }
        }

        if (stopAfter < int.MaxValue)
        {
            using var again = RunStore.Resume(path, study);
            Batch.Run(study, () => new Losses(), again, threads, _ => { }, CancellationToken.None);
        }

        return File.ReadAllBytes(path);
    }

    static (double Mean, double Half) Known(int n, int repeats = 1)
    {
        var interval = Interval.OfMean([.. Enumerable.Range(0, n).Select(Losses.Of)], repeats);
        return (interval.Mean, (interval.High - interval.Low) / 2);
    }

    [TestCase(0.1), TestCase(0.05)]
    public void It_stops_at_the_first_look_that_is_narrow_enough_and_not_before(double relative)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        var study = Asked(relative);
        using (var store = RunStore.Create(path, study)) Batch.Run(study, () => new Losses(), store, 2, _ => { }, CancellationToken.None);
        var n = RunSummary.Of(path).Completed;

        Assert.That(n % StoppingRule.Every, Is.Zero);
        Assert.That(n, Is.InRange(2 * StoppingRule.Every, study.Replications - 1));
        for (var look = StoppingRule.Every; look <= n; look += StoppingRule.Every)
        {
            var (mean, half) = Known(look);
            Assert.That(half <= mean * relative / (1 + relative), Is.EqualTo(look == n), $"after {look}");
        }
    }

    [Test]
    public void Neither_threads_nor_interruptions_reach_the_number_of_replications()
    {
        var study = Asked(0.08);
        var whole = Run(study, 1);
        Assert.That(Run(study, 8), Is.EqualTo(whole));
        foreach (var after in new[] { 1, 63, 64, 65, 130 }) Assert.That(Run(study, 3, after), Is.EqualTo(whole), $"interrupted after {after}");
    }

    [Test]
    public void What_is_never_narrow_enough_takes_all_that_is_allowed()
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        var study = Asked(0.0001, most: 200);
        using (var store = RunStore.Create(path, study)) Batch.Run(study, () => new Losses(), store, 2, _ => { }, CancellationToken.None);
        Assert.That(RunSummary.Of(path).Completed, Is.EqualTo(200));
    }

    [Test]
    public void Another_rule_is_another_study() =>
        Assert.That(Asked(0.1).DifferenceTo(Asked(0.2)), Is.EqualTo("it stops by another rule"));

    [TestCase(3, 1)]
    [TestCase(0, 2)]
    [TestCase(1, 0)]
    public void The_variance_is_split_into_what_is_not_known_and_chance(double between, double within)
    {
        // 2,000 groups of 3: the standard error of the share is below 0.015 for all of these.
        double[] values =
        [
            .. Enumerable.Range(0, 6_000).Select(i =>
            {
                var (group, own) = (new RandomStream(1, i / 3, "group", "v").At(0), new RandomStream(1, i, "own", "v").At(0));
                return (Math.Sqrt(between) * group.NextNormal()) + (Math.Sqrt(within) * own.NextNormal());
            }),
        ];
        Assert.That(Repeats.ShareBetween(values, 3), Is.EqualTo(between / (between + within)).Within(0.05));
        Assert.That(Repeats.ShareBetween(values, 1), Is.Null);

        // The interval of the mean counts groups, not values: with ignorance alone, three equal values tell no more than one.
        var (grouped, plain) = (Interval.OfMean(values, 3), Interval.OfMean(values));
        var wider = (grouped.High - grouped.Low) / (plain.High - plain.Low);
        Assert.That(wider, Is.EqualTo(Math.Sqrt(((3 * between) + within) / (between + within))).Within(0.05));
    }

    [Test]
    public void Replications_that_share_a_draw_know_the_same_and_meet_other_chances()
    {
        var model = new ChainModel(new NetworkIndex(SmallChain.Network()), 5) { Repeats = 3 };
        List<(ulong Quantile, ulong Trace)> seen = [];
        for (var r = 0; r < 6; r++)
        {
            var trace = model.Run(r).TraceHash;
            seen.Add((BitConverter.DoubleToUInt64Bits(model.State.Draws.Of(new Estimate(5, 0, 9, "anything"))), trace));
        }

        Assert.That(seen.Select(s => s.Quantile).Distinct().Count(), Is.EqualTo(2));
        Assert.That(seen.Take(3).Select(s => s.Quantile).Distinct().Count(), Is.EqualTo(1));
        Assert.That(seen.Select(s => s.Trace).Distinct().Count(), Is.EqualTo(6));
    }
}
