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
public readonly record struct EpistemicDraws(ulong Seed, int Replication, bool Enabled)
{
    /// <summary>The value of an estimate in this replication, from the triangular law by inversion of one uniform number.</summary>
    public double Of(Estimate estimate)
    {
        if (estimate.IsCertain || !Enabled) return estimate.Value;

        var draw = new RandomStream(Seed, Replication, estimate.Name, "epistemic").At(0);
        return new Triangular(estimate.Low, estimate.Value, estimate.High).Sample(ref draw);
    }
}
