using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>Every plant and every lane of a network struck out, one at a time.</summary>
/// <remarks>
/// Each twice: for good, which gives the time that the chain survives without it, and for as long as a repair takes, which
/// gives what its loss costs (Simchi-Levi et al. 2015, https://doi.org/10.1287/inte.2015.0804). All runs of a replication
/// go on from one copy at the onset and meet the same draws.
/// </remarks>
public sealed class Knockout
{
    /// <param name="network">The chain, with whatever happens to it anyway.</param>
    /// <param name="from">The day on which each is struck out, after the first of the network.</param>
    /// <param name="days">How long a repair takes [days].</param>
    /// <param name="region">Whose demand is looked at: a region, <see cref="ImpactMeasures.World"/>, or <see cref="ImpactMeasures.OutsideOf"/> the acting one.</param>
    public Knockout(Network network, DateOnly from, int days, string region)
    {
        ArgumentNullException.ThrowIfNull(network);
        (From, Days, Region, Onset, Whole) = (from, days, region, from.DayNumber - network.Start.DayNumber, network.End.DayNumber - network.Start.DayNumber);
        Sites = network with { Disruptions = [.. network.Disruptions, .. network.Sites.Where(s => s.Recipes.Count > 0).SelectMany(s => Strikes(s.Id, s.Name, [s.Id], []))] };
        Lanes = network with { Disruptions = [.. network.Disruptions, .. network.Lanes.SelectMany(l => Strikes(l.Id, l.Id, [], [l.Id]))] };
        Nodes = [.. network.Sites.Where(s => s.Recipes.Count > 0).Select(s => s.Id).Order(StringComparer.Ordinal), .. network.Lanes.Select(l => l.Id).Order(StringComparer.Ordinal)];
    }

    public DateOnly From { get; }

    public int Days { get; }

    public string Region { get; }

    /// <summary>Plants, then lanes, each by id.</summary>
    public IReadOnlyList<string> Nodes { get; }

    internal Network Sites { get; }

    internal Network Lanes { get; }

    /// <summary>Days from the network's first to the onset.</summary>
    public int Onset { get; }

    int Whole { get; }

    internal static string ForGood(string node) => $"{node}, struck out";

    internal static string ForRepair(string node) => $"{node}, struck out until repaired";

    IEnumerable<Disruption> Strikes(string node, string name, string[] sites, string[] lanes)
    {
        yield return new Disruption { Id = ForGood(node), Name = name, Sites = sites, Lanes = lanes, From = From, Days = Estimate.Certain(Whole) };
        yield return new Disruption { Id = ForRepair(node), Name = name, Sites = sites, Lanes = lanes, From = From, Days = Estimate.Certain(Days) };
    }

    /// <summary>The question that a batch of these asks.</summary>
    public Study StudyOf(Scenario scenario, string version, ulong seed, int replications)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var window = (Whole / 7 * 7) - (Onset / 7 * 7);
        return new Study(
            $"{scenario.Name} knock-out of {From:yyyy-MM-dd} for {Days} d, {Region}", scenario.Hash, version, seed, replications,
            [.. Nodes.SelectMany(n => new[] { new Measure($"tts.{n}", "d", window), new Measure($"impact.{n}", "t") })], [], Onset, Whole);
    }
}

/// <summary>Runs the knock-outs of one replication after the other. For one thread.</summary>
public sealed class KnockoutReplicator(Knockout knockout, ulong seed) : IReplicator
{
    readonly Family _sites = new(knockout.Sites, knockout, seed);
    readonly Family _lanes = new(knockout.Lanes, knockout, seed);

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        Dictionary<string, (double TimeToSurvive, double Impact)> found = new(StringComparer.Ordinal);
        var hash = default(TraceHash);
        foreach (var family in new[] { _sites, _lanes }) family.Run(replication, found, ref hash, cancellation);
        return new ReplicationRecord(replication, hash.Value, [.. knockout.Nodes.SelectMany(n => new[] { found[n].TimeToSurvive, found[n].Impact })], []);
    }

    /// <summary>The plants, or the lanes: a chain in which no lane can close need not look at its lanes.</summary>
    sealed class Family
    {
        readonly Knockout _knockout;
        readonly ChainModel _trunk;
        readonly ChainModel _undisturbed;
        readonly ChainModel _struck;
        readonly ImpactMeasures _measures;
        readonly string[] _nodes;
        readonly HashSet<string> _all;

        public Family(Network network, Knockout knockout, ulong seed)
        {
            var index = new NetworkIndex(network);
            _knockout = knockout;
            _all = [.. network.Disruptions.Select(d => d.Id).Where(id => knockout.Nodes.Any(n => id == Knockout.ForGood(n) || id == Knockout.ForRepair(n)))];
            _nodes = [.. knockout.Nodes.Where(n => _all.Contains(Knockout.ForGood(n)))];
            (_trunk, _undisturbed, _struck) = (new ChainModel(index, seed) { LeftOut = _all }, new ChainModel(new NetworkIndex(network), seed) { LeftOut = _all }, new ChainModel(new NetworkIndex(network), seed));
            _measures = new ImpactMeasures(index, knockout.Onset, network.End.DayNumber - network.Start.DayNumber);
        }

        public void Run(int replication, Dictionary<string, (double TimeToSurvive, double Impact)> found, ref TraceHash hash, CancellationToken cancellation)
        {
            _trunk.RunTo(replication, _knockout.Onset);
            var normal = _undisturbed.RunOn(_trunk, replication, _knockout.Onset);
            hash.Add(replication, 0, unchecked((long)normal.TraceHash));
            foreach (var node in _nodes)
            {
                cancellation.ThrowIfCancellationRequested();
                var (_, survives) = Strike(Knockout.ForGood(node), replication, normal, ref hash);
                var (impact, _) = Strike(Knockout.ForRepair(node), replication, normal, ref hash);
                found[node] = (survives, impact);
            }
        }

        (double Unmet, double TimeToSurvive) Strike(string disruption, int replication, ChainRecord normal, ref TraceHash hash)
        {
            _struck.LeftOut = _all.Where(d => d != disruption).ToHashSet(StringComparer.Ordinal);
            var run = _struck.RunOn(_trunk, replication, _knockout.Onset);
            hash.Add(replication, unchecked((long)StableHash.Of(disruption)), unchecked((long)run.TraceHash));
            return _measures.ImpactOn(_knockout.Region, run, normal);
        }
    }
}
