using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>What a tonne in store is worth when a shock comes, by material and region.</summary>
/// <remarks>
/// On the day of the onset the users of a region are given so many days of their use of one material, and the unmet demand of the
/// whole world with and without is compared, with the same draws: tonnes saved for each tonne stored. A tonne, where the shortage
/// outlasts the stock; less, where it does not, or where others cannot use what the holders leave to them; more, where what the
/// holders do not buy, a heavy magnet's dysprosium, makes several tonnes for others.
/// </remarks>
public sealed class StockpileValue
{
    /// <exception cref="ArgumentException">The scenario has no shock, or it begins on the first day.</exception>
    public StockpileValue(Scenario scenario, double days)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        (Scenario, Days) = (scenario, days);
        Baseline = scenario.Baseline ?? throw new ArgumentException("the scenario has no shock: name in its 'shock' what is asked about");
        var onset = scenario.Onset ?? scenario.Network.Start;
        Onset = onset.DayNumber - scenario.Network.Start.DayNumber;
        Parting = scenario.PartingDay;
        if (Parting < 1) throw new ArgumentException("the shock is known on the first day; let the clock start before it");
        Gifts =
        [
            .. scenario.Network.Demands.Where(d => !d.Direct)
                .SelectMany(d => d.Uses.Where(u => scenario.Network.Finished.Contains(u.Material)).Select(u => (d.Region, u.Material, Yearly: u.Rate.BestOn(onset))))
                .GroupBy(u => (u.Region, u.Material))
                .Select(g => new Gift(g.Key.Region, g.Key.Material, g.Sum(u => u.Yearly) * days / 365.25))
                .Where(g => g.Tonnes > 0).OrderBy(g => g.Material, StringComparer.Ordinal).ThenBy(g => g.Region, StringComparer.Ordinal),
        ];
    }

    public Scenario Scenario { get; }

    /// <summary>How large each stock is [days of use].</summary>
    public double Days { get; }

    /// <summary>The stocks that are tried, one at a time.</summary>
    public IReadOnlyList<Gift> Gifts { get; }

    internal Network Baseline { get; }

    internal int Onset { get; }

    internal int Parting { get; }

    internal int Whole => Scenario.Network.End.DayNumber - Scenario.Network.Start.DayNumber;

    public static string KeyOf(Gift gift)
    {
        ArgumentNullException.ThrowIfNull(gift);
        return $"{gift.Material}.{gift.Region}";
    }

    public Study StudyOf(string version, ulong seed, int replications) => new(
        FormattableString.Invariant($"{Scenario.Name}, stocks of {Days} d"), Scenario.Hash, version, seed, replications, [.. Gifts.Select(g => new Measure(KeyOf(g), "t/t"))], [], Onset, Whole);
}

/// <summary>Tries the stocks of one replication after the other. For one thread.</summary>
public sealed class StockpileReplicator : IReplicator
{
    readonly StockpileValue _value;
    readonly ChainModel _trunk;
    readonly ChainModel _baseline;
    readonly ChainModel _shocked;
    readonly ImpactMeasures _measures;

    public StockpileReplicator(StockpileValue value, ulong seed)
    {
        _value = value;
        var index = new NetworkIndex(value.Scenario.Network);
        (_trunk, _baseline, _shocked) = (new ChainModel(index, seed), new ChainModel(new NetworkIndex(value.Baseline), seed), new ChainModel(new NetworkIndex(value.Scenario.Network), seed));
        _measures = new ImpactMeasures(index, value.Onset, value.Whole);
    }

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        // What happens before the onset, after the shock is heard of, is in the trunk alone: the twin parts from it there.
        _trunk.RunTo(replication, _value.Parting);
        var normal = _baseline.RunOn(_trunk, replication, _value.Parting);
        _trunk.RunTo(replication, _value.Onset);
        var hash = default(TraceHash);
        var without = Unmet(null, replication, normal, ref hash);
        var values = new double[_value.Gifts.Count];
        for (var g = 0; g < values.Length; g++)
        {
            cancellation.ThrowIfCancellationRequested();
            values[g] = (without - Unmet(_value.Gifts[g], replication, normal, ref hash)) / _value.Gifts[g].Tonnes;
        }

        return new ReplicationRecord(replication, hash.Value, values, []);
    }

    double Unmet(Gift? gift, int replication, ChainRecord normal, ref TraceHash hash)
    {
        _shocked.Gift = gift;
        var run = _shocked.RunOn(_trunk, replication, _value.Onset);
        hash.Add(replication, 0, unchecked((long)run.TraceHash));
        return _measures.ImpactOn(ImpactMeasures.World, run, normal).Unmet;
    }
}
