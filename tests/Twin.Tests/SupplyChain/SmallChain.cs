using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>
/// A chain one can compute by hand: two mines, a refinery in each of two regions, metal, magnets of two grades with
/// swarf that returns, a market in each region. Most of it is in CN; DE has a refinery and a magnet maker of its own.
/// </summary>
static class SmallChain
{
    public static readonly DateOnly Start = new(2024, 1, 1);

    public static Network Network(int years = 3, double noise = 0.1, double cover = 30) => new()
    {
        Start = Start,
        End = Start.AddYears(years),
        Groups = ["LaCe", "NdPr", "Dy"],
        Regions = [("CN", "China"), ("DE", "Germany")],
        Sectors = [("EV", "Cars"), ("WIND", "Wind")],
        Finished = new HashSet<string> { "mag-n", "mag-h" },
        Materials =
        [
            new("conc-a", "Light ore", MaterialKind.Concentrate, "t REO", [0.79, 0.20, 0.01]),
            new("conc-b", "Heavy ore", MaterialKind.Concentrate, "t REO", [0.70, 0.25, 0.05]),
            new("ndpr-oxide", "NdPr oxide", MaterialKind.Oxide, "t oxide", [0, 1, 0]),
            new("dy-oxide", "Dy oxide", MaterialKind.Oxide, "t oxide", [0, 0, 1]),
            new("la-ce", "La and Ce oxide", MaterialKind.Oxide, "t oxide", [1, 0, 0]),
            new("ndpr-metal", "NdPr metal", MaterialKind.Metal, "t metal", [0, 1.177, 0]),
            new("dy-metal", "Dy metal", MaterialKind.Metal, "t metal", [0, 0, 1.148]),
            new("mag-n", "Magnet N", MaterialKind.Magnet, "t magnet", [0, 0.31, 0]),
            new("mag-h", "Magnet H", MaterialKind.Magnet, "t magnet", [0, 0.30, 0.012]),
            new("swarf", "Swarf", MaterialKind.Scrap, "t swarf", [0, 0.30, 0.005]),
        ],
        Sites =
        [
            Mine("mine-a", "CN", "conc-a", 40_000),
            Mine("mine-b", "DE", "conc-b", 6_000),
            Refinery("ref-cn", "CN", ["conc-a"], 9_000),
            Refinery("ref-de", "DE", ["conc-b"], 2_000),
            new()
            {
                Id = "recycler", Name = "recycler", Kind = SiteKind.Recycler, Country = "China", Region = "CN", Capacity = Course.Level(4_000),
                InputCover = Course.Level(14), OutputCover = Course.Level(14),
                Recipes = [Joint("recycle", ["swarf"], [("ndpr-oxide", [0, 0.95, 0], true), ("dy-oxide", [0, 0, 0.95], false)], 40)],
            },
            Metal("met-cn", "CN", 12_000),
            Metal("met-de", "DE", 2_500),
            Magnets("mag-cn", "CN", 26_000),
            Magnets("mag-de", "DE", 5_000),
            Market("mkt-cn", "CN"),
            Market("mkt-de", "DE"),
        ],
        Lanes = [new("near", "truck", new Triangular(2, 4, 8), Estimate.Certain(0)), new("far", "sea", new Triangular(25, 35, 50), Estimate.Certain(4))],
        Contracts =
        [
            new("mine-a", "ref-cn", "conc-a", 1, "near"),
            new("mine-b", "ref-de", "conc-b", 1, "near"),
            new("mag-cn", "recycler", "swarf", 1, "near"),
            new("ref-cn", "met-cn", "ndpr-oxide", 0.75, "near"),
            new("recycler", "met-cn", "ndpr-oxide", 0.25, "near"),
            new("ref-cn", "met-cn", "dy-oxide", 0.7, "near"),
            new("recycler", "met-cn", "dy-oxide", 0.3, "near"),
            new("ref-cn", "met-de", "ndpr-oxide", 0.3, "far"),
            new("ref-de", "met-de", "ndpr-oxide", 0.7, "near"),
            new("ref-de", "met-de", "dy-oxide", 1, "near"),
            new("met-cn", "mag-cn", "ndpr-metal", 1, "near"),
            new("met-cn", "mag-cn", "dy-metal", 1, "near"),
            new("met-cn", "mag-de", "ndpr-metal", 0.4, "far"),
            new("met-de", "mag-de", "ndpr-metal", 0.6, "near"),
            new("met-de", "mag-de", "dy-metal", 1, "near"),
            new("mag-cn", "mkt-cn", "mag-n", 1, "near"),
            new("mag-cn", "mkt-cn", "mag-h", 1, "near"),
            new("mag-cn", "mkt-de", "mag-n", 0.7, "far"),
            new("mag-de", "mkt-de", "mag-n", 0.3, "near"),
            new("mag-cn", "mkt-de", "mag-h", 0.6, "far"),
            new("mag-de", "mkt-de", "mag-h", 0.4, "near"),
        ],
        Demands =
        [
            Demand("EV", "CN", 3_000, 6_000, noise, cover),
            Demand("WIND", "CN", 4_000, 1_000, noise, cover),
            Demand("EV", "DE", 1_500, 2_000, noise, cover),
            Demand("WIND", "DE", 1_500, 500, noise, cover),
        ],
    };

    /// <summary>The ban of the tests: China lets out no magnet, metal or oxide for a year from 2025.</summary>
    public static ExportBan Ban(InTransitRule inTransit = InTransitRule.Continue, double leakage = 0.1, DateOnly? from = null, DateOnly? until = null) => new()
    {
        Id = "ban",
        Origins = new HashSet<string> { "mine-a", "ref-cn", "recycler", "met-cn", "mag-cn" },
        Destinations = new HashSet<string> { "ref-de", "met-de", "mag-de", "mkt-de" },
        Materials = new HashSet<string> { "ndpr-oxide", "dy-oxide", "ndpr-metal", "dy-metal", "mag-n", "mag-h" },
        From = from ?? new DateOnly(2025, 1, 1),
        Until = until ?? new DateOnly(2026, 1, 1),
        Leakage = new Estimate(leakage, leakage / 2, leakage * 2, "leakage"),
        Detour = Estimate.Certain(20),
        InTransit = inTransit,
    };

    /// <summary>A licence regime of the tests, from July 2024 for a year: a queue, a review, six in ten approved.</summary>
    public static ExportLicence Licence() => new()
    {
        Id = "licence",
        Origins = new HashSet<string> { "ref-cn", "met-cn", "mag-cn" },
        Destinations = new HashSet<string> { "met-de", "mag-de", "mkt-de" },
        Materials = new HashSet<string> { "dy-oxide", "dy-metal", "mag-h" },
        From = new DateOnly(2024, 7, 1),
        Until = new DateOnly(2025, 7, 1),
        Throughput = new Estimate(0.9, 0.5, 1.5, "throughput"),
        Review = new Triangular(40, 63, 90),
        Approval = new Dictionary<string, Estimate> { ["DE"] = new Estimate(0.6, 0.4, 0.8, "approval"), ["CN"] = Estimate.Certain(1) },
    };

    static Site Mine(string id, string region, string material, double rate) => new()
    {
        Id = id,
        Name = id,
        Kind = SiteKind.Mine,
        Country = region,
        Region = region,
        Capacity = Course.Level(rate),
        OutputCover = Course.Level(14),
        Recipes = [new Recipe { Id = "mine", Outputs = [new RecipeOutput(material, [], true)] }],
    };

    static Site Refinery(string id, string region, string[] feeds, double rate) => new()
    {
        Id = id,
        Name = id,
        Kind = SiteKind.Refinery,
        Country = region,
        Region = region,
        Capacity = Course.Level(rate),
        InputCover = Course.Level(20),
        OutputCover = Course.Level(20),
        Fails = new Reliability(new Estimate(500, 300, 900, id), new Triangular(5, 15, 40), Estimate.Certain(1)),
        Recipes = [Joint("split", feeds, [("ndpr-oxide", [0, 0.9, 0], true), ("dy-oxide", [0, 0, 0.85], false), ("la-ce", [0.95, 0, 0], false)], 45)],
    };

    static Site Metal(string id, string region, double rate) => new()
    {
        Id = id,
        Name = id,
        Kind = SiteKind.MetalMaker,
        Country = region,
        Region = region,
        InputCover = Course.Level(15),
        OutputCover = Course.Level(10),
        Recipes =
        [
            Joint("ndpr", ["ndpr-oxide"], [("ndpr-metal", [0, 0.975, 0], true)], 3) with { Capacity = Course.Level(rate) },
            Joint("dy", ["dy-oxide"], [("dy-metal", [0, 0, 0.97], true)], 3) with { Capacity = Course.Level(rate / 20) },
        ],
    };

    static Site Magnets(string id, string region, double rate) => new()
    {
        Id = id,
        Name = id,
        Kind = SiteKind.MagnetMaker,
        Country = region,
        Region = region,
        Capacity = Course.Level(rate),
        InputCover = Course.Level(30),
        OutputCover = Course.Level(14),
        Recipes =
        [
            Joint("n", ["ndpr-metal"], [("mag-n", [0, 0.67, 0], true), ("swarf", [0, 0.31, 0], false)], 37),
            new Recipe
            {
                Id = "h", Cycle = new Estimate(37, 17, 65, ""),
                Inputs = [new RecipeInput("ndpr-metal", ["ndpr-metal"], 0.3 / 0.67 / 1.177), new RecipeInput("dy-metal", ["dy-metal"], 0.012 / 0.67 / 1.148)],
                Outputs = [Output(("mag-h", [0, 0.67, 0.67], true)), Output(("swarf", [0, 0.31, 0.31], false))],
            },
        ],
    };

    static Site Market(string id, string region) => new() { Id = id, Name = id, Kind = SiteKind.Market, Country = region, Region = region, InputCover = Course.Level(10) };

    static Recipe Joint(string id, string[] feeds, (string, double[], bool)[] outputs, double days) => new()
    {
        Id = id,
        Inputs = [new RecipeInput(feeds.Length == 1 ? feeds[0] : "feed", feeds, 1)],
        Outputs = [.. outputs.Select(Output)],
        Cycle = Estimate.Certain(days),
    };

    static RecipeOutput Output((string Material, double[] Recovery, bool Driver) o) => new(o.Material, [.. o.Recovery.Select(Estimate.Certain)], o.Driver);

    static Demand Demand(string sector, string region, double n, double h, double noise, double cover) => new()
    {
        Id = $"{sector}.{region}",
        Sector = sector,
        Region = region,
        Market = $"mkt-{region.ToLowerInvariant()}",
        Uses = [("mag-n", Course.Level(n)), ("mag-h", Course.Level(h))],
        Cover = Course.Level(cover) with { Factor = new Estimate(1, 0.6, 1.5, $"cover-{region}") },
        Varies = new DemandLaw(noise),
    };
}
