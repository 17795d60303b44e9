using BenchmarkDotNet.Attributes;
using Twin.Experiments;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Benchmarks;

/// <summary>The rare-earth chain: one replication, one with its undisturbed twin, and a batch on all cores.</summary>
[MemoryDiagnoser]
public class ChainBenchmarks
{
    const int Batched = 20;

    ChainModel _base = null!;
    ScenarioReplicator _paired = null!;
    Scenario _ban = null!;
    int _next;

    [GlobalSetup]
    public void Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Twin.sln"))) root = root.Parent;
        var folder = Path.Combine(root.FullName, "scenarios", "rare-earths");
        var undisturbed = ScenarioReader.Read(Path.Combine(folder, "base.yaml"));
        _ban = ScenarioReader.Read(Path.Combine(folder, "china-export-ban.yaml"));
        _base = new ChainModel(new NetworkIndex(undisturbed.Network), undisturbed.Seed);
        _paired = new ScenarioReplicator(_ban, _ban.Seed, ScenarioReplicator.WindowOf(_ban));
    }

    /// <summary>Six years of the undisturbed base.</summary>
    /// <returns>The trace hash, as a checksum.</returns>
    [Benchmark(Baseline = true)]
    public ulong OneReplicationOfTheBase() => _base.Run(_next++ % 100).TraceHash;

    /// <summary>Six years with the ban, beside its twin, and all measures: what a replication of the main job costs.</summary>
    /// <returns>The trace hash, as a checksum.</returns>
    [Benchmark]
    public ulong OnePairedReplicationOfTheBan() => _paired.Run(_next++ % 100, default).TraceHash;

    /// <summary>Twenty of them on all cores, to a run file.</summary>
    /// <returns>How many are on disk.</returns>
    [Benchmark(OperationsPerInvoke = Batched)]
    public int Batch()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var window = ScenarioReplicator.WindowOf(_ban);
            var study = ScenarioReplicator.StudyOf(_ban, "benchmark", _ban.Seed, Batched, window);
            using var store = RunStore.Create(path, study);
            Experiments.Batch.Run(study, () => new ScenarioReplicator(_ban, study.Seed, window), store, Environment.ProcessorCount, _ => { }, default);
            return store.Count;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
