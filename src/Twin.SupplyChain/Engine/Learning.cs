using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>An adaptation with one replication's draws.</summary>
readonly struct Learning
{
    /// <summary>The day of a need that no date is stated for.</summary>
    const int WhenNeeded = int.MaxValue;

    readonly double _share;
    readonly double _after;
    readonly double _rate;
    readonly int _from;

    public Learning(Adaptation adaptation, ChainState chain)
    {
        var half = chain.Draws.Of(adaptation.HalfTime);
        (_share, _after) = (chain.Draws.Of(adaptation.Share), chain.Draws.Of(adaptation.After));
        _rate = half > 0 ? ExactMath.Log(2) / half : double.PositiveInfinity;
        _from = adaptation.From is { } from ? from.DayNumber - chain.Index.Network.Start.DayNumber : WhenNeeded;
    }

    /// <summary>How much is learned by a day, 0 to 1.</summary>
    /// <param name="today">The day.</param>
    /// <param name="neededSince">The day of the need; -1 for none yet. Not read where a date is stated.</param>
    public double By(int today, int neededSince)
    {
        var from = _from == WhenNeeded ? neededSince : _from;
        if (from < 0 && _from == WhenNeeded) return 0;
        var days = today - from - _after;
        if (days < 0) return 0;
        return double.IsPositiveInfinity(_rate) ? _share : _share * (1 - ExactMath.Exp(-_rate * days));
    }
}
