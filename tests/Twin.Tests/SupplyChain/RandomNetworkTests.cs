using CsCheck;
using NUnit.Framework;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>The laws of the model over chains made at random; a failure prints the seed of its chain.</summary>
public class RandomNetworkTests
{
    const int Chains = 150;

    static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];

    static ChainModel Model(Network network, int seed) => new(new NetworkIndex(network), (ulong)seed);

    [Test]
    public void No_gram_is_lost_no_stock_is_negative_and_no_store_is_above_its_room_on_any_day() => Seeds.Sample(
        seed =>
        {
            var model = Model(new RandomNetworks(seed).Make(), seed);
            var (simulation, chain) = (model.Prepare(0), model.State);

            // Goods that a border sends back come back to a store that may have filled up meanwhile.
            var sentBack = chain.Index.Policies.Any(p => p is ExportControl { InTransit: InTransitRule.Return }) || chain.Index.Disruptions.Any(d => d.InTransit == InTransitRule.Return);

            // Where more is wanted than capacity from the first day on, the balanced start has lots in process that no later review could begin.
            var atStart = new long[chain.Index.Recipes.Length];
            for (var lot = 0; lot < chain.Lots.HighWater; lot++)
            {
                var r = chain.Lots.Owner(lot);
                atStart[r] = Math.Max(atStart[r], Conversion.DriverOf(chain, chain.Index.Recipes[r], chain.Lots.Content(lot), chain.Lots.Mass(lot)));
            }

            for (var day = 0; day < chain.Index.Days; day += 3)
            {
                simulation.RunUntil(SimTime.FromDays(day));
                chain.Ledger.Check();
                ChainAccounts.Check(chain, $"chain {seed}, day {day}");
                for (var r = 0; r < chain.Index.Recipes.Length; r++)
                {
                    var row = chain.Index.Recipes[r];
                    var room = chain.Capacity(chain.Index.SiteCapacity[row.Site], row.DriverBin) / chain.Index.Period[row.Site] * chain.Index.Sites[row.Site].Room;
                    var lot = chain.Capacity(chain.Index.SiteCapacity[row.Site], row.DriverBin);
                    if (!sentBack && chain.Index.Sites[row.Site].Capacity!.Ramp is null) Assert.That(chain.Bin[row.DriverBin].Held, Is.LessThanOrEqualTo(Math.Max(atStart[r], Math.Max(room, lot)) + 1), $"chain {seed}, {row.Id}, day {day}");
                }
            }
        },
        iter: Chains);

    [Test]
    public void Nothing_leaves_under_a_ban_that_does_not_leak_nor_beyond_a_lanes_capacity() => Seeds.Sample(
        seed =>
        {
            var network = new RandomNetworks(seed).Make();
            network = network with { Policies = [.. network.Policies.Select(p => p is ExportBan ban ? ban with { Leakage = Estimate.Certain(0), Containing = null } : p)] };
            var model = Model(network, seed);
            var chain = model.State;
            var closed = new Dictionary<ulong, List<(int From, int Until)>>();
            foreach (var (i, policy) in chain.Index.Policies.Index())
            {
                if (policy is not ExportBan ban) continue;
                foreach (var a in chain.Index.ControlledArcs[i]) (closed.TryGetValue(chain.Index.Arcs[a].Key, out var spans) ? spans : closed[chain.Index.Arcs[a].Key] = []).Add((chain.Index.DayOf(ban.From), ban.Until is { } until ? chain.Index.DayOf(until) : int.MaxValue));
            }

            Dictionary<(int Lane, int Week), double> carried = [];
            HashSet<(int, int)> seen = [];
            model.Listener = line =>
            {
                if (line.Kind == TraceKind.Dispatched && closed.TryGetValue(line.Key, out var spans))
                    Assert.That(spans.Any(s => line.Day >= s.From && line.Day < s.Until), Is.False, $"chain {seed}, day {line.Day}");
            };
            var simulation = model.Prepare(0);
            for (var day = 0; day < chain.Index.Days; day++)
            {
                simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(day + 1).Milliseconds - 1));
                for (var p = 0; p < chain.Shipments.HighWater; p++)
                {
                    if (!chain.Shipments.IsLive(p) || chain.Shipments.Start(p) != day || !seen.Add((p, day))) continue;
                    var key = (chain.Shipments.TagOf(p), day / 7);
                    carried[key] = carried.GetValueOrDefault(key) + chain.Index.TonnesOf(chain.Index.Arcs[chain.Shipments.Owner(p)].Material, chain.Shipments.Mass(p));
                }
            }

            foreach (var ((lane, week), tonnes) in carried)
            {
                if (chain.Index.Lanes[lane].Capacity is { } capacity) Assert.That(tonnes, Is.LessThanOrEqualTo(capacity.Value + 1e-5), $"chain {seed}, {chain.Index.Lanes[lane].Id}, week {week}");
            }
        },
        iter: Chains);

    [Test]
    public void A_copy_goes_on_as_the_original_would_and_a_used_model_as_a_new_one() => Seeds.Sample(
        seed =>
        {
            var network = new RandomNetworks(seed).Make();
            var alone = Model(network, seed).Run(3).TraceHash;
            var used = Model(network, seed);
            used.Run(1);
            var (run, copy) = used.RunWith(Model(network, seed), 3, 1 + (seed % 480));

            Assert.That(run.TraceHash, Is.EqualTo(alone), $"chain {seed}, the used model");
            Assert.That(copy.TraceHash, Is.EqualTo(alone), $"chain {seed}, the copy");
        },
        iter: Chains);

    static IEnumerable<string> Instruments() => Directory.GetFiles(Path.Combine(Repository.Root, "scenarios", "instruments"), "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Instruments))]
    public void A_copy_made_on_the_day_on_which_a_policy_begins_or_ends_goes_on_as_the_original_would(string instrument)
    {
        var network = Scenarios.ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", "instruments", $"{instrument}.yaml"), [], []).Network;
        var alone = Model(network, 1).Run(3).TraceHash;
        var days = network.Policies.SelectMany(p => new[] { p.From, p.Until, p.Felt }).OfType<DateOnly>().SelectMany(d => new[] { d, d.AddDays(1) })
            .Select(d => d.DayNumber - network.Start.DayNumber).Where(d => d > 0 && d < network.End.DayNumber - network.Start.DayNumber).Append(100).Distinct();
        foreach (var day in days)
        {
            var (run, copy) = Model(network, 1).RunWith(Model(network, 1), 3, day);
            Assert.That((run.TraceHash, copy.TraceHash), Is.EqualTo((alone, alone)), $"copied on day {day}");
        }
    }

    [Test]
    public void Two_variants_tell_the_same_story_until_the_first_day_on_which_they_differ() => Seeds.Sample(
        seed =>
        {
            var network = new RandomNetworks(seed).Make();
            if (network.Policies.Count == 0) return;
            var felt = network.Policies.Min(p => p.Felt).DayNumber - network.Start.DayNumber;
            var without = network with { Policies = [], Origins = [.. network.Policies.OfType<ExportControl>().Select(c => c.Containing?.Region).OfType<string>().Distinct()] };
            List<TraceLine> one = [], other = [];
            var (a, b) = (Model(network, seed), Model(without, seed));
            (a.Listener, b.Listener) = (one.Add, other.Add);
            a.Run(0);
            b.Run(0);

            var first = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
            if (first < one.Count) Assert.That(one[first].Day, Is.GreaterThanOrEqualTo(felt), $"chain {seed}");
        },
        iter: Chains);

    [Test]
    public void The_order_of_lists_means_nothing() => Seeds.Sample(
        seed =>
        {
            var network = new RandomNetworks(seed).Make();
            var turned = network with
            {
                Materials = [.. network.Materials.Reverse()],
                Sites = [.. network.Sites.Reverse()],
                Lanes = [.. network.Lanes.Reverse()],
                Contracts = [.. network.Contracts.Reverse()],
                Demands = [.. network.Demands.Reverse()],
                Policies = [.. network.Policies.Reverse()],
                Disruptions = [.. network.Disruptions.Reverse()],
            };

            Assert.That(Model(turned, seed).Run(0).TraceHash, Is.EqualTo(Model(network, seed).Run(0).TraceHash), $"chain {seed}");
        },
        iter: Chains);

    [Test]
    public void Every_tonne_that_is_lacked_has_a_cause() => Seeds.Sample(
        seed =>
        {
            var index = new NetworkIndex(new RandomNetworks(seed).Make());
            var record = new ChainModel(index, (ulong)seed).Run(0);
            var measures = new ImpactMeasures(index, 0, index.Days);
            var values = new double[measures.All.Count];
            measures.Measure(record, record, values);
            double Sum(string prefix) => measures.All.Index().Where(m => m.Item.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(m => values[m.Index]);

            // The last week may not be whole, and then the window does not count it: with causes it is.
            var last = index.Weeks - 1;
            var beyond = index.Days % 7 == 0 ? 0 : Enumerable.Range(0, index.Network.Regions.Count).Sum(k => record.Wanted(k)[last] - record.UsedOf(k)[last]);
            var late = index.Days % 7 == 0 ? 0 : Enumerable.Range(0, index.Network.Regions.Count).Sum(k => record.LateOf(k)[last]);
            Assert.That(Sum("cause."), Is.EqualTo(Sum("unmet.WORLD") + Sum("late.WORLD") + beyond).Within(1e-6), $"chain {seed}");
            Assert.That(late, Is.GreaterThanOrEqualTo(0));
        },
        iter: Chains);

    [Test]
    public void Doubled_rates_and_halved_times_scale_the_answer()
    {
        // With everything in proportion but the calendar, whose day is the grain: a steady chain without chance makes, ships
        // and holds twice as much a day, in days that are worth half; the shares that are met are the same.
        SeedsOf(40, seed =>
        {
            var network = new RandomNetworks(seed).Make(policies: false);

            // Prices have thresholds in them, and a gram's rounding may cross one.
            network = network with { Sites = [.. network.Sites.Select(s => s with { Fails = null, Hoards = null, FollowsPrice = null, Turndown = 0 })], Materials = [.. network.Materials.Select(m => m with { Price = null })] };
            var doubled = network with
            {
                Sites = [.. network.Sites.Select(s => s.Capacity is null ? s : s with { Capacity = s.Capacity with { Factor = Estimate.Certain(2) } })],
                Demands = [.. network.Demands.Select(d => d with { Uses = [.. d.Uses.Select(u => (u.Material, u.Rate with { Factor = Estimate.Certain(2) }))] })],
                Contracts = [.. network.Contracts.Select(c => c.Volume is { } v ? c with { Volume = Estimate.Certain(2 * v.Value) } : c)],
                Lanes = [.. network.Lanes.Select(l => l.Capacity is { } c ? l with { Capacity = Estimate.Certain(2 * c.Value) } : l)],
            };
            var (one, two) = (Quiet(network), Quiet(doubled));
            // Week by week a rounded gram may tip a threshold (a fifth unfilled, a lane that is just full); over the run it may not.
            for (var k = 0; k < network.Regions.Count; k++)
            {
                Assert.That(Sum(two.Wanted(k)), Is.EqualTo(2 * Sum(one.Wanted(k))).Within(1e-3), $"chain {seed}");
                Assert.That(Sum(two.UsedOf(k)), Is.EqualTo(2 * Sum(one.UsedOf(k))).Within(1).Percent, $"chain {seed}");
            }
        });

        static ChainRecord Quiet(Network network) => new ChainModel(new NetworkIndex(network), 1, noise: false, epistemic: false).Run(0);

        static double Sum(ReadOnlySpan<double> values)
        {
            var sum = 0.0;
            foreach (var value in values) sum += value;
            return sum;
        }

        static void SeedsOf(int count, Action<int> check)
        {
            for (var seed = 0; seed < count; seed++) check(seed);
        }
    }
}
