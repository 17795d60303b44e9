using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>
/// Streams, ordinals and sub-draws are independent as far as a sample sees. Level 0.01 for each test; the seeds are
/// fixed, so that a test that passed passes for ever, and each kind has a flawed generator that it must catch.
/// </summary>
public class RandomIndependenceTests
{
    const double Level = 0.01;

    [TestCase("entity"), TestCase("purpose"), TestCase("replication"), TestCase("seed"), TestCase("ordinal")]
    public void No_two_of_64_neighbours_are_correlated(string neighbours) =>
        Assert.That(Uncorrelated((stream, i) => Neighbour(neighbours, stream, i)), Is.True, neighbours);

    [Test]
    public void Two_streams_that_share_a_quarter_of_their_draws_are_caught() =>
        Assert.That(Uncorrelated((stream, i) => Neighbour("entity", stream == 40 && i % 4 == 0 ? 41 : stream, i)), Is.False);

    /// <summary>2,016 pairs of streams, 1,000 draws each: the largest correlation (Bonferroni), and the sum of squares.</summary>
    static bool Uncorrelated(Func<int, int, double> uniform)
    {
        const int Streams = 64, N = 1_000;
        var values = Enumerable.Range(0, Streams).Select(s => Enumerable.Range(0, N).Select(i => (uniform(s, i) - 0.5) * Math.Sqrt(12)).ToArray()).ToArray();
        var all = new List<double>();
        for (var a = 0; a < Streams; a++)
        {
            for (var b = 0; b < a; b++) all.Add(values[a].Zip(values[b], (x, y) => x * y).Sum() / Math.Sqrt(N));
        }

        return Ordinary(all);
    }

    static double Neighbour(string kind, int stream, int i)
    {
        var draw = kind switch
        {
            "entity" => new RandomStream(5, 0, $"site-{stream}", "repair").At((ulong)i),
            "purpose" => new RandomStream(5, 0, "site", $"purpose-{stream}").At((ulong)i),
            "replication" => new RandomStream(5, stream, "site", "repair").At((ulong)i),
            "seed" => new RandomStream((ulong)stream, 0, "site", "repair").At((ulong)i),
            _ => new RandomStream(5, i, "site", "repair").At((ulong)stream),
        };
        return draw.NextUniform();
    }

    static readonly Dictionary<string, Func<int, (double, double)>> Neighbours = new()
    {
        ["ordinals"] = i => (At(0, (ulong)i).NextUniform(), At(0, (ulong)i + 1).NextUniform()),
        ["replications"] = i => (At(i, 0).NextUniform(), At(i + 1, 0).NextUniform()),
        ["sub-draws of a block"] = i => Two(At(1, (ulong)i)),
        ["sub-draws of two blocks"] = i => Two(At(2, (ulong)i), 1),
        ["sub-draws of one draw"] = i => Two(At(3, 0), 2 * (ulong)i),
        ["ordinal and replication"] = i => (At(i % 317, (ulong)(i / 317)).NextUniform(), At(i / 317, (ulong)(i % 317) + 1_000).NextUniform()),
    };

    [TestCaseSource(nameof(NeighbourNames))]
    public void Pairs_of_neighbours_fill_the_square_evenly(string neighbours)
    {
        var p = Evenness(Neighbours[neighbours]);
        Assert.That(p, Is.InRange(Level / 2, 1 - (Level / 2)), neighbours);
    }

    [Test]
    public void Pairs_of_which_one_in_100_repeats_itself_are_caught()
    {
        var p = Evenness(i => i % 100 == 0 ? (At(0, (ulong)i).NextUniform(), At(0, (ulong)i).NextUniform()) : Neighbours["ordinals"](i));
        Assert.That(p, Is.LessThan(Level / 2));
    }

    static IEnumerable<string> NeighbourNames() => Neighbours.Keys;

    static Draw At(int replication, ulong ordinal) => new RandomStream(71, replication, "square", "pairs").At(ordinal);

    static (double, double) Two(Draw draw, ulong skip = 0)
    {
        draw.Skip(skip);
        return (draw.NextUniform(), draw.NextUniform());
    }

    /// <summary>The probability of a chi-square above that of 100,000 pairs in 32 times 32 cells.</summary>
    static double Evenness(Func<int, (double X, double Y)> pair)
    {
        const int N = 100_000, Side = 32;
        var cells = new int[Side * Side];
        for (var i = 0; i < N; i++)
        {
            var (x, y) = pair(i);
            cells[((int)(x * Side) * Side) + (int)(y * Side)]++;
        }

        var expected = (double)N / cells.Length;
        return Chance.OfMore(cells.Sum(c => (c - expected) * (c - expected) / expected), cells.Length - 1);
    }

    [Test]
    public void Every_bit_is_a_fair_coin_that_forgets()
    {
        Assert.That(Fair(i => At(4, (ulong)i).NextBits()), Is.True, "ordinals");
        Assert.That(Fair(i => At(i, 4).NextBits()), Is.True, "replications");

        var draw = At(5, 0);
        Assert.That(Fair(_ => draw.NextBits()), Is.True, "sub-draws");
    }

    [Test]
    public void A_bit_that_is_set_51_times_in_a_hundred_is_caught() =>
        Assert.That(Fair(i => At(4, (ulong)i).NextBits() | (At(6, (ulong)i).NextUniform() < 0.02 ? 1UL << 17 : 0)), Is.False);

    [Test]
    public void A_bit_that_follows_its_neighbour_51_times_in_a_hundred_is_caught()
    {
        Assert.That(Fair(Follower), Is.False);

        static ulong Follower(int i)
        {
            var bits = At(4, (ulong)i).NextBits();
            return At(6, (ulong)i).NextUniform() < 0.02 ? (bits & ~2UL) | ((bits & 1) << 1) : bits;
        }
    }

    /// <summary>131,072 words: each bit alone, each against itself in the next word, and each against the next bit.</summary>
    static bool Fair(Func<int, ulong> word)
    {
        const int N = 1 << 17;
        var (set, serial, beside) = (new int[64], new int[64], new int[64]);
        var last = word(0);
        for (var i = 1; i <= N; i++)
        {
            var bits = word(i);
            Count(bits, set);
            Count(bits ^ last, serial);
            Count(bits ^ (bits >> 1), beside);
            last = bits;
        }

        // The highest bit has no neighbour above.
        return Ordinary([.. set.Concat(serial).Concat(beside[..63]).Select(count => ((2.0 * count) - N) / Math.Sqrt(N))]);

        static void Count(ulong bits, int[] counts)
        {
            for (var b = 0; b < 64; b++) counts[b] += (int)(bits >> b) & 1;
        }
    }

    /// <summary>Whether standard normal numbers are as large as such are: the largest, and the sum of squares; level 0.01 together.</summary>
    static bool Ordinary(List<double> normals)
    {
        var most = ExactMath.InverseNormal(1 - (Level / 2 / (2 * normals.Count)));
        var p = Chance.OfMore(normals.Sum(z => z * z), normals.Count);
        return normals.All(z => Math.Abs(z) < most) && p > Level / 4 && p < 1 - (Level / 4);
    }
}
