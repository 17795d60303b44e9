using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Chains that nobody thought of: layers of sites, contracts at random, and a few of everything that may happen.</summary>
sealed class RandomNetworks(int seed)
{
    static readonly string[] Regions = ["A", "B", "C"];

    static readonly DateOnly Start = new(2025, 1, 1);

    RandomSequence _chance = new RandomStream((ulong)seed, 0, "network", "random").Sequence();

    // Of its own: what is drawn here changes nothing else of a seed's chain.
    RandomSequence _supply = new RandomStream((ulong)seed, 0, "supply", "random").Sequence();

    /// <summary>The chain; with <paramref name="policies"/>, what governments do to it.</summary>
    public Network Make(bool policies = true)
    {
        var groups = 1 + Below(3);
        List<Material> materials = [];
        List<Site> sites = [];
        List<Contract> contracts = [];
        double[] Content(double total) => Split(groups, total);

        var layers = 1 + Below(3);
        string[] product = [.. Enumerable.Range(0, layers + 1).Select(l => $"m{l}")];
        for (var l = 0; l <= layers; l++)
            materials.Add(new Material(product[l], product[l], l == layers ? MaterialKind.Magnet : MaterialKind.Oxide, "t", Content(0.5 + Chance())) { Price = Chance() < 0.3 ? Price() : null });

        List<string> above = [];
        for (var l = 0; l <= layers; l++)
        {
            List<string> here = [];
            for (var i = 0; i < 1 + Below(3); i++)
            {
                var id = $"s{l}{i}";
                here.Add(id);
                sites.Add(Plant(id, l, product, groups, materials));
                foreach (var seller in above.Where((_, n) => n == 0 || Chance() < 0.6))
                    contracts.Add(new Contract(seller, id, product[l - 1], 0.2 + Chance(), Pick("near", "far")) { Qualification = above.IndexOf(seller) > 0 && Chance() < 0.15 ? Estimate.Certain(60) : null, Volume = Volume() });
            }

            above = here;
        }

        List<Demand> demands = [];
        foreach (var region in Regions.Where((_, n) => n == 0 || Chance() < 0.7))
        {
            sites.Add(new Site { Id = $"market-{region}", Name = region, Kind = SiteKind.Market, Country = region, Region = region, InputCover = Course.Level(Below(20)), Review = Pick(7, 7, 1, 3), Hoards = Chance() < 0.2 ? new Hoarding(Estimate.Certain(0.5), 0.7) : null });
            foreach (var seller in above.Where((_, n) => n == 0 || Chance() < 0.6)) contracts.Add(new Contract(seller, $"market-{region}", product[layers], 0.2 + Chance(), Pick("near", "far")));
            demands.Add(new Demand
            {
                Id = $"use-{region}",
                Sector = "use",
                Region = region,
                Market = $"market-{region}",
                Uses = [(product[layers], Course.Level(50 + (400 * Chance())))],
                Cover = Course.Level(Below(60)),
                Varies = new DemandLaw(0.3 * Chance()),
                Direct = Chance() < 0.3,
                Waits = Pick(0, 0, 30, double.PositiveInfinity),
            });
        }

        return new Network
        {
            Start = Start,
            End = Start.AddDays(500),
            Groups = [.. Enumerable.Range(0, groups).Select(g => $"g{g}")],
            Regions = [.. Regions.Select(r => (r, r))],
            Sectors = [("use", "Use")],
            Materials = materials,
            Sites = sites,
            Lanes = [new Lane("near", "truck", new Triangular(1, 3, 6), Estimate.Certain(0)) { Alternatives = Chance() < 0.3 ? ["far"] : [], Capacity = Chance() < 0.2 ? Estimate.Certain(30) : null }, new Lane("far", "sea", new Triangular(10, 20, 45), Estimate.Certain(2))],
            Contracts = contracts,
            Demands = demands,
            Finished = new HashSet<string> { product[layers] },
            Policies = policies ? [.. Policies(sites, materials, contracts)] : [],
            Disruptions = policies ? [.. Disruptions(sites)] : [],
            Zones = [("here", new HashSet<string> { Regions[0] }), ("there", Regions[1..].ToHashSet())],
            ContractPrices = Chance() < 0.5 ? [new ContractPrices("there", Estimate.Certain(Chance()), Chance() < 0.5 ? "here" : null)] : [],
        };
    }

    Site Plant(string id, int layer, string[] product, int groups, List<Material> materials)
    {
        RecipeOutput Output(string material, double recovery, bool driver) => new(material, layer == 0 ? [] : [.. Enumerable.Repeat(Estimate.Certain(recovery), groups)], driver);
        return new Site
        {
            Id = id,
            Name = id,
            Kind = layer == 0 ? SiteKind.Mine : SiteKind.Refinery,
            Country = id,
            Region = Pick(Regions),
            Review = Pick(7, 7, 7, 14, 2),
            Capacity = Course.Level(500 + (3000 * Chance())) with { Ramp = layer > 0 && Chance() < 0.15 ? new Ramp { Id = id, Site = id, First = Start.AddDays(100), Promised = Start, Slip = Estimate.Certain(1.3), ToFourFifths = Estimate.Certain(90) } : null },
            InputCover = Course.Level(Below(30)),
            OutputCover = Course.Level(Below(30)),
            Room = 30 + Below(60),
            Allocation = Pick(AllocationRule.ProRata, AllocationRule.DomesticFirst, AllocationRule.ContractPriority, AllocationRule.HighestPrice),
            DoubleOrdering = Pick(0, 0, 0.3),
            Fails = Chance() < 0.4 ? new Reliability(Estimate.Certain(60 + Below(200)), new Exponential(10), Estimate.Certain(Pick(1, 0.5))) : null,
            FollowsPrice = Response(materials),
            Turndown = _supply.Next().NextUniform() is < 0.2 and var least ? 4 * least : 0,
            Recipes =
            [
                new Recipe
                {
                    Id = "make",
                    Inputs = layer == 0 ? [] : [new RecipeInput(product[layer - 1], [product[layer - 1]], 1)],
                    Outputs = [Output(product[layer], 0.6 + (0.3 * Chance()), true)],
                    Cycle = Estimate.Certain(layer == 0 ? 0 : Below(40)),
                },
            ],
        };
    }

    IEnumerable<Policy> Policies(List<Site> sites, List<Material> materials, List<Contract> contracts)
    {
        HashSet<string> In(string region) => [.. sites.Where(s => s.Region == region).Select(s => s.Id)];
        HashSet<string> Out(string region) => [.. sites.Where(s => s.Region != region).Select(s => s.Id)];
        HashSet<string> Goods() => [.. materials.Where((_, n) => n == materials.Count - 1 || Chance() < 0.5).Select(m => m.Id)];
        DateOnly Day() => Start.AddDays(30 + Below(350));
        for (var i = 0; i < Below(4); i++)
        {
            var (region, from) = (Pick(Regions), Day());
            DateOnly? until = Chance() < 0.7 ? from.AddDays(20 + Below(200)) : null;
            var origin = Chance() < 0.2 ? new OriginRule(Pick(Regions), Estimate.Certain(Chance() * 0.5)) : null;
            yield return Below(4) switch
            {
                0 => new ExportBan { Id = $"p{i}", From = from, Until = until, Origins = In(region), Destinations = Out(region), Materials = Goods(), Containing = origin, Leakage = Estimate.Certain(0.2 * Chance()), Detour = Estimate.Certain(Below(30)), InTransit = Pick(InTransitRule.Continue, InTransitRule.Hold, InTransitRule.Return, InTransitRule.Seize) },
                1 => new ExportQuota { Id = $"p{i}", From = from, Until = until, Origins = In(region), Destinations = Out(region), Materials = Goods(), OfNormal = Estimate.Certain(Chance()), Period = 20 + Below(80), Sharing = Pick(QuotaSharing.FirstCome, QuotaSharing.ProRata), CarriesOver = Chance() < 0.5 },
                2 => new ExportLicence { Id = $"p{i}", From = from, Until = until, Origins = In(region), Destinations = Out(region), Materials = Goods(), Containing = origin, Review = new Triangular(5, 20, 60), Throughput = Estimate.Certain(0.2 + Chance()), Approval = Regions.ToDictionary(r => r, _ => Estimate.Certain(Chance())), Applicants = Chance() < 0.5 ? Estimate.Certain(5) : null, Reapply = Estimate.Certain(10 + Below(30)), Validity = Estimate.Certain(20 + Below(200)), General = Chance() < 0.3 ? new GeneralLicences(from.AddDays(50), Estimate.Certain(0.3)) : null },
                _ => new Tariff { Id = $"p{i}", From = from, Until = until, Origins = In(region), Destinations = Out(region), Materials = Goods(), Rate = Estimate.Certain(Chance()) },
            };
        }
    }

    IEnumerable<Disruption> Disruptions(List<Site> sites)
    {
        for (var i = 0; i < Below(4); i++)
        {
            var onLane = Chance() < 0.3;
            yield return new Disruption
            {
                Id = $"d{i}",
                Sites = onLane ? [] : [sites[Below(sites.Count)].Id],
                Lanes = onLane ? [Pick("near", "far")] : [],
                From = i == 0 || Chance() < 0.5 ? Start.AddDays(Below(400)) : null,
                After = null,
                Every = null,
                Days = Estimate.Certain(5 + Below(120)),
                Loss = Estimate.Certain(Pick(1, 0.5, 0.9)),
                Probability = Pick(1, 0.5),
                Recovery = Pick(RecoveryShape.Step, RecoveryShape.Linear, RecoveryShape.SCurve, RecoveryShape.Exponential),
                RecoveryDays = Estimate.Certain(30),
                WorkInProcess = Pick(WorkInProcess.Freeze, WorkInProcess.Lose),
                InTransit = onLane ? Pick(InTransitRule.Continue, InTransitRule.Hold, InTransitRule.Return, InTransitRule.Seize) : InTransitRule.Continue,
            } is var d && d.From is null ? d with { Every = Estimate.Certain(90) } : d;
        }
    }

    PriceLaw Price() => new(Estimate.Certain(1000 + (9000 * Chance())), Estimate.Certain(Chance()), 5, new PriceElasticity(Estimate.Certain(-0.2 * Chance()), Estimate.Certain(-0.5), 1));

    SupplyResponse? Response(List<Material> materials)
    {
        var (follows, which, elasticity, lag) = (_supply.Next().NextUniform(), _supply.Next().NextUniform(), _supply.Next().NextUniform(), _supply.Next().NextUniform());
        Material[] priced = [.. materials.Where(m => m.Price is not null)];
        return follows < 0.5 && priced.Length > 0 ? new SupplyResponse(priced[(int)(which * priced.Length)].Id, null, Estimate.Certain(elasticity), Estimate.Certain(400 * lag)) : null;
    }

    Estimate? Volume() => _supply.Next().NextUniform() is < 0.15 and var small ? Estimate.Certain(50 + (3_000 * small)) : null;

    double[] Split(int parts, double total)
    {
        double[] weights = [.. Enumerable.Range(0, parts).Select(_ => 0.05 + Chance())];
        return [.. weights.Select(w => w / weights.Sum() * total)];
    }

    double Chance() => _chance.Next().NextUniform();

    int Below(int n) => (int)(Chance() * n);

    T Pick<T>(params T[] from) => from[Below(from.Length)];
}
