namespace Twin.SupplyChain;

/// <summary>How a contract stands: what is ordered and under way, and what its two ends have come to expect of it.</summary>
/// <remarks>One line of cache for each: whoever looks at an arc looks at most of it.</remarks>
struct ArcState
{
    /// <summary>In <see cref="KeptBy"/>: nobody; the way, not a policy.</summary>
    public const int ByNobody = -1, ByLane = -2;

    /// <summary>Ordered and not yet dispatched [g].</summary>
    public long Backlog;

    /// <summary>Dispatched and not yet arrived [g].</summary>
    public long UnderWay;

    /// <summary>Ordered on the day of the last order [g].</summary>
    public long Asked;

    /// <summary>Smoothed share of what was open that the seller dispatched, 0 to 1.</summary>
    public double Fill;

    /// <summary>Smoothed travel time as observed [days].</summary>
    public double Lead;

    /// <summary>Smoothed mass dispatched [g/week].</summary>
    public double Flow;

    /// <summary>The day of the last order.</summary>
    public int AskedOn;

    /// <summary>The policy that kept most of its goods back at the seller's last review, or one of the two constants.</summary>
    public int KeptBy;

    /// <summary>Orders so much more [g].</summary>
    public void Ask(long mass, int today)
    {
        Backlog += mass;
        if (AskedOn != today) (AskedOn, Asked) = (today, 0);
        Asked += mass;
    }
}
