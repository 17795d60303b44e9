using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>KN selects the best as often as it promises.</summary>
public class SelectionTests
{
    // ANALYTIC, S04.
    [TestCase(2, 10, 0.334050269)]
    [TestCase(5, 20, 0.237238316)]
    [TestCase(10, 30, 0.181938720)]
    public void The_constant_is_that_of_the_paper(int systems, int firstStage, double eta) =>
        Assert.That(Selection.Eta(systems, firstStage, 0.05), Is.EqualTo(eta).Within(1e-8));

    /// <summary>Five systems with a common part, as under common random numbers; skewed like losses.</summary>
    static double[][] Systems(int study, double gap, int n) =>
    [
        .. Enumerable.Range(0, 5).Select(s => Enumerable.Range(0, n).Select(r =>
        {
            var common = new RandomStream((ulong)study, r, "common", "x").At(0);
            var own = new RandomStream((ulong)study, r, $"system-{s}", "x").At(0);
            return (3 * common.NextExponential()) + own.NextExponential() + (s == 2 ? 0 : gap);
        }).ToArray()),
    ];

    [Test]
    public void The_best_by_the_indifference_zone_is_selected_in_95_of_100_studies_or_more()
    {
        // The worst case of the promise: all others are exactly δ behind. With 400 studies a procedure that keeps 95 % shows fewer
        // than 367 right ones with probability 0.005.
        const int Studies = 400;
        var right = 0;
        for (var study = 0; study < Studies; study++)
        {
            var outcome = Selection.Smallest(Systems(study, gap: 0.25, n: 2000), indifference: 0.25)!;
            right += outcome.Left is [2] ? 1 : 0;
        }

        Assert.That(right, Is.GreaterThan(366));
    }

    [Test]
    public void Who_is_far_behind_is_out_early_and_who_is_equal_is_not_told_apart()
    {
        var far = Selection.Smallest(Systems(1, gap: 3, n: 400), indifference: 0.1)!;
        Assert.That(far.Left, Is.EqualTo([2]));
        Assert.That(far.EliminatedAfter.Where((_, s) => s != 2), Has.All.LessThanOrEqualTo(200));

        var equal = Selection.Smallest(Systems(1, gap: 0, n: 200), indifference: 0.01)!;
        Assert.That(equal.Left, Has.Count.GreaterThan(1));
    }

    [Test]
    public void Twins_are_a_tie_and_too_few_values_are_no_selection()
    {
        double[] one = [.. Systems(3, 0, 200)[0].Select(v => 10 * Math.Floor(v))]; // so that means of ten are whole numbers, and differences exact
        Assert.That(Selection.Smallest([one, one], 0.1)!.Left, Is.EqualTo([0, 1]));
        Assert.That(Selection.Smallest([one, [.. one.Select(v => v + 64)]], 0.1)!.Left, Is.EqualTo([0, 1]), "a difference without variance eliminates nobody");
        Assert.That(Selection.Smallest([one[..99], one[..99]], 0.1), Is.Null);
        Assert.That(Selection.Smallest([one], 0.1), Is.Null);
    }
}
