using System.Globalization;
using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Laws that hold whatever happens: for many seeds, with breakdowns, bans, licences and dated outages.</summary>
public class LawTests
{
    const int Seeds = 20;

    static readonly InTransitRule[] Rules = [InTransitRule.Continue, InTransitRule.Hold, InTransitRule.Return, InTransitRule.Seize];

    /// <summary>Everything at once: a ban, a licence, an outage that loses its work in process.</summary>
    static Network Troubled(int seed) => SmallChain.Network() with
    {
        Policies = [SmallChain.Ban(Rules[seed % 4], from: SmallChain.Start.AddDays(200 + (13 * seed))), SmallChain.Licence()],
        Disruptions =
        [
            new Disruption { Id = "fire", Sites = ["mag-cn"], From = SmallChain.Start.AddDays(90), Days = new Estimate(40, 10, 90, "fire"), WorkInProcess = WorkInProcess.Lose },
            new Disruption { Id = "flood", Sites = ["ref-cn"], From = SmallChain.Start.AddDays(100), Days = Estimate.Certain(60), Loss = Estimate.Certain(0.5), Probability = 0.5 },
        ],
    };

    [Test]
    public void No_gram_of_any_group_is_made_or_lost_on_any_day([Range(0, Seeds - 1)] int seed)
    {
        var model = new ChainModel(new NetworkIndex(Troubled(seed)), (ulong)seed);
        var simulation = model.Prepare(0);
        for (var day = 0; day < model.State.Index.Days; day++)
        {
            simulation.RunUntil(SimTime.FromDays(day));
            model.State.Ledger.Check();
        }

        Assert.That(model.State.Ledger.Consumed[1], Is.GreaterThan(0), "the chain has to work for this to mean anything");
    }

    [Test]
    public void No_stock_is_negative_and_every_account_is_the_sum_of_its_parts([Range(0, Seeds - 1)] int seed)
    {
        var model = new ChainModel(new NetworkIndex(Troubled(seed)), (ulong)seed);
        var simulation = model.Prepare(0);
        var chain = model.State;
        for (var day = 0; day < chain.Index.Days; day += 5)
        {
            simulation.RunUntil(SimTime.FromDays(day));
            ChainAccounts.Check(chain, $"seed {seed}, day {day}");
        }
    }

    [Test]
    public void No_driver_store_is_above_its_room_and_no_site_starts_more_than_its_capacity([Range(0, Seeds - 1)] int seed)
    {
        var model = new ChainModel(new NetworkIndex(Troubled(seed)), (ulong)seed);
        var simulation = model.Prepare(0);
        var chain = model.State;
        Dictionary<(int Week, int Site), double> started = [];
        model.Listener = line =>
        {
            if (line.Kind != TraceKind.Started) return;
            var r = Array.FindIndex(chain.Index.Recipes, row => row.Key == line.Key);
            var row = chain.Index.Recipes[r];
            if (row.Capacity >= 0) return;

            // Shared capacity counts tonnes of product; a gram of driver is at most recovery × a gram of input.
            var most = chain.Recovery(row.Driver).ToArray().Max();
            if (row.Recipe.Id is not ("n" or "h")) return;
            started[(line.Day / 7, row.Site)] = started.GetValueOrDefault((line.Day / 7, row.Site)) + chain.Index.TonnesOf(chain.Index.Bins[row.DriverBin].Nominal, line.Mass * most);
        };
        for (var day = 0; day < chain.Index.Days; day++)
        {
            simulation.RunUntil(SimTime.FromDays(day));
            for (var r = 0; r < chain.Index.Recipes.Length; r++)
            {
                var row = chain.Index.Recipes[r];
                var course = row.Capacity >= 0 ? row.Capacity : chain.Index.SiteCapacity[row.Site];
                var room = chain.Capacity(course, row.DriverBin) / 7 * chain.Index.Sites[row.Site].Room;
                Assert.That(chain.Bin[row.DriverBin].Held, Is.LessThanOrEqualTo(room + 1), $"{row.Id}, seed {seed}, day {day}");
            }
        }

        foreach (var ((week, site), tonnes) in started)
        {
            var capacity = chain.Index.Sites[site].Capacity!.Points[0].Value * 7 / 365.25;
            Assert.That(tonnes, Is.LessThanOrEqualTo(capacity * 1.000001), $"{chain.Index.Sites[site].Id}, seed {seed}, week {week}");
        }
    }

    [Test]
    public void Nothing_leaves_while_it_is_forbidden_but_the_declared_leakage([Range(0, Seeds - 1)] int seed)
    {
        var network = SmallChain.Network() with { Policies = [SmallChain.Ban(Rules[seed % 4], leakage: 0.05 * (seed % 3))] };
        var model = new ChainModel(new NetworkIndex(network), (ulong)seed);
        var chain = model.State;
        var banned = chain.Index.ControlledArcs[0].ToDictionary(a => chain.Index.Arcs[a].Key, a => a);
        var (from, until) = (chain.Index.DayOf(new DateOnly(2025, 1, 1)), chain.Index.DayOf(new DateOnly(2026, 1, 1)));
        Dictionary<int, long> sent = [];
        Dictionary<int, (double Wanted, double Leakage)> wanted = [];
        model.Listener = line =>
        {
            if (line.Kind != TraceKind.Dispatched || line.Day < from || line.Day >= until || !banned.TryGetValue(line.Key, out var a)) return;
            sent[a] = sent.GetValueOrDefault(a) + line.Mass;
        };
        var simulation = model.Prepare(0);
        simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(until).Milliseconds - 1));
        foreach (var a in banned.Values) wanted[a] = (chain.Gate[a].Wanted, chain.Gate[a].Leakage);

        Assert.That(banned, Is.Not.Empty);
        foreach (var (a, mass) in sent)
        {
            Assert.That(mass, Is.LessThanOrEqualTo(wanted[a].Wanted * wanted[a].Leakage), chain.Index.IdOf(a));
            Assert.That(mass, Is.EqualTo(chain.Gate[a].Leaked), "what leaks is counted as such");
        }

        if (seed % 3 == 0) Assert.That(sent, Is.Empty);
        else Assert.That(sent, Is.Not.Empty);
    }

    [Test]
    public void Two_variants_tell_the_same_story_line_by_line_until_they_differ([Range(0, 4)] int seed)
    {
        var ban = SmallChain.Ban();
        List<TraceLine> with = [], without = [];
        new ChainModel(new NetworkIndex(SmallChain.Network() with { Policies = [ban] }), (ulong)seed) { Listener = with.Add }.Run(seed);
        new ChainModel(new NetworkIndex(SmallChain.Network()), (ulong)seed) { Listener = without.Add }.Run(seed);

        var first = with.Zip(without).TakeWhile(pair => pair.First == pair.Second).Count();

        Assert.That(with[first].Kind, Is.EqualTo(TraceKind.ControlOn));
        Assert.That(SmallChain.Start.AddDays(with[first].Day), Is.EqualTo(ban.From));
    }

    [Test]
    public void A_twin_that_goes_on_from_a_copy_tells_what_it_would_have_told_alone([Range(0, 9)] int seed)
    {
        var day = 250 + (50 * seed);
        var twin = Troubled(seed);
        var network = twin with { Policies = [.. twin.Policies, SmallChain.Ban(from: SmallChain.Start.AddDays(day)) with { Id = "another" }] };
        var alone = new ChainModel(new NetworkIndex(twin), 5).Run(seed).TraceHash;
        var shocked = new ChainModel(new NetworkIndex(network), 5).Run(seed).TraceHash;

        var (run, copy) = new ChainModel(new NetworkIndex(network), 5).RunWith(new ChainModel(new NetworkIndex(twin), 5), seed, day);

        Assert.That(copy.TraceHash, Is.EqualTo(alone));
        Assert.That(run.TraceHash, Is.EqualTo(shocked));
    }

    [Test]
    public void The_order_in_which_a_network_is_listed_means_nothing([Range(0, 4)] int seed)
    {
        var network = Troubled(seed);
        var shuffled = network with
        {
            Materials = [.. network.Materials.Reverse()],
            Sites = [.. network.Sites.Reverse()],
            Lanes = [.. network.Lanes.Reverse()],
            Contracts = [.. network.Contracts.Reverse()],
            Demands = [.. network.Demands.Reverse()],
            Policies = [.. network.Policies.Reverse()],
            Disruptions = [.. network.Disruptions.Reverse()],
        };

        Assert.That(Hash(shuffled, seed), Is.EqualTo(Hash(network, seed)));
    }

    [Test]
    public void Culture_does_not_reach_a_run()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var plain = Hash(Troubled(3), 3);
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = other;
            Assert.That(Hash(Troubled(3), 3), Is.EqualTo(plain));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_replication_does_not_depend_on_what_its_model_ran_before()
    {
        var used = new ChainModel(new NetworkIndex(Troubled(1)), 1);
        for (var i = 0; i < 5; i++) used.Run(i);

        Assert.That(used.Run(7).TraceHash, Is.EqualTo(new ChainModel(new NetworkIndex(Troubled(1)), 1).Run(7).TraceHash));
        Assert.That(used.Run(8).TraceHash, Is.Not.EqualTo(used.Run(7).TraceHash), "replications differ");
    }

    static ulong Hash(Network network, int seed) => new ChainModel(new NetworkIndex(network), (ulong)seed).Run(seed).TraceHash;
}
