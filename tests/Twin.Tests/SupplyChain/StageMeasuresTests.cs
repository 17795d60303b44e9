using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Order books, stocks, prices and licences between mine and user, beside numbers worked out by hand.</summary>
public class StageMeasuresTests
{
    static readonly string Ban = SmallScenario.Text[SmallScenario.Text.IndexOf("  ban:", StringComparison.Ordinal)..SmallScenario.Text.IndexOf("shock:", StringComparison.Ordinal)];

    /// <summary>All measures and all levels of a scenario beside its twin, without noise.</summary>
    static (Dictionary<string, double> Values, Dictionary<string, double[]> Levels) Measured(Scenario scenario, (int From, int To) window)
    {
        var index = new NetworkIndex(scenario.Network);
        var calm = new NetworkIndex(scenario.Baseline ?? scenario.Network);
        ChainModel ModelOf(NetworkIndex i) => new(i, scenario.Seed, noise: false, epistemic: false) { BottlenecksFrom = window.From, FlowsUntil = window.To };
        var (run, twin) = (ModelOf(index).Run(0), ModelOf(calm).Run(0));
        var measures = new ImpactMeasures(index, window.From, window.To);
        var values = new double[measures.All.Count];
        measures.Measure(run, twin, values);

        var weekly = new WeeklyLevels(index);
        var levels = weekly.All.ToDictionary(l => l.Key, _ => new double[index.Weeks]);
        weekly.Each(run, twin, (series, week, value) => levels[weekly.All[series].Key][week] = value);
        return (measures.All.Zip(values).ToDictionary(m => m.First.Key, m => m.Second), levels);
    }

    [Test]
    public void A_week_of_orders_by_a_moving_average_of_four_days_and_a_day_of_lead_time_varies_by_nineteen_fourteenths_of_a_week_of_use()
    {
        // q = D + (D − D of four days before) / 4. In a sum of seven the middle cancels: D₁ + D₂ + D₃ + 5/4 (D₄ + … + D₇) − ¼ (D₋₃ + … + D₀).
        // Its variance is 3 + 4 × 25/16 + 4 / 16 = 9.5 of a day's; that of use is 7.
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "textbook", "bullwhip.yaml"));
        var index = new NetworkIndex(scenario.Network);
        var measures = new ImpactMeasures(index, 700, index.Days / 7 * 7);
        var at = measures.All.Index().Single(m => m.Item.Key == "bullwhip.market").Index;
        var model = new ChainModel(index, scenario.Seed);
        List<double> ratios = [];
        for (var replication = 0; replication < 10; replication++)
        {
            var values = new double[measures.All.Count];
            var record = model.Run(replication);
            measures.Measure(record, record, values);
            ratios.Add(values[at]);
        }

        // 2,500 weeks each: the standard error of a mean of ten is 0.003; five of them.
        Assert.That(ratios.Average(), Is.EqualTo(9.5 / 7).Within(0.015));
    }

    [Test]
    public void What_waits_for_a_licence_is_what_flows_times_how_long_it_waits()
    {
        const string Licence = """
          desk:
            kind: licence
            by: { regions: [CN] }
            to: { all-except: { regions: [CN] } }
            on: { kinds: [magnet] }
            from: 2024-06-03
            throughput: 100000 %
            review: 40 d
            approval: { default: 100 % }
            validity: 700 d
            reapply: 30 d
        """;
        using var small = new SmallScenario();
        var text = SmallScenario.Text.Replace(Ban, Licence + "\n", StringComparison.Ordinal).Replace("policies.ban", "policies.desk", StringComparison.Ordinal);
        var (values, levels) = Measured(ScenarioReader.Read(small.Write("desk.yaml", text)), (364, 728));

        // Little: L = λW. Asked for once a week, decided 41 days later, counted at the end of a week: five or six orders of a week.
        var week = values["flow.magnet.CN.DE"] / 365.25 * 7;
        Assert.That(values["waiting.desk"], Is.InRange(5 * 0.97 * week, 6 * 1.03 * week));
        Assert.That(values["waiting-peak.desk"], Is.GreaterThanOrEqualTo(values["waiting.desk"]));
        Assert.That(levels["licence.desk"][..22], Is.All.Zero, "before it began");
        Assert.That(levels["licence.desk"][60..100], Is.All.InRange(0.5, 1));
    }

    [Test]
    public void A_ban_fills_the_order_books_of_the_banned_and_empties_the_stores_behind_it()
    {
        using var small = new SmallScenario();
        var (values, levels) = Measured(ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text)), (366 / 7 * 7, 728));

        // For 90 days a tenth of what is wanted leaks: nine tenths of 315 t of content a year × 90 days, 70 t, and what buyers
        // put on top of it to fill their stores again. After the ban it is delivered, and the book is as the twin's.
        Assert.That(values["backlog-peak.magnet"], Is.InRange(50, 110));
        Assert.That(values["backlog.magnet"], Is.InRange(values["backlog-peak.magnet"] * 20, values["backlog-peak.magnet"] * 200));
        Assert.That(values["backlog-clears.magnet"], Is.InRange(90, 300));
        Assert.That(values["backlog-peak.mine"], Is.LessThan(values["backlog-peak.magnet"] / 2));
        Assert.That(values["stock-low.market"], Is.LessThan(0.9));
        Assert.That(levels["stock.magnet.CN"].Max(), Is.GreaterThan(1.5), "what may not leave piles up");
        Assert.That(levels["buffer.EV.DE"].Min(), Is.LessThan(0.5));
        foreach (var (key, weeks) in levels.Where(l => l.Key.Split('.')[0] is "stock" or "lane" or "transit")) Assert.That(weeks[..52], Is.All.EqualTo(1), $"{key} before the ban");

        // What left before the ban is under way for five weeks; then there is only what leaks, and after the ban more than usual.
        Assert.That(levels["lane.sea"][52..].Min(), Is.LessThan(0.5));
        Assert.That(levels["transit.sea"][52..].Min(), Is.LessThan(0.5));
        Assert.That(Array.FindIndex(levels["transit.sea"], l => l < 0.5), Is.GreaterThan(Array.FindIndex(levels["lane.sea"], l => l < 0.5)));
        Assert.That(levels["lane.sea"].Max(), Is.GreaterThan(1.2));
        Assert.That(values["bullwhip.market"], Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void What_is_under_way_on_a_lane_is_what_leaves_times_how_long_it_takes()
    {
        using var small = new SmallScenario();
        var scenario = ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text));
        var index = new NetworkIndex(scenario.Baseline!);
        var record = new ChainModel(index, scenario.Seed, noise: false, epistemic: false).Run(0);
        var sea = Array.FindIndex(index.Lanes, l => l.Id == "sea");

        // (20 + 30 + 50) / 3 days, as whole days, and two of customs: 35, in which a seller sends five times.
        double Mean(ReadOnlySpan<long> weeks) => weeks[20..100].ToArray().Average();
        Assert.That(Mean(record.Weekly.UnderWay[sea]), Is.EqualTo(5 * Mean(record.Weekly.Loaded[sea])).Within(2).Percent);
    }

    [Test]
    public void Without_a_shock_nothing_is_beyond_the_twin()
    {
        using var small = new SmallScenario();
        var text = SmallScenario.Text.Replace("shock: [policies.ban]", "", StringComparison.Ordinal).Replace(Ban, "", StringComparison.Ordinal).Replace("policies:\n", "", StringComparison.Ordinal);
        var (values, levels) = Measured(ScenarioReader.Read(small.Write("calm.yaml", text)), (0, 728));

        foreach (var (key, value) in values.Where(v => v.Key.StartsWith("backlog", StringComparison.Ordinal))) Assert.That(value, Is.Zero, key);
        foreach (var (key, value) in values.Where(v => v.Key.StartsWith("stock-low", StringComparison.Ordinal))) Assert.That(value, Is.EqualTo(1), key);
        Assert.That(levels["buffer.EV.DE"], Is.All.EqualTo(1));
    }

    [Test]
    public void A_price_rises_with_scarcity_up_to_its_most_and_weeks_and_peak_agree()
    {
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "instruments", "price-floor.yaml"));
        var window = ScenarioReplicator.WindowOf(scenario);
        var study = ScenarioReplicator.StudyOf(scenario, "1", scenario.Seed, 1, window);
        var record = new ScenarioReplicator(scenario, scenario.Seed, window).Run(0, default);
        var prices = study.Measures.Index().Where(m => m.Item.Key.StartsWith("price-peak.", StringComparison.Ordinal)).ToArray();
        Assert.That(prices, Is.Not.Empty);
        foreach (var (at, measure) in prices)
        {
            var levels = study.Levels!.Index().Single(l => l.Item.Key == measure.Key.Replace("price-peak.", "price.", StringComparison.Ordinal));
            var weeks = record.Levels.AsSpan(levels.Index * levels.Item.Length, levels.Item.Length)[(window.From / 7)..(window.To / 7)].ToArray();
            Assert.That(weeks.Max(levels.Item.ValueOf), Is.EqualTo(Math.Min(record.Values[at], levels.Item.High)).Within(levels.Item.High / 250), measure.Key);
        }
    }

    [TestCase(0)]
    [TestCase(0.7)]
    public void What_is_paid_is_the_price_of_the_week_in_which_it_leaves_by_tonnes(double contracted)
    {
        // Added up from what the run tells: each dispatch of oxide to a buyer outside China, at the price of that day, of
        // which contracts that follow China's make a part.
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "instruments", "ban.yaml"));
        var window = ScenarioReplicator.WindowOf(scenario);
        (ChainRecord Record, double Paid, double Quoted) Run(Network network)
        {
            var model = new ChainModel(new NetworkIndex(network with { ContractPrices = [new ContractPrices("outside", Estimate.Certain(contracted), "inside")] }), 1) { BottlenecksFrom = window.From };
            var (index, market) = (model.State.Index, model.State.Market);
            var (paid, quoted, bought) = (0.0, 0.0, 0.0);
            var (material, inside, outside) = (index.MaterialOf("ndpr"), index.ZoneNamed("inside"), index.ZoneNamed("outside"));
            var keys = index.Arcs.Where(a => a.Material == material && index.ZoneOfSite[a.Buyer] == outside).Select(a => a.Key).ToHashSet();
            model.Listener = line =>
            {
                if (line.Kind != TraceKind.Dispatched || !keys.Contains(line.Key) || line.Day < window.From || line.Day >= window.To / 7 * 7) return;
                var quotation = market.Quoted(material, outside);
                (paid, quoted) = (paid + (((contracted * market.Quoted(material, inside)) + ((1 - contracted) * quotation)) * line.Mass), quoted + (quotation * line.Mass));
                bought += line.Mass;
            };
            return (model.Run(0), paid / bought, quoted / bought);
        }

        var (run, twin) = (Run(scenario.Network), Run(scenario.Baseline!));
        var measures = new ImpactMeasures(new NetworkIndex(scenario.Network), window.From, window.To);
        var values = new double[measures.All.Count];
        measures.Measure(run.Record, twin.Record, values);
        double Value(string key) => values[measures.All.Index().Single(m => m.Item.Key == key).Index];
        Assert.That(Value("price-paid.ndpr.outside"), Is.EqualTo(run.Paid / twin.Paid).Within(1e-9));
        if (contracted == 0) Assert.That(Value("price-paid.ndpr.outside"), Is.GreaterThan(Value("price.ndpr.outside") + 0.1), "buyers catch up while it is still dear");
        else Assert.That(Value("price-paid.ndpr.outside"), Is.LessThan((run.Quoted / twin.Quoted) - 0.1), "contracts hold");
    }
}
