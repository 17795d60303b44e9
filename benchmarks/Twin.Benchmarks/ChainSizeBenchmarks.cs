using BenchmarkDotNet.Attributes;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Benchmarks;

/// <summary>What a chain costs by its size: made-up chains of a hundred to ten thousand sites, six years each.</summary>
/// <remarks>
/// Four layers of plants and a market for every ten sites; each plant buys from three of the layer above, each market from
/// five makers, for four users. The cost per site and shipment should not depend on how many there are.
/// </remarks>
[MemoryDiagnoser]
public class ChainSizeBenchmarks
{
    ChainModel _model = null!;
    int _next;

    [Params(100, 1_000, 10_000)]
    public int Sites { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _model = new ChainModel(new NetworkIndex(Network(Sites)), 1);
        _model.Run(0);
    }

    /// <summary>Six years.</summary>
    /// <returns>The trace hash, as a checksum.</returns>
    [Benchmark]
    public ulong OneReplication() => _model.Run(_next++ % 10).TraceHash;

    static Network Network(int sites)
    {
        var (start, markets) = (new DateOnly(2025, 1, 1), sites / 10);
        var layer = (sites - markets) / 4;
        List<Site> all = [];
        List<Contract> contracts = [];
        List<Demand> demands = [];
        for (var l = 0; l < 4; l++)
        {
            for (var i = 0; i < layer; i++)
            {
                all.Add(Plant(l, i));
                for (var k = 0; k < 3 && l > 0; k++) contracts.Add(new Contract($"s{l - 1}-{((i * 3) + k) % layer}", $"s{l}-{i}", $"m{l - 1}", 1 + k, k == 0 ? "near" : "far"));
            }
        }

        for (var m = 0; m < markets; m++)
        {
            all.Add(new Site { Id = $"market-{m}", Name = "", Kind = SiteKind.Market, Country = "", Region = "everywhere", InputCover = Course.Level(5) });
            for (var k = 0; k < 5; k++) contracts.Add(new Contract($"s3-{((m * 5) + k) % layer}", $"market-{m}", "m3", 1 + k, "far"));
            for (var u = 0; u < 4; u++)
            {
                demands.Add(new Demand
                {
                    Id = $"use-{m}-{u}",
                    Sector = "use",
                    Region = "everywhere",
                    Market = $"market-{m}",
                    Uses = [("m3", Course.Level(200))],
                    Cover = Course.Level(20),
                    Varies = new DemandLaw(0.1),
                });
            }
        }

        return new Network
        {
            Start = start,
            End = start.AddYears(6),
            Groups = ["a", "b", "c"],
            Regions = [("everywhere", "Everywhere")],
            Sectors = [("use", "Use")],
            Materials = [.. Enumerable.Range(0, 4).Select(l => new Material($"m{l}", "", l == 3 ? MaterialKind.Magnet : MaterialKind.Oxide, "t", [0.5, 0.3, 0.2]))],
            Sites = all,
            Lanes = [new Lane("near", "truck", new Triangular(1, 3, 6), Estimate.Certain(0)), new Lane("far", "sea", new Triangular(20, 30, 45), Estimate.Certain(3))],
            Contracts = contracts,
            Demands = demands,
            Finished = new HashSet<string> { "m3" },
        };
    }

    static Site Plant(int layer, int number) => new()
    {
        Id = $"s{layer}-{number}",
        Name = "",
        Kind = layer == 0 ? SiteKind.Mine : SiteKind.Refinery,
        Country = "",
        Region = "everywhere",
        Capacity = Course.Level(2_000),
        InputCover = Course.Level(15),
        OutputCover = Course.Level(15),
        Recipes =
        [
            new Recipe
            {
                Id = "make",
                Inputs = layer == 0 ? [] : [new RecipeInput($"m{layer - 1}", [$"m{layer - 1}"], 1)],
                Outputs = [new RecipeOutput($"m{layer}", layer == 0 ? [] : [Estimate.Certain(0.9), Estimate.Certain(0.9), Estimate.Certain(0.9)], IsDriver: true)],
                Cycle = Estimate.Certain(layer == 0 ? 0 : 20),
            },
        ],
    };
}
