using NUnit.Framework;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Laws that hold for every instrument and every behaviour, whatever chance does.</summary>
public class InstrumentLawTests
{
    const int Seeds = 3;

    static IEnumerable<string> Names() => Directory.EnumerateFiles(Instrument.Folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileNameWithoutExtension(f));

    static IEnumerable<TestCaseData> Files() => from file in Names() from seed in Enumerable.Range(0, Seeds) select new TestCaseData(file, seed);

    [TestCaseSource(nameof(Files))]
    public void No_gram_is_made_or_lost_and_every_account_is_the_sum_of_its_parts(string file, int seed)
    {
        var run = Instrument.Noisy(file, seed);
        run.EachDay(day =>
        {
            run.Chain.Ledger.Check();
            if (day % 5 == 0) ChainAccounts.Check(run.Chain, $"{file}, seed {seed}, day {day}");
        });

        Assert.That(run.Chain.Ledger.Consumed[1], Is.GreaterThan(0), "the chain has to work for this to mean anything");
    }

    [TestCaseSource(nameof(Files))]
    public void A_twin_that_goes_on_from_a_copy_tells_what_it_would_have_told_alone(string file, int seed)
    {
        var scenario = Instrument.Read(file);
        if (scenario.Baseline is not { } baseline) return;
        var onset = scenario.Felt!.Value.DayNumber - scenario.Network.Start.DayNumber;

        var (run, twin) = Model(scenario.Network, seed).RunWith(Model(baseline, seed), seed, onset);

        Assert.That(run.TraceHash, Is.EqualTo(Model(scenario.Network, seed).Run(seed).TraceHash), "the run");
        Assert.That(twin.TraceHash, Is.EqualTo(Model(baseline, seed).Run(seed).TraceHash), "the twin");
    }

    [TestCaseSource(nameof(Files))]
    public void Two_copies_at_any_day_go_on_alike(string file, int seed)
    {
        // A copy at a day on which nothing happens to differ: all state is in the copy, or the stories part.
        var scenario = Instrument.Read(file);
        var alone = Model(scenario.Network, seed).Run(seed).TraceHash;
        foreach (var day in new[] { 100 + (7 * seed), 401 + seed, 520 + (31 * seed), 777 })
        {
            var (_, copy) = Model(scenario.Network, seed).RunWith(Model(scenario.Network, seed), seed, day);
            Assert.That(copy.TraceHash, Is.EqualTo(alone), $"a copy on day {day}");
        }
    }

    [TestCaseSource(nameof(Files))]
    public void The_order_in_which_a_network_is_listed_means_nothing(string file, int seed)
    {
        var network = Instrument.Read(file).Network;
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

        Assert.That(Model(shuffled, seed).Run(seed).TraceHash, Is.EqualTo(Model(network, seed).Run(seed).TraceHash));
    }

    [TestCaseSource(nameof(Names))]
    public void Nothing_differs_from_the_undisturbed_twin_before_the_shock_is_felt(string file)
    {
        var scenario = Instrument.Read(file);
        if (scenario.Baseline is not { } baseline) return;
        var (onset, different) = (scenario.Felt!.Value.DayNumber - scenario.Network.Start.DayNumber, 0);
        for (var seed = 0; seed < 5; seed++)
        {
            List<TraceLine> with = [], without = [];
            Listened(scenario.Network, seed, with).Run(seed);
            Listened(baseline, seed, without).Run(seed);

            var first = with.Zip(without).TakeWhile(pair => pair.First == pair.Second).Count();
            if (first == with.Count && first == without.Count) continue; // a plant that is not built is not hindered

            Assert.That(with[first].Day, Is.GreaterThanOrEqualTo(onset), $"seed {seed}");
            different++;
        }

        Assert.That(different, Is.GreaterThan(0), "the shock has to do something");
    }

    static ChainModel Model(Network network, int seed) => new(new NetworkIndex(network), (ulong)seed);

    static ChainModel Listened(Network network, int seed, List<TraceLine> lines) => new(new NetworkIndex(network), (ulong)seed) { Listener = lines.Add };
}
