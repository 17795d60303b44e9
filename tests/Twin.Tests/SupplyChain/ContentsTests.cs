using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A part of a mass is taken to the gram, in vectors as it would be by hand.</summary>
public class ContentsTests
{
    /// <summary>The rule as one would write it: floors of shares, then the odd grams from the first groups that have any.</summary>
    static (long[] From, long[] Into) ByHand(long[] from, long held, long mass)
    {
        long[] left = [.. from];
        var (into, open) = (new long[from.Length], mass);
        for (var g = 0; g < from.Length; g++) Give(g, (long)(left[g] * ((double)mass / held)));
        for (var g = 0; g < from.Length; g++) Give(g, open);
        return (left, into);

        void Give(int g, long most)
        {
            var part = Math.Min(Math.Min(most, left[g]), open);
            left[g] -= part;
            into[g] += part;
            open -= part;
        }
    }

    static long Whole(ref Draw draw, double most) => (long)(draw.NextUniform() * most);

    [TestCase(4, 10.0)]
    [TestCase(4, 1e6)]
    [TestCase(8, 1e9)]
    [TestCase(8, 1e15, TestName = "Parts_are_taken_group_by_group_as_by_hand(8, more than doubles hold)")]
    [TestCase(12, 1e12)]
    public void Parts_are_taken_group_by_group_as_by_hand(int groups, double largest)
    {
        for (var seed = 0UL; seed < 20_000; seed++)
        {
            var draw = new RandomStream(seed, 0, "contents", "part").At(0);
            long[] from = [.. Enumerable.Range(0, groups).Select(_ => draw.NextUniform() < 0.4 ? 0 : Whole(ref draw, largest))];
            var held = from.Sum();
            var mass = draw.NextUniform() < 0.1 ? held : Whole(ref draw, held + 1);
            var (left, into) = held == 0 ? (from.ToArray(), new long[groups]) : ByHand(from, held, mass);

            long[] taken = [.. Enumerable.Repeat(7L, groups)];
            Contents.Move(from, held, mass, taken, groups);
            Assert.That((from, taken), Is.EqualTo((left, into.Select(t => t + 7).ToArray())), $"seed {seed}: {mass} of {held} g");
            Assert.That(left.Concat(into).All(g => g >= 0), $"seed {seed}");
        }
    }

    [TestCase(1e9)]
    [TestCase(2e15)]
    public void Recoveries_share_a_content_out_and_never_more_than_is_left(double largest)
    {
        for (var seed = 0UL; seed < 5_000; seed++)
        {
            var draw = new RandomStream(seed, 0, "contents", "recovery").At(0);
            long[] grams = [.. Enumerable.Range(0, 8).Select(_ => Whole(ref draw, largest))];
            double[] shares = [.. Enumerable.Range(0, 8).Select(_ => draw.NextUniform())];
            double[] rest = [.. shares.Select(s => 1 - s)];
            long[] floors = [.. grams.Zip(shares, (m, s) => (long)(m * s))];
            Assert.That(Contents.Sum(grams, grams.Sum(), shares), Is.EqualTo(floors.Sum()), $"seed {seed}");

            long[] left = [.. grams];
            var (first, second) = (new long[8], new long[8]);
            var sum = Contents.Share(grams, grams.Sum(), shares, left, first) + Contents.Share(grams, grams.Sum(), rest, left, second);
            Assert.That(first, Is.EqualTo(floors), $"seed {seed}");
            Assert.That(Enumerable.Range(0, 8).Select(g => first[g] + second[g] + left[g]), Is.EqualTo(grams), $"seed {seed}");
            Assert.That(left.All(g => g is >= 0 and <= 1), $"seed {seed}: two floors of shares that add up to 1 leave a gram at most");
            Assert.That(sum, Is.EqualTo(first.Sum() + second.Sum()), $"seed {seed}");
        }
    }

    [Test]
    public void Nobody_takes_more_than_is_held_or_from_a_stock_that_does_not_hold_what_it_says()
    {
        Assert.That(() => Contents.Move(new long[] { 5, 0, 0, 0 }, 5, 6, new long[4], 4), Throws.InstanceOf<InvariantViolatedException>());
        Assert.That(() => Contents.Move(new long[] { 5, 0, 0, 0 }, 5, -1, new long[4], 4), Throws.InstanceOf<InvariantViolatedException>());
        Assert.That(() => Contents.Move(new long[] { 5, 0, 0, 0 }, 50, 20, new long[4], 4), Throws.InstanceOf<InvariantViolatedException>());
        Assert.That(() => Contents.Add(new long[4], new long[8]), Throws.InstanceOf<InvariantViolatedException>());
    }
}
