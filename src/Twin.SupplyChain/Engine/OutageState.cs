namespace Twin.SupplyChain;

/// <summary>Where an outage stands: what its process would otherwise keep to itself.</summary>
struct OutageState
{
    /// <summary>How many there have been.</summary>
    public int Ordinal;

    /// <summary>The day of the next change; 0 for not drawn yet.</summary>
    public int Until;

    public bool IsDown;

    /// <summary>Share that it takes now, 0 to 1.</summary>
    public double Loss;
}
