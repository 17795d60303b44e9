namespace Twin.Experiments;

/// <summary>What a selection of the best has come to.</summary>
/// <param name="Left">The systems that are left, by number: the best alone, or those that cannot be told from it.</param>
/// <param name="EliminatedAfter">For each system, after how many replications it was out; null for those left.</param>
public sealed record SelectionOutcome(IReadOnlyList<int> Left, IReadOnlyList<int?> EliminatedAfter);

/// <summary>Selection of the best system: the fully sequential procedure KN of Kim and Nelson.</summary>
/// <remarks>
/// Kim, Nelson: A fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS 11 (2001) 251–273. With
/// probability 1 − α or more the one that is left is the best, if it is better than the next by the indifference zone δ; under
/// common random numbers too. It wants normal values: it is given means of batches. Two systems whose difference does not vary
/// are a tie and eliminate nobody.
/// </remarks>
public static class Selection
{
    /// <summary>Batches of the first stage, from which variances are estimated.</summary>
    public const int FirstStage = 10;

    /// <summary>Replications in a batch: losses are skewed, their means less so.</summary>
    public const int Batch = 10;

    /// <summary>η of KN: ½((2α/(k − 1))^(−2/(n₀ − 1)) − 1).</summary>
    public static double Eta(int systems, int firstStage, double alpha) => 0.5 * (Math.Pow(2 * alpha / (systems - 1), -2.0 / (firstStage - 1)) - 1);

    /// <summary>Selects the system with the smallest mean, from values that are there already.</summary>
    /// <param name="systems">For each system its values, paired by number.</param>
    /// <param name="indifference">δ: a smaller difference does not matter; above 0.</param>
    /// <param name="alpha">The chance of a wrong selection that is accepted.</param>
    /// <returns>Null with fewer than two systems, or too few values for the first stage.</returns>
    public static SelectionOutcome? Smallest(IReadOnlyList<double[]> systems, double indifference, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(systems);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(indifference);
        var k = systems.Count;
        var batches = k > 0 ? systems.Min(s => s.Length) / Batch : 0;
        if (k < 2 || batches < FirstStage) return null;

        double[][] means = [.. systems.Select(s => Repeats.Means(s.AsSpan(0, batches * Batch), Batch))];
        var h2 = 2 * Eta(k, FirstStage, alpha) * (FirstStage - 1);
        var variances = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var l = 0; l < k; l++)
            {
                double[] differences = [.. means[i].Take(FirstStage).Zip(means[l], (a, b) => a - b)];
                variances[i, l] = Moments.Variance(differences, Moments.Mean(differences));
            }
        }

        var sums = means.Select(m => m.Take(FirstStage).Sum()).ToArray();
        var outAfter = new int?[k];
        List<int> left = [.. Enumerable.Range(0, k)];
        for (var r = FirstStage; ; r++)
        {
            List<int> stay = [.. left.Where(i => left.All(l => l == i || Stays(i, l, r)))];
            foreach (var gone in left.Except(stay)) outAfter[gone] = r * Batch;
            left = stay;
            if (left.Count == 1 || r == batches) return new SelectionOutcome(left, outAfter);
            for (var i = 0; i < k; i++) sums[i] += means[i][r];
        }

        // Smaller is better: i goes when its mean is above another's by more than the width that is left.
        bool Stays(int i, int l, int r)
        {
            var variance = variances[i, l];
            if (variance == 0) return true;
            var width = Math.Max(0, indifference / (2 * r) * ((h2 * variance / (indifference * indifference)) - r));
            return sums[i] / r <= (sums[l] / r) + width;
        }
    }
}
