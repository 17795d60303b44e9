using CsCheck;
using NUnit.Framework;
using Twin.Experiments;

namespace Twin.Tests;

/// <summary>Weekly series kept as levels: small, exact under merging, and true to a 250th of the range.</summary>
public class LevelHistogramTests
{
    static readonly LevelSeries Fill = new("fill.EV.EU", "1", 3, 1);

    static LevelHistogram Of(IEnumerable<byte[]> replications)
    {
        var histogram = new LevelHistogram(Fill);
        foreach (var levels in replications) histogram.Add(levels);
        return histogram;
    }

    static readonly Gen<byte[]> Levels = Gen.Byte[0, LevelSeries.Top].Array[Fill.Length];

    [Test]
    public void Parts_merge_to_exactly_the_whole_in_any_order() => Gen.Select(Levels.Array[0, 20], Levels.Array[0, 20]).Sample((a, b) =>
    {
        var (whole, forth, back) = (Of([.. a, .. b]), Of(a), Of(b));
        forth.Add(Of(b));
        back.Add(Of(a));
        for (var w = 0; w < Fill.Length; w++)
        {
            for (var l = 0; l <= LevelSeries.Top; l++)
            {
                if (whole.At(w, (byte)l) != forth.At(w, (byte)l) || whole.At(w, (byte)l) != back.At(w, (byte)l)) return false;
            }
        }

        return whole.Count == forth.Count && whole.Count == back.Count;
    });

    [Test]
    public void Means_and_quantiles_are_those_of_the_values_to_half_a_level() => Gen.Double[0, 1].Array[1, 60].Sample(values =>
    {
        var histogram = Of(values.Select(v => new[] { Fill.LevelOf(v), (byte)0, (byte)0 }));
        double[] sorted = [.. values.Order()];
        return Math.Abs(histogram.Mean(0) - values.Average()) <= 0.002 + 1e-12
            && new[] { 0.05, 0.5, 0.95 }.All(p => Math.Abs(histogram.Quantile(0, p) - Quantiles.Of(sorted, p)) <= 0.002 + 1e-12);
    });

    [Test]
    public void A_run_file_gives_them_back_whoever_reads_it_and_goes_on_with_them()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("twin-levels").FullName, "run");
        var study = new Study("small", new string('a', 64), "1.0", 7, 4, [new Measure("fill.EU", "1")], [], 0, 21, Levels: [Fill, Fill with { Key = "output.A", High = 2 }]);
        ReplicationRecord Record(int i) => new(i, (ulong)i, [0.5], [], [10, 20, (byte)(30 + i), 1, 2, 3]);
        using (var store = RunStore.Create(path, study))
        {
            for (var i = 0; i < 2; i++) store.Append(Record(i));
        }

        using (var store = RunStore.Resume(path, study))
        {
            for (var i = store.Count; i < 4; i++) store.Append(Record(i));
        }

        Assert.That(RunStore.Read(path).Records.Select(r => r.Levels![2]), Is.EqualTo(new byte[] { 30, 31, 32, 33 }));
        var levels = RunSummary.Of(path).Levels;
        Assert.That(levels.Select(l => l.Key), Is.EqualTo(new[] { "fill.EV.EU", "output.A" }));
        Assert.That(levels[0].Mean[2], Is.EqualTo(31.5 / 250).Within(1e-12));
        Assert.That(levels[1].P50, Is.EqualTo(new[] { 2.0 / 250, 4.0 / 250, 6.0 / 250 }).Within(1e-12));
        Assert.That(() => RunStore.Resume(path, study with { Levels = [Fill] }), Throws.TypeOf<InvalidDataException>().With.Message.Contains("other questions"));
    }

    [Test]
    public void What_is_read_from_a_file_block_by_block_is_what_was_counted_one_by_one()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("twin-levels").FullName, "run");
        LevelSeries[] series = [Fill, Fill with { Key = "output.A", Length = 5 }];
        var study = new Study("small", new string('a', 64), "1.0", 7, 150, [new Measure("fill.EU", "1")], [], 0, 21, Levels: series);
        LevelHistogram[] expected = [.. series.Select(s => new LevelHistogram(s))];
        var random = new Random(7);
        using (var store = RunStore.Create(path, study))
        {
            for (var i = 0; i < study.Replications; i++)
            {
                byte[] levels = [.. Enumerable.Range(0, 8).Select(_ => (byte)random.Next(LevelSeries.Top + 1))];
                store.Append(new ReplicationRecord(i, 1, [0.5], [], levels));
                expected[0].Add(levels.AsSpan(0, 3));
                expected[1].Add(levels.AsSpan(3));
            }
        }

        List<int[]> read = [];
        LevelHistogram.Scan(path, histogram => read.Add(Counts(histogram)));
        Assert.That(read, Is.EqualTo(expected.Select(Counts)));

        static int[] Counts(LevelHistogram h) => [h.Count, .. Enumerable.Range(0, h.Series.Length * (LevelSeries.Top + 1)).Select(i => h.At(i / (LevelSeries.Top + 1), (byte)(i % (LevelSeries.Top + 1))))];
    }

    [Test]
    public void Levels_of_another_length_or_above_the_top_are_refused()
    {
        Assert.That(() => new LevelHistogram(Fill).Add([1, 2]), Throws.ArgumentException);
        Assert.That(() => new LevelHistogram(Fill).Add([1, 2, 251]), Throws.ArgumentException);
        Assert.That(() => new LevelHistogram(Fill).Add(new LevelHistogram(Fill with { Key = "x" })), Throws.ArgumentException);
    }
}
