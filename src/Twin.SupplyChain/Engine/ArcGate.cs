namespace Twin.SupplyChain;

/// <summary>What export controls leave of an arc.</summary>
struct ArcGate
{
    /// <summary>How many bans close it now.</summary>
    public int Bans;

    /// <summary>One more than the licence regime that it is under; 0 for none.</summary>
    public int LicencePlusOne;

    /// <summary>Share of what is wanted that leaks while it is closed.</summary>
    public double Leakage;

    /// <summary>Extra days of what leaks.</summary>
    public int Detour;

    /// <summary>Extra cost of it [USD/t].</summary>
    public double DetourCost;

    /// <summary>What the buyer has wanted of the arc since it closed [g].</summary>
    public double Wanted;

    /// <summary>What has leaked since it closed [g].</summary>
    public long Leaked;

    /// <summary>Asked for and not yet decided, or waiting to ask again [g].</summary>
    public long Applied;

    /// <summary>Granted since the regime began [g].</summary>
    public long Granted;

    /// <summary>Used or expired of what was granted [g].</summary>
    public long Spent;

    /// <summary>One more than the licence regime whose customs slow it, without controlling it; 0 for none.</summary>
    public int SlowedByPlusOne;

    /// <summary>Share of the usual that customs let through while they are cautious.</summary>
    public double Passes;

    /// <summary>Duty on its goods as a share of the price, all tariffs together.</summary>
    public double Duty;
}
