using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;
using Twin.Scenarios;

namespace Twin.Tests;

public class ControlVariateTests
{
    [Test]
    public void A_line_through_five_points_is_that_of_the_hand()
    {
        // x̄ = 3, ȳ = 4.2, Sxx = 10, Sxy = 9, Syy = 8.8: slope 0.9, at μ = 2.5 it is 4.2 − 0.9 · 0.5 = 3.75. What is left is 8.8 − 8.1 = 0.7,
        // a third of it 0.23333; half-width t(3) · √(0.23333 · (1/5 + 0.25/10)) = 3.182446 · 0.229129; gain (8.8 / 4) / 0.23333.
        var controlled = ControlVariate.Of([2, 4, 4, 5, 6], [1, 2, 3, 4, 5], 2.5)!.Value;

        Assert.That(controlled.Mean.Mean, Is.EqualTo(3.75).Within(1e-12));
        Assert.That(controlled.Mean.High - controlled.Mean.Mean, Is.EqualTo(3.182446305 * Math.Sqrt(0.7 / 3 * 0.225)).Within(1e-8));
        Assert.That(controlled.Gain, Is.EqualTo(2.2 / (0.7 / 3)).Within(1e-9));
        Assert.That(controlled.Correlation, Is.EqualTo(9 / Math.Sqrt(88)).Within(1e-12));
    }

    [Test]
    public void Its_intervals_hold_the_mean_in_95_of_100_studies_and_are_as_much_narrower_as_it_says()
    {
        // y = 3 + 2 z₁ + 0.5 z₂ with x = z₁: ρ² = 4 / 4.25, so the gain is 17. 2,000 studies of 25: within 94 to 96 % but for one in 25 (binomial).
        var (held, gain, studies) = (0, 0.0, 2_000);
        for (var s = 0; s < studies; s++)
        {
            var (x, y) = (new double[25], new double[25]);
            for (var i = 0; i < 25; i++)
            {
                var stream = new RandomStream(11, (s * 25) + i, "control", "z");
                var (first, second) = (stream.At(0), stream.At(1));
                x[i] = new Normal(0, 1).Sample(ref first);
                y[i] = 3 + (2 * x[i]) + (0.5 * new Normal(0, 1).Sample(ref second));
            }

            var controlled = ControlVariate.Of(y, x, 0)!.Value;
            if (controlled.Mean.Low <= 3 && controlled.Mean.High >= 3) held++;
            gain += controlled.Gain / studies;
        }

        Assert.That(held, Is.InRange(1_880, 1_920));
        Assert.That(gain, Is.EqualTo(17).Within(15).Percent);
    }

    [Test]
    public void What_does_not_vary_controls_nothing()
    {
        Assert.That(ControlVariate.Of([1, 2, 3, 4], [5, 5, 5, 5], 5), Is.Null);
        Assert.That(ControlVariate.Of([1, 2, 3], [1, 2, 3], 2), Is.Null);
        Assert.That(() => ControlVariate.Of([1, 2], [1], 1), Throws.ArgumentException);
    }

    [Test]
    public void The_fluid_loss_of_a_ban_is_use_times_what_does_not_leak_times_the_days_beyond_the_buffer()
    {
        using var small = new SmallScenario();
        var fluid = FluidLoss.Of(ScenarioReader.Read(small.WriteWith("2024: 1000 t", "2024: 1050 t")))!;

        // 1,050 t a year, all of it from under the ban, which lasts 90 days. Leakage is triangular on 5, 10, 20 %: mean 35/3 %. The
        // buffer is triangular on 20, 40, 60 days, symmetric, and always shorter than the ban: mean 40 days.
        Assert.That(fluid.Mean, Is.EqualTo(1050 / 365.25 * (1 - (0.35 / 3)) * 50).Within(0.2).Percent);
        double[] draws = [.. Enumerable.Range(0, 4_000).Select(r => fluid.In(3, r))];
        var error = Math.Sqrt(draws.Select(d => (d - draws.Average()) * (d - draws.Average())).Average() / draws.Length);
        Assert.That(draws.Average(), Is.EqualTo(fluid.Mean).Within(3 * error), "its mean is the mean of its draws");
    }

    [Test]
    public void Without_a_ban_there_is_no_fluid_loss()
    {
        using var small = new SmallScenario();
        var scenario = ScenarioReader.Read(small.WriteWith("shock: [policies.ban]", ""));
        Assert.That(FluidLoss.Of(scenario), Is.Null);
    }
}
