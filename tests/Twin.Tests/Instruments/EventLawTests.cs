using NUnit.Framework;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What happens to sites and lanes: dates, chains of events, recoveries, seasons, stops, ways round.</summary>
public class EventLawTests
{
    [Test]
    public void While_a_lane_is_closed_nothing_leaves_on_it_and_what_is_on_it_waits()
    {
        // The canal closes on 1 March 2026 for 90 days and holds what is on the way; goods fly meanwhile.
        var run = Instrument.Quiet("events", "disruptions.congestion.probability=0 %", "disruptions.flood=null", "shock=null", "disruptions.strike=null");
        var (sea, air, from, until) = (run.Lane("sea"), run.Lane("air"), run.Day(2026, 3, 1), run.Day(2026, 3, 1) + 90);
        var (flew, heldOn) = (0, new HashSet<int>());
        run.EachDay(day =>
        {
            for (var parcel = 0; parcel < run.Chain.Shipments.HighWater; parcel++)
            {
                if (!run.Chain.Shipments.IsLive(parcel)) continue;
                var (lane, start) = (run.Chain.Shipments.TagOf(parcel), run.Chain.Shipments.Start(parcel));
                if (start >= from && start < until && start <= day && run.Index.Arcs[run.Chain.Shipments.Owner(parcel)].Lane == sea)
                {
                    Assert.That(lane, Is.EqualTo(air), $"what leaves on day {start}");
                    flew++;
                }

                // By sea it takes 38 days and 3 of customs; what the closure met is 90 days later.
                if (lane == sea && start < from && start + 41 > from && start >= 0 && day >= until) heldOn.Add(run.Chain.Shipments.Due(parcel) - start);
            }
        });

        Assert.That(flew, Is.GreaterThan(50));
        Assert.That(heldOn, Is.EquivalentTo([41 + 90]));
    }

    [Test]
    public void A_lane_carries_no_more_than_its_capacity_and_the_rest_flies()
    {
        // 6,000 t/yr are 115 t a week; Germany needs some 1,300 t of goods a year: with 600 t/yr, 11.5 t a week, most flies.
        var run = Instrument.Quiet("events", "lanes.sea.capacity=600 t/yr", "disruptions=null", "shock=null");
        Dictionary<(int Week, int Lane), double> tonnes = [];
        HashSet<(int Parcel, int Start)> seen = [];
        run.EachDay(day =>
        {
            for (var parcel = 0; parcel < run.Chain.Shipments.HighWater; parcel++)
            {
                if (!run.Chain.Shipments.IsLive(parcel) || run.Chain.Shipments.Start(parcel) != day || !seen.Add((parcel, day))) continue;
                var arc = run.Chain.Shipments.Owner(parcel);
                var key = (day / 7, run.Chain.Shipments.TagOf(parcel));
                tonnes[key] = tonnes.GetValueOrDefault(key) + run.Tonnes(arc, run.Chain.Shipments.Mass(parcel));
            }
        });
        var bySea = tonnes.Where(t => t.Key.Lane == run.Lane("sea")).Select(t => t.Value).ToArray();

        Assert.That(bySea, Has.All.LessThanOrEqualTo(600 * 7 / 365.25));
        Assert.That(bySea.Average(), Is.EqualTo(600 * 7 / 365.25).Within(2).Percent, "and it is used");
        Assert.That(tonnes.Where(t => t.Key.Lane == run.Lane("air")).Sum(t => t.Value), Is.GreaterThan(1000));
    }

    [TestCase("in-order", "sea")]
    [TestCase("fastest", "air")]
    [TestCase("cheapest", "sea")]
    public void A_lane_is_chosen_by_its_rule(string rule, string lane)
    {
        var run = Instrument.Quiet("events", $"lanes.sea.choice={rule}", "disruptions=null", "shock=null");
        run.Until(300);
        var lanes = Enumerable.Range(0, run.Chain.Shipments.HighWater)
            .Where(p => run.Chain.Shipments.IsLive(p) && run.Chain.Shipments.Start(p) > 200 && run.Index.Arcs[run.Chain.Shipments.Owner(p)].Lane == run.Lane("sea"))
            .Select(p => run.Chain.Shipments.TagOf(p)).Distinct();

        Assert.That(lanes, Is.EquivalentTo([run.Lane(lane)]));
    }

    [Test]
    public void One_event_follows_another_by_its_days_and_chance()
    {
        // Congestion, 90 days after the canal closed: lanes carry 70 % and take ten days longer. It follows in 7 of 10 runs:
        // of 200, 140 ± 3.29 √(200 × 0.21) = 21.
        var scenario = Instrument.Read("events", "clock.end=2026-07-01");
        var model = new ChainModel(new NetworkIndex(scenario.Network), 5);
        var (number, first) = (Array.FindIndex(model.State.Index.Disruptions, d => d.Id == "congestion"), new DateOnly(2026, 3, 1).DayNumber - scenario.Network.Start.DayNumber);
        var followed = 0;
        for (var replication = 0; replication < 200; replication++)
        {
            model.Run(replication);
            if (model.State.Began[number] < 0) continue;
            Assert.That(model.State.Began[number], Is.EqualTo(first + 90));
            followed++;
        }

        Assert.That(followed, Is.EqualTo(140).Within(21));
    }

    [TestCase("step", new[] { 0.5, 1, 1, 1 })]
    [TestCase("linear", new[] { 0.5, 0.625, 0.75, 0.875 })]
    [TestCase("exponential", new[] { 0.5, 0.7636, 0.8882, 0.9471 })]
    [TestCase("s-curve", new[] { 0.5, 0.578125, 0.75, 0.921875 })]
    public void What_was_lost_comes_back_along_the_shape_of_its_recovery(string shape, double[] quarters)
    {
        // Half is lost for 20 days from 1 October, and comes back over 60: at the end, after a quarter, half, three quarters.
        // Exponential: 20^−x of the loss is missing. Steps of a week stand for their middles: within what a week changes.
        string[] sets = shape == "step" ? ["disruptions.flood.recovery=step", "disruptions.flood.recovers-in=null"] : [$"disruptions.flood.recovery={shape}"];
        var run = Instrument.Quiet("events", [.. sets, "disruptions.canal=null", "disruptions.congestion=null", "disruptions.strike=null", "shock=null"]);
        var (site, end) = (run.Site("sep-au"), run.Day(2026, 10, 21));
        Dictionary<int, double> up = [];
        run.EachDay(day => up[day] = run.Chain.Up[site]);

        Assert.That(up[end - 1], Is.EqualTo(quarters[0]));
        for (var i = 1; i < 4; i++) Assert.That(up[end + (15 * i)], Is.EqualTo(quarters[i]).Within(shape == "step" ? 0 : 0.07), $"{i} quarters on");
        Assert.That(up[end + 61], Is.EqualTo(1));
        // Both makers of the material are struck.
        Assert.That(run.Index.SitesOf[Array.FindIndex(run.Index.Disruptions, d => d.Id == "flood")], Is.EquivalentTo([run.Site("sep-au"), run.Site("sep-cn")]));
    }

    [Test]
    public void A_hazard_strikes_as_often_and_as_long_as_its_laws_say()
    {
        // Every 300 days on average after the last is over, 9.9 days long on average (lognormal, median 7, p90 20): over
        // 4,000 years some 4,700 strikes; the mean wait within four standard errors, 4 × 300 / √4,700 = 17.5 days.
        var scenario = Instrument.Read("events", "clock.end=2064-12-31", "disruptions.canal=null", "disruptions.congestion=null", "disruptions.flood=null", "shock=null");
        var model = new ChainModel(new NetworkIndex(scenario.Network), 9);
        List<(int Day, bool Down)> changes = [];
        var key = Kernel.StableHash.Of("mag-de");
        model.Listener = line =>
        {
            if (line.Key == key && line.Kind is TraceKind.SiteDown or TraceKind.SiteUp) changes.Add((line.Day, line.Kind == TraceKind.SiteDown));
        };
        List<double> waits = [], lengths = [];
        for (var replication = 0; replication < 20; replication++)
        {
            changes.Clear();
            model.Run(replication);
            for (var i = 1; i < changes.Count; i++) (changes[i].Down ? waits : lengths).Add(changes[i].Day - changes[i - 1].Day);
        }

        var sigma = Math.Log(20.0 / 7) / 1.2815515655446004;
        Assert.That(waits, Has.Count.GreaterThan(600));
        Assert.That(waits.Average(), Is.EqualTo(300).Within(4 * 300 / Math.Sqrt(waits.Count)));
        Assert.That(lengths.Average(), Is.EqualTo(7 * Math.Exp(sigma * sigma / 2)).Within(4 * 9 / Math.Sqrt(lengths.Count)));
    }

    [Test]
    public void Planned_stops_come_every_year_and_take_what_they_take()
    {
        // New Year: 14 days from 28 January 2025, 60 % of the mine.
        var run = Instrument.Quiet("events", "disruptions=null", "shock=null");
        var site = run.Site("mine-cn");
        List<(int Day, double Up)> changes = [];
        run.EachDay(day =>
        {
            if (changes.Count == 0 || changes[^1].Up != run.Chain.Up[site]) changes.Add((day, run.Chain.Up[site]));
        });

        var first = run.Day(2025, 1, 28);
        Assert.That(changes.Select(c => c.Day), Is.EqualTo([0, first, first + 14, first + 365, first + 379, first + 731, first + 745]).Within(1));
        Assert.That(changes.Skip(1).Select((c, i) => c.Up), Is.EqualTo([0.4, 1, 0.4, 1, 0.4, 1]).Within(1e-12));
    }

    [Test]
    public void A_season_multiplies_capacity_month_by_month()
    {
        var run = Instrument.Quiet("events", "disruptions=null", "shock=null").Until(1000);
        var course = run.Index.SiteCapacity[run.Site("mine-cn")];

        Assert.That(run.Index.Courses.At(course, run.Day(2027, 10, 15)), Is.EqualTo(12_000));
        Assert.That(run.Index.Courses.LevelAt(course, run.Day(2027, 12, 31)), Is.EqualTo(12_000));
        var dry = Instrument.Quiet("events", "disruptions=null", "shock=null").Until(200);
        Assert.That(dry.Index.Courses.At(course, dry.Day(2025, 8, 1)), Is.EqualTo(8_400));
    }

    [Test]
    public void What_does_not_happen_is_not_followed_by_anything()
    {
        // The undisturbed twin has no canal, and so no congestion; the file alone would have it in seven runs of ten.
        var baseline = Instrument.Read("events").Baseline!;
        var model = new ChainModel(new NetworkIndex(baseline), 5);
        var number = Array.FindIndex(model.State.Index.Disruptions, d => d.Id == "congestion");
        for (var replication = 0; replication < 10; replication++)
        {
            model.Run(replication);
            Assert.That(model.State.Began[number], Is.EqualTo(-1));
        }
    }

    [Test]
    public void What_nobody_fetches_of_a_by_product_is_waste_to_the_gram_and_nothing_else_changes()
    {
        // Without its customer, the Australian dysprosium has nobody. Kept, it piles up; thrown away, exactly that is waste.
        (List<TraceLine> Story, long Kept, long[] Wasted) Run(string overflow)
        {
            var run = Instrument.Quiet("plants", "contracts.h=null", $"sites.sep-au.recipes.split.out.dy.overflow={overflow}");
            List<TraceLine> story = [];
            run.Model.Listener = story.Add;
            run.Model.Run(0);
            return (story, run.Chain.Bin[run.Bin("sep-au", "dy")].Held, run.Chain.Ledger.Wasted.ToArray());
        }

        var (kept, wasted) = (Run("keep"), Run("waste"));
        Assert.That(wasted.Kept, Is.Zero);
        Assert.That(kept.Kept, Is.GreaterThan(1_000_000), "tonnes in three years");
        Assert.That(wasted.Wasted.Zip(kept.Wasted, (w, k) => w - k), Is.EqualTo(new long[] { 0, 0, kept.Kept, 0 }));
        Assert.That(wasted.Story, Is.EqualTo(kept.Story));
    }

    [Test]
    public void A_by_products_store_holds_no_more_than_its_room_in_days_of_orders()
    {
        // Somebody takes 1.9 t a year, and 12.2 come along: 15 days of what is ordered stay, after each lot.
        var run = Instrument.Quiet("plants", "sites.sep-au.room=15 d", "sites.sep-au.output-cover=10 d");
        var (dy, finished) = (run.Bin("sep-au", "dy"), -1);
        var key = run.Index.Recipes.Single(r => r.Id == "sep-au.split").Key;
        run.Model.Listener = line => finished = line.Kind == TraceKind.Finished && line.Key == key ? line.Day : finished;
        var looked = 0;
        run.EachDay(day =>
        {
            // What comes before the end of the day takes from the store only; the forecast of that morning is that of the review before.
            if (finished != day || day % 7 == run.Index.ReviewDay[run.Site("sep-au")]) return;
            Assert.That(run.Chain.Bin[dy].Held, Is.LessThanOrEqualTo(15 * run.Chain.Bin[dy].Forecast), $"day {day}");
            looked++;
        });
        Assert.That(looked, Is.GreaterThan(60));
    }

    [Test]
    public void A_plant_runs_at_its_turndown_or_above_or_not_at_all([Values(0, 4)] int seed)
    {
        // 1,300 t of magnets a year at most, so 24.9 in a week, and 19.9 at four fifths; some 720 are wanted: two weeks in three.
        // A gram of content that goes in is 0.9 grams that come out, and a tonne of magnet holds 310 kg.
        (Dictionary<int, double> Weeks, double Made) Run(string turndown)
        {
            string[] sets = [$"sites.mag-de.turndown={turndown}"];
            var run = seed == 0 ? Instrument.Quiet("plants", [.. sets, "disruptions.strike.loss=1 %"]) : Instrument.Noisy("plants", seed, sets);
            var keys = run.Index.Recipes.Where(r => run.Index.Sites[r.Site].Id == "mag-de").Select(r => r.Key).ToHashSet();
            Dictionary<int, double> weeks = [];
            run.Model.Listener = line =>
            {
                if (line.Kind == TraceKind.Started && keys.Contains(line.Key)) weeks[line.Day / 7] = weeks.GetValueOrDefault(line.Day / 7) + (line.Mass * 0.9 / 0.31 / 1e6);
            };
            run.Model.Run(0);
            return (weeks, weeks.Values.Sum() / 3);
        }

        var (steady, waits) = (Run("0 %"), Run("80 %"));
        Assert.That(waits.Weeks.Values, Is.All.InRange((1300 * 7 / 365.25 * 0.8) - 1e-4, (1300 * 7 / 365.25) + 1e-4));
        Assert.That(waits.Weeks, Has.Count.InRange(80, 130), "of 156 weeks");
        Assert.That(steady.Weeks.Values.Count(w => w < 19.9), Is.GreaterThan(100), "else this tests nothing");
        Assert.That(waits.Made, Is.EqualTo(steady.Made).Within(seed == 0 ? 2 : 10).Percent, "less often, and as much; a strike that leaves seven tenths stops it for its 60 days");
    }

    [Test]
    public void What_leaks_pays_the_middlemen()
    {
        // The same story; and freight is dearer by so much for each tonne that leaves while the ban is in force.
        (double Freight, double Leaked) Run(int cost)
        {
            var run = Instrument.Quiet("ban", $"policies.ban.detour-cost={cost} USD/t");
            var leaked = run.Dispatched(run.Index.ControlledArcs[run.Policy("ban")]).Where(d => d.Day >= run.Day(2026, 1, 1) && d.Day < run.Day(2026, 7, 1)).Sum(d => run.Tonnes(d.Arc, d.Mass));
            return (run.Chain.Measures.Costs.Freight, leaked);
        }

        var (free, dear) = (Run(0), Run(5_000));
        Assert.That(dear.Leaked, Is.EqualTo(free.Leaked).And.GreaterThan(10));
        Assert.That(dear.Freight - free.Freight, Is.EqualTo(5_000 * dear.Leaked).Within(1e-6).Percent);
    }
}
