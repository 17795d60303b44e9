namespace Twin.SupplyChain;

/// <summary>What a record keeps series of: whose use, and which flows.</summary>
sealed class RecordKeys
{
    public RecordKeys(NetworkIndex index)
    {
        var network = index.Network;
        string[] finished = [.. index.Cells.Where(c => c.Finished).Select(c => index.Materials[c.Material].Id).Distinct().Order(StringComparer.Ordinal)];
        Sectors = network.Regions.Count;
        Materials = Sectors + network.Sectors.Count;
        Demands = Materials + finished.Length;
        Names = [.. network.Regions.Select(r => r.Id), .. network.Sectors.Select(s => s.Id), .. finished, .. index.Demands.Select(d => d.Id)];
        var regions = network.Regions.Index().ToDictionary(r => r.Item.Id, r => r.Index, StringComparer.Ordinal);
        var sectors = network.Sectors.Index().ToDictionary(s => s.Item.Id, s => Sectors + s.Index, StringComparer.Ordinal);
        int[] KeysOf(Cell cell)
        {
            var demand = index.Demands[cell.Demand];
            int[] all = [sectors[demand.Sector], Demands + cell.Demand];
            return cell.Finished ? [.. all, regions[demand.Region], Materials + Array.IndexOf(finished, index.Materials[cell.Material].Id)] : all;
        }

        var uses = index.Cells.SelectMany((cell, c) => KeysOf(cell).Select(key => (Key: key, Cell: c))).ToLookup(u => u.Key, u => u.Cell);
        CellsOf = [.. Enumerable.Range(0, Names.Length).Select(key => uses[key].ToArray())];
        Route RouteOf(Arc arc) => new(index.Sites[arc.Seller].Kind, index.Sites[arc.Seller].Region, index.Sites[arc.Buyer].Region);
        Routes = [.. index.Arcs.Select(RouteOf).Distinct().OrderBy(r => r.Kind).ThenBy(r => r.From, StringComparer.Ordinal).ThenBy(r => r.To, StringComparer.Ordinal)];
        Stages = [.. index.Sites.Select(s => s.Kind).Distinct().Order()];
        StageOfSite = [.. index.Sites.Select(s => Array.IndexOf(Stages, s.Kind))];
        Stores = [.. index.Sites.Select(s => (s.Kind, s.Region)).Distinct().OrderBy(s => s.Kind).ThenBy(s => s.Region, StringComparer.Ordinal)];
        StoreOfSite = [.. index.Sites.Select(s => Array.IndexOf(Stores, (s.Kind, s.Region)))];
        Priced = [.. Enumerable.Range(0, index.Materials.Length).Where(m => index.Materials[m].Price is not null)];
        Desks = [.. Enumerable.Range(0, index.Policies.Length).Where(p => index.Policies[p] is ExportLicence)];
        PriceNames = [.. Priced.SelectMany(m => Enumerable.Range(0, index.Zones).Select(z => index.Network.Zones.Count == 0 ? index.Materials[m].Id : $"{index.Materials[m].Id}.{index.Network.Zones[z].Id}"))];
        PriceOfArc = [.. index.Arcs.Select(a => Array.IndexOf(Priced, a.Material) is >= 0 and var m ? (m * index.Zones) + index.ZoneOfSite[a.Buyer] : -1)];
        RouteOfArc = [.. index.Arcs.Select(a => Array.IndexOf(Routes, RouteOf(a)))];
    }

    /// <summary>A kind of site as measures name it: mine, cracking, refinery, recycler, metal, magnet, market, stockpile.</summary>
    public static string NameOf(SiteKind kind) => kind switch
    {
        SiteKind.MetalMaker => "metal",
        SiteKind.MagnetMaker => "magnet",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Regions, then sectors, then finished materials, then demands.</summary>
    public string[] Names { get; }

    /// <summary>The first sector among <see cref="Names"/>.</summary>
    public int Sectors { get; }

    /// <summary>The first finished material among <see cref="Names"/>.</summary>
    public int Materials { get; }

    /// <summary>The first demand among <see cref="Names"/>: one sector in one region.</summary>
    public int Demands { get; }

    /// <summary>For each name, the cells whose use counts for it.</summary>
    public int[][] CellsOf { get; }

    /// <summary>Between which regions goods may move, by the kind of the seller.</summary>
    public Route[] Routes { get; }

    /// <summary>The route of each arc.</summary>
    public int[] RouteOfArc { get; }

    /// <summary>The kinds of site that there are.</summary>
    public SiteKind[] Stages { get; }

    /// <summary>The stage of each site, in <see cref="Stages"/>.</summary>
    public int[] StageOfSite { get; }

    /// <summary>Where stocks are kept apart: by kind of site and region.</summary>
    public (SiteKind Kind, string Region)[] Stores { get; }

    /// <summary>The store of each site.</summary>
    public int[] StoreOfSite { get; }

    /// <summary>The materials that have a price.</summary>
    public int[] Priced { get; }

    /// <summary>Which of <see cref="PriceNames"/> the buyer of an arc pays; -1 for none.</summary>
    public int[] PriceOfArc { get; }

    /// <summary>Their prices, zone by zone: <c>ndpr-oxide.china</c>; without the zone where there is one only.</summary>
    public string[] PriceNames { get; }

    /// <summary>The controls that have a licence desk.</summary>
    public int[] Desks { get; }
}

/// <summary>A way that goods go: from which kind of site, in which region, to which region.</summary>
readonly record struct Route(SiteKind Kind, string From, string To);
