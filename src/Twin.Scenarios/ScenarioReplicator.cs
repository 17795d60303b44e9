using System.Diagnostics.Metrics;
using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>Runs a scenario beside its undisturbed twin, replication by replication: the bridge from study to chain.</summary>
/// <remarks>
/// Both meet the same draws, since draws are keyed by name and date. A scenario without a shock is its own twin and is
/// run once.
/// </remarks>
public sealed class ScenarioReplicator : IReplicator
{
    static readonly Counter<long> Facts = new Meter(Batch.MeterName).CreateCounter<long>("twin.events", "{event}", "What happened in replications: shipments, lots, permits, failures");

    readonly ScenarioPair _pair;
    readonly ImpactMeasures _measures;
    readonly double[] _values;
    readonly WeeklyLevels _weekly;
    readonly LevelSeries[] _levels;
    readonly byte[] _weeks;

    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="window">First day and first day after the window, counted from the scenario's start.</param>
    /// <param name="repeats">How many replications in a row share a draw of what is not known.</param>
    public ScenarioReplicator(Scenario scenario, ulong seed, (int From, int To) window, int repeats = 1)
    {
        var flows = FlowDays(scenario, window);
        _pair = new ScenarioPair(scenario, seed, window.From, repeats, window.From + flows);
        _measures = new ImpactMeasures(_pair.Index, window.From, window.To, flows);
        _values = new double[_measures.All.Count];
        _weekly = new WeeklyLevels(_pair.Index);
        _levels = LevelsOf(_weekly, _pair.Index);
        _weeks = new byte[_levels.Sum(l => l.Length)];
    }

    /// <summary>What a study of a scenario asks.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="version">The program's version; part of what a result depends on.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="replications">How many.</param>
    /// <param name="window">As for the constructor.</param>
    public static Study StudyOf(Scenario scenario, string version, ulong seed, int replications, (int From, int To) window)
    {
        var index = new NetworkIndex(scenario.Network);
        var measures = new ImpactMeasures(index, window.From, window.To, FlowDays(scenario, window));
        return new Study(
            scenario.Name, scenario.Hash, version, seed, replications,
            [.. measures.All.Select(m => new Measure(m.Key, m.Unit, m.Cap))],
            [.. measures.Regions.Select(r => new Series($"fill.{r}", "1", index.Weeks))],
            window.From, window.To, Levels: LevelsOf(new WeeklyLevels(index), index));
    }

    static LevelSeries[] LevelsOf(WeeklyLevels weekly, NetworkIndex index) => [.. weekly.All.Select(w => new LevelSeries(w.Key, "1", index.Weeks, w.High))];

    /// <summary>How long flows are counted: while the shock lasts [days].</summary>
    static int FlowDays(Scenario scenario, (int From, int To) window)
    {
        var end = scenario.ShockEnd is { } date && scenario.Onset is not null ? date.DayNumber - scenario.Network.Start.DayNumber : window.To;
        return Math.Clamp(end - window.From, 1, window.To - window.From);
    }

    /// <summary>From the onset of its shock to the horizon; all of it where there is no shock.</summary>
    public static (int From, int To) WindowOf(Scenario scenario) =>
        (scenario.Onset is { } onset ? Math.Max(0, onset.DayNumber - scenario.Network.Start.DayNumber) : 0, scenario.Network.End.DayNumber - scenario.Network.Start.DayNumber);

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (run, twin) = _pair.Run(replication);
        _measures.Measure(run, twin, _values);
        Facts.Add(ReferenceEquals(run, twin) ? run.Facts : run.Facts + twin.Facts);

        var hash = default(TraceHash);
        hash.Add(replication, unchecked((long)run.TraceHash), unchecked((long)twin.TraceHash));
        _weekly.Each(run, twin, (series, week, value) => _weeks[(series * _pair.Index.Weeks) + week] = _levels[series].LevelOf(value));
        return new ReplicationRecord(replication, hash.Value, [.. _values], [.. _measures.Regions.Select(r => _measures.WeeklyFill(run, r))], [.. _weeks]);
    }
}
