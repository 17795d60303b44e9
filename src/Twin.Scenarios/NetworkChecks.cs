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
        foreach (var control in network.Controls.Where(c => !network.Contracts.Any(k => c.Origins.Contains(k.Seller) && c.Destinations.Contains(k.Buyer) && c.Materials.Contains(k.Material))))
            problems.Warn(MarkOf("policies", control.Id), $"policies.{control.Id}", "touches no contract: it does nothing");
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
