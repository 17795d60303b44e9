namespace Twin.Benchmarks.Peers;

/// <summary>A model in two forms.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Target">How many times as fast ours should be; 0 where nothing was promised.</param>
/// <param name="Ours">Twin's form.</param>
/// <param name="Theirs">SimSharp's.</param>
sealed record Comparison(string Name, double Target, IModel Ours, IModel Theirs)
{
    /// <summary>Nanoseconds and bytes for each operation, and the ratio of the times.</summary>
    public readonly record struct Result(double Ours, double Theirs, double Ratio, double OurBytes, double TheirBytes);

    /// <summary>Runs both by turns on this thread, after three rounds for the compiler; medians, the ratio's from round to round.</summary>
    /// <returns>Null if the checksums differ.</returns>
    public Result? Measure(int rounds)
    {
        var results = new List<Result>();
        for (var round = -3; round < rounds; round++)
        {
            var (ours, theirs) = (Cost(Ours, out var sum), Cost(Theirs, out var other));
            if (sum != other) return null;
            if (round >= 0) results.Add(new Result(ours.Time, theirs.Time, theirs.Time / ours.Time, ours.Bytes, theirs.Bytes));
        }

        return new Result(Median(results, r => r.Ours), Median(results, r => r.Theirs), Median(results, r => r.Ratio), Median(results, r => r.OurBytes), Median(results, r => r.TheirBytes));
    }

    static (double Time, double Bytes) Cost(IModel model, out long checksum)
    {
        GC.Collect();
        var (bytes, sum) = (GC.GetAllocatedBytesForCurrentThread(), 0L);
        var time = Cpu.Of(() => sum = model.Run());
        checksum = sum;
        return (time / model.Operations, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / model.Operations);
    }

    static double Median(List<Result> results, Func<Result, double> of)
    {
        var sorted = results.Select(of).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
