namespace Twin.Experiments;

/// <summary>How many replications had which level in which week: a level series over a batch.</summary>
/// <remarks>Counts are integers, so histograms of parts merge to exactly that of the whole, in any order.</remarks>
public sealed class LevelHistogram
{
    const int Levels = LevelSeries.Top + 1;

    readonly int[] _counts;

    /// <param name="series">Of what.</param>
    public LevelHistogram(LevelSeries series)
        : this(series, new int[series.Length * Levels])
    {
    }

    LevelHistogram(LevelSeries series, int[] counts) => (Series, _counts) = (series, counts);

    public LevelSeries Series { get; }

    /// <summary>How many replications there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a replication: one level a week.</summary>
    /// <exception cref="ArgumentException">It is not as long as the series, or has a level above the top.</exception>
    public void Add(ReadOnlySpan<byte> levels)
    {
        if (levels.Length != Series.Length) throw new ArgumentException($"{levels.Length} weeks, not {Series.Length}", nameof(levels));
        if (levels.ContainsAnyExceptInRange((byte)0, LevelSeries.Top)) throw new ArgumentException($"a level above {LevelSeries.Top}", nameof(levels));
        for (var w = 0; w < levels.Length; w++) _counts[(w * Levels) + levels[w]]++;
        Count++;
    }

    /// <summary>Adds the replications of another part.</summary>
    /// <exception cref="ArgumentException">It is of another series.</exception>
    public void Add(LevelHistogram other)
    {
        if (other.Series != Series) throw new ArgumentException($"of {other.Series.Key}, not {Series.Key}", nameof(other));
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>In how many replications a week had a level.</summary>
    public int At(int week, byte level) => _counts[(week * Levels) + level];

    /// <summary>Mean over replications, exact but for the rounding to levels.</summary>
    public double Mean(int week) => MeanAndQuantiles(week, [], []);

    /// <summary>The smallest level that at least a share <paramref name="p"/> of the replications does not exceed, as a value.</summary>
    public double Quantile(int week, double p)
    {
        var quantile = 0.0;
        MeanAndQuantiles(week, [p], new Span<double>(ref quantile));
        return quantile;
    }

    /// <summary>A week's <see cref="Mean"/> and some <see cref="Quantile"/>s, from one look at its levels.</summary>
    /// <param name="week">Which.</param>
    /// <param name="shares">Of what shares, in ascending order.</param>
    /// <param name="quantiles">Where they go.</param>
    internal double MeanAndQuantiles(int week, ReadOnlySpan<double> shares, Span<double> quantiles)
    {
        var counts = _counts.AsSpan(week * Levels, Levels);
        var (sum, seen, next) = (0L, 0, 0);
        for (var level = 0; level < counts.Length && seen < Count; level++)
        {
            if (counts[level] == 0) continue;
            sum += (long)level * counts[level];
            seen += counts[level];
            for (; next < shares.Length && seen >= Math.Ceiling((Count * shares[next]) - 1e-9); next++) quantiles[next] = Series.ValueOf((byte)level);
        }

        return Count > 0 ? sum * Series.High / LevelSeries.Top / Count : 0;
    }

    /// <summary>Looks at all level series of a run file, so many at a time that memory stays bounded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="look">Told of each, in the study's order; afterwards its memory is used again.</param>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    public static void Scan(string path, Action<LevelHistogram> look)
    {
        const int AtOnce = 16 << 20; // counts, 64 MiB: each pass over the file unpacks all of it
        var all = RunStore.Read(path).Study.Levels ?? [];
        var (offset, spare) = (0, new Stack<int[]>());
        for (var next = 0; next < all.Count;)
        {
            var (some, width) = (new List<LevelHistogram>(), 0);
            for (; next < all.Count && width * Levels < AtOnce; width += all[next++].Length) some.Add(new LevelHistogram(all[next], Zeros(all[next].Length * Levels)));
            Fill(some, path, offset, width);
            offset += width;
            foreach (var histogram in some)
            {
                look(histogram);
                spare.Push(histogram._counts);
            }
        }

        int[] Zeros(int length)
        {
            if (!spare.TryPop(out var counts) || counts.Length != length) return new int[length];
            Array.Clear(counts);
            return counts;
        }
    }

    /// <summary>Counts the replications of a run file.</summary>
    /// <param name="histograms">Of series that lie side by side.</param>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the first of them begins in a replication's levels.</param>
    /// <param name="width">How many levels they have together.</param>
    static void Fill(List<LevelHistogram> histograms, string path, int offset, int width)
    {
        // A block of replications at a time, series by series: the counts of one stay in the cache meanwhile.
        const int Block = 64;
        var (rows, held) = (new byte[Block * width], 0);
        RunStore.ScanLevels(path, levels =>
        {
            levels.AsSpan(offset, width).CopyTo(rows.AsSpan(held++ * width));
            if (held == Block) Count();
        });
        Count();

        void Count()
        {
            var at = 0;
            foreach (var histogram in histograms)
            {
                for (var row = 0; row < held; row++) histogram.Add(rows.AsSpan((row * width) + at, histogram.Series.Length));
                at += histogram.Series.Length;
            }

            held = 0;
        }
    }
}
