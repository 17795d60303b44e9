using Twin.Reporting;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary>What held the chain up outside of the acting region: stages whose capacity or one of whose inputs ran out.</summary>
static class Bottlenecks
{
    public static List<Bottleneck> Of(Network network, IReadOnlyDictionary<string, Measured> measures, string? acting)
    {
        var materials = network.Materials.ToDictionary(m => m.Id, m => m.Name, StringComparer.Ordinal);
        Dictionary<(SiteKind Kind, string Cause), (double Mass, List<(string Site, double Mass)> Sites)> found = [];
        foreach (var site in network.Sites.Where(s => s.Region != acting && s.Kind != SiteKind.Mine))
        {
            foreach (var cause in site.Recipes.SelectMany(r => r.Inputs).Select(i => i.Slot).Distinct().Append("capacity"))
            {
                if (!measures.TryGetValue($"bottleneck.{site.Id}.{cause}", out var measured) || measured.Mean <= 0) continue;
                var (mass, sites) = found.GetValueOrDefault((site.Kind, cause), (0, []));
                sites.Add((site.Name, measured.Mean));
                found[(site.Kind, cause)] = (mass + measured.Mean, sites);
            }
        }

        var where = acting is null ? "" : $" outside {network.Regions.First(r => r.Id == acting).Name}";
        var total = found.Values.Sum(f => f.Mass);
        return
        [
            .. found.OrderByDescending(f => f.Value.Mass).ThenBy(f => f.Key.Cause, StringComparer.Ordinal).Take(6).Select(f => new Bottleneck(
                $"{Stage(f.Key.Kind)}{where}: {Lack(f.Key.Cause)}", f.Key.Cause == "capacity" ? "capacity" : "input",
                f.Value.Mass, f.Value.Mass / total, $"Most of it at {f.Value.Sites.MaxBy(s => s.Mass).Site}.")),
        ];

        string Lack(string cause) => cause == "capacity" ? "full" : cause == "feed" ? "no feed" : $"no {materials.GetValueOrDefault(cause, cause)}";
    }

    static string Stage(SiteKind kind) => kind switch
    {
        SiteKind.MetalMaker => "Metal makers",
        SiteKind.MagnetMaker => "Magnet makers",
        SiteKind.Refinery => "Refineries",
        SiteKind.Recycler => "Recyclers",
        SiteKind.Cracking => "Cracking plants",
        _ => kind.ToString(),
    };
}
