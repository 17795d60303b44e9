namespace Twin.Scenarios;

/// <summary>What somebody may have meant.</summary>
public static class Spelling
{
    /// <summary>The known name that a word is a slip of: two letters off, one in a short word, a third in a long one; null for none.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Order(StringComparer.Ordinal).Select(k => (Name: k, Distance: Distance(word.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Distance <= Math.Max(word.Length >= 4 ? 2 : 1, word.Length / 3)).OrderBy(k => k.Distance).FirstOrDefault().Name;

    /// <summary>Changes, insertions, deletions and swaps of neighbours that lead from one to the other (optimal string alignment).</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8) return int.MaxValue;
        var (before, row, next) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j], next[j - 1]) + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            (before, row, next) = (row, next, before);
        }

        return row[b.Length];
    }
}
