using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class RandomSequenceTests
{
    static readonly RandomStream Stream = new(7, 1, "Kuantan", "order");

    [Test]
    public void A_sequence_gives_the_draws_of_its_stream_in_order()
    {
        var sequence = Stream.Sequence();
        for (var i = 0UL; i < 100; i++)
        {
            Assert.That(sequence.Position, Is.EqualTo(i));
            Assert.That(sequence.Next().NextBits(), Is.EqualTo(Stream.At(i).NextBits()));
        }
    }

    [TestCase(0UL), TestCase(1UL), TestCase(2UL), TestCase(999UL)]
    public void Skipping_draws_is_drawing_them_and_looking_away(ulong count)
    {
        var (skipping, drawing) = (Stream.Sequence(3), Stream.Sequence(3));
        skipping.Skip(count);
        for (var i = 0UL; i < count; i++) drawing.Next();

        Assert.That(skipping.Position, Is.EqualTo(drawing.Position));
        Assert.That(skipping.Next().NextBits(), Is.EqualTo(drawing.Next().NextBits()));
    }

    [Test]
    public void A_sequence_skips_as_far_as_a_number_goes_and_begins_again()
    {
        var sequence = Stream.Sequence(5);
        sequence.Skip(ulong.MaxValue - 5);
        Assert.That(sequence.Position, Is.EqualTo(ulong.MaxValue));
        sequence.Next();
        Assert.That(sequence.Next().NextBits(), Is.EqualTo(Stream.At(0).NextBits()));
    }

    [Test]
    public void A_copy_of_a_sequence_goes_on_by_itself()
    {
        var sequence = Stream.Sequence();
        var copy = sequence;
        copy.Skip(10);

        Assert.That((sequence.Position, copy.Position), Is.EqualTo((0UL, 10UL)));
    }

    [Test]
    public void Skipping_sub_draws_is_drawing_them_and_looking_away()
    {
        for (var before = 0; before < 4; before++)
        {
            for (var count = 0UL; count < 7; count++)
            {
                var (skipping, drawing) = (Stream.At(2), Stream.At(2));
                for (var i = 0; i < before; i++) (skipping.NextBits(), drawing.NextBits()).ToString();
                skipping.Skip(count);
                for (var i = 0UL; i < count; i++) drawing.NextBits();

                for (var i = 0; i < 3; i++) Assert.That(skipping.NextBits(), Is.EqualTo(drawing.NextBits()), $"{count} after {before}");
            }
        }
    }

    [Test]
    public void The_bits_of_a_named_stream_are_the_same_for_ever()
    {
        var draw = new RandomStream(2024, 3, "Kuantan", "repair").At(5);
        Assert.That(new[] { draw.NextBits(), draw.NextBits(), draw.NextBits() }, Is.EqualTo(new[] { 17119739874411527854UL, 10537238164353766113UL, 16628201754138107829UL }));
    }
}
