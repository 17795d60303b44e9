namespace Twin.SupplyChain;

/// <summary>What is left to chance at each use. The numbers are part of every draw's key: they never change.</summary>
enum Storm
{
    Use = 1,
    Travel = 2,
    Failure = 3,
    Repair = 4,
    Happens = 5,
    Review = 6,
    Approval = 7,
}

/// <summary>The draws that a run and its twin both make: weekly use, by week and cell, and travel times, by week and arc.</summary>
/// <remarks>A draw costs 50 to 70 ns and a look-up 3: the twin's half of a pair is a tenth cheaper for it.</remarks>
sealed class StormCache(NetworkIndex index)
{
    /// <summary>Use in a week over what is usual; 0 for not drawn yet.</summary>
    public double[] Use { get; } = new double[(index.Weeks + 1) * index.Cells.Length];

    /// <summary>Days under way, customs included, of what leaves in a week; 0 for not drawn yet.</summary>
    public ushort[] Travel { get; } = new ushort[(index.Weeks + 1) * index.Arcs.Length];

    public void Clear()
    {
        Array.Clear(Use);
        Array.Clear(Travel);
    }
}
