using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

public class ScenarioTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    string Small => _files.Write("small.yaml", SmallScenario.Text);

    [Test]
    public void What_is_written_is_what_the_network_holds()
    {
        var scenario = ScenarioReader.Read(Small);
        var refinery = scenario.Network.Sites.Single(s => s.Id == "refinery");
        var ban = (ExportBan)scenario.Network.Policies.Single();

        Assert.That(refinery.Capacity!.Points[0].Value, Is.EqualTo(1000));
        Assert.That(refinery.Capacity.Factor, Is.EqualTo(new Estimate(1, 0.9, 1.1, "sites.refinery.capacity")));
        Assert.That(refinery.Recipes[0].Outputs[0].Recovery.Select(r => r.Value), Is.EqualTo([0, 0.9]));
        Assert.That(scenario.Network.Demands[0].Cover.Factor, Is.EqualTo(new Estimate(1, 0.5, 1.5, "cover-de")));
        Assert.That(scenario.Network.Demands[0].Uses[0].Rate.Points, Is.EqualTo([(new DateOnly(2024, 7, 1), 1000.0), (new DateOnly(2025, 7, 1), 1050.0)]));
        Assert.That((ban.From, ban.Until), Is.EqualTo((new DateOnly(2025, 1, 1), (DateOnly?)new DateOnly(2025, 4, 1))));
        Assert.That(ban.Origins, Is.EquivalentTo(["mine", "refinery", "plant"]));
        Assert.That(ban.Destinations, Is.EquivalentTo(["market"]));
        Assert.That((scenario.Onset, scenario.ShockEnd), Is.EqualTo((ban.From, ban.Until)));
        Assert.That(scenario.Baseline!.Policies, Is.Empty);
        Assert.That(scenario.Network.End, Is.EqualTo(new DateOnly(2026, 1, 1)));
    }

    [Test]
    public void An_overlay_merges_by_name_and_null_removes()
    {
        _ = Small;
        _files.Write("over.yaml", "format: 1\nsites:\n  refinery: { input-cover: 90 d }\n");
        var path = _files.Write("variant.yaml", "format: 1\nname: variant\nextends: small.yaml\nwith: [over.yaml]\npolicies: { ban: null }\nshock: null\n");

        var variant = ScenarioReader.Read(path);

        Assert.That(variant.Network.Policies, Is.Empty);
        Assert.That(variant.Network.Sites.Single(s => s.Id == "refinery").InputCover.Points[0].Value, Is.EqualTo(90));
        Assert.That(variant.Network.Sites.Single(s => s.Id == "refinery").OutputCover.Points[0].Value, Is.EqualTo(15));
        Assert.That(variant.Name, Is.EqualTo("variant"));
    }

    [Test]
    public void Two_overlays_that_contradict_each_other_stop_the_run_unless_one_says_that_it_means_it()
    {
        _ = Small;
        _files.Write("one.yaml", "format: 1\nsites: { refinery: { input-cover: 90 d } }\n");
        _files.Write("two.yaml", "format: 1\nsites: { refinery: { input-cover: 60 d } }\n");
        var path = _files.Write("variant.yaml", "format: 1\nextends: small.yaml\nwith: [one.yaml, two.yaml]\n");

        var e = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(path))!;
        Assert.That(e.Problems[0].Message, Does.StartWith("is set here and at ").And.EndWith("write 'override: [sites.refinery.input-cover]' at the top of this file"));

        _files.Write("two.yaml", "format: 1\noverride: [sites.refinery.input-cover]\nsites: { refinery: { input-cover: 60 d } }\n");
        Assert.That(ScenarioReader.Read(path).Network.Sites.Single(s => s.Id == "refinery").InputCover.Points[0].Value, Is.EqualTo(60));
    }

    [Test]
    public void A_value_of_a_table_has_the_source_of_its_own_column_and_else_that_of_its_row()
    {
        _files.Write("demand.csv", """
            demand,material,sector,region,market,rate 2024 [t/yr],cover [d],cover low [d],cover high [d],cover group,cover source,cover grade,source,grade
            VAN.DE,magnet,EV,DE,market,100,25,10,50,cover-vans,guess,D,book,B
            """);
        var scenario = ScenarioReader.Read(
            _files.WriteWith("sources:\n", """
                tables: { demand: demand.csv }
                sources:
                  guess: { title: A guess }

                """),
            [], []);

        (string? Source, string? Grade) Of(string path) => scenario.Inputs.Where(i => i.Path.StartsWith(path, StringComparison.Ordinal)).Select(i => (i.Source, i.Grade)).Distinct().Single();
        Assert.That(Of("demand.VAN.DE.cover"), Is.EqualTo(("guess", "D")));
        Assert.That(Of("demand.VAN.DE.uses"), Is.EqualTo(("book", "B")));
    }

    [Test]
    public void The_resolved_file_reads_back_to_the_same_hash()
    {
        var scenario = ScenarioReader.Read(Small);
        foreach (var marks in new[] { false, true })
            Assert.That(ScenarioReader.Read(_files.Write("resolved.yaml", ResolvedWriter.Write(scenario, marks))).Hash, Is.EqualTo(scenario.Hash));
    }

    [Test]
    public void The_hash_does_not_hear_of_order_line_ends_comments_or_sources()
    {
        var hash = ScenarioReader.Read(Small).Hash;
        var windows = SmallScenario.Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        var commented = SmallScenario.Text.Replace("groups:", "# what counts\ngroups:", StringComparison.Ordinal).Replace("source: book#p1, ", "", StringComparison.Ordinal);
        var turned = SmallScenario.Text.Replace("customs: 2 d }", "customs: 2.0 d }", StringComparison.Ordinal).Replace("{ start: 2024-01-01, end: 2025-12-31 }", "{ end: 2025-12-31, start: 2024-01-01 }", StringComparison.Ordinal).Replace("customs: 2.0 d", "customs: 2 d", StringComparison.Ordinal);

        Assert.That(ScenarioReader.Read(_files.Write("small.yaml", windows)).Hash, Is.EqualTo(hash));
        Assert.That(ScenarioReader.Read(_files.Write("small.yaml", commented)).Hash, Is.EqualTo(hash));
        Assert.That(ScenarioReader.Read(_files.Write("small.yaml", turned)).Hash, Is.EqualTo(hash));
        Assert.That(ScenarioReader.Read(_files.WriteWith("customs: 2 d", "customs: 3 d")).Hash, Is.Not.EqualTo(hash));
    }

    [Test]
    public void A_policy_of_no_length_is_left_out_with_a_warning_and_changes_no_bit()
    {
        var none = ScenarioReader.Read(_files.Write("none.yaml", SmallScenario.Text.Replace("shock: [policies.ban]", "", StringComparison.Ordinal).Replace("for: 3 mo", "until: 2025-01-01", StringComparison.Ordinal)));
        var without = ScenarioReader.Read(_files.Write("without.yaml", "format: 1\nextends: none.yaml\npolicies: null\n"));

        Assert.That(none.Warnings.Select(w => w.Message), Is.EqualTo(["is of no length, and is left out"]));
        Assert.That(Hash(none), Is.EqualTo(Hash(without)));

        static ulong Hash(Scenario s) => new ChainModel(new NetworkIndex(s.Network), 1).Run(0).TraceHash;
    }

    [Test]
    public void A_policy_that_touches_nothing_is_warned_of()
    {
        var scenario = ScenarioReader.Read(_files.WriteWith("on: { kinds: [magnet] }", "on: { kinds: [metal] }"));

        Assert.That(scenario.Warnings.Select(w => w.ToString()), Has.One.Contains("policies.ban  touches no contract: it does nothing"));
    }

    [Test]
    public void Contract_prices_of_goods_without_a_price_are_warned_of()
    {
        var scenario = ScenarioReader.Read(_files.WriteWith("finished: [magnet]", "finished: [magnet]\nzones: { home: [CN], abroad: [DE] }\ncontract-prices: { abroad: { share: 98 %, follow: nothing } }"));

        Assert.That(scenario.Warnings.Select(w => $"{w.Path}  {w.Message}"), Has.One.EqualTo("contract-prices  no material has a price: they change nothing"));
    }

    [Test]
    public void Elasticities_of_users_of_goods_without_a_price_are_warned_of()
    {
        var scenario = ScenarioReader.Read(_files.WriteWith("noise: 10 %", "noise: 10 %, elasticity: { short-run: -0.3 }"));

        Assert.That(scenario.Warnings.Select(w => $"{w.Path}  {w.Message}"), Has.One.EqualTo("demand.EV.DE.elasticity  nothing that it uses has a price: it changes nothing"));
    }

    [TestCase("chain", "sites.sep-au.capacity=50 t oxide/yr", "sites.sep-au  its customers take 120.9 t oxide/yr of 'ndpr' on the first day, and it makes 50: it begins with full pipelines, and is short from then on")]
    [TestCase("chain", "sites.sep-au.recipes.split.out.dy.recovery.Dy=10 %", "sites.sep-au  its customers take 1.9 t oxide/yr of 'dy' on the first day, and it makes 1.2: it begins with full pipelines, and is short from then on")]
    [TestCase("offtake", "policies.offtake.tonnes=9000 t/yr", "policies.offtake  takes 9,000 t a year, and 'sep-au' can make 700 at most: it never gets all of it")]
    public void What_is_bought_beyond_a_plants_capacity_is_warned_of(string file, string set, string warning)
    {
        // German users want 1,100 t of magnets N and 700 t of H; of both the plant there makes 40 %, with a yield of 90 %.
        // 440 × 0.31 / 0.9 = 151.6 t NdPr for N; 280 × 0.31 / 0.9 = 96.4 t of both for H, of which 29 in 31 are NdPr and
        // 2 in 31, 6.2 t, dysprosium. Half of the NdPr is bought of sep-au: (151.6 + 90.2) / 2 = 120.9 t; of dysprosium
        // 30 %, 1.9 t. Its ore has 22 NdPr and 2 Dy in a hundred: with 120.9 t of NdPr at 90 % come 120.9 / 0.9 / 22 × 2 =
        // 12.2 t of dysprosium, a tenth of which is 1.2.
        Assert.That(Instrument.Read(file).Warnings, Is.Empty);
        Assert.That(Instrument.Read(file, set).Warnings.Select(w => $"{w.Path}  {w.Message}"), Is.EqualTo([warning]));
    }

    static IEnumerable<string> Shipped() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "scenarios", "rare-earths"), "*.yaml").Where(f => File.ReadLines(f).Any(l => l.StartsWith("name:", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Shipped))]
    public void Every_shipped_scenario_is_sound_and_every_value_has_a_source_that_exists(string path)
    {
        var scenario = ScenarioReader.Read(path);

        Assert.That(scenario.Warnings, Is.Empty);
        Assert.That(scenario.Inputs.Where(i => i.Source is null).Select(i => i.Path), Is.Empty, "no value is without a source");
        Assert.That(scenario.Network.Sites, Has.Count.GreaterThan(90));
        Assert.That(ScenarioReader.Read(_files.Write("resolved.yaml", ResolvedWriter.Write(scenario))).Hash, Is.EqualTo(scenario.Hash));
    }

    [Test]
    public void Undisturbed_the_rare_earth_chain_starts_balanced()
    {
        // Output of each stage in the first 26 weeks, week by week, within 1 %; sites that ramp up are named by their stage.
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "base.yaml"));
        var index = new NetworkIndex(scenario.Network);
        var record = new ChainModel(index, scenario.Seed, noise: false, epistemic: false).Run(0);
        foreach (var stage in new[] { SiteKind.Refinery, SiteKind.Recycler, SiteKind.MetalMaker, SiteKind.MagnetMaker, SiteKind.Market })
        {
            var weeks = Enumerable.Range(0, 26).Select(w => Enumerable.Range(0, index.Sites.Length).Where(s => index.Sites[s].Kind == stage).Sum(s => (double)record.Output(s)[w])).ToArray();
            Assert.That(weeks, Has.All.EqualTo(weeks[0]).Within(1).Percent, stage.ToString());
        }
    }

    [Test]
    public void Undisturbed_the_rare_earth_chain_meets_its_demand_and_reproduces_the_six_totals()
    {
        var folder = Path.Combine(Repository.Root, "scenarios", "rare-earths");
        var scenario = ScenarioReader.Read(Path.Combine(folder, "base.yaml"));
        var index = new NetworkIndex(scenario.Network);
        var record = new ChainModel(index, scenario.Seed, noise: false, epistemic: false).Run(0);
        var judged = BalanceTarget.Read(Path.Combine(folder, "balance-targets.csv")).Where(t => t.IsJudged).ToArray();

        Assert.That(judged, Has.Length.EqualTo(6));
        foreach (var target in judged)
            Assert.That(BalanceQuery.Ask(target.Measure, index, record, target.Year), Is.EqualTo(target.Value).Within(5).Percent, target.Quantity);

        var values = new double[new ImpactMeasures(index, 0, 366).All.Count];
        new ImpactMeasures(index, 0, 366).Measure(record, record, values);
        Assert.That(values[new ImpactMeasures(index, 0, 366).All.ToList().FindIndex(m => m.Key == "fill.WORLD")], Is.GreaterThanOrEqualTo(0.99));
    }

    [Test]
    public void With_chance_and_history_the_undisturbed_chain_meets_97_percent_to_the_horizon([Range(0, 4)] int replication)
    {
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "rare-earths", "china-export-ban.yaml"));
        var index = new NetworkIndex(scenario.Baseline!);
        var record = new ChainModel(index, scenario.Seed).Run(replication);
        var measures = new ImpactMeasures(index, 0, index.Days);
        var values = new double[measures.All.Count];
        measures.Measure(record, record, values);

        Assert.That(values[measures.All.ToList().FindIndex(m => m.Key == "fill.WORLD")], Is.GreaterThanOrEqualTo(0.97), $"seed {scenario.Seed}, replication {replication}");
    }

    [Test]
    public void A_monitor_hears_of_every_fact_of_a_run_and_its_twin_and_of_the_days_that_they_share_once()
    {
        using var small = new SmallScenario();
        var scenario = ScenarioReader.Read(small.Write("small.yaml", SmallScenario.Text));
        var (run, twin) = (new ChainModel(new NetworkIndex(scenario.Network), 3), new ChainModel(new NetworkIndex(scenario.Baseline!), 3));
        var told = 0L;
        (run.Listener, twin.Listener) = (_ => told++, _ => told++);
        run.RunWith(twin, 0, scenario.PartingDay);

        var heard = 0L;
        var here = Environment.CurrentManagedThreadId;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "twin.events") to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            if (Environment.CurrentManagedThreadId == here) heard += value;
        });
        listener.Start();
        new ScenarioReplicator(scenario, 3, ScenarioReplicator.WindowOf(scenario)).Run(0, default);

        Assert.That(heard, Is.EqualTo(told).And.GreaterThan(1_000));
    }

    [TestCase("rare-earths/china-export-ban.yaml")]
    [TestCase("rare-earths/april-2025-controls.yaml")]
    [TestCase("instruments/licence.yaml")]
    [TestCase("instruments/behaviour.yaml")]
    public void Every_uncertain_number_that_a_run_draws_is_an_input_that_a_study_can_turn(string file)
    {
        var scenario = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", file));
        HashSet<string> drawn = [];
        var model = new ChainModel(new NetworkIndex(scenario.Network), scenario.Seed)
        {
            Quantiles = name =>
            {
                drawn.Add(name);
                return null;
            },
        };
        model.Run(0);

        Assert.That(drawn, Is.Not.Empty);
        Assert.That(drawn.Except(scenario.Inputs.Where(i => i.Estimate is { IsCertain: false }).Select(i => i.Estimate!.Value.Name)), Is.Empty);
    }

    // A thousand oxide tonnes are 1,000 t, two weeks 14 days, nine tenths 0.9.
    [TestCase("capacity: { value: 1000 t oxide/yr, range: [900 t oxide/yr, 1100 t oxide/yr]", "capacity: { value: 1 kt oxide/yr, range: [0.9 kt oxide/yr, 1.1 kt oxide/yr]", "sites.refinery.capacity", 1000, "t oxide/yr")]
    [TestCase("input-cover: 20 d", "input-cover: { value: 2 weeks, range: [1 week, 3 weeks] }", "sites.refinery.input-cover", 14, "d")]
    [TestCase("recovery: { NdPr: 90 % }", "recovery: { NdPr: { value: 90 %, range: [85 %, 95 %] } }", "sites.refinery.recipes.split.out.oxide.recovery.NdPr", 0.9, "1")]
    public void An_input_knows_the_unit_that_its_estimate_counts_in_however_it_is_written(string before, string after, string path, double value, string unit)
    {
        var text = SmallScenario.Text.Replace(before, after, StringComparison.Ordinal);
        Assert.That(text, Does.Contain(after));
        var input = ScenarioReader.Read(_files.Write("small.yaml", text)).Inputs.Single(i => i.Path == path);
        Assert.That((input.Estimate!.Value.Value, input.Unit), Is.EqualTo((value, unit)));
    }

    [Test]
    public void Yearly_figures_with_a_range_are_one_uncertain_input_and_a_change_of_one_is_seen()
    {
        var text = SmallScenario.Text.Replace("uses: { magnet: { 2024: 1000 t magnet/yr, 2025: 1050 t magnet/yr } }", "uses: { magnet: { 2024: 1000 t magnet/yr, 2025: 1050 t magnet/yr, range: [800 t magnet/yr, 1500 t magnet/yr] } }", StringComparison.Ordinal);
        var scenario = ScenarioReader.Read(_files.Write("small.yaml", text));
        var use = scenario.Inputs.Single(i => i.Path == "demand.EV.DE.uses.magnet");

        Assert.That(use.Text, Is.EqualTo("2024: 1000 t magnet/yr, 2025: 1050 t magnet/yr"));
        Assert.That((use.Estimate!.Value.Low, use.Estimate.Value.Value, use.Estimate.Value.High), Is.EqualTo((0.8, 1.0, 1.5)));
        Assert.That(use.Unit, Is.EqualTo("× the yearly figures"));
        Assert.That(new SensitivityStudy(scenario, "unmet.DE").Names, Does.Contain(use.Estimate.Value.Name));
    }
}
