using System.Buffers.Binary;
using MessagePack;

namespace Twin.Experiments;

/// <summary>A replication as it lies in a run file: each of its numbers is read from its place when it is asked for.</summary>
/// <remarks>
/// Possible because MessagePack's numbers with a fraction have one length each (a byte that says which, then the bits, the
/// highest first), so that all replications of a study are laid out alike from the first answer on.
/// </remarks>
readonly ref struct StoredNumbers(int replication, ReadOnlySpan<byte> numbers, NumberLayout layout)
{
    readonly ReadOnlySpan<byte> _numbers = numbers;

    public int Replication => replication;

    /// <summary>The answer to one of the study's measures.</summary>
    /// <exception cref="InvalidDataException">No such number lies there.</exception>
    public double Answer(int measure)
    {
        var at = _numbers.Slice(measure * NumberLayout.DoubleLength, NumberLayout.DoubleLength);
        if (at[0] != MessagePackCode.Float64) throw Misplaced();
        return BinaryPrimitives.ReadDoubleBigEndian(at[1..]);
    }

    /// <summary>A week of one of the study's series.</summary>
    /// <exception cref="InvalidDataException">No such number lies there.</exception>
    public float Week(int series, int week)
    {
        var at = _numbers.Slice(layout.OffsetOf(series) + (week * NumberLayout.SingleLength), NumberLayout.SingleLength);
        if (at[0] != MessagePackCode.Float32) throw Misplaced();
        return BinaryPrimitives.ReadSingleBigEndian(at[1..]);
    }

    static InvalidDataException Misplaced() => new("a replication's numbers are not laid out as its study says");
}

/// <summary>Where the numbers of a study's replications lie, counted from the first answer.</summary>
sealed class NumberLayout
{
    public const int DoubleLength = 1 + sizeof(double);
    public const int SingleLength = 1 + sizeof(float);

    readonly int[] _offsets;

    public NumberLayout(Study study)
    {
        Measures = study.Measures.Count;
        _offsets = new int[study.Series.Count];
        Length = (Measures * DoubleLength) + HeaderOf(_offsets.Length);
        for (var i = 0; i < _offsets.Length; i++)
        {
            var weeks = study.Series[i].Length;
            _offsets[i] = Length + HeaderOf(weeks);
            Length = _offsets[i] + (weeks * SingleLength);
        }
    }

    public int Measures { get; }

    /// <summary>How many bytes they take together.</summary>
    public int Length { get; }

    public int OffsetOf(int series) => _offsets[series];

    /// <summary>Bytes of an array's header: so many that its count fits in.</summary>
    static int HeaderOf(int count) => count <= MessagePackRange.MaxFixArrayCount ? 1 : count <= ushort.MaxValue ? 3 : 5;
}
