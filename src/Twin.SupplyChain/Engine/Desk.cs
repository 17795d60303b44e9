namespace Twin.SupplyChain;

/// <summary>Where a licence desk's work stands.</summary>
sealed class Desk(int days)
{
    /// <summary>Applications under review, and turned, those that wait to be made again.</summary>
    public Parcels Files { get; } = new(0, days);

    /// <summary>Licences, by the day they expire.</summary>
    public Parcels Expiries { get; } = new(0, days);

    /// <summary>What it takes up [g/day].</summary>
    public double PerDay { get; set; }

    /// <summary>When it has worked off what it has [days since the start].</summary>
    public double FreeFrom { get; set; }

    public void CopyFrom(Desk other)
    {
        Files.CopyFrom(other.Files);
        Expiries.CopyFrom(other.Expiries);
        (PerDay, FreeFrom) = (other.PerDay, other.FreeFrom);
    }
}
