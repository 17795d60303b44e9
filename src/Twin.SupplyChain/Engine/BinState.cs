namespace Twin.SupplyChain;

/// <summary>How a stock stands: what is there, and what is wanted of it.</summary>
struct BinState
{
    /// <summary>What is there [g].</summary>
    public long Held;

    /// <summary>Ordered and not yet dispatched [g]; the sum over its arcs and cells.</summary>
    public long Owed;

    /// <summary>Wanted since the last review [g].</summary>
    public double Wanted;

    /// <summary>Smoothed mass wanted: orders received for an output, use for an input [g/day].</summary>
    public double Forecast;
}
