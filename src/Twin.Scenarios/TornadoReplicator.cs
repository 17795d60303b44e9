using Twin.Experiments;
using Twin.Kernel;

namespace Twin.Scenarios;

/// <summary>Turns one input at a time from low to high, all others at their medians.</summary>
/// <remarks>Low and high are the 5th and the 95th percentile of what is believed of it. All answers of a replication meet the same storms, so a swing is the input's own.</remarks>
public sealed class TornadoReplicator(SensitivityStudy study, IReadOnlyList<string> kept, ulong seed) : IReplicator
{
    /// <summary>The answer with every input at its median.</summary>
    public const string Middle = "all at their medians";

    /// <summary>The two percentiles.</summary>
    public const double LowQuantile = 0.05, HighQuantile = 0.95;

    readonly ScenarioFunction _function = new(study, seed);

    /// <summary>The column of an input that stands low.</summary>
    public static string Low(string input) => $"{input}, low";

    /// <summary>The column of an input that stands high.</summary>
    public static string High(string input) => $"{input}, high";

    /// <summary>The inputs of such a study, from its columns.</summary>
    public static IEnumerable<string> InputsOf(IEnumerable<string> columns) => columns.Where(c => c.EndsWith(Low(""), StringComparison.Ordinal)).Select(c => c[..^Low("").Length]);

    /// <summary>The columns of such a study, in order.</summary>
    public static IEnumerable<string> Columns(IEnumerable<string> kept) => kept.SelectMany(k => new[] { Low(k), High(k) }).Prepend(Middle);

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        var hash = default(TraceHash);
        double At(string? turned, double quantile)
        {
            cancellation.ThrowIfCancellationRequested();
            return _function.Of(replication, name => name == turned ? quantile : 0.5, ref hash);
        }

        double[] answers = [At(null, 0.5), .. kept.SelectMany(k => new[] { At(k, LowQuantile), At(k, HighQuantile) })];
        return new ReplicationRecord(replication, hash.Value, answers, []);
    }
}
