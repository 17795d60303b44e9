using Twin.Experiments;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>What is asked of a scenario whose uncertain numbers are turned: one measure of its window, and which numbers there are.</summary>
public sealed class SensitivityStudy
{
    /// <exception cref="ArgumentException">There is no such measure, or nothing is uncertain.</exception>
    public SensitivityStudy(Scenario scenario, string measure)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        (Scenario, Measure, Window) = (scenario, measure, ScenarioReplicator.WindowOf(scenario));
        Names = [.. scenario.Inputs.Where(i => i.Estimate is { IsCertain: false }).Select(i => i.Estimate!.Value.Name).Distinct().Order(StringComparer.Ordinal)];
        if (Names.Count == 0) throw new ArgumentException("nothing in this scenario is uncertain: no value has a range");
        var measures = new ImpactMeasures(new NetworkIndex(scenario.Network), Window.From, Window.To);
        Unit = measures.All.Where(m => m.Key == measure).Select(m => m.Unit).FirstOrDefault()
            ?? throw new ArgumentException($"no measure '{measure}'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of {string.Join(", ", measures.Regions)}, and of sectors and sites");
    }

    public Scenario Scenario { get; }

    public string Measure { get; }

    public string Unit { get; }

    /// <summary>The uncertain numbers: paths, and names of groups that move together.</summary>
    public IReadOnlyList<string> Names { get; }

    internal (int From, int To) Window { get; }

    /// <summary>A study whose replications are trajectories of Morris, one elementary effect an input.</summary>
    public Study Screening(string version, ulong seed, int trajectories) => StudyOf("screening", version, seed, trajectories, Names);

    /// <summary>A study whose replications are rows of Saltelli: A, B, and A with one input out of B, the rest of the inputs, and chance.</summary>
    public Study Decomposition(string version, ulong seed, int rows, IReadOnlyList<string> kept) => StudyOf("decomposition", version, seed, rows, ["A", "B", .. kept, SobolReplicator.Others, SobolReplicator.Chance]);

    /// <summary>A study whose replications are tornados: each input low, then high, the others at their medians.</summary>
    public Study Tornado(string version, ulong seed, int replications, IReadOnlyList<string> kept) => StudyOf("tornado", version, seed, replications, [.. TornadoReplicator.Columns(kept)]);

    /// <summary>The measure that a study of these was about.</summary>
    public static string MeasureOf(Study study) => study.Scenario[(study.Scenario.LastIndexOf(' ') + 1)..];

    Study StudyOf(string what, string version, ulong seed, int replications, IReadOnlyList<string> columns) => new(
        $"{Scenario.Name}, {what} of {Measure}", Scenario.Hash, version, seed, replications, [.. columns.Select(c => new Measure(c, Unit))], [], Window.From, Window.To);
}

/// <summary>The scenario and its twin as one function: of quantiles of what is uncertain, and of what is left to chance.</summary>
sealed class ScenarioFunction
{
    readonly ScenarioPair _pair;
    readonly ImpactMeasures _measures;
    readonly double[] _values;
    readonly int _at;
    readonly double _cap;

    public ScenarioFunction(SensitivityStudy study, ulong seed)
    {
        _pair = new ScenarioPair(study.Scenario, seed);
        _measures = new ImpactMeasures(_pair.Index, study.Window.From, study.Window.To);
        _values = new double[_measures.All.Count];
        (_at, var measure) = _measures.All.Index().First(m => m.Item.Key == study.Measure);
        _cap = measure.Cap ?? double.PositiveInfinity;
    }

    /// <param name="chance">The replication whose storms it meets.</param>
    /// <param name="quantiles">Where each uncertain number stands.</param>
    /// <param name="hash">Takes in what happened.</param>
    public double Of(int chance, Func<string, double?> quantiles, ref TraceHash hash)
    {
        _pair.Turn(quantiles);
        var (run, twin) = _pair.Run(chance);
        hash.Add(chance, unchecked((long)run.TraceHash), unchecked((long)twin.TraceHash));
        _measures.Measure(run, twin, _values);
        return Math.Min(_values[_at], _cap); // a time beyond the window counts as the window, as in a restricted mean
    }
}

/// <summary>Walks the trajectories of Morris. All points of one meet the same storms, so that an effect is the input's own.</summary>
public sealed class MorrisReplicator(SensitivityStudy study, ulong seed) : IReplicator
{
    readonly ScenarioFunction _function = new(study, seed);
    readonly Dictionary<string, int> _numbers = study.Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        var hash = default(TraceHash);
        var effects = new MorrisTrajectory(study.Names.Count, seed, replication).Walk(point =>
        {
            cancellation.ThrowIfCancellationRequested();
            return _function.Of(replication, name => _numbers.TryGetValue(name, out var number) ? point[number] : null, ref hash);
        });
        return new ReplicationRecord(replication, hash.Value, effects, []);
    }
}

/// <summary>Answers the rows of Saltelli's design.</summary>
/// <remarks>
/// A and B of row j are the replications 2j and 2j + 1 as any batch would run them. Two more inputs complete the variance: all
/// other uncertain numbers together, and chance, which is the storms of B's replication with the numbers of A's.
/// </remarks>
public sealed class SobolReplicator(SensitivityStudy study, IReadOnlyList<string> kept, ulong seed) : IReplicator
{
    /// <summary>All inputs that are not kept, together.</summary>
    public const string Others = "all other inputs";

    /// <summary>What is left to chance.</summary>
    public const string Chance = "chance";

    readonly ScenarioFunction _function = new(study, seed);
    readonly HashSet<string> _kept = kept.ToHashSet(StringComparer.Ordinal);

    public ReplicationRecord Run(int replication, CancellationToken cancellation)
    {
        var hash = default(TraceHash);
        var (a, b) = (2 * replication, (2 * replication) + 1);
        double At(int chance, Func<string, bool> outOfB)
        {
            cancellation.ThrowIfCancellationRequested();
            return _function.Of(chance, name => EpistemicDraws.QuantileOf(seed, outOfB(name) ? b : a, name), ref hash);
        }

        double[] answers =
        [
            At(a, _ => false), At(b, _ => true), .. kept.Select(k => At(a, name => name == k)),
            At(a, name => !_kept.Contains(name)), At(b, _ => false),
        ];
        return new ReplicationRecord(replication, hash.Value, answers, []);
    }
}
