using BenchmarkDotNet.Attributes;
using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Lognormal factors of many streams in one week, one draw after the other and all at once: the same bits.</summary>
[MemoryDiagnoser]
public class DrawBenchmarks
{
    const int Rounds = 1_000;

    RandomStream[] _streams = [];
    double[] _first = [];
    double[] _second = [];

    [Params(16, 117, 1_000)]
    public int Streams { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _streams = [.. Enumerable.Range(0, Streams).Select(i => new RandomStream(1, 0, $"demand {i}", "use"))];
        (_first, _second) = (new double[Streams], new double[Streams]);
        if (OneByOne() != AllAtOnce()) throw new InvalidOperationException("the two do not draw the same");
    }

    [Benchmark(OperationsPerInvoke = Rounds, Baseline = true)]
    public double OneByOne()
    {
        var sum = 0.0;
        for (ulong week = 0; week < Rounds; week++)
        {
            foreach (var stream in _streams) sum += ExactMath.Exp(0.1 * ExactMath.InverseNormal(stream.At(week).NextUniform()));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public double AllAtOnce()
    {
        var sum = 0.0;
        for (ulong week = 0; week < Rounds; week++)
        {
            RandomStream.UniformsAt(_streams, week, _first, _second);
            ExactMath.InverseNormal(_first, _first);
            for (var i = 0; i < _first.Length; i++) _first[i] *= 0.1;
            ExactMath.Exp(_first, _first);
            foreach (var factor in _first) sum += factor;
        }

        return sum;
    }
}
