using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Decisions and risks that are made once: what the laws of chance themselves say, to all digits.</summary>
public class OneShotTests
{
    static double Cost(Distribution demand, double h, double p, double s) =>
        // E[(s − D)+] = s F(s) − E[D; D ≤ s]; E[(D − s)+] = E[(s − D)+] + E[D] − s.
        ((h + p) * ((s * demand.Cdf(s)) - demand.PartialMean(s))) + (p * (demand.Mean - s));

    [Test]
    public void Newsvendor_with_normal_demand()
    {
        // Snyder and Shen, example 4.3: N(50, 8), h 0.18, p 0.70: S* = 56.604, cost 1.9976; 40 in stock cost 7.3561.
        var demand = new Normal(50, 8);
        var best = demand.Mean + (8 * ExactMath.InverseNormal(0.7 / 0.88));

        Assert.That(best, Is.EqualTo(56.6039559).Within(1e-7));
        Assert.That(Cost(demand, 0.18, 0.7, best), Is.EqualTo(1.99760519).Within(1e-7));
        Assert.That(Cost(demand, 0.18, 0.7, 40), Is.EqualTo(7.35613155).Within(1e-7));
    }

    [Test]
    public void Newsvendor_with_Poisson_demand()
    {
        // Poisson(6), h 1, p 4: the least S with F(S) ≥ 0.8 is 8, at 3.5701.
        var demand = new Poisson(6);
        var best = Enumerable.Range(0, 30).First(s => demand.Cdf(s) >= 0.8);

        Assert.That(best, Is.EqualTo(8));
        Assert.That(Cost(demand, 1, 4, best), Is.EqualTo(3.57010695).Within(1e-7));
    }

    [Test]
    public void Expected_shortfall_of_a_normal_and_a_lognormal_loss()
    {
        // CVaR = (mean − E[X; X ≤ VaR]) / 5 %: N(100, 15) 130.9407, lognormal(0, 1) 8.5572.
        var z = ExactMath.InverseNormal(0.95);
        var normal = new Normal(100, 15);
        var lognormal = LogNormal.FromMedianAndP90(1, Math.Exp(1.2815515655446004));

        Assert.That((normal.Mean - normal.PartialMean(100 + (15 * z))) / 0.05, Is.EqualTo(130.940692).Within(1e-5));
        Assert.That((lognormal.Mean - lognormal.PartialMean(Math.Exp(z))) / 0.05, Is.EqualTo(8.55722687).Within(1e-6));
    }

    [TestCase(RecoveryShape.Linear, 2.4)]
    [TestCase(RecoveryShape.SCurve, 2.4)]
    [TestCase(RecoveryShape.Exponential, 1.5221)]
    public void The_resilience_triangle_has_the_area_of_its_shape(RecoveryShape shape, double area)
    {
        // 60 % lost, back over 8 weeks: a triangle, 0.6 × 8 / 2 = 2.4 weeks; an S as much; 20^−x, 4.8 × 0.95 / ln 20.
        var sum = 0.0;
        for (var i = 0; i < 8000; i++) sum += 0.6 * Disruption.Missing(shape, (i + 0.5) / 8000) * 8 / 8000;

        Assert.That(sum, Is.EqualTo(area).Within(1e-4));
    }
}
