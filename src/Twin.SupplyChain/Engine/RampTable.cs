using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>All ramps of a network with one replication's draws: what share of a plant stands on which day.</summary>
sealed class RampTable(DateOnly start)
{
    /// <summary>The start of what is never built.</summary>
    public const int Never = int.MaxValue;

    readonly List<Ramp> _ramps = [];
    int[] _first = [];
    int[] _planned = [];
    double[] _rate = [];
    double[] _most = [];
    int[] _day = [];
    double[] _share = [];

    /// <summary>Adds a ramp; the number it is known by from now on. Two courses of one ramp share it.</summary>
    public int Add(Ramp ramp)
    {
        var known = _ramps.FindIndex(r => r.Id == ramp.Id);
        if (known >= 0) return known;
        _ramps.Add(ramp);
        return _ramps.Count - 1;
    }

    public void Seal()
    {
        _first = new int[_ramps.Count];
        _planned = new int[_ramps.Count];
        _rate = new double[_ramps.Count];
        _most = new double[_ramps.Count];
        _day = new int[_ramps.Count];
        _share = new double[_ramps.Count];
    }

    /// <summary>Takes one replication's draws.</summary>
    /// <param name="chain">Whose draws.</param>
    /// <param name="hindrance">What technology bans add to a ramp that starts on a day: more days until its start, and to four fifths.</param>
    public void Resolve(ChainState chain, Func<Ramp, int, (double Later, double Slower)> hindrance)
    {
        for (var r = 0; r < _ramps.Count; r++)
        {
            var ramp = _ramps[r];
            var happens = chain.Storm(StableHash.Of(ramp.Id), Storm.Happens, 0);
            var probability = chain.Draws.Of(ramp.Probability);
            var built = probability >= 1 || (chain.Draws.Enabled ? happens.NextUniform() < probability : probability >= 0.5);
            var promised = ramp.Promised.DayNumber - start.DayNumber;
            var planned = promised + (chain.Draws.Of(ramp.Slip) * (ramp.First.DayNumber - ramp.Promised.DayNumber));
            _planned[r] = (int)Math.Round(planned);
            var (later, slower) = hindrance(ramp, _planned[r]);
            var toFourFifths = chain.Draws.Of(ramp.ToFourFifths) + slower;
            _first[r] = built ? (int)Math.Round(planned + later) : Never;
            _rate[r] = toFourFifths > 0 ? ExactMath.Log(5) / toFourFifths : double.PositiveInfinity;
            _most[r] = chain.Draws.Of(ramp.Utilisation);
            _day[r] = int.MinValue;
        }
    }

    /// <summary>The first day of output, counted from the start; <see cref="Never"/> where it is not built.</summary>
    public int First(int ramp) => _first[ramp];

    /// <summary>The first day of output as it would be without any technology ban, counted from the start.</summary>
    public int Planned(int ramp) => _planned[ramp];

    /// <summary>Share of capacity that stands on a day, 0 to 1.</summary>
    public double Share(int ramp, int day)
    {
        if (day < _first[ramp]) return 0;
        if (_day[ramp] == day) return _share[ramp];

        // On its first day a plant makes what the middle of its first week will: not nothing.
        var age = day - _first[ramp] + 3.5;
        (_day[ramp], _share[ramp]) = (day, _most[ramp] * (double.IsPositiveInfinity(_rate[ramp]) ? 1 : 1 - ExactMath.Exp(-_rate[ramp] * age)));
        return _share[ramp];
    }
}
