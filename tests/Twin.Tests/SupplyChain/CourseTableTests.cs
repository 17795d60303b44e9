using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A course is a function of the day: whoever asks, and in whatever order.</summary>
public class CourseTableTests
{
    static readonly DateOnly Start = new(2024, 1, 1);

    [Test]
    public void A_course_has_one_value_a_day_whether_asked_forwards_backwards_or_ahead()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var draw = new RandomStream((ulong)seed, 0, "course", "points").At(0);
            int[] days = [.. Enumerable.Range(0, 1 + (seed % 5)).Select(_ => (int)(2500 * draw.NextUniform()) - 300).Distinct().Order()];
            var course = new Course { Points = [.. days.Select(d => (Start.AddDays(d), 10 * draw.NextUniform()))], Factor = Estimate.Certain(2) };
            var table = new CourseTable(Start, Start.AddDays(2192));
            var number = table.Add(course);
            table.Seal();
            table.Resolve(new EpistemicDraws((ulong)seed, 0, false));
            for (var i = 0; i < 200; i++)
            {
                // Mostly forwards, as a run asks; now and then ahead, and back.
                var day = draw.NextUniform() < 0.8 ? 11 * i : (int)(2191 * draw.NextUniform());
                Assert.That(table.At(number, day), Is.EqualTo(course.BestOn(Start.AddDays(day))).Within(1e-9), $"seed {seed}, day {day}, points on {string.Join(", ", days)}");
            }
        }
    }
}
