using Twin.Experiments;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>How far an answer swings as one input goes from low to high: a bar of a tornado chart.</summary>
/// <param name="Low">The answer's mean with the input low.</param>
/// <param name="High">With it high.</param>
/// <param name="Difference">High − low, paired, with its 95 % interval.</param>
sealed record Swing(string Input, double Low, double High, Interval Difference)
{
    /// <summary>Reads them back from a study of <see cref="TornadoReplicator"/>, the widest first.</summary>
    public static IReadOnlyList<Swing> In(string run, IEnumerable<string> inputs)
    {
        Swing Of(string input)
        {
            var (low, high) = (RunSummary.ValuesOf(run, TornadoReplicator.Low(input)), RunSummary.ValuesOf(run, TornadoReplicator.High(input)));
            return new Swing(input, low.Average(), high.Average(), Interval.OfMean([.. high.Zip(low, (h, l) => h - l)]));
        }

        return [.. inputs.Select(Of).OrderByDescending(s => Math.Abs(s.Difference.Mean)).ThenBy(s => s.Input, StringComparer.Ordinal)];
    }

    /// <summary>A bar over the ends of all, with a mark where everything is at its median.</summary>
    public string Bar(double from, double to, double middle, int width)
    {
        int At(double value) => to > from ? (int)Math.Round((value - from) / (to - from) * (width - 1)) : 0;
        var (left, right) = (At(Math.Min(Low, High)), At(Math.Max(Low, High)));
        return new string([.. Enumerable.Range(0, width).Select(i => i == At(middle) ? '│' : i >= left && i <= right ? '█' : ' ')]).TrimEnd();
    }
}
