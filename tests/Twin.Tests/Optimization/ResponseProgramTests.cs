using NUnit.Framework;
using Twin.Optimization;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The programs for performance impact and time to survive, beside hand calculations and beside the simulation.</summary>
public class ResponseProgramTests
{
    static readonly IReadOnlySet<string> Nobody = new HashSet<string>();

    static HashSet<string> Dead(params string[] ids) => [.. ids];

    /// <summary>Two plants of 60 and 50 t in 100 days, 20 t in stock, 5 t with the user, who wants 100 t.</summary>
    static ResponseProblem TwoPlants() => new()
    {
        Days = 100,
        Groups = 1,
        Stocks = [new("mine", [0]), new("a", [0]), new("b", [0]), new("a", [0]), new("b", [0]), new("market", [20])],
        Recipes =
        [
            new("mine", [], [(0, [1.0])], 0, double.PositiveInfinity, "mine"),
            new("a", [(1, 1)], [(3, [0.5])], 0, 60, "a"),
            new("b", [(2, 1)], [(4, [0.8])], 0, 50, "b"),
        ],
        Routes = [new(0, 1, "road"), new(0, 2, "road"), new(3, 5, "sea"), new(4, 5, "air")],
        Uses = [new(5, 100, 5, 2)],
        Lost = 0,
    };

    [Test]
    public void What_is_lost_is_what_stock_and_the_plants_left_do_not_cover()
    {
        // Wanted 100 of content. Without a: 20 + 5 + 50 are there, 25 are lost, which are 50 t of goods. Without b: 15. Without both: 75.
        double Loss(params string[] dead) => new ResponseProgram(TwoPlants(), Dead(dead)).LeastLoss();

        Assert.That(Loss(), Is.Zero);
        Assert.That(Loss("a"), Is.EqualTo(50).Within(1e-6));
        Assert.That(Loss("b"), Is.EqualTo(30).Within(1e-6));
        Assert.That(Loss("air"), Is.EqualTo(30).Within(1e-6), "b stands, and nothing leaves it");
        Assert.That(Loss("mine"), Is.EqualTo(150).Within(1e-6));
    }

    [Test]
    public void Recipes_of_one_furnace_share_its_time()
    {
        var problem = TwoPlants() with
        {
            Recipes =
            [
                new("mine", [], [(0, [1.0])], 0, double.PositiveInfinity, "mine"),
                new("a", [(1, 1)], [(3, [0.5])], 0, 60, "furnace"),
                new("b", [(2, 1)], [(4, [0.8])], 0, 50, "furnace"),
            ],
        };

        // All its time on a gives 60: of 100, 60 + 25 are there.
        Assert.That(new ResponseProgram(problem, Nobody).LeastLoss(), Is.EqualTo(30).Within(1e-6));
    }

    [Test]
    public void Joint_production_bounds_the_scarce_group()
    {
        // Ore of 80 light and 20 heavy; the magnet takes 90 of light for 10 of heavy; 100 of ore give at most 80 light and 20 heavy:
        // 80 light need 8.9 heavy, so 88.9 can be made of the 100 that are wanted, whatever heavy is left.
        var problem = new ResponseProblem
        {
            Days = 7,
            Groups = 2,
            Stocks = [new("mine", [0, 0]), new("ref", [0, 0]), new("ref", [0, 0]), new("ref", [0, 0]), new("plant", [0, 0]), new("plant", [0, 0]), new("plant", [0, 0])],
            Recipes =
            [
                new("mine", [], [(0, [0.8, 0.2])], 0, 100, "mine"),
                new("ref", [(1, 1)], [(2, [1.0, 0.0]), (3, [0.0, 1.0])], 0, 1000, "ref"),
                new("plant", [(4, 0.9), (5, 0.1)], [(6, [1.0, 1.0])], 0, 1000, "plant"),
            ],
            Routes = [new(0, 1, "r"), new(2, 4, "r"), new(3, 5, "r")],
            Uses = [new(6, 100, 0, 1)],
            Lost = 0,
        };

        Assert.That(new ResponseProgram(problem, Nobody).LeastLoss(), Is.EqualTo(100 - (80 / 0.9)).Within(1e-6));
    }

    /// <summary>The chain of <see cref="SmallScenario"/> without its ban.</summary>
    static Network Small()
    {
        using var small = new SmallScenario();
        return ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text.Replace("2024: 1000 t", "2024: 1050 t", StringComparison.Ordinal).Replace("shock: [policies.ban]", "", StringComparison.Ordinal).Replace("from: 2025-01-01", "from: 2025-12-30", StringComparison.Ordinal))).Network;
    }

    [Test]
    public void A_chain_in_a_line_survives_on_what_it_holds_downstream()
    {
        var network = Small();
        var problem = Problem(network, 364, 364);
        double Beyond(string site) => problem.Stocks.Index().Where(s => s.Item.Site == site).Sum(s => s.Item.Tonnes.Sum());

        // Without the plant: what it has made, what is under way and with the user, at 1,050 t of magnets with 0.3 t of content a year.
        var left = problem.Uses.Sum(u => u.Buffer) + Beyond("market") + problem.Stocks[problem.Routes.Single(r => problem.Stocks[r.To].Site == "market").From].Tonnes.Sum();
        var answer = new KnockoutPrograms(network, 364, 180).Of("plant");

        Assert.That(answer.Survives, Is.EqualTo(left / (1050 * 0.3 / 365.25)).Within(8), "by whole weeks");
        Assert.That(answer.Impact, Is.EqualTo((1050 * 175 / 365.25) - (left / 0.3)).Within(0.5).Percent, "25 weeks, the whole ones in 180 days");
        Assert.That(new KnockoutPrograms(network, 364, 180).Of("market").Survives, Is.EqualTo(double.PositiveInfinity), "a market has no recipe that could stand still");
    }

    static IEnumerable<string> Struck()
    {
        var network = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "base.yaml")).Network;
        return network.Sites.Where(s => s.Recipes.Count > 0).Select(s => s.Id).Order(StringComparer.Ordinal).Where((_, i) => i % 8 == 0).Concat(["MET_CN", "L26"]);
    }

    [Test]
    public void On_the_rare_earth_chain_the_program_never_loses_more_than_the_simulation_nor_gives_up_before_it()
    {
        var network = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "base.yaml")).Network;
        var (onset, days, harmful) = (7 * 52, 7 * 52, 0);
        var programs = new KnockoutPrograms(network, onset, days);
        var undisturbed = Problem(network, onset, days);
        foreach (var node in Struck())
        {
            var isLane = network.Lanes.Any(l => l.Id == node);
            var strike = new Disruption { Id = "struck", Name = "struck", Sites = isLane ? [] : [node], Lanes = isLane ? [node] : [], From = network.Start.AddDays(onset), Days = Estimate.Certain(10_000) };
            var struck = Problem(network with { Disruptions = [.. network.Disruptions, strike] }, onset, days);
            var least = new ResponseProgram(struck, Dead(node)).LeastLoss();

            Assert.That(least, Is.LessThanOrEqualTo(struck.Lost + 1e-3), $"without {node} the program loses {least:0.###} t, the simulation {struck.Lost:0.###} t");
            var answer = programs.Of(node);
            Assert.That(answer.Impact, Is.LessThanOrEqualTo(Math.Max(0, struck.Lost - undisturbed.Lost) + 1e-3), node);
            if (answer.Survives < days) Assert.That(struck.Lost - undisturbed.Lost, Is.GreaterThan(0), $"{node}: the program gives up after {answer.Survives} days, the simulation loses nothing in {days}");
            if (least > 1) harmful++;
        }

        Assert.That(harmful, Is.GreaterThanOrEqualTo(1), "the law must be put to a test somewhere");
    }

    [Test]
    public void On_random_chains_the_program_never_loses_more_than_the_simulation()
    {
        var harmful = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var network = new RandomNetworks(seed).Make(policies: false);
            var (onset, days) = (7 * 10, (network.End.DayNumber - network.Start.DayNumber - 70) / 7 * 7);
            var node = network.Sites.First(s => s.Recipes.Count > 0).Id;
            var strike = new Disruption { Id = "struck", Name = "struck", Sites = [node], Lanes = [], From = network.Start.AddDays(onset), Days = Estimate.Certain(10_000) };
            foreach (var region in network.Regions.Select(r => r.Id).Prepend(ImpactMeasures.World))
            {
                var problem = Problem(network with { Disruptions = [.. network.Disruptions, strike] }, onset, days, region);
                var least = new ResponseProgram(problem, Dead(node)).LeastLoss();
                Assert.That(least, Is.LessThanOrEqualTo(problem.Lost + 1e-3), $"chain {seed} without {node}: the program loses {least:0.###} t of {region}, the simulation {problem.Lost:0.###} t");
                if (least > 1 && region == ImpactMeasures.World) harmful++;
            }
        }

        Assert.That(harmful, Is.GreaterThan(5));
    }

    [Test]
    public void A_region_that_is_served_first_loses_no_more_than_its_part_and_all_of_them_no_less_than_together()
    {
        var network = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "base.yaml")).Network;
        double Least(string region) => new ResponseProgram(Problem(network, 364, 364, region), Dead("REF_CNRE", "MAG_CN_REST", "MET_CN")).LeastLoss();
        var (world, regions) = (Least(ImpactMeasures.World), network.Regions.Select(r => Least(r.Id)).ToArray());

        // Serving one region first is one way of serving all: what it loses then is at most what it loses in the best way for all.
        Assert.That(world, Is.GreaterThan(1_000), "something must be lost");
        Assert.That(regions, Is.All.LessThan(world));
        Assert.That(regions.Sum(), Is.LessThanOrEqualTo(world + 1e-3));
    }

    static ResponseProblem Problem(Network network, int onset, int days, string region = ImpactMeasures.World)
    {
        var (trunk, model) = (new ChainModel(new NetworkIndex(network), 1, noise: false, epistemic: false), new ChainModel(new NetworkIndex(network), 1, noise: false, epistemic: false));
        trunk.RunTo(0, onset);
        return ResponseProblem.Of(model, trunk, 0, onset, days, region);
    }
}
