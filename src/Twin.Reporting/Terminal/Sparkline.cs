namespace Twin.Reporting;

/// <summary>A share over time in one line of text.</summary>
static class Sparkline
{
    const string Steps = "▁▂▃▄▅▆▇█";

    /// <summary>Each column is the mean of its weeks; nought is the lowest step and one the highest.</summary>
    public static string Of(IReadOnlyList<double> shares, int columns)
    {
        columns = Math.Min(columns, shares.Count);
        return string.Concat(Enumerable.Range(0, columns).Select(column =>
        {
            var (from, to) = (column * shares.Count / columns, (column + 1) * shares.Count / columns);
            var mean = shares.Skip(from).Take(to - from).Average();
            return Steps[(int)Math.Round(Math.Clamp(mean, 0, 1) * (Steps.Length - 1), MidpointRounding.AwayFromZero)];
        }));
    }
}
