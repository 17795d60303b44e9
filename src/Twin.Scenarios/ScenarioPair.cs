using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>A scenario and its undisturbed twin, run side by side; a scenario without a shock is its own twin. For one thread.</summary>
sealed class ScenarioPair
{
    readonly ChainModel _run;
    readonly ChainModel? _twin;
    readonly int _parting;

    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="bottlenecksFrom">The first day on which bottlenecks are counted, from the start.</param>
    /// <param name="repeats">How many replications in a row share a draw of what is not known.</param>
    /// <param name="flowsUntil">The first day on which flows are not counted any more.</param>
    public ScenarioPair(Scenario scenario, ulong seed, int bottlenecksFrom = 0, int repeats = 1, int flowsUntil = int.MaxValue)
    {
        ChainModel Of(NetworkIndex index) => new(index, seed) { BottlenecksFrom = bottlenecksFrom, Repeats = repeats, FlowsUntil = flowsUntil };
        (Index, _parting) = (new NetworkIndex(scenario.Network), scenario.PartingDay);
        _run = Of(Index);
        if (scenario.Baseline is { } baseline) _twin = Of(new NetworkIndex(baseline));
    }

    public NetworkIndex Index { get; }

    /// <summary>See <see cref="ChainModel.Quantiles"/>; of both.</summary>
    public void Turn(Func<string, double?> quantiles)
    {
        _run.Quantiles = quantiles;
        if (_twin is not null) _twin.Quantiles = quantiles;
    }

    /// <summary>What happens in a replication, and what would have happened.</summary>
    public (ChainRecord Run, ChainRecord Twin) Run(int replication)
    {
        if (_twin is not null) return _run.RunWith(_twin, replication, _parting);
        var alone = _run.Run(replication);
        return (alone, alone);
    }
}
