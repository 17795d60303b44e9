using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What one replication takes the uncertain numbers to be.</summary>
/// <remarks>
/// A draw depends on seed, replication and the estimate's name alone, so that it can be asked for again at any time:
/// by the run, by its paired baseline, and by whoever later asks which input the result hung on.
/// </remarks>
/// <param name="Seed">The root seed of the study.</param>
/// <param name="Replication">Which replication, from 0.</param>
/// <param name="Enabled">False to take every estimate at its best value.</param>
/// <param name="Quantiles">For a name, the quantile that its value is taken at, 0 to 1; null for the draw of this replication. Null for none.</param>
public readonly record struct EpistemicDraws(ulong Seed, int Replication, bool Enabled, Func<string, double?>? Quantiles = null)
{
    /// <summary>The value of an estimate in this replication, from the triangular law by inversion of one uniform number.</summary>
    public double Of(Estimate estimate)
    {
        if (estimate.IsCertain || !Enabled) return estimate.Value;
        var quantile = Quantiles?.Invoke(estimate.Name) ?? QuantileOf(Seed, Replication, estimate.Name);
        return new Triangular(estimate.Low, estimate.Value, estimate.High).Quantile(quantile);
    }

    /// <summary>The uniform number that a replication draws for a name: in the open interval (0, 1).</summary>
    public static double QuantileOf(ulong seed, int replication, string name) => new RandomStream(seed, replication, name, "epistemic").At(0).NextUniform();
}
