using System.Numerics;

namespace Twin.SupplyChain;

/// <summary>Numbers by key and week. The week under way is kept by itself, side by side, and goes to the others when it is over.</summary>
/// <remarks>
/// A series lies in one piece, as whoever reads it wants it; then what a week adds to all of them lies far apart, and each
/// addition waits for memory: 1 to 2 % of a replication, where users add to four series each.
/// </remarks>
/// <param name="keys">How many series.</param>
/// <param name="weeks">How many numbers in each.</param>
sealed class WeeklySeries<T>(int keys, int weeks)
    where T : struct, INumber<T>
{
    readonly T[] _series = new T[keys * weeks];
    readonly T[] _week = new T[keys];

    /// <summary>A series, by week; without the week under way.</summary>
    public ReadOnlySpan<T> this[int key] => _series.AsSpan(key * weeks, weeks);

    /// <summary>Adds to the week under way.</summary>
    public void Add(int key, T number) => _week[key] += number;

    /// <summary>Ends a week.</summary>
    public void Close(int week)
    {
        for (var key = 0; key < _week.Length; key++) _series[(key * weeks) + week] = _week[key];
        Array.Clear(_week);
    }

    public void Clear()
    {
        Array.Clear(_series);
        Array.Clear(_week);
    }

    public void CopyFrom(WeeklySeries<T> other)
    {
        other._series.CopyTo(_series, 0);
        other._week.CopyTo(_week, 0);
    }

    /// <summary>Takes over one series of another's, the week under way with it.</summary>
    public void CopyFrom(WeeklySeries<T> other, int theirs, int key)
    {
        other[theirs].CopyTo(_series.AsSpan(key * weeks));
        _week[key] = other._week[theirs];
    }
}
