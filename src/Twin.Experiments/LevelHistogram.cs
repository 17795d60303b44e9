namespace Twin.Experiments;

/// <summary>How many replications had which level in which week: a level series over a batch.</summary>
/// <remarks>Counts are integers, so histograms of parts merge to exactly that of the whole, in any order.</remarks>
/// <param name="series">Of what.</param>
public sealed class LevelHistogram(LevelSeries series)
{
    const int Levels = LevelSeries.Top + 1;

    readonly int[] _counts = new int[series.Length * Levels];

    public LevelSeries Series { get; } = series;

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
    public double Mean(int week)
    {
        long sum = 0;
        for (var l = 0; l < Levels; l++) sum += (long)l * _counts[(week * Levels) + l];
        return Count > 0 ? sum * Series.High / LevelSeries.Top / Count : 0;
    }

    /// <summary>The smallest level that at least a share <paramref name="p"/> of the replications does not exceed, as a value.</summary>
    public double Quantile(int week, double p)
    {
        var (rank, seen, level) = (Math.Max(1, (int)Math.Ceiling((Count * p) - 1e-9)), 0, 0);
        while (level < LevelSeries.Top && (seen += _counts[(week * Levels) + level]) < rank) level++;
        return Series.ValueOf((byte)level);
    }

    /// <summary>Reads the level series of a run file, so many at a time that memory stays bounded.</summary>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    public static IEnumerable<LevelHistogram> Of(string path)
    {
        const int AtOnce = 4 << 20; // counts
        var all = RunStore.Read(path).Study.Levels ?? [];
        for (var (from, offset) = (0, 0); from < all.Count;)
        {
            List<LevelHistogram> some = [];
            while (from + some.Count < all.Count && (some.Count == 0 || some.Sum(h => h._counts.Length) < AtOnce)) some.Add(new LevelHistogram(all[from + some.Count]));
            var begin = offset;
            RunStore.ScanLevels(path, levels =>
            {
                var at = begin;
                foreach (var histogram in some)
                {
                    histogram.Add(levels.AsSpan(at, histogram.Series.Length));
                    at += histogram.Series.Length;
                }
            });

            foreach (var histogram in some) yield return histogram;
            (from, offset) = (from + some.Count, offset + some.Sum(h => h.Series.Length));
        }
    }
}
