using System.Runtime.Intrinsics;
using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What is left to chance at each use. The numbers are part of every draw's key: they never change.</summary>
enum Storm
{
    Use = 1,
    Travel = 2,
    Failure = 3,
    Repair = 4,
    Happens = 5,
    Review = 6,
    Approval = 7,
    GivesUp = 8,
}

/// <summary>The draws that come every week: use, by cell, and travel times, by arc. A run and its twin share them.</summary>
/// <remarks>
/// The draw of an ordinal holds the random bits of two weeks. All cells, or all arcs, are drawn for both at once, in vectors,
/// though some arcs are drawn for that send nothing: a replication of the rare-earth base fell from 31.6 to 27 ms by it.
/// </remarks>
sealed class StormCache(NetworkIndex index)
{
    readonly bool _isAsked = index.Period.Contains(7); // others draw by themselves
    readonly int _cells = index.Cells.Length;
    readonly int _arcs = index.Arcs.Length;
    readonly double[] _use = new double[(index.Weeks + 1) * index.Cells.Length];
    readonly ushort[] _travel = new ushort[(index.Weeks + 1) * index.Arcs.Length];
    readonly bool[] _known = new bool[(index.Weeks / 2) + 1]; // by two weeks
    readonly TravelLaws _laws = new(index);
    readonly double[] _days = new double[2 * index.Arcs.Length];
    readonly double[] _customs = new double[index.Arcs.Length];

    // Where the numbers of the week under way begin.
    int _firstUse;
    int _firstTravel;

    /// <summary>Begins a replication, whose days at the border are known.</summary>
    public void Begin(ChainState chain)
    {
        Array.Clear(_known);
        for (var a = 0; a < _arcs; a++) _customs[a] = Shipping.CustomsDays(chain, index.Arcs[a].Lane);
    }

    /// <summary>Turns to a week, which is drawn unless somebody has been there before.</summary>
    public void TurnTo(ChainState chain, int week)
    {
        (_firstUse, _firstTravel) = (week * _cells, week * _arcs);
        if (_known[week / 2] || !_isAsked) return;
        DrawUse(chain, week / 2);
        DrawTravel(chain, week / 2);
        _known[week / 2] = true;
    }

    /// <summary>Use of a cell in the week over what is usual: lognormal with mean 1.</summary>
    public double Use(int cell) => _use[_firstUse + cell];

    /// <summary>Days under way, customs included, of what leaves on an arc in the week.</summary>
    public int Travel(int arc) => _travel[_firstTravel + arc];

    void DrawUse(ChainState chain, int pair)
    {
        var both = _use.AsSpan(pair * 2 * _cells, 2 * _cells);
        RandomStream.UniformsAt(chain.Use, (ulong)pair, both[.._cells], both[_cells..]);
        ExactMath.InverseNormal(both, both);
        for (var c = 0; c < _cells; c++)
        {
            var (sigma, shift) = (chain.Sigma[c], chain.Sigma[c] * chain.Sigma[c] / 2);
            (both[c], both[_cells + c]) = ((sigma * both[c]) - shift, (sigma * both[_cells + c]) - shift);
        }

        ExactMath.Exp(both, both);
    }

    void DrawTravel(ChainState chain, int pair)
    {
        var both = _travel.AsSpan(pair * 2 * _arcs, 2 * _arcs);
        RandomStream.UniformsAt(chain.Travel, (ulong)pair, _days.AsSpan(0, _arcs), _days.AsSpan(_arcs));
        _laws.Invert(_days.AsSpan(0, _arcs));
        _laws.Invert(_days.AsSpan(_arcs));
        foreach (var a in _laws.Others)
        {
            var (law, draw) = (index.Lanes[index.Arcs[a].Lane].Days, chain.Travel[a].At((ulong)pair));
            (_days[a], _days[_arcs + a]) = (law.Sample(ref draw), law.Sample(ref draw));
        }

        AddCustoms(_days.AsSpan(0, _arcs));
        AddCustoms(_days.AsSpan(_arcs));
        for (var i = 0; i < both.Length; i++) both[i] = (ushort)double.ConvertToIntegerNative<int>(_days[i]); // 1 to 65,535
    }

    /// <summary>Makes days under way whole, and adds those at the border: the numbers of <see cref="Shipping.DaysOf"/>.</summary>
    void AddCustoms(Span<double> days)
    {
        var a = 0;
        for (; a + Contents.Lanes <= days.Length; a += Contents.Lanes)
        {
            var whole = Vector256.Max(Vector256.Round(Vector256.Create(days[a..])), Vector256<double>.One) + Vector256.Create(_customs, a);
            Vector256.Min(whole, Vector256.Create((double)ushort.MaxValue)).CopyTo(days[a..]);
        }

        for (; a < days.Length; a++) days[a] = Shipping.DaysOf(days[a], (int)_customs[a]);
    }

    /// <summary>The triangular laws of all arcs side by side.</summary>
    sealed class TravelLaws
    {
        readonly Triangular[] _laws;
        readonly double[] _low;
        readonly double[] _high;
        readonly double[] _left;  // from the low to the mode
        readonly double[] _right; // from the mode to the high

        public TravelLaws(NetworkIndex index)
        {
            _laws = [.. index.Arcs.Select(a => index.Lanes[a.Lane].Days as Triangular ?? new Triangular(0, 0, 0))];
            (_low, _high) = ([.. _laws.Select(l => l.Low)], [.. _laws.Select(l => l.High)]);
            (_left, _right) = ([.. _laws.Select(l => l.Mode - l.Low)], [.. _laws.Select(l => l.High - l.Mode)]);
            Others = [.. Enumerable.Range(0, _laws.Length).Where(a => index.Lanes[index.Arcs[a].Lane].Days is not Triangular)];
        }

        /// <summary>The arcs whose law is another.</summary>
        public int[] Others { get; }

        /// <summary>What uniform numbers are under each arc's law: the bits of <see cref="Triangular.Quantile"/>.</summary>
        public void Invert(Span<double> numbers)
        {
            var a = 0;
            for (; a + Contents.Lanes <= numbers.Length; a += Contents.Lanes)
            {
                var u = Vector256.Create(numbers[a..]);
                var (low, high) = (Vector256.Create(_low, a), Vector256.Create(_high, a));
                var (left, right, width) = (Vector256.Create(_left, a), Vector256.Create(_right, a), high - low);
                var rising = low + Vector256.Sqrt(u * width * left);
                var falling = high - Vector256.Sqrt((Vector256.Create(1.0) - u) * width * right);
                Vector256.ConditionalSelect(Vector256.LessThan(u * width, left), rising, falling).CopyTo(numbers[a..]);
            }

            for (; a < numbers.Length; a++) numbers[a] = _laws[a].Quantile(numbers[a]);
        }
    }
}
