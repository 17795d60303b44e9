using BenchmarkDotNet.Attributes;

namespace Twin.Benchmarks;

/// <summary>A wait of one of so many processes, in the steady state, beside a machine written by hand and a plain heap.</summary>
[MemoryDiagnoser]
public class TimeoutBenchmarks
{
    const int Waits = 1_000_000;

    TimeoutModel _model = null!;
    TimeoutMachine _machine = null!;
    FourAryHeap _heap = null!;

    [Params(1, 100, 1_000, 10_000, 100_000, 1_000_000)]
    public int Processes { get; set; }

    [GlobalSetup]
    public void Start()
    {
        (_model, _machine, _heap) = (new TimeoutModel(Processes, Waits), new TimeoutMachine(Processes, Waits), new FourAryHeap(Processes, Waits));
        _model.Start();
        _machine.Start();
        _heap.Start();
    }

    [Benchmark(OperationsPerInvoke = Waits)]
    public long Kernel() => _model.GoOn();

    [Benchmark(OperationsPerInvoke = Waits, Baseline = true)]
    public long StructMachine() => _machine.GoOn();

    [Benchmark(OperationsPerInvoke = Waits)]
    public long PlainHeap() => _heap.GoOn();
}

/// <summary>Request, hold, release, think, beside a machine written by hand.</summary>
[MemoryDiagnoser]
public class HoldingBenchmarks
{
    const int Cycles = 500_000;

    IModel _model = null!;
    IModel _machine = null!;

    [Params(10, 100, 1_000)]
    public int Processes { get; set; }

    [GlobalSetup]
    public void Start() => (_model, _machine) = (new HoldingModel(Processes, Cycles), new HoldingMachine(Processes, Cycles));

    [Benchmark(OperationsPerInvoke = Cycles)]
    public long Kernel() => _model.Run();

    [Benchmark(OperationsPerInvoke = Cycles, Baseline = true)]
    public long StructMachine() => _machine.Run();
}

/// <summary>The other small models, each for one part of the kernel.</summary>
[MemoryDiagnoser]
public class PartBenchmarks
{
    const int N = 200_000;

    readonly IModel _queue = new QueueModel(N);
    readonly IModel _patience = new PatienceModel(N);
    readonly IModel _interrupt = new InterruptModel(N);
    readonly IModel _spawn = new SpawnModel(N);
    readonly IModel _shop = new MachineShopModel(N / 1_000);

    [Benchmark(OperationsPerInvoke = N)]
    public long Queue() => _queue.Run();

    [Benchmark(OperationsPerInvoke = N)]
    public long Patience() => _patience.Run();

    [Benchmark(OperationsPerInvoke = N)]
    public long Interrupt() => _interrupt.Run();

    [Benchmark(OperationsPerInvoke = N)]
    public long Spawn() => _spawn.Run();

    [Benchmark(OperationsPerInvoke = N)]
    public long MachineShop() => _shop.Run();
}

/// <summary>Ten years of a network of a hundred nodes: how much the way it is told matters.</summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    readonly IModel[] _styles = [.. Enum.GetValues<NetworkStyle>().Select(s => new NetworkModel(s))];

    [Benchmark(Baseline = true)]
    public long Processes() => _styles[0].Run();

    [Benchmark]
    public long Cohorts() => _styles[1].Run();

    [Benchmark]
    public long Sweep() => _styles[2].Run();
}
