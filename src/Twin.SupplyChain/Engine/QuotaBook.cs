using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What is left of a quota, slot by slot: one for all, one an arc, or one a holder.</summary>
sealed class QuotaBook
{
    readonly NetworkIndex _index;
    readonly ExportQuota _quota;
    readonly int[] _arcs;
    readonly int[] _slotOfArc;
    readonly double[] _left;
    readonly double[] _share;

    public QuotaBook(ExportQuota quota, NetworkIndex index, int policy)
    {
        (_quota, _index, _arcs) = (quota, index, index.ControlledArcs[policy]);
        _slotOfArc = new int[index.Arcs.Length];
        Array.Fill(_slotOfArc, -1);
        var holders = quota.Holders.Keys.Order(StringComparer.Ordinal).ToArray();
        foreach (var (i, a) in _arcs.Index())
        {
            _slotOfArc[a] = quota.Sharing switch
            {
                QuotaSharing.FirstCome => 0,
                QuotaSharing.ProRata => i,
                _ => Array.IndexOf(holders, index.Sites[index.Arcs[a].Seller].Id),
            };
        }

        _left = new double[quota.Sharing switch { QuotaSharing.FirstCome => 1, QuotaSharing.ProRata => _arcs.Length, _ => holders.Length }];
        _share = quota.Sharing == QuotaSharing.Holders ? [.. holders.Select(h => quota.Holders[h])] : new double[_left.Length];
    }

    public bool IsOn { get; set; }

    /// <summary>Tonnage of one period [t].</summary>
    double PerPeriod { get; set; }

    public void Clear()
    {
        IsOn = false;
        Array.Clear(_left);
    }

    public void CopyFrom(QuotaBook other)
    {
        (IsOn, PerPeriod) = (other.IsOn, other.PerPeriod);
        other._left.CopyTo(_left, 0);
        other._share.CopyTo(_share, 0);
    }

    /// <summary>Begins with the flows of the day: what is normal, and whose part is what.</summary>
    public void Begin(ChainState chain)
    {
        var normal = 0.0;
        foreach (var a in _arcs) normal += PerDay(a);
        for (var i = 0; i < _arcs.Length && _quota.Sharing == QuotaSharing.ProRata; i++) _share[i] = normal > 0 ? PerDay(_arcs[i]) / normal : 1.0 / _arcs.Length;
        if (_quota.Sharing == QuotaSharing.FirstCome) _share[0] = 1;
        var perDay = _quota.Tonnes is { } tonnes ? chain.Draws.Of(tonnes) / 365.25 : normal * chain.Draws.Of(_quota.OfNormal!.Value);
        (PerPeriod, IsOn) = (perDay * _quota.Period, true);

        double PerDay(int a) => _index.TonnesOf(_index.Arcs[a].Material, chain.Arc[a].Flow) / _index.Period[_index.Arcs[a].Seller];
    }

    /// <summary>Begins a period: what was left lapses, or is carried over.</summary>
    public void Refill()
    {
        for (var i = 0; i < _left.Length; i++) _left[i] = (_quota.CarriesOver ? _left[i] : 0) + (PerPeriod * _share[i]);
    }

    /// <summary>What may still leave on an arc in this period [g]; all the world where the quota is not in force.</summary>
    public long Room(int a)
    {
        if (!IsOn) return long.MaxValue;
        return _slotOfArc[a] < 0 ? 0 : (long)Math.Max(0, Math.Min(long.MaxValue / 2, _index.GramsOf(_index.Arcs[a].Material, _left[_slotOfArc[a]])));
    }

    public void Use(int a, long mass)
    {
        if (!IsOn) return;
        Invariant.Holds(_slotOfArc[a] >= 0, "only holders of a quota ship");
        _left[_slotOfArc[a]] -= _index.TonnesOf(_index.Arcs[a].Material, mass);
    }
}
