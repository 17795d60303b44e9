namespace Twin.SupplyChain;

/// <summary>What the users of a cell still wait for, oldest first; what waits too long is lost.</summary>
sealed class WaitingLine
{
    readonly long[] _byAge; // a ring of reviews, the newest at _at; one entry where users wait for ever
    readonly bool _forEver;
    int _at;

    /// <param name="days">How long they wait [days]; infinite for ever.</param>
    /// <param name="period">Days from one review to the next.</param>
    public WaitingLine(double days, int period)
    {
        _forEver = double.IsPositiveInfinity(days);
        _byAge = new long[_forEver ? 1 : (int)Math.Ceiling(days / period)];
    }

    /// <summary>All that is waited for [g].</summary>
    public long Total { get; private set; }

    /// <summary>Whether anybody ever waits.</summary>
    public bool IsUsed => _byAge.Length > 0;

    public void Clear()
    {
        Array.Clear(_byAge);
        (_at, Total) = (0, 0);
    }

    public void CopyFrom(WaitingLine other)
    {
        other._byAge.CopyTo(_byAge, 0);
        (_at, Total) = (other._at, other.Total);
    }

    /// <summary>Serves the oldest first.</summary>
    /// <returns>What of the mass was waited for.</returns>
    public long Serve(long mass)
    {
        var served = Math.Min(mass, Total);
        var left = served;
        for (var age = _byAge.Length; left > 0 && age > 0; age--)
        {
            ref var slot = ref _byAge[(_at + age) % _byAge.Length];
            var part = Math.Min(slot, left);
            slot -= part;
            left -= part;
        }

        Total -= served;
        return served;
    }

    /// <summary>Adds what was not had at this review.</summary>
    /// <returns>What has waited too long, and is lost.</returns>
    public long Add(long mass)
    {
        if (_byAge.Length == 0) return mass;
        if (_forEver)
        {
            _byAge[0] += mass;
            Total += mass;
            return 0;
        }

        _at = (_at + 1) % _byAge.Length;
        var lost = _byAge[_at];
        _byAge[_at] = mass;
        Total += mass - lost;
        return lost;
    }
}
