using System.Globalization;
using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>How long, or how tight, the bans of a scenario have to be before something breaks.</summary>
/// <remarks>
/// In each replication by bisection, with the same draws for all its runs: the least number of days with the leakage as it
/// is, and the least share stopped with the length as it is. What a longer or tighter ban breaks stays broken: the searches
/// rely on it. What the replications spread over is what is not known and what is left to chance.
/// </remarks>
public sealed class ReverseStress
{
    /// <summary>Steps of the share that is stopped.</summary>
    internal const int Depths = 100;

    /// <exception cref="ArgumentException">The scenario has no ban in its shock, or the ban has no day before it.</exception>
    /// <exception cref="FormatException">The condition is none; the message says what one looks like.</exception>
    public ReverseStress(Scenario scenario, string condition)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(condition);
        Scenario = scenario;
        Baseline = scenario.Baseline ?? throw new ArgumentException("the scenario has no shock: name in its 'shock' what is asked about");
        var usual = Baseline.Policies.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        Bans = scenario.Network.Policies.OfType<ExportBan>().Where(b => !usual.Contains(b.Id)).Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        if (Bans.Count == 0) throw new ArgumentException("there is no ban in the scenario's shock");
        Onset = (scenario.Onset ?? scenario.Network.Start).DayNumber - scenario.Network.Start.DayNumber;
        Parting = scenario.PartingDay;
        if (Parting < 1) throw new ArgumentException("the ban is known on the first day; let the clock start before it");
        (Measure, Below, Limit) = Parse(condition, new ImpactMeasures(new NetworkIndex(scenario.Network), Onset, Whole));
    }

    public Scenario Scenario { get; }

    /// <summary>The bans that are turned.</summary>
    public IReadOnlySet<string> Bans { get; }

    /// <summary>What breaks: <c>fill.EU</c>.</summary>
    public string Measure { get; }

    /// <summary>Whether it breaks below the limit, or above.</summary>
    public bool Below { get; }

    public double Limit { get; }

    internal Network Baseline { get; }

    internal int Onset { get; }

    /// <summary>The day on which the ban is first heard of.</summary>
    internal int Parting { get; }

    internal int Whole => Scenario.Network.End.DayNumber - Scenario.Network.Start.DayNumber;

    /// <summary>The longest ban that is tried [days]: to the horizon.</summary>
    public int Longest => Whole - Onset;

    static (string Measure, bool Below, double Limit) Parse(string condition, ImpactMeasures measures)
    {
        if (condition.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var measure, "<" or ">", var number]) throw new FormatException($"'{condition}' is no condition; write it as 'fill.EU < 0.9' or 'unmet.JP > 1000'");
        if (measures.All.All(m => m.Key != measure)) throw new FormatException($"no measure '{measure}'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of {string.Join(", ", measures.Regions)}, and of sectors and sites");
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)) throw new FormatException($"'{number}' is no number");
        return (measure, condition.Contains('<', StringComparison.Ordinal), limit);
    }

    public Study StudyOf(string version, ulong seed, int replications) => new(
        $"{Scenario.Name} until {Measure} {(Below ? "<" : ">")} {Limit.ToString("R", CultureInfo.InvariantCulture)}", Scenario.Hash, version, seed, replications,
        [new Measure("length", "d", Longest), new Measure("depth", "1", 1)], [], Onset, Whole);
}

/// <summary>Searches for the ban that breaks it, in one replication after the other. For one thread.</summary>
public sealed class ReverseStressReplicator : IReplicator
{
    readonly ReverseStress _stress;
    readonly ChainModel _trunk;
    readonly ChainModel _baseline;
    readonly ChainModel _banned;
    readonly ImpactMeasures _measures;
    readonly double[] _values;
    readonly int _at;

    public ReverseStressReplicator(ReverseStress stress, ulong seed)
    {
        _stress = stress;
        var index = new NetworkIndex(stress.Scenario.Network);
        (_trunk, _baseline, _banned) = (new ChainModel(index, seed), new ChainModel(new NetworkIndex(stress.Baseline), seed), new ChainModel(new NetworkIndex(stress.Scenario.Network), seed));
        _measures = new ImpactMeasures(index, stress.Onset, stress.Whole);
        _values = new double[_measures.All.Count];
        _at = _measures.All.Index().First(m => m.Item.Key == stress.Measure).Index;
    }

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        _trunk.RunTo(replication, _stress.Parting);
        var normal = _baseline.RunOn(_trunk, replication, _stress.Parting);
        var hash = default(TraceHash);
        hash.Add(replication, 0, unchecked((long)normal.TraceHash));
        var length = Least(_stress.Longest, days => new BanShape(_stress.Bans, Days: days), replication, normal, ref hash, cancellation);
        var depth = Least(ReverseStress.Depths, parts => new BanShape(_stress.Bans, Leakage: 1 - ((double)parts / ReverseStress.Depths)), replication, normal, ref hash, cancellation);
        return new ReplicationRecord(replication, hash.Value, [length ?? double.PositiveInfinity, depth / (double?)ReverseStress.Depths ?? double.PositiveInfinity], []);
    }

    /// <summary>The least number, 0 to <paramref name="most"/>, that breaks it; null where none does.</summary>
    int? Least(int most, Func<int, BanShape> shape, int replication, ChainRecord normal, ref TraceHash hash, CancellationToken cancellation)
    {
        if (!Breaks(shape(most), replication, normal, ref hash)) return null;
        var (holds, breaks) = (-1, most);
        while (breaks - holds > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            var middle = holds + ((breaks - holds) / 2);
            if (Breaks(shape(middle), replication, normal, ref hash)) breaks = middle;
            else holds = middle;
        }

        return breaks;
    }

    bool Breaks(BanShape shape, int replication, ChainRecord normal, ref TraceHash hash)
    {
        _banned.Shape = shape;
        var run = _banned.RunOn(_trunk, replication, _stress.Parting);
        hash.Add(shape.Days ?? -1, (long)((shape.Leakage ?? -1) * ReverseStress.Depths), unchecked((long)run.TraceHash));
        _measures.Measure(run, normal, _values);
        return _stress.Below ? _values[_at] < _stress.Limit : _values[_at] > _stress.Limit;
    }
}
