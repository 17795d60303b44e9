namespace Twin.SupplyChain;

/// <summary>Sharing an amount out over sources by weight, some of which take so much and no more.</summary>
static class Sourcing
{
    /// <summary>By weight; what a source does not take goes to the others by theirs, until none is above its bound.</summary>
    /// <param name="amount">What is to be shared out; 0 or more.</param>
    /// <param name="weights">Of each source; 0 for one that gets nothing. Those that are full are set to 0.</param>
    /// <param name="most">Of each source: its bound, infinite for none.</param>
    /// <param name="parts">What each gets; together the amount, or less where all are full.</param>
    public static void Share(double amount, Span<double> weights, ReadOnlySpan<double> most, Span<double> parts)
    {
        parts.Clear();
        for (var full = true; full;)
        {
            full = false;
            var (total, taken) = (0.0, 0.0);
            foreach (var weight in weights) total += weight;
            if (total <= 0) return;

            for (var i = 0; i < weights.Length; i++)
            {
                if (weights[i] == 0) continue;
                parts[i] = amount * (weights[i] / total);
                if (parts[i] <= most[i]) continue;
                (parts[i], weights[i], full) = (most[i], 0, true);
                taken += most[i];
            }

            amount -= taken;
        }
    }
}
