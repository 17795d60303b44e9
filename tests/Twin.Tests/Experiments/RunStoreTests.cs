using NUnit.Framework;
using Twin.Experiments;

namespace Twin.Tests;

/// <summary>A run on disk: the same bytes whatever the threads, and nothing lost but what was never written.</summary>
public class RunStoreTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("twin-store").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    string PathOf(string name) => Path.Combine(_folder, name);

    static Study Study(int replications = 12) => new(
        "small", new string('a', 64), "1.0", 7, replications, [new Measure("fill.EU", "1"), new Measure("ttr.EU", "d", 365)], [new Series("fill.EU", "1", 4)], 0, 70);

    static ReplicationRecord Record(int i) => new(i, (ulong)i * 0x9E3779B97F4A7C15, [i / 100.0, i % 5 == 0 ? double.PositiveInfinity : 30 + i], [[1, i, 0.5f, 0.25f]]);

    sealed class Fake(int failsAt = -1) : IReplicator
    {
        public ReplicationRecord Run(int replication, CancellationToken cancellation)
        {
            if (replication == failsAt) throw new InvalidOperationException("no ore");
            Thread.SpinWait((replication * 7919 % 13) * 2_000);
            return Record(replication);
        }
    }

    byte[] Run(string name, int threads, int replications = 12)
    {
        using (var store = RunStore.Create(PathOf(name), Study(replications))) Batch.Run(Study(replications), () => new Fake(), store, threads, _ => { }, default);
        return File.ReadAllBytes(PathOf(name));
    }

    /// <summary>MessagePack writes the length of an array in one, three or five bytes; a summary finds every number behind each of them.</summary>
    [TestCase(1, 0, 0)]
    [TestCase(15, 1, 15)]
    [TestCase(16, 2, 16)]
    [TestCase(70, 15, 300)]
    [TestCase(3, 16, 7)]
    [TestCase(65_536, 1, 65_536)]
    public void Every_number_of_a_run_is_read_from_its_place(int measures, int series, int weeks)
    {
        var study = Study(3) with { Measures = [.. Enumerable.Range(0, measures).Select(m => new Measure($"m{m}", "1"))], Series = [.. Enumerable.Range(0, series).Select(s => new Series($"s{s}", "1", weeks))] };
        using (var store = RunStore.Create(PathOf("run"), study))
        {
            for (var i = 0; i < 3; i++)
            {
                store.Append(new ReplicationRecord(i, ulong.MaxValue >> (20 * i), [.. Enumerable.Range(0, measures).Select(m => (double)(m * (i + 1)))], [.. Enumerable.Range(0, series).Select(s => Enumerable.Range(0, weeks).Select(w => (float)((s * weeks) + w + i)).ToArray())]));
            }
        }

        var summary = RunSummary.Of(PathOf("run"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(summary.Measures.Select(m => m.P50), Is.EqualTo(Enumerable.Range(0, measures).Select(m => 2.0 * m)));
            Assert.That(summary.Bands.SelectMany(b => b.P50), Is.EqualTo(Enumerable.Range(0, series * weeks).Select(w => w + 1.0)));
            Assert.That(RunSummary.ValuesOf(PathOf("run"), $"m{measures - 1}"), Is.EqualTo(new[] { 1.0, 2, 3 }.Select(i => i * (measures - 1))));
        }
    }

    [Test]
    public void A_monitor_hears_of_every_replication()
    {
        var (written, took) = (0L, 0);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == Batch.MeterName) to.EnableMeasurementEvents(instrument);
        };
        var memory = 0L;
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "twin.replications") Interlocked.Add(ref written, value);
            if (instrument.Name == "twin.memory") memory = value;
        });
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            if (seconds >= 0) Interlocked.Increment(ref took);
        });
        listener.Start();
        Run("heard", 2, 9);
        listener.RecordObservableInstruments();

        // Other tests run batches meanwhile, and are heard too.
        Assert.That(Interlocked.Read(ref written), Is.GreaterThanOrEqualTo(9));
        Assert.That(Volatile.Read(ref took), Is.GreaterThanOrEqualTo(9));
        Assert.That(memory, Is.InRange(100_000, 24_000_000_000));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    public void A_batch_that_keeps_going_has_all_replications_but_those_that_fail_and_they_are_in_no_number(int threads)
    {
        List<int> told = [];
        using (var store = RunStore.Create(PathOf("going"), Study(40)))
        {
            Batch.Run(Study(40), () => new Fake(failsAt: 5), store, threads, _ => { }, default, failed: e =>
            {
                Assert.That(e.InnerException!.Message, Is.EqualTo("no ore"));
                lock (told) told.Add(e.Replication);
            });
        }

        Assert.That(told, Is.EqualTo([5]));
        var summary = RunSummary.Of(PathOf("going"));
        Assert.That((summary.Completed, summary.Failed, summary.Answered), Is.EqualTo((40, new[] { 5 }, Enumerable.Range(0, 40).Except([5]))));

        // Values are i / 100: the sum of 0 to 39 is 780, less the 5.
        Assert.That(summary.Measures[0].Mean.Mean, Is.EqualTo((780 - 5) / 100.0 / 39).Within(1e-12));
        Assert.That(summary.Measures[1].Censored, Is.EqualTo(7 / 39.0), "every fifth is beyond the window; the fifth failed");
        Assert.That(RunSummary.ValuesOf(PathOf("going"), "fill.EU"), Is.EqualTo(Enumerable.Range(0, 40).Except([5]).Select(i => i / 100.0)));
        Assert.That(summary.Bands[0].P95[1], Is.EqualTo(Quantiles.Of([.. Enumerable.Range(0, 40).Except([5]).Select(i => (float)i)], 0.95)));
        Assert.That(System.Text.Encoding.UTF8.GetString(summary.ToJson()), Does.Match(@"""failed"": \[\s*5\s*\]"));

        // Paired with a batch in which none failed, it is the same 39 on both sides.
        Run("whole", 1, 40);
        Assert.That(RunSummary.Compare(PathOf("going"), PathOf("whole")).Select(c => (c.Difference.Mean, c.Difference.Low, c.Difference.High)), Is.All.EqualTo((0.0, 0.0, 0.0)));
    }

    [Test]
    public void A_study_that_asks_nothing_is_refused()
    {
        Assert.That(() => RunStore.Create(PathOf("nothing"), Study() with { Measures = [] }), Throws.ArgumentException.With.Message.Contains("one number or more"));
        Assert.That(File.Exists(PathOf("nothing")), Is.False);
    }

    [Test]
    public void A_batch_with_failures_goes_on_after_an_interruption_with_the_same_bytes()
    {
        void Go(string name, int upTo)
        {
            using var store = File.Exists(PathOf(name)) ? RunStore.Resume(PathOf(name), Study(20)) : RunStore.Create(PathOf(name), Study(20));
            Batch.Run(Study(20), () => new Fake(failsAt: 5), store, 2, _ => { }, default, upTo: upTo, failed: _ => { });
        }

        Go("at-once", 20);
        foreach (var upTo in new[] { 3, 6, 20 }) Go("by-parts", upTo);
        Assert.That(File.ReadAllBytes(PathOf("by-parts")), Is.EqualTo(File.ReadAllBytes(PathOf("at-once"))));
    }

    [Test]
    public void The_file_is_the_same_bytes_for_one_two_and_eight_threads()
    {
        var one = Run("one", 1, 50);

        Assert.That(Run("two", 2, 50), Is.EqualTo(one));
        Assert.That(Run("eight", 8, 50), Is.EqualTo(one));
        Assert.That(RunSummary.Of(PathOf("eight")).ToJson(), Is.EqualTo(RunSummary.Of(PathOf("one")).ToJson()));
    }

    [Test]
    public void A_file_cut_anywhere_is_gone_on_with_to_the_same_bytes()
    {
        var whole = Run("whole", 1);
        for (var length = 0; length < whole.Length; length += 3)
        {
            File.WriteAllBytes(PathOf("cut"), whole[..length]);
            using (var store = RunStore.Resume(PathOf("cut"), Study())) Batch.Run(Study(), () => new Fake(), store, 2, _ => { }, default);
            Assert.That(File.ReadAllBytes(PathOf("cut")), Is.EqualTo(whole), $"cut at {length}");
        }
    }

    [Test]
    public void Any_flipped_byte_is_found_said_and_repaired()
    {
        var whole = Run("whole", 1);
        var study = FirstBlock(whole);
        for (var at = study; at < whole.Length; at += 5)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x40;
            File.WriteAllBytes(PathOf("broken"), broken);
            using (var store = RunStore.Resume(PathOf("broken"), Study()))
            {
                Assert.That(store.Repair, Does.Contain("is damaged at byte"), $"byte {at}");
                Batch.Run(Study(), () => new Fake(), store, 1, _ => { }, default);
            }

            Assert.That(File.ReadAllBytes(PathOf("broken")), Is.EqualTo(whole), $"byte {at}");
        }
    }

    static int FirstBlock(byte[] file) => (file[3] << 24 | file[4] << 16 | file[5] << 8 | file[6]) + 12;

    [Test]
    public void Another_study_is_not_gone_on_with()
    {
        Run("run", 1);

        var seed = Assert.Throws<InvalidDataException>(() => RunStore.Resume(PathOf("run"), Study() with { Seed = 8 }).Dispose())!;
        var scenario = Assert.Throws<InvalidDataException>(() => RunStore.Resume(PathOf("run"), Study() with { ScenarioHash = new string('b', 64) }).Dispose())!;

        Assert.That(seed.Message, Does.EndWith("cannot be gone on with: its seed is 7, this one is 8"));
        Assert.That(scenario.Message, Does.EndWith("its scenario is aaaaaaaaaaaa, this one is bbbbbbbbbbbb"));
        using var more = RunStore.Resume(PathOf("run"), Study(20));
        Assert.That(more.Count, Is.EqualTo(12), "asking for more replications is going on");
    }

    [Test]
    public void A_replication_that_fails_stops_the_batch_with_all_before_it_saved()
    {
        using (var store = RunStore.Create(PathOf("run"), Study()))
        {
            var e = Assert.Throws<ReplicationFailedException>(() => Batch.Run(Study(), () => new Fake(failsAt: 5), store, 2, _ => { }, default))!;
            Assert.That(e.Message, Is.EqualTo("replication 5 failed: no ore"));
        }

        Assert.That(RunStore.Read(PathOf("run")).Records.Select(r => r.Replication), Is.EqualTo([0, 1, 2, 3, 4]));
    }

    [Test]
    public void A_cancelled_batch_leaves_a_prefix_that_is_gone_on_with()
    {
        var whole = Run("whole", 1, 60);
        using var cancellation = new CancellationTokenSource();
        using (var store = RunStore.Create(PathOf("run"), Study(60)))
        {
            Assert.Throws<OperationCanceledException>(() => Batch.Run(Study(60), () => new Fake(), store, 2, p => { if (p.Done == 10) cancellation.Cancel(); }, cancellation.Token));
            Assert.That(store.Count, Is.InRange(10, 59));
        }

        using (var store = RunStore.Resume(PathOf("run"), Study(60))) Batch.Run(Study(60), () => new Fake(), store, 2, _ => { }, default);
        Assert.That(File.ReadAllBytes(PathOf("run")), Is.EqualTo(whole));
    }

    /// <summary>A disk with so much room and no more.</summary>
    sealed class SmallDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = Math.Min(buffer.Length, room - (int)Length);
            var part = buffer[..fits].ToArray();
            base.Write(part, 0, part.Length);
            if (fits < buffer.Length) throw new IOException("No space left on device");
        }
    }

    [Test]
    public void A_full_disk_ends_the_batch_and_leaves_no_half_block()
    {
        var whole = Run("whole", 1);
        var disk = new SmallDisk(whole.Length - 30);
        var store = RunStore.Create(disk, Study());

        Assert.Throws<IOException>(() => Batch.Run(Study(), () => new Fake(), store, 1, _ => { }, default));

        File.WriteAllBytes(PathOf("run"), disk.ToArray());
        using var again = RunStore.Resume(PathOf("run"), Study());
        Assert.That(again.Repair, Is.Null);
        Assert.That(again.Count, Is.EqualTo(11));
    }

    /// <summary>Does not end one replication before it is let go.</summary>
    sealed class StuckAt(int stuck, ManualResetEventSlim letGo) : IReplicator
    {
        public ReplicationRecord Run(int replication, CancellationToken cancellation)
        {
            if (replication == stuck) letGo.Wait(TimeSpan.FromMinutes(1), cancellation);
            return Record(replication);
        }
    }

    [Test]
    public void A_replication_that_does_not_end_is_named_once_and_changes_nothing()
    {
        using var named17 = new ManualResetEventSlim();
        List<int> named = [];
        using (var store = RunStore.Create(PathOf("watched"), Study(30)))
            Batch.Run(Study(30), () => new StuckAt(17, named17), store, 2, _ => { }, default, new Watchdog(TimeSpan.FromMilliseconds(500), (replication, time, usual) =>
            {
                Assert.That(time, Is.GreaterThan(TimeSpan.FromMilliseconds(500)).And.GreaterThan(usual));
                named.Add(replication);
                if (replication == 17) named17.Set();
            }));

        Assert.That(named, Is.EqualTo([17]));
        Assert.That(File.ReadAllBytes(PathOf("watched")), Is.EqualTo(Run("plain", 1, 30)));
    }

    [TestCase(0, 0, 0x8A9136AAu)]
    [TestCase(255, 0, 0x62A8AB43u)]
    [TestCase(0, 1, 0x46DD794Eu)]
    [TestCase(31, -1, 0x113FDB5Cu)]
    public void The_check_sum_is_that_of_RFC_3720(int first, int step, uint expected)
    {
        // Appendix B.4: 32 bytes of zeros, of ones, ascending, descending; the first of them is the kind.
        byte[] rest = [.. Enumerable.Range(1, 31).Select(i => (byte)(first + (i * step)))];

        Assert.That(Crc32C.Of((byte)first, rest), Is.EqualTo(expected));
    }
}
