using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Twin.Kernel;

/// <summary>Random numbers for one purpose of one entity in one replication, in any order.</summary>
/// <remarks>
/// Draws are counted, not taken from a sequence: the n-th is the same whoever asks, however often, and whatever else
/// was drawn before. A new process thus shifts nobody's numbers, and two variants of a model meet the same storms.
/// Streams of different names are independent as far as Philox is.
/// </remarks>
public readonly struct RandomStream
{
    readonly ulong _key;

    /// <param name="seed">The root seed of the study.</param>
    /// <param name="replication">Which replication.</param>
    /// <param name="entity">Whose: the id of a site, a demand, a lane.</param>
    /// <param name="purpose">What for: <c>"repair"</c>.</param>
    public RandomStream(ulong seed, int replication, string entity, string purpose)
        : this(seed, replication, StableHash.Of(entity), StableHash.Of(purpose))
    {
    }

    /// <summary>The same, for names that were hashed before (<see cref="StableHash.Of(string)"/>).</summary>
    public RandomStream(ulong seed, int replication, ulong entity, ulong purpose) =>
        _key = StableHash.Of(StableHash.Of(seed, (ulong)replication), StableHash.Of(entity, purpose));

    /// <summary>The draw of an ordinal: a week, an order, the n-th breakdown.</summary>
    public Draw At(ulong ordinal) => new(_key, ordinal);

    /// <summary>The first two uniform numbers of the draw of an ordinal, for many streams at once.</summary>
    /// <remarks>The same bits as two times <see cref="Draw.NextUniform"/> of <see cref="At"/>: four streams go side by side.</remarks>
    /// <param name="streams">The streams.</param>
    /// <param name="ordinal">Of which draw.</param>
    /// <param name="first">Where the first number of each goes.</param>
    /// <param name="second">Where the second number of each goes.</param>
    /// <exception cref="ArgumentException">The three are not of one length.</exception>
    public static void UniformsAt(ReadOnlySpan<RandomStream> streams, ulong ordinal, Span<double> first, Span<double> second)
    {
        if (first.Length != streams.Length || second.Length != streams.Length) throw new ArgumentException("as many numbers as streams", nameof(first));
        var keys = MemoryMarshal.Cast<RandomStream, ulong>(streams);
        var i = 0;
        for (; i + Four.Count <= keys.Length; i += Four.Count)
        {
            var (a, b) = Philox.Blocks(0, ordinal, Vector256.Create(keys[i..]));
            Uniform(a).CopyTo(first[i..]);
            Uniform(b).CopyTo(second[i..]);
        }

        for (; i < keys.Length; i++)
        {
            var draw = streams[i].At(ordinal);
            (first[i], second[i]) = (draw.NextUniform(), draw.NextUniform());
        }
    }

    static Vector256<double> Uniform(Vector256<ulong> bits)
    {
        // A whole number below 2^52 or-ed into the double 2^52 is added to it.
        var (offset, whole) = (Vector256.Create((double)(1UL << 52)), bits >> 12);
        return ((whole | offset.AsUInt64()).AsDouble() - offset + Vector256.Create(0.5)) * (1.0 / (1UL << 52));
    }

    /// <summary>The draws one after the other, beginning with an ordinal.</summary>
    public RandomSequence Sequence(ulong position = 0) => new(this, position);
}

/// <summary>The draws of a stream in the order of their ordinals: for a purpose that counts by itself.</summary>
/// <remarks>
/// A copy goes on by itself. Past the last ordinal, 2^64 − 1, it begins again with 0.
/// <code>
/// var sequence = stream.Sequence();
/// sequence.Skip(1_000_000);       // as fast as skipping one
/// var draw = sequence.Next();     // the same as stream.At(1_000_000)
/// </code>
/// </remarks>
public struct RandomSequence
{
    readonly RandomStream _stream;

    internal RandomSequence(RandomStream stream, ulong position) => (_stream, Position) = (stream, position);

    /// <summary>The ordinal of the next draw.</summary>
    public ulong Position { get; private set; }

    /// <summary>The next draw.</summary>
    public Draw Next() => _stream.At(unchecked(Position++));

    /// <summary>A value of a law, from the next draw, however many numbers it takes of it.</summary>
    public double Sample(Distribution law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var draw = Next();
        return law.Sample(ref draw);
    }

    /// <summary>Leaves out as many draws, in constant time.</summary>
    public void Skip(ulong draws) => Position = unchecked(Position + draws);
}

/// <summary>One draw: as many random bits as it takes, from a counter of its own.</summary>
public struct Draw
{
    readonly ulong _key;
    readonly ulong _ordinal;
    ulong _sub;
    ulong _spare;
    bool _hasSpare;

    internal Draw(ulong key, ulong ordinal) => (_key, _ordinal, _sub, _spare, _hasSpare) = (key, ordinal, 0, 0, false);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        var (first, second) = Philox.Block(_sub++, _ordinal, _key);
        (_spare, _hasSpare) = (second, true);
        return first;
    }

    /// <summary>Leaves out as many sub-draws (of 64 bits: a uniform, exponential or normal number takes one), in constant time.</summary>
    public void Skip(ulong subDraws)
    {
        if (subDraws == 0) return;
        if (_hasSpare)
        {
            _hasSpare = false;
            subDraws--;
        }

        _sub = unchecked(_sub + (subDraws / 2));
        if (subDraws % 2 == 1) NextBits();
    }

    /// <summary>Uniform in the open interval (0, 1): the middles of 2^53 equal parts but for the last bit, so that neither end is reached.</summary>
    public double NextUniform() => ((NextBits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Exponential with mean 1, by inversion.</summary>
    public double NextExponential() => -ExactMath.Log(NextUniform());

    /// <summary>Normal with mean 0 and standard deviation 1, by inversion: monotone in its uniform number.</summary>
    public double NextNormal() => ExactMath.InverseNormal(NextUniform());
}
