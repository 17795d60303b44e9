using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

public class DistributionParameterTests
{
    static readonly (Func<Distribution> Make, string Says)[] Wrong =
    [
        (() => new Gamma(0, 1), "it must be from 1E-06 to 1000000000 (Parameter 'shape')"),
        (() => new Gamma(double.NaN, 1), "it must be from 1E-06 to 1000000000 (Parameter 'shape')"),
        (() => new Gamma(2, 0), "scale ('0') must be a non-negative and non-zero value. (Parameter 'scale')"),
        (() => new Gamma(2, 1e308), "a parameter must be a finite number (Parameter 'scale')"),
        (() => Gamma.FromMeanAndScv(5, 0), "it must be from 1E-09 to 1000000 (Parameter 'scv')"),
        (() => new Beta(2, 0), "it must be from 1E-06 to 1000000000 (Parameter 'b')"),
        (() => new Beta(-1, 2), "it must be from 1E-06 to 1000000000 (Parameter 'a')"),
        (() => new Weibull(0.001, 1), "it must be from 0.01 to 1000000000 (Parameter 'shape')"),
        (() => new Weibull(1, double.PositiveInfinity), "a parameter must be a finite number (Parameter 'scale')"),
        (() => new Weibull(0.01, 1e300), "a parameter must be a finite number (Parameter 'scale')"),
        (() => new Poisson(-0.1), "it must be from 0 to 1000000000 (Parameter 'mean')"),
        (() => new Poisson(double.NaN), "it must be from 0 to 1000000000 (Parameter 'mean')"),
        (() => new Discrete(), "there must be a value with a weight above 0 (Parameter 'weighted')"),
        (() => new Discrete((1, 0)), "there must be a value with a weight above 0 (Parameter 'weighted')"),
        (() => new Discrete((7, -1)), "the weight of 7 must not be negative (Parameter 'weighted')"),
        (() => new Discrete((double.NaN, 1)), "a parameter must be a finite number (Parameter 'weighted')"),
        (() => new Discrete((1, 1e308), (2, 1e308)), "the weights sum to more than a number can hold (Parameter 'weighted')"),
        (() => new Truncated(new Normal(0, 1), 2, 1), "the upper bound must be a number and not below the lower, 2 (Parameter 'high')"),
        (() => new Truncated(new Normal(0, 1), double.NaN, 1), "a bound must be a number (Parameter 'low')"),
        (() => new Truncated(new Normal(0, 1), 6, 7), "of the mass of Normal { Mean = 0, Deviation = 1 }; to draw from it there must be at least 1E-06"),
        (() => new Truncated(new Poisson(3), 20, 30), "of the mass of Poisson { Mean = 3 }; to draw from it there must be at least 0.001"),
    ];

    [Test]
    public void A_law_that_cannot_be_says_why()
    {
        foreach (var (make, says) in Wrong)
        {
            var error = Assert.Catch<ArgumentException>(() => make(), says);
            Assert.That(error!.Message, Does.Contain(says));
        }
    }

    [Test]
    public void Two_of_the_same_law_and_parameters_are_equal()
    {
        Func<double, Distribution>[] laws =
        [
            p => new Gamma(p, 3), p => new Beta(2, p), p => new Weibull(p, 2), p => new Poisson(p), p => new Discrete((1, p), (3, 4)),
            p => new Truncated(new Discrete((1, p), (3, 4)), 1, 5), p => new Truncated(new Poisson(3), 1, p),
        ];
        foreach (var law in laws)
        {
            var (one, same, other) = (law(2), law(2), law(3));
            Assert.That(one, Is.EqualTo(same));
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
            Assert.That(one, Is.Not.EqualTo(other));
        }

        Assert.That(new Discrete((1, 2), (3, 4)), Is.EqualTo(new Discrete((1, 1), (3, 2))));
    }

    [Test]
    public void A_gamma_law_is_known_by_its_mean_and_its_variability()
    {
        var law = Gamma.FromMeanAndScv(12, 0.25);
        Assert.That((law.Shape, law.Scale, law.Mean), Is.EqualTo((4.0, 3.0, 12.0)));
    }
}
