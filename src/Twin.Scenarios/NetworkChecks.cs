using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>What can only be said of a network as a whole: who makes what, who can get what, which rule touches nothing.</summary>
sealed class NetworkChecks(Network network, Section root, IReadOnlyDictionary<string, Mark> contracts, Problems problems)
{
    readonly Dictionary<string, Site> _sites = network.Sites.ToDictionary(s => s.Id, StringComparer.Ordinal);
    readonly ILookup<(string Buyer, string Material), Contract> _bought = network.Contracts.ToLookup(c => (c.Buyer, c.Material));

    public void Run()
    {
        foreach (var contract in network.Contracts) Check(contract);
        foreach (var site in network.Sites) CheckSlots(site);
        foreach (var demand in network.Demands) Check(demand);
        foreach (var material in network.Materials.Where(m => !network.Contracts.Any(c => c.Material == m.Id) && !network.Sites.Any(s => Makes(s, m.Id))))
            problems.Warn(MarkOf("materials", material.Id), $"materials.{material.Id}", "nobody makes it and nobody buys it");
        foreach (var policy in network.Policies) Check(policy);
        foreach (var disruption in network.Disruptions) Check(disruption);
        foreach (var site in network.Sites) Doubt(site);
        var priced = network.Materials.Where(m => m.Price is not null).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var demand in network.Demands.Where(d => d.Elasticity is not null && !d.Uses.Any(u => priced.Contains(u.Material))))
            problems.Warn(MarkOf("demand", demand.Id), $"demand.{demand.Id}.elasticity", "nothing that it uses has a price: it changes nothing");
        if (network.ContractPrices.Count > 0 && priced.Count == 0)
            problems.Warn(root.Map.Find("contract-prices")?.Mark ?? root.Mark, "contract-prices", "no material has a price: they change nothing");
    }

    void Check(Policy policy)
    {
        var (mark, path) = (MarkOf("policies", policy.Id), $"policies.{policy.Id}");
        switch (policy)
        {
            case ExportControl control when !network.Contracts.Any(k => control.Origins.Contains(k.Seller) && control.Destinations.Contains(k.Buyer) && control.Materials.Contains(k.Material)):
                problems.Warn(mark, path, "touches no contract: it does nothing");
                break;
            case Tariff tariff when !network.Materials.Any(m => tariff.Materials.Contains(m.Id) && m.Price is not null):
                problems.Warn(mark, path, "is a share of a price, and none of its goods has one: it costs nothing");
                break;
            case Tariff tariff when !network.Sites.Any(s => tariff.Destinations.Contains(s.Id) && s.SourceElasticity > 0):
                problems.Warn(mark, path, "costs, and nobody whom it hits looks at cost ('source-elasticity'): it moves nothing");
                break;
            case Offtake offtake when !network.Contracts.Any(c => c.Seller == offtake.Seller && c.Buyer == offtake.Buyer && c.Material == offtake.Material):
                problems.Error(mark, path, $"'{offtake.Buyer}' has no contract with '{offtake.Seller}' for '{offtake.Material}'");
                break;
            case Offtake offtake when MostOf(_sites[offtake.Seller], offtake.Material) is { } most && offtake.Tonnes.Low > most:
                problems.Warn(mark, path, FormattableString.Invariant($"takes {offtake.Tonnes.Value:#,0.#} t a year, and '{offtake.Seller}' can make {most:#,0.#} at most: it never gets all of it"));
                break;
            case StockpileRelease { When: { } when } when !network.Policies.Any(p => p.Id == when):
                problems.Error(mark, path, $"answers '{when}', and there is no such policy{Problems.Suggest(when, network.Policies.Select(p => p.Id))}");
                break;
            case StockpileRelease release when !network.Contracts.Any(c => c.Seller == release.Site):
                problems.Warn(mark, path, $"nobody has a contract with '{release.Site}': nobody may draw on it");
                break;
        }
    }

    void Check(Disruption disruption)
    {
        if (disruption.After is not { } after) return;
        var (mark, path) = (MarkOf("disruptions", disruption.Id), $"disruptions.{disruption.Id}.after");
        HashSet<string> seen = new(StringComparer.Ordinal) { disruption.Id };
        for (var id = after.Id; ;)
        {
            if (network.Disruptions.FirstOrDefault(d => d.Id == id) is not { } earlier)
            {
                problems.Error(mark, path, $"no event '{id}'{Problems.Suggest(id, network.Disruptions.Select(d => d.Id))}");
                return;
            }

            if (!seen.Add(id))
            {
                problems.Error(mark, path, "goes round in a circle: each waits for another to begin");
                return;
            }

            if (earlier.After is not { } next) return;
            id = next.Id;
        }
    }

    /// <summary>What is odd about a site and not wrong.</summary>
    void Doubt(Site site)
    {
        var (mark, path) = (MarkOf("sites", site.Id), $"sites.{site.Id}");
        foreach (var fill in site.Fills.Where(f => !_bought.Contains((site.Id, f.Material))))
            problems.Error(mark, path, $"fills up with '{fill.Material}', and nobody sells it to '{site.Id}'; add a contract with that buyer");
        if (site.Guarded && !network.Policies.OfType<StockpileRelease>().Any(r => r.Site == site.Id) && network.Contracts.Any(c => c.Seller == site.Id))
            problems.Warn(mark, path, "is guarded, and no policy releases it: nothing ever leaves it");
        if (site.Recipes.Count == 0) return;

        if (site.OutputCover.Points.Max(p => p.Value) > site.Room) problems.Warn(mark, path, FormattableString.Invariant($"aims at {site.OutputCover.Points.Max(p => p.Value):0} days of output and has room for {site.Room:0}: it will always be full"));
        foreach (var recipe in site.Recipes)
        {
            var capacity = recipe.Capacity ?? site.Capacity;
            if (capacity is not null && capacity.Points.All(p => p.Value == 0)) problems.Warn(mark, path, $"'{recipe.Id}' has a capacity of nothing at all times: it can never run");
            if (recipe.From >= network.End || recipe.Until <= network.Start) problems.Warn(mark, path, $"'{recipe.Id}' runs at no time of the clock");
        }
    }

    /// <summary>The most that a site ever makes of a material for its own sake [t/yr]; null where that is not limited, or grows, or the material comes along with others.</summary>
    static double? MostOf(Site site, string material)
    {
        Recipe[] recipes = [.. site.Recipes.Where(r => r.Outputs.Any(o => o.IsDriver && o.Material == material))];
        Course?[] capacities = [.. recipes.Select(r => r.Capacity ?? site.Capacity).Distinct()];
        if (site.FollowsPrice is not null || capacities.Length == 0 || capacities.Any(c => c is null || c.Growth.High > 0)) return null;
        return capacities.Sum(c => c!.Points.Max(p => p.Value) * c.Factor.High);
    }

    static bool Makes(Site site, string material) => site.Recipes.Any(r => r.Outputs.Any(o => o.Material == material)) || site.Stocks.Any(s => s.Material == material);

    Mark MarkOf(string key, string id) => root.Map.Find(key) is MapNode map && map.Find(id) is { } ? map.KeyMark(id) : root.Mark;

    void Check(Contract contract)
    {
        var id = $"{contract.Seller}>{contract.Buyer}>{contract.Material}";
        var (mark, path) = (contracts[id], $"contracts.{id}");
        var (seller, buyer) = (_sites[contract.Seller], _sites[contract.Buyer]);
        if (!Makes(seller, contract.Material) && !(seller.Recipes.Count == 0 && _bought.Contains((seller.Id, contract.Material))))
            problems.Error(mark, path, $"'{seller.Id}' does not make '{contract.Material}'{Problems.Suggest(contract.Material, seller.Recipes.SelectMany(r => r.Outputs).Select(o => o.Material))}");
        if (buyer.Recipes.Count > 0 && !buyer.Recipes.SelectMany(r => r.Inputs).Any(i => i.Materials.Contains(contract.Material)))
            problems.Error(mark, path, $"'{buyer.Id}' has no use for '{contract.Material}'{Problems.Suggest(contract.Material, buyer.Recipes.SelectMany(r => r.Inputs).SelectMany(i => i.Materials))}");
        if (contract.Share <= 0) problems.Error(mark, path, "its share is nothing; leave the contract out");
        if (seller.Id == buyer.Id) problems.Error(mark, path, "buys from itself");
    }

    void CheckSlots(Site site)
    {
        var (mark, path) = (MarkOf("sites", site.Id), $"sites.{site.Id}");
        foreach (var slot in site.Recipes.SelectMany(r => r.Inputs).DistinctBy(i => i.Slot))
        {
            if (!slot.Materials.Any(m => _bought.Contains((site.Id, m))))
                problems.Error(mark, path, $"nobody delivers {string.Join(" or ", slot.Materials.Select(m => $"'{m}'"))} to it; add a contract with buyer '{site.Id}'");
        }
    }

    void Check(Demand demand)
    {
        var (mark, path) = (MarkOf("demand", demand.Id), $"demand.{demand.Id}");
        var market = _sites[demand.Market];
        if (market.Recipes.Count > 0) problems.Error(mark, path, $"'{market.Id}' is no market: it has recipes");
        if (demand.Uses.Count == 0) problems.Error(mark, path, "uses nothing; leave it out");
        foreach (var (material, _) in demand.Uses.Where(u => !_bought.Contains((demand.Market, u.Material))))
            problems.Error(mark, path, $"cannot be reached: nobody delivers '{material}' to '{demand.Market}'; add a contract with that buyer and material");
    }
}
