using NUnit.Framework;
using Twin.Experiments;

namespace Twin.Tests;

public class SurvivalTests
{
    [Test]
    public void The_curve_of_the_leukaemia_trial_is_the_one_in_the_textbooks()
    {
        // Weeks of remission under 6-mercaptopurine, + for censored (Freireich et al., Blood 21, 1963); the estimate is printed in
        // Kalbfleisch and Prentice and in every package's manual. Greenwood's error at week 23 is 0.1346.
        (double, bool)[] weeks =
        [
            (6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false), (13, true), (16, true),
            (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false), (32, false), (34, false), (35, false),
        ];

        var curve = Survival.Curve(weeks);

        Assert.That(curve.Select(s => s.Time), Is.EqualTo(new[] { 6.0, 7, 10, 13, 16, 22, 23 }));
        Assert.That(curve.Select(s => Math.Round(s.Share, 4)), Is.EqualTo(new[] { 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482 }));

        // R, survfit(conf.type = "log-log"): 0.6197 to 0.9516 at week 6, 0.2188 to 0.6584 at week 23 as by hand from the error:
        // exp(±1.96 · 0.1346 / (0.4482 · |ln 0.4482|)) = exp(±0.7335).
        Assert.That(curve[0].Low, Is.EqualTo(0.6197).Within(1e-4));
        Assert.That(curve[0].High, Is.EqualTo(0.9516).Within(1e-4));
        Assert.That(curve[^1].Low, Is.EqualTo(Math.Pow(0.4482, Math.Exp(0.7335))).Within(2e-3));
        Assert.That(curve[^1].High, Is.EqualTo(Math.Pow(0.4482, Math.Exp(-0.7335))).Within(2e-3));
    }

    [Test]
    public void Without_censoring_it_is_the_share_that_is_left()
    {
        var curve = Survival.Curve([14, 7, 7, 21], 100);

        Assert.That(curve.Select(s => (s.Time, s.Share)), Is.EqualTo(new[] { (7, 0.5), (14, 0.25), (21.0, 0.0) }));
    }

    [Test]
    public void What_never_happened_in_the_window_never_leaves_the_curve()
    {
        Assert.That(Survival.Curve([double.PositiveInfinity, double.PositiveInfinity], 100), Is.Empty);
        Assert.That(Survival.Curve([double.PositiveInfinity, 10, 100, 20], 100)[^1].Share, Is.EqualTo(0.5).Within(1e-12));
    }
}
