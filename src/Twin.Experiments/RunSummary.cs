using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Twin.Experiments;

/// <summary>A measure over all replications.</summary>
/// <param name="Key">The measure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Mean">Its mean, with the 95 % interval of the mean; restricted to the window where it may be censored.</param>
/// <param name="P05">The value that one replication in twenty does not exceed; null when that is beyond the window.</param>
/// <param name="P50">The median; null when that is beyond the window.</param>
/// <param name="P95">The value that nineteen replications in twenty do not exceed; null when that is beyond the window.</param>
/// <param name="Censored">Share of replications in which it lies beyond the window; null for a measure that cannot.</param>
/// <param name="Worst">Mean of its largest twentieth; null where some values lie beyond the window.</param>
/// <param name="Epistemic">Share of its variance that is due to what is not known, the rest being chance; null where the study does not repeat draws.</param>
public sealed record MeasureSummary(string Key, string Unit, Interval Mean, double? P05, double? P50, double? P95, double? Censored, double? Epistemic = null, Tail? Worst = null);

/// <summary>A weekly series over all replications.</summary>
public sealed record SeriesBand(string Key, double[] P05, double[] P25, double[] P50, double[] P75, double[] P95);

/// <summary>A level series over all replications, week by week.</summary>
public sealed record LevelBand(string Key, double[] Mean, double[] P05, double[] P50, double[] P95)
{
    internal static LevelBand Of(LevelHistogram histogram)
    {
        var weeks = histogram.Series.Length;
        var band = new LevelBand(histogram.Series.Key, new double[weeks], new double[weeks], new double[weeks], new double[weeks]);
        ReadOnlySpan<double> shares = [0.05, 0.5, 0.95];
        Span<double> quantiles = stackalloc double[shares.Length];
        for (var w = 0; w < weeks; w++)
        {
            band.Mean[w] = histogram.MeanAndQuantiles(w, shares, quantiles);
            (band.P05[w], band.P50[w], band.P95[w]) = (quantiles[0], quantiles[1], quantiles[2]);
        }

        return band;
    }
}

/// <summary>What a run file says, in numbers: a pure function of the file.</summary>
/// <remarks>
/// Exact, in bounded memory: the file is read once for each chunk of measures that fits into 32 MiB, so a hundred
/// thousand replications cost passes and not memory. Sums are added up in order of replication.
/// </remarks>
public sealed class RunSummary
{
    const int Budget = 32 << 20; // bytes of numbers at once

    RunSummary(Study study, int completed, IReadOnlyList<int> failed, string resultHash, IReadOnlyList<MeasureSummary> measures, IReadOnlyList<SeriesBand> bands, IReadOnlyList<LevelBand> levels) =>
        (Study, Completed, Failed, Answered, ResultHash, Measures, Bands, Levels) = (study, completed, failed, [.. Enumerable.Range(0, completed).Except(failed)], resultHash, measures, bands, levels);

    public Study Study { get; }

    /// <summary>How many replications there are, those that failed too.</summary>
    public int Completed { get; }

    /// <summary>Those that failed, in a batch that kept going: they are in no number here.</summary>
    public IReadOnlyList<int> Failed { get; }

    /// <summary>Those that did not: the order of <see cref="ValuesOf"/>.</summary>
    public IReadOnlyList<int> Answered { get; }

    /// <summary>Covers the trace hash of every replication, in order: 16 hexadecimal digits.</summary>
    public string ResultHash { get; }

    public IReadOnlyList<MeasureSummary> Measures { get; }

    public IReadOnlyList<SeriesBand> Bands { get; }

    public IReadOnlyList<LevelBand> Levels { get; }

    /// <summary>Reads a run file.</summary>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    public static RunSummary Of(string path)
    {
        var (study, _) = RunStore.Read(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (completed, failed, line) = (0, new List<int>(), new byte[12]);
        RunStore.ScanHashes(path, (replication, trace, hasFailed) =>
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(line, replication);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(line.AsSpan(4), trace);
            hash.AppendData(line);
            completed++;
            if (hasFailed) failed.Add(replication);
        });

        var digest = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        var count = completed - failed.Count;
        if (count == 0) return new RunSummary(study, completed, failed, digest, [], [], []);
        var answered = Enumerable.Range(0, completed).Except(failed).ToHashSet();
        var columns = new Columns(count);
        var measures = Chunked(study.Measures.Count, count, sizeof(double), (from, to) =>
        {
            columns.Read(path, answered, [.. Enumerable.Range(from, to - from)]);
            return study.Measures.Take(from..to).Select((measure, i) => Summarize(measure, columns.At<double>(i), study.Repeats));
        });

        var weeks = study.Series.SelectMany((s, i) => Enumerable.Range(0, s.Length).Select(w => (Series: i, Week: w))).ToArray();
        var quantiles = Chunked(weeks.Length, count, sizeof(float), (from, to) =>
        {
            columns.Read(path, weeks[from..to]);
            return Enumerable.Range(0, to - from).Select(i => WeekQuantiles(columns.At<float>(i)));
        });

        List<LevelBand> levels = [];
        LevelHistogram.Scan(path, histogram => levels.Add(LevelBand.Of(histogram)));
        return new RunSummary(study, completed, failed, digest, measures, Bend(study, quantiles), levels);
    }

    /// <summary>One measure's values in order of replication, read from a run file; without those that failed.</summary>
    public static double[] ValuesOf(string path, string key)
    {
        var at = RunStore.Read(path).Study.Measures.Index().First(m => m.Item.Key == key).Index;
        List<double> values = [];
        RunStore.Scan(path, numbers => values.Add(numbers.Answer(at)));
        return [.. values];
    }

    /// <summary>Survival curves of times that may lie beyond the window.</summary>
    /// <param name="path">A run file.</param>
    /// <param name="keys">Measures with a cap; those that the study does not have are left out.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<SurvivalStep>> SurvivalOf(string path, IReadOnlyCollection<string> keys)
    {
        var (numbers, study) = (AnsweredIn(path), RunStore.Read(path).Study);
        var count = numbers.Count;
        var measures = study.Measures.Index().Where(m => keys.Contains(m.Item.Key) && m.Item.Cap is not null).ToArray();
        var columns = new Columns(count);
        var curves = Chunked(measures.Length, count, sizeof(double), (from, to) =>
        {
            columns.Read(path, numbers, [.. measures[from..to].Select(m => m.Index)]);
            return measures[from..to].Select((m, i) => Survival.Curve(columns.At<double>(i).ToArray(), m.Item.Cap!.Value));
        });

        return measures.Zip(curves).ToDictionary(m => m.First.Item.Key, m => m.Second, StringComparer.Ordinal);
    }

    /// <summary>Pairs two run files, measure by measure; replications that only one of them has are left out.</summary>
    public static IReadOnlyList<PairedComparison> Compare(string variant, string baseline)
    {
        var (study, other) = (RunStore.Read(variant).Study, RunStore.Read(baseline).Study);
        var both = AnsweredIn(variant);
        both.IntersectWith(AnsweredIn(baseline));
        var numbers = other.Measures.Index().ToDictionary(m => m.Item.Key, m => m.Index, StringComparer.Ordinal);
        var shared = study.Measures.Index().Where(m => numbers.ContainsKey(m.Item.Key)).ToArray();
        var (its, others) = (new Columns(both.Count), new Columns(both.Count));
        return Chunked(shared.Length, both.Count, 2 * sizeof(double), (from, to) =>
        {
            its.Read(variant, both, [.. shared[from..to].Select(m => m.Index)]);
            others.Read(baseline, both, [.. shared[from..to].Select(m => numbers[m.Item.Key])]);
            return shared[from..to].Select((m, i) => PairedComparison.Of(m.Item, its.At<double>(i), others.At<double>(i), study.Repeats));
        });
    }

    static HashSet<int> AnsweredIn(string path)
    {
        HashSet<int> all = [];
        RunStore.ScanHashes(path, (replication, _, failed) =>
        {
            if (!failed) all.Add(replication);
        });
        return all;
    }

    static List<T> Chunked<T>(int items, int count, int bytes, Func<int, int, IEnumerable<T>> take)
    {
        List<T> all = new(items);
        var chunk = (int)Math.Max(1, Budget / Math.Max(1, (long)count * bytes));
        for (var from = 0; from < items; from += chunk) all.AddRange(take(from, Math.Min(items, from + chunk)));
        return all;
    }

    /// <summary>Some of a run's numbers, each over all replications; in memory that is used again for the next.</summary>
    sealed class Columns(int rows)
    {
        double[] _memory = [];

        public Span<T> At<T>(int column)
            where T : unmanaged => All<T>().Slice(column * rows, rows);

        /// <summary>Reads some measures in some replications, in order of replication.</summary>
        public void Read(string path, IReadOnlySet<int> replications, int[] measures)
        {
            Hold<double>(measures.Length);
            var row = 0;
            RunStore.Scan(path, numbers =>
            {
                if (row == rows || !replications.Contains(numbers.Replication)) return;
                var all = All<double>();
                for (var i = 0; i < measures.Length; i++) all[(i * rows) + row] = numbers.Answer(measures[i]);
                row++;
            });
            Check(path, row);
        }

        /// <summary>Reads some weeks of series in all replications.</summary>
        public void Read(string path, (int Series, int Week)[] weeks)
        {
            Hold<float>(weeks.Length);
            var row = 0;
            RunStore.Scan(path, numbers =>
            {
                if (row == rows) return;
                var all = All<float>();
                for (var i = 0; i < weeks.Length; i++) all[(i * rows) + row] = numbers.Week(weeks[i].Series, weeks[i].Week);
                row++;
            });
            Check(path, row);
        }

        void Check(string path, int read)
        {
            if (read != rows) throw new InvalidDataException($"{path} holds {read} replications where {rows} were counted before: it was changed while it was read");
        }

        Span<T> All<T>()
            where T : unmanaged => MemoryMarshal.Cast<double, T>(_memory.AsSpan());

        void Hold<T>(int columns)
            where T : unmanaged
        {
            var length = (((long)columns * rows * Unsafe.SizeOf<T>()) + sizeof(double) - 1) / sizeof(double);
            if (_memory.Length < length) _memory = new double[length];
        }
    }

    /// <summary>A measure's summary.</summary>
    /// <param name="values">In order of replication; sorted afterwards.</param>
    static MeasureSummary Summarize(Measure measure, Span<double> values, int repeats)
    {
        var restricted = values;
        int? beyond = null;
        if (measure.Cap is { } cap)
        {
            restricted = new double[values.Length];
            for (var i = 0; i < values.Length; i++) restricted[i] = Math.Min(values[i], cap);
            beyond = values.Count(double.PositiveInfinity);
        }

        var (mean, share) = (Interval.OfMean(restricted, repeats), Repeats.ShareBetween(restricted, repeats));
        values.Sort();
        return new MeasureSummary(measure.Key, measure.Unit, mean, At(values, 0.05), At(values, 0.5), At(values, 0.95), (double?)beyond / values.Length, share, double.IsFinite(values[^1]) ? Tail.Of(values) : null);

        static double? At(ReadOnlySpan<double> sorted, double p) => Quantiles.Of(sorted, p) is var q && double.IsFinite(q) ? q : null;
    }

    /// <param name="week">Its values in all replications; sorted afterwards.</param>
    static double[] WeekQuantiles(Span<float> week)
    {
        week.Sort();
        return [Quantiles.Of<float>(week, 0.05), Quantiles.Of<float>(week, 0.25), Quantiles.Of<float>(week, 0.5), Quantiles.Of<float>(week, 0.75), Quantiles.Of<float>(week, 0.95)];
    }

    static List<SeriesBand> Bend(Study study, List<double[]> weeks)
    {
        List<SeriesBand> bands = [];
        var at = 0;
        foreach (var series in study.Series)
        {
            var its = weeks.GetRange(at, series.Length);
            double[] Line(int q) => [.. its.Select(w => w[q])];
            bands.Add(new SeriesBand(series.Key, Line(0), Line(1), Line(2), Line(3), Line(4)));
            at += series.Length;
        }

        return bands;
    }

    /// <summary>The summary as JSON: no date, no path, keys in the study's order.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "twin-summary-1");
            json.WriteString("version", Study.Version);
            json.WriteString("scenario", Study.Scenario);
            json.WriteString("scenarioHash", Study.ScenarioHash);
            json.WriteNumber("seed", Study.Seed);
            json.WriteNumber("replications", Study.Replications);
            json.WriteNumber("completed", Completed);
            if (Failed.Count > 0)
            {
                json.WriteStartArray("failed");
                foreach (var replication in Failed) json.WriteNumberValue(replication);
                json.WriteEndArray();
            }

            json.WriteString("resultHash", ResultHash);
            json.WriteStartObject("measures");
            foreach (var m in Measures) WriteMeasure(json, m);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteMeasure(Utf8JsonWriter json, MeasureSummary m)
    {
        json.WriteStartObject(m.Key);
        json.WriteNumber("mean", m.Mean.Mean);
        json.WriteNumber("low", m.Mean.Low);
        json.WriteNumber("high", m.Mean.High);
        Quantile("p05", m.P05);
        Quantile("p50", m.P50);
        Quantile("p95", m.P95);
        if (m.Worst is { } worst)
        {
            json.WriteNumber("cvar95", worst.Mean);
            json.WriteNumber("cvar95Error", worst.Error);
        }

        json.WriteString("unit", m.Unit);
        if (m.Censored is { } censored) json.WriteNumber("censored", censored);
        if (m.Epistemic is { } epistemic) json.WriteNumber("epistemic", epistemic);
        json.WriteEndObject();

        void Quantile(string name, double? value)
        {
            if (value is { } q) json.WriteNumber(name, q);
            else json.WriteNull(name);
        }
    }
}
