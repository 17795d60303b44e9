namespace Twin.SupplyChain;

/// <summary>More is bought of a plant on the first day than it can make: it begins with full pipelines, and is short from then on.</summary>
/// <param name="Site">Whose plant.</param>
/// <param name="Material">What is bought.</param>
/// <param name="Wanted">What its customers take by their shares and the demand of the first day [t of the material's basis a year].</param>
/// <param name="Capacity">What it can make: the level of the year, without season, of a plant that ramps up the part that stands; of a by-product, what comes along [the same].</param>
public sealed record Overload(string Site, string Material, double Wanted, double Capacity)
{
    /// <summary>A plant that is short by this share or less is taken for full.</summary>
    const double Slack = 0.01;

    /// <summary>All of a network, at best values.</summary>
    public static IReadOnlyList<Overload> Of(NetworkIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var flows = new ChainModel(index, 1, noise: false, epistemic: false).Balance(0);
        List<Overload> overloads = [];
        for (var site = 0; site < index.Sites.Length; site++)
        {
            var (shared, first) = (0.0, -1);
            foreach (var r in index.RecipesBySite[site])
            {
                ref readonly var row = ref index.Recipes[r];
                var material = index.Bins[row.DriverBin].Nominal;
                var wanted = index.TonnesOf(material, flows.Drivers[r]) * 365.25;
                if (row.Capacity >= 0) Add(site, material, wanted, index.Courses.BuiltAt(row.Capacity, 0));
                else (shared, first) = (shared + wanted, first < 0 ? material : first);
            }

            if (first >= 0) Add(site, first, shared, index.SiteCapacity[site] < 0 ? double.PositiveInfinity : index.Courses.BuiltAt(index.SiteCapacity[site], 0));
        }

        for (var b = 0; b < index.Bins.Length; b++)
        {
            var (bin, made) = (index.Bins[b], flows.Produced(b));
            double PerYear(double grams) => index.TonnesOf(bin.Nominal, grams) * 365.25;
            if (!bin.IsInput && !bin.Driver && made > 0) Add(bin.Site, bin.Nominal, PerYear(flows.Sales[b]), PerYear(made));
        }

        return [.. overloads.OrderBy(o => o.Site, StringComparer.Ordinal)];

        void Add(int site, int material, double wanted, double capacity)
        {
            if (wanted > capacity * (1 + Slack)) overloads.Add(new Overload(index.Sites[site].Id, index.Materials[material].Id, wanted, capacity));
        }
    }
}
