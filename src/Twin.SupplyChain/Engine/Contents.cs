using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What a mass consists of: grams by content group, then by region of origin; and how a part of it is taken.</summary>
/// <remarks>
/// Both parts of a content are filled up with zeros to whole vectors of <see cref="Lanes"/>, so that the two things that are
/// done to contents half a million times a replication, adding one to another and moving a share of one, are a few
/// instructions without a branch for each group. The bits are those of the loop that they replaced.
/// </remarks>
static class Contents
{
    /// <summary>A content is a whole number of vectors of so many numbers.</summary>
    public const int Lanes = 4;

    /// <summary>The bits of 2^52: or-ed with a whole number below it they are the double 2^52 + that number.</summary>
    const long Bits52 = 0x4330000000000000;

    /// <summary>
    /// Masses below this are exact in doubles, and in the conversions of <see cref="Part"/> [g]: 2.2 billion tonnes. A share and a
    /// product are each rounded by 2^-53 of themselves at most, all of them together by half a gram: the floors never come to more
    /// than the mass that is to be moved.
    /// </summary>
    const long Most = 1L << 51;

    /// <summary>How long a row of so many numbers is with its zeros.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>One of the contents that lie in an array one after the other.</summary>
    /// <param name="contents">A whole number of them: where a row begins it is all there.</param>
    /// <param name="row">Which.</param>
    /// <param name="width">The length of each.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public static Span<long> Row(long[] contents, int row, int width) => MemoryMarshal.CreateSpan(ref contents[row * width], width);

    public static void Clear(Span<long> content)
    {
        ref var c = ref MemoryMarshal.GetReference(content);
        for (nuint g = 0; g < (nuint)content.Length; g += Lanes) Vector256<long>.Zero.StoreUnsafe(ref c, g);
    }

    public static void Add(Span<long> to, ReadOnlySpan<long> what)
    {
        Invariant.Holds(to.Length == what.Length, "contents of one chain are of one length");
        ref var t = ref MemoryMarshal.GetReference(to);
        ref var w = ref MemoryMarshal.GetReference(what);
        for (nuint g = 0; g < (nuint)what.Length; g += Lanes) (Vector256.LoadUnsafe(ref t, g) + Vector256.LoadUnsafe(ref w, g)).StoreUnsafe(ref t, g);
    }

    /// <summary>Moves <paramref name="mass"/> grams out of one content into another, each group in proportion to what is there.</summary>
    /// <remarks>
    /// Each group gives the floor of its share; the few grams that rounding leaves come from the groups in their order.
    /// Doubles are exact enough for a share (relative 1e-16 of at most 1e12 g) and the sum is made exact afterwards.
    /// </remarks>
    /// <param name="from">The content that is taken from.</param>
    /// <param name="held">Its mass [g].</param>
    /// <param name="mass">How much to take, 0 to <paramref name="held"/> [g].</param>
    /// <param name="into">The content that is given to.</param>
    /// <param name="groups">Length of the groups' part of a content: the rest tells origins.</param>
    /// <param name="isEmpty">Whether nothing is in what is given to: then it is not looked at, only written.</param>
    /// <exception cref="InvariantViolatedException">There is not so much.</exception>
    public static void Move(Span<long> from, long held, long mass, Span<long> into, int groups, bool isEmpty = false)
    {
        Invariant.Holds(mass >= 0 && mass <= held, "no stock is negative");
        if (mass == 0) return;

        var share = (double)mass / held;
        if (from.Length > groups) MoveOrigins(from[groups..], held, mass, share, into[groups..]);
        var source = from[..groups];
        var target = into[..groups];
        var left = held < Most ? mass - MoveFloors(source, share, target, isEmpty) : MoveOneByOne(source, mass, share, target);
        for (var g = 0; left > 0 && g < source.Length; g++)
        {
            var part = Math.Min(source[g], left);
            source[g] -= part;
            target[g] += part;
            left -= part;
        }

        Invariant.Holds(left == 0, "a stock holds what it says it holds");
    }

    /// <summary>What the floors of a share of each group come to [g].</summary>
    /// <param name="grams">The groups.</param>
    /// <param name="mass">Their sum [g].</param>
    /// <param name="shares">The share of each, 0 to 1.</param>
    public static long Sum(ReadOnlySpan<long> grams, long mass, ReadOnlySpan<double> shares)
    {
        var sum = Vector256<long>.Zero;
        if (mass >= Most) return SumOneByOne(grams, shares);
        ref var f = ref MemoryMarshal.GetReference(grams);
        ref var s = ref MemoryMarshal.GetReference(shares[..grams.Length]);
        for (nuint g = 0; g < (nuint)grams.Length; g += Lanes) sum += Part(Vector256.LoadUnsafe(ref f, g), Vector256.LoadUnsafe(ref s, g));
        return Vector256.Sum(sum);
    }

    /// <summary>Takes the floor of a share of each group out of what is left of it, or all that is left.</summary>
    /// <param name="grams">The groups.</param>
    /// <param name="mass">Their sum [g].</param>
    /// <param name="shares">The share of each, 0 to 1.</param>
    /// <param name="left">What is left of each group [g].</param>
    /// <param name="part">Where what is taken of each group goes [g].</param>
    /// <returns>The sum of what is taken [g].</returns>
    public static long Share(ReadOnlySpan<long> grams, long mass, ReadOnlySpan<double> shares, Span<long> left, Span<long> part)
    {
        if (mass >= Most)
        {
            var sum = 0L;
            for (var g = 0; g < grams.Length; g++) sum += Take(g, (long)(grams[g] * shares[g]), left, part);
            return sum;
        }

        ref var f = ref MemoryMarshal.GetReference(grams);
        ref var s = ref MemoryMarshal.GetReference(shares[..grams.Length]);
        ref var l = ref MemoryMarshal.GetReference(left[..grams.Length]);
        ref var p = ref MemoryMarshal.GetReference(part[..grams.Length]);
        var all = Vector256<long>.Zero;
        for (nuint g = 0; g < (nuint)grams.Length; g += Lanes)
        {
            var rest = Vector256.LoadUnsafe(ref l, g);
            var taken = Vector256.Min(rest, Part(Vector256.LoadUnsafe(ref f, g), Vector256.LoadUnsafe(ref s, g)));
            (rest - taken).StoreUnsafe(ref l, g);
            taken.StoreUnsafe(ref p, g);
            all += taken;
        }

        return Vector256.Sum(all);

        static long Take(int g, long most, Span<long> left, Span<long> part)
        {
            part[g] = Math.Min(left[g], most);
            left[g] -= part[g];
            return part[g];
        }
    }

    static long SumOneByOne(ReadOnlySpan<long> grams, ReadOnlySpan<double> shares)
    {
        var sum = 0L;
        for (var g = 0; g < grams.Length; g++) sum += (long)(grams[g] * shares[g]);
        return sum;
    }

    /// <summary>The floors of the shares of four groups, exactly, for numbers from 0 to 2^52.</summary>
    static Vector256<long> Part(Vector256<long> grams, Vector256<double> share)
    {
        var magic = Vector256.Create(Bits52);
        var exact = (grams | magic).AsDouble() - magic.AsDouble();
        return (Vector256.Floor(exact * share) + magic.AsDouble()).AsInt64() ^ magic;
    }

    /// <summary>Moves the floors of all shares.</summary>
    /// <returns>Their sum [g].</returns>
    static long MoveFloors(Span<long> from, double share, Span<long> to, bool isEmpty)
    {
        ref var f = ref MemoryMarshal.GetReference(from);
        ref var t = ref MemoryMarshal.GetReference(to);
        var (sum, shares) = (Vector256<long>.Zero, Vector256.Create(share));
        for (nuint g = 0; g < (nuint)from.Length; g += Lanes)
        {
            var grams = Vector256.LoadUnsafe(ref f, g);
            var part = Part(grams, shares);
            (grams - part).StoreUnsafe(ref f, g);
            (isEmpty ? part : Vector256.LoadUnsafe(ref t, g) + part).StoreUnsafe(ref t, g);
            sum += part;
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The same for what is more than doubles hold: no group gives what is no longer to be given.</summary>
    /// <returns>What is left to be given [g].</returns>
    static long MoveOneByOne(Span<long> from, long mass, double share, Span<long> to)
    {
        var left = mass;
        for (var g = 0; g < from.Length; g++)
        {
            var part = Math.Min(Math.Min((long)(from[g] * share), from[g]), left);
            from[g] -= part;
            to[g] += part;
            left -= part;
        }

        return left;
    }

    /// <summary>Where content comes from goes along in proportion: grams counted a second time, and no mass of their own.</summary>
    static void MoveOrigins(Span<long> from, long held, long mass, double share, Span<long> to)
    {
        for (var o = 0; o < from.Length; o++)
        {
            var part = Math.Clamp((long)(from[o] * share), Math.Max(0, from[o] - (held - mass)), Math.Min(from[o], mass));
            from[o] -= part;
            to[o] += part;
        }
    }
}
