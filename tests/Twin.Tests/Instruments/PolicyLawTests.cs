using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The law of each instrument, on its own example file.</summary>
public class PolicyLawTests
{
    const string MagnetsN = "mag-cn>market-de>magnet-n";
    const string MagnetsH = "mag-cn>market-de>magnet-h";

    [TestCase("pro-rata", "no", 0)]
    [TestCase("pro-rata", "yes", 1)]
    [TestCase("first-come", "no", 2)]
    [TestCase("first-come", "yes", 3)]
    public void A_quota_lets_out_its_tonnage_a_period_and_no_gram_more(string sharing, string carriesOver, int seed)
    {
        // 60 % of what went before, quarter by quarter: with carrying over, of all quarters so far together.
        var run = Instrument.Noisy("quota", seed, $"policies.quota.sharing={sharing}", $"policies.quota.carries-over={carriesOver}");
        var (from, until) = (run.Day(2026, 1, 1), run.Day(2027, 1, 1));
        var normal = 0.0;
        run.Model.Listener = line =>
        {
            // Tonnes a day as the sellers' smoothed flow has them on the first morning.
            if (line.Kind == TraceKind.ControlOn && normal == 0) normal = run.Index.ControlledArcs[0].Sum(a => run.Index.TonnesOf(run.Index.Arcs[a].Material, run.Chain.Arc[a].Flow)) / 7;
        };
        run.Model.Run(0);
        var sent = run.Dispatched(run.Index.ControlledArcs[0]).Where(s => s.Day >= from && s.Day < until).ToArray();

        var (total, allowed) = (0.0, 0.0);
        for (var period = 0; from + Start(period) < until; period++)
        {
            var quarter = sent.Where(s => s.Day >= from + Start(period) && s.Day < Math.Min(until, from + Start(period + 1))).Sum(s => run.Tonnes(s.Arc, s.Mass));
            var quota = normal * 0.6 * 365.25 / 4;
            (total, allowed) = (total + quarter, allowed + quota);
            Assert.That(carriesOver == "yes" ? total : quarter, Is.LessThanOrEqualTo((carriesOver == "yes" ? allowed : quota) + 1e-5), $"quarter {period}, seed {seed}");
        }

        Assert.That(total, Is.GreaterThan(0.95 * Math.Min(allowed, normal * 0.6 * 365.25)), "it is used");

        static int Start(int period) => (int)Math.Round(period * 365.25 / 4);
    }

    [Test]
    public void Only_holders_of_a_quota_ship_and_each_its_share()
    {
        // 400 t/yr of oxide and magnets, a quarter at a time: 25 t for the magnet maker, 50 t for the separator, 25 for nobody.
        var run = Instrument.Quiet("quota", network => network with
        {
            Policies =
            [
                (ExportQuota)network.Policies[0] with
                {
                    Materials = new HashSet<string> { "ndpr", "dy", "magnet-n", "magnet-h" },
                    OfNormal = null,
                    Tonnes = Estimate.Certain(400),
                    Sharing = QuotaSharing.Holders,
                    Holders = new Dictionary<string, double> { ["mag-cn"] = 0.25, ["sep-cn"] = 0.5 },
                },
            ],
        });
        var sent = run.Dispatched(run.Index.ControlledArcs[0]).Where(s => s.Day >= run.Day(2026, 1, 1) && s.Day < run.Day(2027, 1, 1)).ToArray();
        double By(string seller) => sent.Where(s => run.Index.Sites[run.Index.Arcs[s.Arc].Seller].Id == seller).Sum(s => run.Tonnes(s.Arc, s.Mass));

        // The year has four whole periods and, since 365.25 is no whole number of days, nothing of a fifth.
        Assert.That(By("mag-cn"), Is.EqualTo(100).Within(1e-4));
        Assert.That(By("sep-cn"), Is.EqualTo(200).Within(1e-4));
        var none = Instrument.Quiet("quota", network => network with { Policies = [(ExportQuota)network.Policies[0] with { Sharing = QuotaSharing.Holders, Holders = new Dictionary<string, double> { ["sep-cn"] = 1 } }] });
        Assert.That(none.Dispatched(none.Index.ControlledArcs[0]).Where(s => s.Day >= none.Day(2026, 1, 1) && s.Day < none.Day(2027, 1, 1)), Is.Empty, "who holds nothing ships nothing");
    }

    [Test]
    public void A_licence_is_granted_for_the_share_that_region_and_end_use_make()
    {
        // 60 % for Germany. Behind the market for the heavy grade stand cars with 600 t/yr and defence with 100, which
        // gets nothing, beside cars and wind with 1,100 t/yr of the other grade: per arc, its own users count.
        var run = Instrument.Quiet("licence", "policies.licence.applicants=1", "policies.licence.general.from=2030-01-01");
        var key = run.Index.Arcs[run.Arc(MagnetsH)].Key;
        List<long> granted = [];
        run.Model.Listener = line =>
        {
            if (line.Kind == TraceKind.Granted && line.Key == key) granted.Add(line.Mass);
        };
        var asked = 0L;
        run.EachDay(day =>
        {
            // The first application is what is open on the seller's first day of review in the regime.
            if (asked == 0) asked = run.Chain.Gate[run.Arc(MagnetsH)].Applied;
        });

        Assert.That(granted[0], Is.EqualTo((long)(asked * (0.6 * 600 / 700))).Within(1));
    }

    [Test]
    public void General_licences_let_their_share_of_every_order_go_at_once()
    {
        var run = Instrument.Quiet("licence", "policies.licence.general.from=2026-01-01", "policies.licence.approval.default=0 %", "policies.licence.normalises.probability=0 %");
        var arc = run.Arc(MagnetsH);
        var review = Enumerable.Range(run.Day(2026, 1, 1), 7).Single(d => d % 7 == run.Index.ReviewDay[run.Site("mag-cn")]);
        List<(int Day, long Mass)> granted = [];
        run.Model.Listener = line =>
        {
            if (line.Kind == TraceKind.Granted && line.Key == run.Index.Arcs[arc].Key) granted.Add((line.Day, line.Mass));
        };
        var open = 0L;
        run.EachDay(day =>
        {
            if (day == review - 1) open = run.Chain.Arc[arc].Backlog;
        });

        // A quarter of what is open on the first review of the regime; the rest is asked for, and refused.
        Assert.That(open, Is.GreaterThan(0));
        Assert.That(granted[0], Is.EqualTo((review, (long)(open * 0.25))));
    }

    [Test]
    public void A_regime_that_becomes_routine_approves_everything_after_its_routine_review()
    {
        var run = Instrument.Quiet("licence", "policies.licence.approval.default=0 %", "policies.licence.normalises.probability=100 %", "policies.licence.general.share=0 %");
        var sent = run.Dispatched(run.Arc(MagnetsH)).Where(s => s.Day >= run.Day(2026, 1, 1)).ToArray();

        // After 240 days what is pending is approved as it is decided, and leaves within the week.
        Assert.That(sent[0].Day, Is.InRange(run.Day(2026, 1, 1) + 240, run.Day(2026, 1, 1) + 254));

        var never = Instrument.Quiet("licence", "policies.licence.approval.default=0 %", "policies.licence.normalises.probability=0 %", "policies.licence.general.share=0 %");
        Assert.That(never.Dispatched(never.Arc(MagnetsH)).Where(s => s.Day >= never.Day(2026, 1, 1)), Is.Empty, "else it stays what it is");
    }

    [Test]
    public void Of_a_regime_with_an_even_chance_about_half_become_routine()
    {
        // 400 replications: the normal band of a binomial at 0.001 is 3.29 × √(400 / 4) = 33 either way.
        var scenario = Instrument.Read("licence", "policies.licence.normalises.probability=50 %", "policies.licence.approval.default=0 %", "policies.licence.general.share=0 %", "clock.end=2026-12-31");
        var model = new ChainModel(new NetworkIndex(scenario.Network), 11);
        var key = model.State.Index.Arcs[model.State.Index.ArcNamed(MagnetsH)].Key;
        var from = new DateOnly(2026, 1, 1).DayNumber - scenario.Network.Start.DayNumber;
        var (routine, leaves) = (0, false);
        model.Listener = line => leaves |= line.Kind == TraceKind.Dispatched && line.Key == key && line.Day >= from;
        for (var replication = 0; replication < 400; replication++)
        {
            leaves = false;
            model.Run(replication);
            routine += leaves ? 1 : 0;
        }

        Assert.That(routine, Is.EqualTo(200).Within(33));
    }

    [Test]
    public void Applicants_spread_what_is_approved_round_its_mean()
    {
        // Beta(12 m, 12 (1 − m)) has variance m (1 − m) / 13.
        var run = Instrument.Noisy("licence", 3, "policies.licence.approval.by-use=null", "policies.licence.approval.default=60 %", "policies.licence.normalises.probability=0 %", "policies.licence.general.share=0 %", "clock.end=2034-12-31", "policies.licence.reapply=400 d");
        var arc = run.Arc(MagnetsH);
        // A file that has been decided holds what was refused: the rest of what it asked for was approved.
        var files = run.Chain.Desks[0]!.Files;
        Dictionary<(int File, int Start), long> asked = [];
        Dictionary<(int File, int Start), double> approved = [];
        run.EachDay(day =>
        {
            for (var file = 0; file < files.HighWater; file++)
            {
                if (!files.IsLive(file) || files.Owner(file) != arc) continue;
                var key = (file, files.Start(file));
                if (!files.Turned(file)) asked[key] = files.Mass(file);
                else if (asked.TryGetValue(key, out var mass)) approved[key] = 1 - ((double)files.Mass(file) / mass);
            }
        });
        double[] ratios = [.. approved.Values];
        Assert.That(ratios, Has.Length.GreaterThan(100));

        // 0.6, and √(0.6 × 0.4 / 13) = 0.1359, each within four standard errors.
        var mean = ratios.Average();
        var sd = Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / (ratios.Length - 1));
        Assert.That(mean, Is.EqualTo(0.6).Within(4 * 0.1359 / Math.Sqrt(ratios.Length)));
        Assert.That(sd, Is.EqualTo(0.1359).Within(4 * 0.1359 / Math.Sqrt(2.0 * ratios.Length)));
    }

    [Test]
    public void Customs_that_are_cautious_let_half_of_the_uncontrolled_through_for_two_months()
    {
        var run = Instrument.Quiet("licence");
        var arc = run.Arc(MagnetsN);
        var (from, until) = (run.Day(2026, 1, 1), run.Day(2026, 1, 1) + 60);
        Dictionary<int, double> most = [];
        var sent = run.Dispatched(arc);
        run.EachDay(day => most[day] = run.Chain.WantedBetweenReviews(arc) * 0.5);

        var during = sent.Where(s => s.Day >= from && s.Day < until).ToArray();
        Assert.That(during, Has.Length.GreaterThan(7));
        foreach (var s in during) Assert.That(s.Mass, Is.LessThanOrEqualTo(most[s.Day] + 1).And.GreaterThan(0.9 * most[s.Day]), $"day {s.Day}");
        Assert.That(sent.First(s => s.Day >= until).Mass, Is.GreaterThan(1.2 * most[until]), "what waited goes out afterwards");
    }

    [Test]
    public void Stocks_know_where_their_content_comes_from()
    {
        // The German maker buys its NdPr half and half, 70 % of its dysprosium in China. A magnet N is all NdPr: 50 %; a
        // magnet H has 29 parts NdPr and 2 Dy: (29 × 0.5 + 2 × 0.7) / 31 = 51.29 %.
        var run = Instrument.Quiet("origin-rule").Until(Instrument.Quiet("origin-rule").Day(2025, 12, 1));

        Assert.That(run.Chain.OriginShare(run.Bin("mag-de", "magnet-n"), 0), Is.EqualTo(0.5).Within(0.1).Percent);
        Assert.That(run.Chain.OriginShare(run.Bin("mag-de", "magnet-h"), 0), Is.EqualTo(15.9 / 31).Within(0.1).Percent);
        Assert.That(run.Chain.OriginShare(run.Bin("sep-au", "ndpr"), 0), Is.Zero);
        Assert.That(run.Chain.OriginShare(run.Bin("mag-cn", "magnet-n"), 0), Is.EqualTo(1).Within(1e-9));
    }

    [TestCase(10, true)]
    [TestCase(50, true)]
    [TestCase(52, false)]
    public void An_extraterritorial_rule_reaches_foreign_goods_from_its_threshold_on(int percent, bool reaches)
    {
        var run = Instrument.Quiet("origin-rule", $"policies.origin-rule.containing.share={percent - 0.5} %");
        var sent = run.Dispatched(run.Arc("mag-de>market-de>magnet-h"));
        var first = run.Day(2026, 1, 1);

        // With review 63 days: nothing leaves until the first decision.
        Assert.That(sent.Count(s => s.Day >= first && s.Day < first + 63), reaches ? Is.Zero : Is.EqualTo(9));
    }

    [Test]
    public void A_tariff_moves_orders_by_the_elasticity_of_substitution()
    {
        // Without a feedback of prices: ((60,000 × 1.25 + 400) / 60,400)^−3 = 0.5140 of China's old weight, beside
        // Australia's 1: 0.5140 / 1.5140 = 33.95 % of the oxide instead of 50 %.
        var run = Instrument.Quiet("tariff", "materials.ndpr.price.beta=0");
        var (cn, au) = (run.Arc("sep-cn>mag-de>ndpr"), run.Arc("sep-au>mag-de>ndpr"));
        var whole = run.Day(2026, 7, 1); // fifty whole weeks: as many dispatches of each
        var sent = run.Dispatched(cn, au).Where(s => s.Day >= whole && s.Day < whole + 350).ToArray();
        var china = sent.Where(s => s.Arc == cn).Sum(s => (double)s.Mass) / sent.Sum(s => (double)s.Mass);

        var weight = Math.Pow(75_400.0 / 60_400, -3);
        Assert.That(china, Is.EqualTo(weight / (1 + weight)).Within(0.05).Percent);
        Assert.That(run.Model.Run(0).Costs.Duty, Is.EqualTo(run.Dispatched(cn).Where(s => s.Day >= run.Day(2026, 1, 1)).Sum(s => run.Tonnes(cn, s.Mass)) * 15_000).Within(1e-6).Percent);
    }

    [Test]
    public void A_tariff_moves_nothing_where_nobody_looks_at_cost()
    {
        var (blind, without) = (Instrument.Noisy("tariff", 2, "sites.mag-de.source-elasticity=0"), Instrument.Noisy("tariff", 2, "policies=null", "shock=null"));
        int[] Arcs(Instrument run) => [run.Arc("sep-cn>mag-de>ndpr"), run.Arc("sep-au>mag-de>ndpr")];

        Assert.That(blind.Dispatched(Arcs(blind)), Is.EqualTo(without.Dispatched(Arcs(without))));
    }

    [Test]
    public void A_technology_ban_makes_a_plant_to_come_later_slower_and_worse()
    {
        // Promised on 1 January 2025 for 1 March 2026, 424 days on; slip 1.2: 509 days, 25 May 2026.
        string[] certain = ["sites.sep-de.ramp.probability=100 %", "sites.sep-de.ramp.slip=1.2"];
        var (with, without) = (Instrument.Quiet("technology-ban", certain).Until(0), Instrument.Quiet("technology-ban", [.. certain, "policies.technology-ban=null", "shock=null"]).Until(0));
        int Ramp(Instrument i) => i.Index.Courses.RampOf(i.Index.SiteCapacity[i.Site("sep-de")]);
        var (hindered, free) = (with.Index.Courses.Ramps, without.Index.Courses.Ramps);

        Assert.That(free.First(Ramp(without)), Is.EqualTo(509));
        Assert.That(hindered.First(Ramp(with)), Is.EqualTo(509 + 365));

        // 90 % utilisation: four fifths of it after 12 months, with the ban after 18.
        Assert.That(free.Share(Ramp(without), 509 + 365), Is.EqualTo(0.72).Within(1).Percent);
        Assert.That(hindered.Share(Ramp(with), 509 + 365 + 548), Is.EqualTo(0.72).Within(1).Percent);

        var recipe = Array.FindIndex(with.Index.Recipes, r => r.Id == "sep-de.split");
        var driver = with.Index.Recipes[recipe].Driver;
        Assert.That(without.Chain.Recovery(driver)[1], Is.EqualTo(0.9));
        Assert.That(with.Chain.Recovery(driver)[1], Is.EqualTo(0.8).Within(1e-12));
        Assert.That(with.Chain.Recovery(driver)[0], Is.Zero, "what is not recovered at all cannot be recovered less");
        Assert.That(with.Chain.Recovery(with.Index.Recipes[Array.FindIndex(with.Index.Recipes, r => r.Id == "sep-au.split")].Driver)[1], Is.EqualTo(0.9), "a plant that runs is not touched");
    }

    [Test]
    public void A_stockpile_opens_with_the_ban_that_it_answers_and_gives_no_more_than_it_may([Range(0, 4)] int seed)
    {
        var run = Instrument.Noisy("stockpile", seed);
        var (from, until) = (run.Day(2026, 1, 1), run.Day(2027, 1, 1));
        var arc = run.Arc("store-de>mag-de>ndpr");
        var sent = run.Dispatched(arc);
        var held = 0L;
        run.EachDay(day =>
        {
            if (day == from - 1) held = run.Chain.Bin[run.Bin("store-de", "ndpr")].Held;
            Assert.That(run.Chain.Bin[run.Bin("store-de", "ndpr")].Held, Is.LessThanOrEqualTo((long)run.Index.GramsOf(run.Index.MaterialOf("ndpr"), 200) + 1), "it fills to its aim and not above");
        });

        Assert.That(held, Is.EqualTo(run.Index.GramsOf(run.Index.MaterialOf("ndpr"), 200)).Within(3).Percent, "250 t/yr fill 200 t within the year");
        Assert.That(sent, Is.Not.Empty);
        Assert.That(sent.Select(s => s.Day), Has.All.InRange(from, until - 1));
        Assert.That(sent.Select(s => (double)s.Mass), Has.All.LessThanOrEqualTo(held * 0.05 * 1.04), "a twentieth of what it held when it opened; what arrives on the first morning counts");
    }

    [Test]
    public void A_reserve_is_open_in_the_weeks_in_which_its_buyer_is_badly_served([Range(0, 4)] int seed)
    {
        // In force from the first day, it looks each week at what the evening before has left: the buyer's fill of its other sellers.
        // Nothing leaves it on other days, and in a year without oxide from China it is both opened and, later, shut again.
        var run = Instrument.Noisy("reserve", seed);
        var (bin, buyer, sent) = (run.Bin("store-de", "ndpr"), run.Bin("mag-de", "ndpr"), run.Dispatched(run.Arc("store-de>mag-de>ndpr")));
        var (fill, held, open, changes) = (1.0, 0L, false, new List<(int Day, bool Open)>());
        HashSet<int> openDays = [];
        run.EachDay(day =>
        {
            if (day > 0 && day % 7 == 0 && (fill < 0.8 && (open || held > 0)) != open) changes.Add((day, open = !open));
            Assert.That(run.Chain.Released[bin] > 0, Is.EqualTo(open), $"day {day}, fill {fill}");
            if (open) openDays.Add(day);
            (fill, held) = (run.Chain.FillOf(buyer), run.Chain.Bin[bin].Held);
        });

        Assert.That(sent, Is.Not.Empty);
        Assert.That(sent.Select(s => s.Day), Is.SubsetOf(openDays));
        Assert.That(changes[0].Day, Is.InRange(run.Day(2026, 1, 1), run.Day(2026, 3, 1)));
        Assert.That(changes[^1].Open, Is.False);
    }

    [Test]
    public void A_stockpile_that_answers_a_ban_that_never_comes_stays_shut()
    {
        var scenario = Instrument.Read("stockpile");
        var index = new NetworkIndex(scenario.Baseline!);
        var arc = index.Arcs[index.ArcNamed("store-de>mag-de>ndpr")].Key;
        var opened = false;
        new ChainModel(index, 1) { Listener = line => opened |= line.Kind == TraceKind.Dispatched && line.Key == arc }.Run(0);

        Assert.That(opened, Is.False);
    }

    [Test]
    public void An_offtake_is_ordered_week_by_week_needed_or_not()
    {
        // 500 t of oxide a year, against the 350 t or so that Germany needs of Australia: 500 × 7 / 365.25 a week.
        var run = Instrument.Quiet("offtake");
        var arc = run.Arc("sep-au>mag-de>ndpr");
        var weekly = (long)(run.Index.GramsOf(run.Index.Arcs[arc].Material, 500) * 7 / 365.25);
        var day = run.Index.ReviewDay[run.Site("mag-de")];
        run.EachDay(today =>
        {
            if (today >= run.Day(2026, 1, 1) && today % 7 == day) Assert.That(run.Chain.AskedToday(arc), Is.GreaterThanOrEqualTo(weekly), $"day {today}");
        });
    }

    [Test]
    public void A_floor_or_a_subsidy_keeps_a_plant_running_that_the_price_would_not()
    {
        // It runs above 70,000 USD/t, and the price is 60,000 at the start: at rest from the first day. A floor of
        // 110,000, or 15,000 on top, from July 2025 wakes it 60 days later, at the week's decision.
        foreach (var (file, policy) in new[] { ("price-floor", "floor"), ("subsidy", "subsidy") })
        {
            var run = Instrument.Quiet(file, "materials.ndpr.price.beta=0");
            List<(int Day, double Up)> changes = [];
            run.EachDay(day =>
            {
                if (changes.Count == 0 || changes[^1].Up != run.Chain.Up[run.Site("sep-au")]) changes.Add((day, run.Chain.Up[run.Site("sep-au")]));
            });

            Assert.That(changes, Has.Count.EqualTo(2), file);
            Assert.That(changes[0], Is.EqualTo((0, 0.0)));
            Assert.That(changes[1].Up, Is.EqualTo(1));
            Assert.That(changes[1].Day, Is.InRange(run.Day(2025, 7, 1) + 60, run.Day(2025, 7, 1) + 74));
        }
    }

    [Test]
    public void One_that_runs_at_a_loss_gives_up_by_chance_after_a_year_and_is_back_half_a_year_after_a_floor()
    {
        // The price stays at 60,000 and it runs above 70,000: nobody stops in 2024, and of those that run in each week of two years from
        // day 365 on one in 1 − 0.7^(7 / 365.25) stops: 0.7² = 0.49 of them run at their end. Of 1,000 the standard error is 0.0158;
        // five of them, and once in 1.7 million tests it is chance. On 1 January 2027 comes a floor: all run again 180 days later.
        const int Runs = 1000;
        string[] sets = ["materials.ndpr.price.beta=0", "clock.start=2024-01-01", "clock.end=2027-12-31", "sites.sep-au.runs-above.stops-after=365 d", "sites.sep-au.runs-above.stops-in-a-year=30 %", "policies.floor.from=2027-01-01"];
        var run = Instrument.Noisy("giving-up", seed: 7, sets);
        var (site, still) = (run.Site("sep-au"), new int[4]);
        int[] days = [365, 365 + 730, run.Day(2027, 6, 29), run.Day(2027, 7, 10)];
        for (var r = 0; r < Runs; r++)
        {
            for (var i = 0; i < days.Length; i++)
            {
                run.Model.RunTo(r, days[i]);
                still[i] += run.Chain.Resting[site] ? 0 : 1;
            }
        }

        Assert.That(still[0], Is.EqualTo(Runs));
        Assert.That((double)still[1] / Runs, Is.EqualTo(0.49).Within(5 * 0.0158));
        Assert.That(still[2], Is.EqualTo(still[1]), "nothing happens while the floor is waited for");
        Assert.That(still[3], Is.EqualTo(Runs));

        var quiet = Instrument.Quiet("giving-up", sets);
        quiet.EachDay(day => Assert.That(quiet.Chain.Resting[site], Is.False, $"nothing happens by chance, day {day}"));
    }

    [Test]
    public void Supply_follows_a_price_with_its_elasticity_and_its_lag()
    {
        // Twice the price from the week after 1 July 2025 on, and beta 0: in the end 2^0.5 of the capacity. A third-order
        // delay in weeks is a sum of three geometric waits: after n weeks a share P(B(n + 3, a) ≥ 3) is followed, with
        // a = 7 / (7 + lag / 3). Its mean is the lag: what is missing, summed over the weeks. The mine is always short.
        var run = Instrument.Quiet("supply-response", "materials.ndpr.price.beta=0", "clock.end=2044-12-31", "sites.mine-au.capacity=300 t REO/yr");
        var (mine, from, missing, made) = (run.Site("mine-au"), ((run.Day(2025, 7, 1) + 6) / 7 * 7), 0.0, new Dictionary<int, long>());
        var (key, review) = (run.Index.Recipes.Single(r => r.Site == mine).Key, run.Index.ReviewDay[mine]);
        run.Model.Listener = line =>
        {
            if (line.Kind == TraceKind.Finished && line.Key == key) made[line.Day] = line.Mass;
        };
        run.EachDay(day =>
        {
            var (n, a) = ((day - from) / 7, 7 / (7 + (2 * 365.25 / 3)));
            var q = 1 - a;
            var followed = day < from ? 0 : 1 - Math.Pow(q, n + 3) - ((n + 3) * a * Math.Pow(q, n + 2)) - ((n + 3) * (n + 2) / 2 * a * a * Math.Pow(q, n + 1));
            var scale = Math.Pow(2, 0.5 * followed);
            Assert.That(run.Chain.Scale[mine], Is.EqualTo(scale).Within(1e-9), $"day {day}");
            if (day >= from && day % 7 == 0) missing += 7 * (1 - followed);
            if (day % 7 == review) Assert.That(made[day] / 1e6, Is.EqualTo(300 * 7 / 365.25 * scale).Within(1e-5), $"day {day}");
        });
        Assert.That(missing, Is.EqualTo(2 * 365.25).Within(0.1).Percent);
        Assert.That(run.Chain.Scale[mine], Is.EqualTo(Math.Sqrt(2)).Within(0.1).Percent);
        Assert.That(run.Chain.Scale[run.Site("mine-cn")], Is.EqualTo(1), "it follows nothing");

        // Without a lag at once: a subsidy of 180,000 on 60,000 is four times the price.
        var quick = Instrument.Quiet("subsidy", network => With(network, "sep-au", s => s with { RunsAbove = null, FollowsPrice = new SupplyResponse("ndpr", null, Estimate.Certain(0.5), Estimate.Certain(0)) }) with
        {
            Materials = [.. network.Materials.Select(m => m.Price is null ? m : m with { Price = m.Price with { Beta = Estimate.Certain(0) } })],
            Policies = [.. network.Policies.OfType<Subsidy>().Select(p => p with { Amount = Estimate.Certain(180_000) })],
        });
        quick.EachDay(day => Assert.That(quick.Chain.Scale[quick.Site("sep-au")], Is.EqualTo(day < from ? 1 : 2).Within(1e-12), $"day {day}"));
    }

    static Network With(Network network, string site, Func<Site, Site> change) => network with { Sites = [.. network.Sites.Select(s => s.Id == site ? change(s) : s)] };

    [Test]
    public void What_is_not_made_because_the_price_fell_has_the_price_as_its_reason()
    {
        // A mine that is always full. A levy of half the price, from July 2025, shuts a part of it: 1 − 0.5^0.5.
        foreach (var (levy, reason) in new[] { (0.0, LimitKind.Capacity), (30_000, LimitKind.Price) })
        {
            var run = Instrument.Quiet("supply-response", network => With(network, "mine-au", s => s with { Capacity = Course.Level(300), FollowsPrice = s.FollowsPrice! with { Lag = Estimate.Certain(0) } }) with
            {
                Materials = [.. network.Materials.Select(m => m.Price is null ? m : m with { Price = m.Price with { Beta = Estimate.Certain(0) } })],
                Policies = [new Subsidy { Id = "levy", From = new DateOnly(2025, 7, 1), Sites = new HashSet<string> { "mine-au" }, Material = "ndpr", Amount = Estimate.Certain(-levy) }],
            });
            var (ore, from) = (run.Bin("mine-au", "ore"), run.Day(2025, 7, 1) + 14);
            run.EachDay(day =>
            {
                if (day > 7) Assert.That(run.Chain.Limits[ore].Kind, Is.EqualTo(day < run.Day(2025, 7, 1) ? LimitKind.Capacity : day < from ? run.Chain.Limits[ore].Kind : reason), $"{levy}, day {day}");
            });
            Assert.That(run.Chain.Scale[run.Site("mine-au")], Is.EqualTo(levy > 0 ? Math.Sqrt(0.5) : 1).Within(1e-12));
        }
    }

    [Test]
    public void A_producer_who_sells_by_contract_does_not_get_what_is_quoted()
    {
        // It runs from 100,000 USD/t on. While China exports nothing, oxide is quoted above that outside, below it in China:
        // who sells at the quotation comes back, who sells by contracts that follow China's does not.
        (bool Runs, double Inside, double Outside) Ran(double share)
        {
            var run = Instrument.Quiet("ban", network => With(network, "sep-au", s => s with { RunsAbove = new PriceTrigger("ndpr", "outside", Estimate.Certain(100_000), Estimate.Certain(0), Estimate.Certain(0)) }) with { ContractPrices = [new ContractPrices("outside", Estimate.Certain(share), "inside")] });
            var (site, material, runs) = (run.Site("sep-au"), run.Index.MaterialOf("ndpr"), false);
            double[] dearest = [0, 0];
            run.EachDay(day =>
            {
                if (day < run.Day(2026, 1, 1) || day >= run.Day(2026, 7, 1)) return;
                runs |= run.Chain.Pays[site];
                for (var zone = 0; zone < 2; zone++) dearest[zone] = Math.Max(dearest[zone], run.Chain.Market.Quoted(material, zone));
            });
            return (runs, dearest[0], dearest[1]);
        }

        var (spot, contract) = (Ran(0), Ran(1));
        Assert.That(spot.Runs, Is.True);
        Assert.That(contract.Runs, Is.False);
        Assert.That(contract.Inside, Is.LessThan(100_000));
        Assert.That(contract.Outside, Is.GreaterThan(100_000));
    }

    [Test]
    public void A_price_follows_the_cover_of_its_zone()
    {
        // p = p0 · min(8, (cover* / cover)^0.7), weekly, each zone by its own stocks of oxide and their use.
        var run = Instrument.Quiet("ban", "policies.ban.leakage=0 %");
        var material = run.Index.MaterialOf("ndpr");
        double Cover(int zone)
        {
            var bins = Enumerable.Range(0, run.Index.Bins.Length).Where(b => run.Index.Bins[b].Nominal == material && run.Index.ZoneOfSite[run.Index.Bins[b].Site] == zone).ToArray();
            return bins.Sum(b => (double)run.Chain.Bin[b].Held) / bins.Where(b => run.Index.Bins[b].IsInput).Sum(b => run.Chain.Bin[b].Forecast);
        }

        run.Model.Prepare(0);
        double[] usual = [Cover(0), Cover(1)], last = [0, 0];
        var gap = 0.0;
        run.EachDay(day =>
        {
            for (var zone = 0; zone < 2 && day > 0; zone++)
            {
                if (day % 7 == 0) Assert.That(run.Chain.Market.Quoted(material, zone), Is.EqualTo(60_000 * Math.Min(8, Math.Pow(usual[zone] / last[zone], 0.7))).Within(1e-9).Percent, $"zone {zone}, day {day}");
                last[zone] = Cover(zone);
            }

            gap = Math.Max(gap, run.Chain.Market.Quoted(material, 1) / run.Chain.Market.Quoted(material, 0));
        });

        Assert.That(gap, Is.GreaterThan(1.5), "while China exports nothing, the world outside pays more");
    }
}
