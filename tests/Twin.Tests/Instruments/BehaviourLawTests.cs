using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What buyers, makers and users do when it is short.</summary>
public class BehaviourLawTests
{
    static readonly string[] NoPrices = ["materials.magnet-n.price=null", "materials.magnet-h.price=null", "sites.mag-de.allocation=pro-rata"];

    [Test]
    public void Users_go_over_to_another_grade_tonne_for_tonne_and_to_nothing_at_all()
    {
        // Cars learn N for H: 40 % in the end, from 90 days after they are badly served, half of it in six months. Wind
        // learns to do without: 30 %, from six months on, half in twelve.
        var run = Instrument.Quiet("behaviour", [.. NoPrices, "sites.mag-de.recipes.h.in.dy.thrift=null", "demand.CARS.DE.hoards=null", "policies.ban.leakage=0 %", "policies.ban.for=24 mo", "demand.WIND.DE.uses.magnet-n=900 t magnet/yr"]);
        var (n, h, wind) = (run.Cell("CARS.DE.magnet-n"), run.Cell("CARS.DE.magnet-h"), run.Cell("WIND.DE.magnet-n"));
        var review = run.Index.ReviewDay[run.Site("market-de")];
        int heavySince = -1, windSince = -1;
        double[] expected = [700, 600, 900]; // forecasts, t/yr
        run.EachDay(day =>
        {
            if (day % 7 == review)
            {
                double Learned(double share, double after, double half, int from) => from < 0 || day < from + after ? 0 : share * (1 - Math.Pow(2, -(day - from - after) / half));
                var (moved, without) = (600 * Learned(0.4, 90, 6 * 365.25 / 12, heavySince), 900 * Learned(0.3, 6 * 365.25 / 12, 365.25, windSince));
                double[] wanted = [700 + moved, 600 - moved, 900 - without];
                for (var i = 0; i < 3; i++) expected[i] += (wanted[i] - expected[i]) / 13;
            }

            var cells = new[] { n, h, wind };
            for (var i = 0; i < 3; i++) Assert.That(run.Chain.Cell[cells[i]].Forecast / (run.Index.Cells[cells[i]].ContentPerTonne * 1e6) * 365.25, Is.EqualTo(expected[i]).Within(1e-4).Percent, $"day {day}");
            (heavySince, windSince) = (run.Chain.Cell[h].ShortSince, run.Chain.Cell[wind].ShortSince);
        });

        Assert.That(heavySince, Is.InRange(run.Day(2026, 1, 1), run.Day(2027, 1, 1)), "the heavy grade runs short");
        Assert.That(expected[1], Is.LessThan(450));
        Assert.That(expected[2], Is.LessThan(850));
    }

    [Test]
    public void Makers_use_less_dysprosium_and_as_much_more_neodymium()
    {
        var run = Instrument.Quiet("behaviour", [.. NoPrices, "policies.ban.leakage=0 %", "policies.ban.for=24 mo"]);
        var recipe = Array.FindIndex(run.Index.Recipes, r => r.Id == "mag-de.h");
        var row = run.Index.Recipes[recipe];
        run.EachDay(day => Assert.That(Enumerable.Range(row.FirstInput, row.EndInput - row.FirstInput).Sum(k => run.Chain.InputShare[k]), Is.EqualTo(1).Within(1e-12), $"day {day}"));

        // 2 parts of 31 are dysprosium; half of that is saved in the end, from 60 days after it ran short, half-time a year.
        var dy = Enumerable.Range(row.FirstInput, row.EndInput - row.FirstInput).Single(k => run.Index.Bins[run.Index.Inputs[k].Bin].Name == "dy");
        var since = run.Chain.NeededSince[run.Index.Inputs[dy].Bin];
        var reviewed = Enumerable.Range(run.Index.Days - 7, 7).Single(d => d % 7 == run.Index.ReviewDay[run.Site("mag-de")]);
        var saved = 0.5 * (1 - Math.Pow(2, -(reviewed - since - 60) / 365.25));
        Assert.That(since, Is.GreaterThan(run.Day(2026, 1, 1)));
        Assert.That(run.Chain.InputShare[dy], Is.EqualTo(2.0 / 31 * (1 - saved)).Within(1e-6).Percent);

        // And the magnets that are made hold that much less: content of the last lots in stock, against the nominal 2 / 31.
        var stock = run.Chain.In(run.Bin("mag-de", "magnet-h"));
        if (stock[1] > 0) Assert.That((double)stock[2] / (stock[1] + stock[2]), Is.LessThan(2.0 / 31 * 0.95));
    }

    [Test]
    public void An_alternative_takes_no_orders_before_it_is_qualified_and_is_not_qualified_before_it_is_needed()
    {
        // Australian dysprosium for China is the seventh wheel: it is never needed. In Germany's stead, let China be cut off.
        var idle = Instrument.Quiet("behaviour", NoPrices);
        Assert.That(idle.Dispatched(idle.Arc("sep-au>mag-cn>dy")), Is.Empty, "nobody needs it");

        var run = Instrument.Quiet("behaviour", network => network with
        {
            Policies = [],
            Disruptions = [new Disruption { Id = "fire", Sites = ["sep-cn"], From = new DateOnly(2025, 2, 1), Days = Estimate.Certain(800) }],
        });
        var sent = run.Dispatched(run.Arc("sep-au>mag-cn>dy"));
        var since = run.Chain.NeededSince[run.Bin("mag-cn", "dy")];
        Assert.That(since, Is.GreaterThan(run.Day(2025, 2, 1)));
        Assert.That(sent[0].Day, Is.InRange(since + 183, since + 183 + 14), "six months, and a week's rhythm of each");
    }

    [Test]
    public void Buyers_who_hear_of_a_control_hold_more_from_its_announcement_to_its_end()
    {
        // Cars hold 30 days and a period; from 1 December, 30 × 1.3. Wind does not listen.
        var run = Instrument.Quiet("behaviour", [.. NoPrices, "policies.ban.leakage=100 %", "policies.ban.detour=0 d"]);
        var (cars, wind) = (run.Cell("CARS.DE.magnet-n"), run.Cell("WIND.DE.magnet-n"));
        double Days(int c) => (run.Chain.Cell[c].Held + run.Chain.Cell[c].Backlog) / run.Chain.Cell[c].Forecast;
        Dictionary<int, (double Cars, double Wind)> target = [];
        run.EachDay(day => target[day] = (Days(cars), Days(wind)));

        // On the day of the market's review, after the order and before the next use: period + cover.
        int Review(int from) => Enumerable.Range(from, 7).Single(d => d % 7 == run.Index.ReviewDay[run.Site("market-de")]);
        Assert.That(target[Review(run.Day(2025, 11, 1))].Cars, Is.EqualTo(37).Within(0.1));
        Assert.That(target[Review(run.Day(2025, 12, 1))].Cars, Is.EqualTo(46).Within(0.1));
        Assert.That(target[Review(run.Day(2026, 6, 1))].Cars, Is.EqualTo(46).Within(1));
        Assert.That(target[Review(run.Day(2025, 12, 1))].Wind, Is.EqualTo(67).Within(0.1));
        Assert.That(run.Chain.Threats, Has.All.Zero, "when it is over nobody is afraid");
    }

    [Test]
    public void Users_who_wait_have_it_late_and_lose_it_when_they_wait_too_long([Range(0, 4)] int seed)
    {
        // Whatever is wanted is had on time, had late, still waited for, or lost; and nobody waits for more than 14 days,
        // two reviews.
        var run = Instrument.Noisy("behaviour", seed, "policies.ban.leakage=0 %", "policies.ban.for=24 mo", "demand.WIND.DE.waits=14 d", "demand.WIND.DE.uses.magnet-n=900 t magnet/yr", "demand.WIND.DE.substitutes=null", "demand.CARS.DE.substitutes=null", "demand.CARS.DE.hoards=null", "materials.magnet-n.price=null", "materials.magnet-h.price=null", "sites.mag-de.allocation=pro-rata");
        var cell = run.Cell("WIND.DE.magnet-n");
        run.EachDay(_ => { });
        var key = run.Chain.Measures.Keys.ToList().IndexOf("WIND");
        var (wanted, used, late) = (Sum(run.Chain.Measures.Wanted(key)), Sum(run.Chain.Measures.UsedOf(key)), Sum(run.Chain.Measures.LateOf(key)));

        Assert.That(late, Is.GreaterThan(0));
        Assert.That(wanted - used - late, Is.GreaterThan(0), "two years are longer than they wait");
        Assert.That(used + late, Is.LessThanOrEqualTo(wanted));

        // The most that is waited for at once is two reviews' use, and chance.
        Assert.That(run.Chain.Waiting[cell].Total, Is.LessThanOrEqualTo(900 * 0.31e6 * 14 / 365.25 * 2));
    }

    [Test]
    public void What_is_ordered_elsewhere_is_cancelled_at_the_first_seller_but_for_the_double_orders()
    {
        // China is wholly down: what is open there is moved to Australia bit by bit. With double ordering a share of it stays
        // in China's book.
        Network Cut(Network network, double doubling) => network with
        {
            Policies = [],
            Sites = [.. network.Sites.Select(s => s with { DoubleOrdering = s.Id == "mag-de" ? doubling : 0, Fails = null })],
            Disruptions = [new Disruption { Id = "fire", Sites = ["sep-cn"], From = new DateOnly(2026, 1, 1), Days = Estimate.Certain(300) }],
        };
        long Open(double doubling)
        {
            var run = Instrument.Quiet("behaviour", n => Cut(n, doubling));
            run.Until(run.Day(2026, 8, 1));
            return run.Chain.Arc[run.Arc("sep-cn>mag-de>ndpr")].Backlog;
        }

        var (none, half, all) = (Open(0), Open(0.5), Open(1));
        Assert.That(half, Is.GreaterThan(none * 1.2));
        Assert.That(all, Is.GreaterThan(half * 1.2));
    }

    [Test]
    public void Who_pays_most_is_served_first()
    {
        // The German maker sells to one market here; give it two contracts of one price, and one with a premium of a tenth.
        var run = Instrument.Quiet("ban", network => network with
        {
            Policies = [],
            Disruptions = [new Disruption { Id = "short", Sites = ["mag-cn"], From = new DateOnly(2025, 3, 1), Days = Estimate.Certain(700), Loss = Estimate.Certain(0.6) }],
            Sites = [.. network.Sites.Select(s => s.Id == "mag-cn" ? s with { Allocation = AllocationRule.HighestPrice } : s)],
            Contracts = [.. network.Contracts.Select(c => c.Seller == "mag-cn" && c.Buyer == "market-de" ? c with { Premium = 0.1 } : c)],
        });
        var (de, cn) = (run.Arc("mag-cn>market-de>magnet-n"), run.Arc("mag-cn>market-cn>magnet-n"));
        run.Until(run.Day(2025, 12, 1));

        Assert.That(run.Chain.Arc[de].Fill, Is.GreaterThan(0.98));
        Assert.That(run.Chain.Arc[cn].Fill, Is.LessThan(0.6));
    }

    [Test]
    public void Users_want_less_when_it_is_dear_at_once_and_more_so_with_the_years()
    {
        // e^(εs x + (εl − εs) x̄), x = ln(p / p0): with x̄ still at nothing the first week's factor is (p / p0)^−0.1. Wind turbines
        // have elasticities of their own, −0.3 and −0.9 after a year.
        var run = Instrument.Quiet("behaviour", "sites.mag-de.allocation=pro-rata");
        var (material, cars, wind) = (run.Index.MaterialOf("magnet-n"), Answer(run, "CARS.DE.magnet-n"), Answer(run, "WIND.DE.magnet-n"));
        var (slow, slowOfWind) = (0.0, 0.0);
        run.EachDay(day =>
        {
            if (day % 7 != 0 || day == 0) return;
            var x = Math.Log(run.Chain.Market.Quoted(material, 1) / 60_000);
            slow += 7 / (365.25 * 2) * (x - slow);
            slowOfWind += 7 / 365.25 * (x - slowOfWind);
            Assert.That(run.Chain.Market.Wanted(cars), Is.EqualTo(Math.Exp((-0.1 * x) + (-0.5 * slow))).Within(1e-9), $"day {day}");
            Assert.That(run.Chain.Market.Wanted(wind), Is.EqualTo(Math.Exp((-0.3 * x) + (-0.6 * slowOfWind))).Within(1e-9), $"day {day}");
        });

        Assert.That(slow, Is.GreaterThan(0.05));
    }

    static int Answer(Instrument run, string use) => run.Index.Cells.Single(c => c.Id == use).Answer;

    [TestCase("inside")]
    [TestCase("nothing")]
    public void Contracts_cost_what_the_zone_that_they_follow_is_quoted_at_or_what_they_did_and_users_answer_to_what_they_pay(string follow)
    {
        // Nine tenths by contract outside: 0.1 p + 0.9 p' there, with p' quoted inside or 60,000 as at the start; p inside. Users
        // want e^(εs x + (εl − εs) x̄) of what they would, x = ln(paid / p0): of a dear quotation those outside see a tenth.
        var run = Instrument.Quiet("contract-prices", "sites.mag-de.allocation=pro-rata", $"contract-prices.outside.follow={follow}");
        var (market, material) = (run.Chain.Market, run.Index.MaterialOf("magnet-n"));
        int[] answers = [Answer(run, "CARS.CN.magnet-n"), Answer(run, "CARS.DE.magnet-n")];
        var (slow, dearest) = (new double[2], 0.0);
        run.EachDay(day =>
        {
            if (day % 7 != 0 || day == 0) return;
            var (inside, outside) = (market.Quoted(material, 0), market.Quoted(material, 1));
            double[] paid = [inside, (0.1 * outside) + (0.9 * (follow == "inside" ? inside : 60_000))];
            for (var zone = 0; zone < 2; zone++)
            {
                Assert.That(market.Paid(material, zone), Is.EqualTo(paid[zone]).Within(1e-9).Percent, $"zone {zone}, day {day}");
                var x = Math.Log(paid[zone] / 60_000);
                slow[zone] += 7 / (365.25 * 2) * (x - slow[zone]);
                Assert.That(market.Wanted(answers[zone]), Is.EqualTo(Math.Exp((-0.1 * x) + (-0.5 * slow[zone]))).Within(1e-9), $"zone {zone}, day {day}");
            }

            dearest = Math.Max(dearest, outside / inside);
        });

        Assert.That(dearest, Is.GreaterThan(2));
    }

    [Test]
    public void Who_buys_by_contract_gets_no_less_of_what_is_short_for_it()
    {
        // Who pays most is served first by what the next tonne is worth to him: the quotation, not what he pays on the mean.
        List<TraceLine> Trace(double share)
        {
            List<TraceLine> lines = [];
            var run = Instrument.Quiet("contract-prices", network => network with
            {
                ContractPrices = [new ContractPrices("outside", Estimate.Certain(share), "inside")],
                Materials = [.. network.Materials.Select(m => m with { Price = m.Price is null ? null : m.Price with { Users = m.Price.Users with { ShortRun = Estimate.Certain(0), LongRun = Estimate.Certain(0) } } })],
                Demands = [.. network.Demands.Select(demand => demand with { Elasticity = null })],
            });
            run.Model.Listener = lines.Add;
            run.Model.Run(0);
            return lines;
        }

        var none = Trace(0);
        Assert.That(none, Has.Count.GreaterThan(1000));
        Assert.That(Trace(1), Is.EqualTo(none), "nobody answers to what he pays, and who is served has not changed");
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    [Test]
    public void A_contract_takes_its_volume_and_the_rest_is_bought_on_the_spot()
    {
        // The plant wants 241.8 t a year (ScenarioTests says how). By shares of 100 and 20 the contract would get 201.5 t; it
        // takes 90, and the spot market the other 151.8.
        var run = Instrument.Quiet("spot", "disruptions.closed.loss=1 %");
        var (contract, spot) = (run.Arc("sep-au>mag-de>ndpr"), run.Arc("sep-cn>mag-de>ndpr"));
        var flows = run.Model.Balance(0);
        Assert.That(run.Tonnes(contract, 1) * flows.Arcs[contract] * 365.25, Is.EqualTo(90).Within(1e-6));
        Assert.That(run.Tonnes(spot, 1) * flows.Arcs[spot] * 365.25, Is.EqualTo(151.8).Within(0.05));

        var sent = run.Dispatched(contract, spot).Where(d => d.Day < 365).ToLookup(d => d.Arc, d => run.Tonnes(d.Arc, d.Mass));
        Assert.That(sent[contract].Sum(), Is.EqualTo(90).Within(2).Percent);
        Assert.That(sent[spot].Sum(), Is.EqualTo(151.8).Within(2).Percent);

        // However much is missing while the spot market is closed, no week's order on the contract is above a week's volume.
        var closed = Instrument.Quiet("spot");
        var (most, full) = (90 * 7 / 365.25, 0);
        closed.EachDay(day =>
        {
            if (day % 7 != closed.Index.ReviewDay[closed.Site("mag-de")]) return;
            var asked = closed.Tonnes(contract, closed.Chain.AskedToday(contract));
            Assert.That(asked, Is.LessThanOrEqualTo(most + 1e-6), $"day {day}");
            if (asked > most - 1e-4 && day >= closed.Day(2026, 1, 1) && day < closed.Day(2026, 6, 1)) full++;
        });
        Assert.That(full, Is.GreaterThan(10), "it is short, and asks for all it may");
    }

    [Test]
    public void What_a_full_source_does_not_take_goes_to_the_others_by_weight()
    {
        // The answer is known by its form: each part is the lesser of its bound and λ times its weight, with one λ for all.
        for (var seed = 0; seed < 2_000; seed++)
        {
            var chance = new RandomStream((ulong)seed, 0, "sourcing", "random").Sequence();
            var n = 1 + (int)(chance.Next().NextUniform() * 6);
            double[] weights = [.. Enumerable.Range(0, n).Select(_ => chance.Next().NextUniform() is < 0.2 ? 0 : chance.Next().NextUniform())];
            double[] most = [.. Enumerable.Range(0, n).Select(_ => chance.Next().NextUniform() is < 0.3 ? double.PositiveInfinity : 50 * chance.Next().NextUniform())];
            var (amount, parts) = (100 * chance.Next().NextUniform(), new double[n]);
            Sourcing.Share(amount, [.. weights], most, parts);

            var room = most.Where((_, i) => weights[i] > 0).Sum();
            Assert.That(parts.Sum(), Is.EqualTo(Math.Min(amount, room)).Within(1e-9), $"seed {seed}");
            var lambda = Enumerable.Range(0, n).Where(i => weights[i] > 0 && parts[i] < most[i]).Select(i => parts[i] / weights[i]).DefaultIfEmpty(double.PositiveInfinity).Max();
            for (var i = 0; i < n; i++) Assert.That(parts[i], Is.EqualTo(weights[i] == 0 ? 0 : Math.Min(most[i], lambda * weights[i])).Within(1e-9), $"seed {seed}, {i}");
        }
    }
}
