namespace Twin.SupplyChain;

/// <summary>How a use stands: what its buffer holds, and what it has asked its market for.</summary>
struct CellState
{
    /// <summary>What its buffer holds [g].</summary>
    public long Held;

    /// <summary>Ordered of its market and not yet delivered [g].</summary>
    public long Backlog;

    /// <summary>Smoothed use as wanted [g/day].</summary>
    public double Forecast;

    /// <summary>The fraction of a gram that the last week left over.</summary>
    public double Carry;

    /// <summary>Relative deviation of an autoregressive use from its rate.</summary>
    public double Deviation;

    /// <summary>The day on which it was first badly served; -1 for never.</summary>
    public int ShortSince;
}
