namespace Twin.SupplyChain;

/// <summary>A number that nobody knows exactly: one value for a whole replication (epistemic uncertainty).</summary>
/// <remarks>
/// Drawn from the triangular law (<paramref name="Low"/>, <paramref name="Value"/>, <paramref name="High"/>) once per
/// replication, by name: two estimates of one name move together (the buffers of all European car makers), and two
/// variants of a scenario meet the same draw. With <c>Low == High</c> the number is certain. The unit belongs to the
/// field that holds the estimate.
/// </remarks>
/// <param name="Value">The best single value; the mode of the draw. What a run without uncertainty uses.</param>
/// <param name="Low">The smallest value drawn.</param>
/// <param name="High">The largest value drawn.</param>
/// <param name="Name">What the draw is keyed by: the path in the scenario, or the name of a group that moves together.</param>
public readonly record struct Estimate(double Value, double Low, double High, string Name)
{
    /// <summary>A number that is taken as known.</summary>
    public static Estimate Certain(double value) => new(value, value, value, "");

    /// <summary>Whether every replication uses the same value.</summary>
    public bool IsCertain => Low == High;
}
