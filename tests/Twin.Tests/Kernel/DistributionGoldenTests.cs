using System.Globalization;
using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>The first values of each law, all digits: another version or machine draws the same for ever.</summary>
public class DistributionGoldenTests
{
    static readonly (Distribution Law, string Values)[] Golden =
    [
        (new Uniform(2, 5), "3.6357540888710327 2.1047388106833806 2.49327828550146 4.959603576861403"),
        (new Triangular(1, 2, 6), "2.984212749403602 1.41780938772639 1.9067141092073987 5.481049628971474"),
        (new Exponential(3), "1.8195251226348548 10.064693501415958 5.415882237687233 0.04067086811141771"),
        (new Normal(4, 2), "4.227345350489654 0.37392287447953976 2.0471431065955725 8.42503440971588"),
        (new LogNormal(1, 0.5), "2.8772539152377212 1.0979894323855894 1.6682676899620725 8.217438992460643"),
        (new Empirical([1, 2, 2, 7]), "2 1 1 7"),
        (new Weibull(0.7, 2), "1.423044695756464 0.017004867753341615 0.17213902156028218 16.109583529411232"),
        (new Gamma(0.3, 2), "0.24165423492474083 1.2623332711261573E-05 0.005191591687422282 0.051766366342456537"),
        (new Gamma(4.5, 0.5), "2.20151692659783 0.7266929817822543 1.2372266572684658 5.255605197992159"),
        (new Beta(0.4, 0.7), "0.3868772601218339 0.0015969526005659603 0.025830818610707226 0.9961459799996516"),
        (new Beta(2, 3), "0.40742241941859325 0.04713137419345262 0.19542058101942578 0.6724580034615031"),
        (new Poisson(3), "3 0 1 7"),
        (new Poisson(1_000), "1004 910 965 1010"),
        (new Discrete((1, 5), (3, 1), (4, 2.5), (10, 1.5)), "4 1 1 10"),
        (new Truncated(new Normal(0, 1), 1, 2), "1.3750833621432226 1.0198052897304852 1.0970539457325912 1.967198613862713"),
        (new Truncated(new Gamma(4.5, 0.5), 3, 4), "3.67451440077558 3.520157556063087 3.801110359216983 3.657604148994339"),
    ];

    [TestCaseSource(nameof(Indices))]
    public void A_law_draws_the_same_values_for_ever(int number)
    {
        var (law, values) = Golden[number];
        var sequence = new RandomStream(2024, 1, "golden", "law").Sequence();
        var drawn = Enumerable.Range(0, 4).Select(_ =>
        {
            var draw = sequence.Next();
            return law.Sample(ref draw).ToString("R", CultureInfo.InvariantCulture);
        });

        Assert.That(string.Join(' ', drawn), Is.EqualTo(values), law.ToString());
    }

    static IEnumerable<int> Indices() => Enumerable.Range(0, Golden.Length);
}
