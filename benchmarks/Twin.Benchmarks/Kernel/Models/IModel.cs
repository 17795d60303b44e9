namespace Twin.Benchmarks;

/// <summary>A model that several kernels run; all of them must return the same checksum.</summary>
public interface IModel
{
    /// <summary>What one run does so many times: a wait, a cycle, a customer, a replication.</summary>
    long Operations { get; }

    /// <summary>Runs it from start to end.</summary>
    /// <returns>A checksum of what happened, and in which order.</returns>
    long Run();
}

/// <summary>Inputs that cost nothing to draw and are the same for every kernel.</summary>
public static class Inputs
{
    /// <summary>The 1,024 middles of an exponential law with a mean of one second, in whole milliseconds.</summary>
    public static readonly TimeSpan[] Exponential = [.. Enumerable.Range(0, 1024).Select(i => TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(-1000 * Math.Log((i + 0.5) / 1024)))))];

    /// <summary>The next wait of a process, uneven, from its own state.</summary>
    public static TimeSpan Next(ref uint state) => Exponential[Draw(ref state)];

    /// <summary>0 to 1,023, uneven, from a state.</summary>
    public static uint Draw(ref uint state)
    {
        state = (state * 1_664_525) + 1_013_904_223;
        return state >> 22;
    }

    /// <summary>Whole days, without arithmetic in floating point.</summary>
    public static TimeSpan Days(int days) => TimeSpan.FromTicks(days * TimeSpan.TicksPerDay);

    /// <summary>One step of a checksum that minds the order.</summary>
    public static long Mix(long checksum, long value) => unchecked((checksum * 31) + value);
}
