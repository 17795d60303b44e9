using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A chain with nothing left to chance: what it does can be computed by hand.</summary>
public class SteadyTests
{
    static ChainModel Quiet(Network network) => new(new NetworkIndex(network), 1, noise: false, epistemic: false);

    [Test]
    public void Undisturbed_a_chain_repeats_its_first_week_for_years()
    {
        var model = Quiet(SmallChain.Network(noise: 0));
        var record = model.Run(0);

        for (var s = 0; s < model.State.Index.Sites.Length; s++)
        {
            var output = record.Output(s)[..^1].ToArray();
            if (output[0] == 0) continue;
            Assert.That(output.Max() - output.Min(), Is.LessThanOrEqualTo(output[0] * 1e-5), model.State.Index.Sites[s].Id);
        }
    }

    [Test]
    public void What_flows_is_what_shares_and_yields_say()
    {
        // Germany uses 1,500 + 1,500 t/yr of N and buys 70 % of it in China; China uses 3,000 + 4,000 t/yr and makes all.
        var model = Quiet(SmallChain.Network(noise: 0));
        var record = model.Run(0);
        var index = model.State.Index;

        Assert.That(BalanceQuery.Ask("shipped mag-n from CN to DE", index, record, 2025), Is.EqualTo(0.7 * 3_000).Within(0.5).Percent);
        Assert.That(BalanceQuery.Ask("made mag-n in world", index, record, 2025), Is.EqualTo(3_000 + 7_000).Within(0.5).Percent);

        // Germany's users keep 30 days of 3,000 t a year, 246 t, and what is left of the order of the week: up to 57.5 t more.
        Assert.That(BalanceQuery.Ask("held mag-n by users in DE", index, record, 2025), Is.InRange(246.4, 304.0));
        Assert.That(BalanceQuery.Ask("held mag-n by market in DE", index, record, 2025), Is.GreaterThan(0), "what its market holds is not theirs yet");

        // A tonne of N holds 0.31 t NdPr; 67 % of the metal's content ends in magnets, 97.5 % of the oxide's in metal.
        var metalForN = (0.7 * 3_000 + 7_000) * 0.31 / 0.67;
        var metalForH = (0.6 * 2_500 + 7_000) * 0.30 / 0.67;
        Assert.That(BalanceQuery.Ask("used ndpr-metal by magnet in CN", index, record, 2025) * 1.177, Is.EqualTo(metalForN + metalForH).Within(0.5).Percent);

        // Swarf: 31 % of the content that goes into magnets comes out as swarf, all groups alike.
        var dysprosium = (0.6 * 2_500 + 7_000) * 0.012 / 0.67;
        Assert.That(BalanceQuery.Ask("made swarf in CN", index, record, 2025) * 0.305, Is.EqualTo(0.31 * (metalForN + metalForH + dysprosium)).Within(0.5).Percent);
    }

    [Test]
    public void A_permanent_ban_leaves_what_the_rest_can_make_by_itself()
    {
        // One product (N alone), no leakage. Without China, Germany's magnet maker has only met-de's metal, which has
        // only ref-de's oxide: at most 2,000 t/yr × 0.975 × 0.67 / 0.31 = 4,214 t/yr of N from the oxide, 2,500 t metal/yr
        // × 1.177 × 0.67 / 0.31 = 6,360 from the furnaces, 5,000 from the magnet plant. Its ore: 6,000 t × 0.25 × 0.9 =
        // 1,350 t oxide, the least: 2,845 t/yr. Germany wants 4,000.
        var network = SmallChain.Network(years: 8, noise: 0);
        network = network with
        {
            Demands = [.. network.Demands.Select(d => d with { Uses = [("mag-n", Course.Level(d.Region == "DE" ? 2_000 : 3_500))] })],
            Contracts = [.. network.Contracts.Where(c => c.Material is not ("mag-h" or "dy-metal"))],
            Sites = [.. network.Sites.Select(s => s with { Fails = null, Recipes = [.. s.Recipes.Where(r => r.Id is not ("h" or "dy"))] })],
            Policies = [SmallChain.Ban(leakage: 0, until: new DateOnly(2040, 1, 1))],
        };
        network = network with { Contracts = [.. network.Contracts.Where(c => c.Material is not "dy-oxide")] };
        var model = Quiet(network);
        var record = model.Run(0);

        var last = record.Wanted(1).Length - 53; // the last whole year
        double wanted = 0, used = 0;
        for (var w = last; w < last + 52; w++) (wanted, used) = (wanted + record.Wanted(1)[w], used + record.UsedOf(1)[w]);

        const double Most = 6_000 * 0.25 * 0.9 * 0.975 * 0.67 / 0.31;
        Assert.That(used / wanted, Is.EqualTo(Most / 4_000).Within(1).Percent);
    }

    [Test]
    public void Without_replenishment_more_opening_stock_never_raises_lost_demand([Range(0, 9)] int seed)
    {
        // A permanent, watertight ban with no German industry behind it: the buffer is all there is.
        var lost = new List<double>();
        foreach (var cover in new[] { 10.0, 30, 60, 120 })
        {
            var network = SmallChain.Network(cover: cover) with
            {
                Policies = [SmallChain.Ban(InTransitRule.Seize, leakage: 0, from: SmallChain.Start, until: new DateOnly(2040, 1, 1))],
            };
            network = network with { Contracts = [.. network.Contracts.Where(c => !(c.Seller == "mag-de"))] };
            var record = new ChainModel(new NetworkIndex(network), (ulong)seed).Run(0);
            lost.Add(record.Wanted(1).ToArray().Sum() - record.UsedOf(1).ToArray().Sum());
        }

        Assert.That(lost, Is.Ordered.Descending);
    }

    [Test]
    public void A_buffer_lasts_as_long_as_it_covers()
    {
        // Cover 42 d + the week between deliveries = 49 d of use = 7 whole weeks, and not an eighth.
        var network = SmallChain.Network(noise: 0, cover: 42) with
        {
            Policies = [SmallChain.Ban(InTransitRule.Seize, leakage: 0, from: SmallChain.Start, until: new DateOnly(2040, 1, 1))],
        };
        network = network with
        {
            Contracts = [.. network.Contracts.Where(c => c.Seller != "mag-de")],
            Sites = [.. network.Sites.Select(s => s.Id == "mkt-de" ? s with { InputCover = Course.Level(-100) } : s)],
        };
        var record = Quiet(network).Run(0);

        var met = record.Wanted(1).ToArray().Zip(record.UsedOf(1).ToArray(), (w, u) => u / w).ToArray();
        Assert.That(met[..7], Has.All.GreaterThan(0.999));
        Assert.That(met[7], Is.LessThan(0.01));
    }

    [Test]
    public void Doubling_all_rates_doubles_all_tonnes()
    {
        var once = SmallChain.Network(noise: 0) with { Policies = [SmallChain.Ban()] };
        var twice = once with
        {
            Sites = [.. once.Sites.Select(s => s with { Capacity = Twice(s.Capacity), Recipes = [.. s.Recipes.Select(r => r with { Capacity = Twice(r.Capacity) })] })],
            Demands = [.. once.Demands.Select(d => d with { Uses = [.. d.Uses.Select(u => (u.Material, Twice(u.Rate)!))] })],
        };
        var (a, b) = (Quiet(once).Run(0), Quiet(twice).Run(0));

        for (var w = 0; w < 150; w++) Assert.That(b.UsedOf(1)[w], Is.EqualTo(2 * a.UsedOf(1)[w]).Within(0.001).Percent.Or.EqualTo(0).Within(1e-3), $"week {w}");

        static Course? Twice(Course? course) => course is null ? null : course with { Points = [.. course.Points.Select(p => (p.Date, p.Value * 2))] };
    }

    [Test]
    public void A_licence_regime_delays_by_its_queue_and_its_review()
    {
        // Nothing can be granted before the review of 63 days is over, and the desk, at fifty times the normal flow, takes
        // the first applications up within a day. Up to a week passes before a seller asks, and up to one before it ships.
        var licence = SmallChain.Licence() with
        {
            Review = new Fixed(63),
            Throughput = Estimate.Certain(50),
            Approval = new Dictionary<string, Estimate> { ["DE"] = Estimate.Certain(1) },
        };
        var network = SmallChain.Network(noise: 0) with { Policies = [licence] };
        var index = new NetworkIndex(network);
        List<TraceLine> lines = [];
        var controlled = index.ControlledArcs[0].Select(a => index.Arcs[a].Key).ToHashSet();
        new ChainModel(index, 1, noise: false, epistemic: false) { Listener = lines.Add }.Run(0);

        var from = index.DayOf(licence.From);
        var first = lines.First(l => l.Kind == TraceKind.Dispatched && l.Day >= from && controlled.Contains(l.Key));
        Assert.That(first.Day - from, Is.InRange(63, 63 + 1 + 7 + 7));
        Assert.That(lines.Where(l => l.Kind == TraceKind.Granted), Is.Not.Empty);
        var after = lines.Where(l => l.Kind == TraceKind.Dispatched && l.Day > from + 200 && controlled.Contains(l.Key)).Sum(l => (double)l.Mass);
        Assert.That(after, Is.GreaterThan(0));
    }
}
