namespace Twin.SupplyChain;

/// <summary>A question to one year of a run, answered in tonnes: what was made, used or shipped, and where.</summary>
/// <remarks>
/// <code>
/// made MATERIALS in PLACE
/// used MATERIALS by KIND in PLACE
/// shipped MATERIALS from PLACE to PLACE
/// held MATERIALS by KIND in PLACE
/// capacity MATERIALS in PLACE
/// wanted in PLACE
/// quarter 4 made MATERIALS in PLACE
/// </code>
/// Capacity is that of the plants that make a material for its own sake out of something else than itself (remelting is no
/// making), on 1 July, each in its own basis; wanted is what users want of finished goods. Held is in stock on the last
/// evening of the year, in whatever bin; <c>by users</c> is what users have put by. Several may be added up with
/// <c>+</c>, one question divided by another with <c>/</c>, and each multiplied by a number: <c>2.1 * capacity …</c>. MATERIALS is an id, a list with commas, or <c>kind:magnet</c>; PLACE a region, a
/// site, a list of them, <c>world</c>, or <c>not CN</c>; KIND a kind of site. Tonnes are of each material's own basis.
/// </remarks>
public static class BalanceQuery
{
    /// <param name="text">The question.</param>
    /// <param name="index">The network of the run.</param>
    /// <param name="record">The run.</param>
    /// <param name="year">A calendar year of the run.</param>
    /// <exception cref="FormatException">The question is not one; the message says what is wrong.</exception>
    public static double Ask(string text, NetworkIndex index, ChainRecord record, int year)
    {
        var y = year - index.Network.Start.Year;
        if (y < 0 || y >= record.Years) throw new FormatException($"the run has no year {year}");
        var parts = text.Split(" / ");
        if (parts.Length > 2) throw new FormatException($"'{text}' divides more than once");
        double Sum(string part) => part.Split(" + ").Sum(term => Times(term, index, record, y));
        return parts.Length == 1 ? Sum(parts[0]) : Sum(parts[0]) / Sum(parts[1]);
    }

    static double Times(string term, NetworkIndex index, ChainRecord record, int year)
    {
        var star = term.IndexOf(" * ", StringComparison.Ordinal);
        var factor = 1.0;
        if (star >= 0 && !double.TryParse(term[..star], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out factor)) throw new FormatException($"'{term[..star]}' is not a number");
        return factor * Term(term[(star < 0 ? 0 : star + 3)..].Split(' ', StringSplitOptions.RemoveEmptyEntries), index, record, year);
    }

    static double Term(string[] words, NetworkIndex index, ChainRecord record, int year)
    {
        if (words is ["quarter", var number, "made", ..])
        {
            if (number is not ("1" or "2" or "3" or "4")) throw new FormatException($"there is no quarter '{number}'");
            return Places(string.Join(' ', words.Skip(4)), "in") is [var site] ? MadeInQuarter(index, record, year, number[0] - '1', MaterialsOf(words[3], index), SitesOf(site, index)) : throw new FormatException("write 'quarter 4 made MATERIALS in PLACE'");
        }

        if (words is ["wanted", ..]) return Places(string.Join(' ', words.Skip(1)), "in") is [var users] ? Wanted(index, record, year, users) : throw new FormatException("write 'wanted in PLACE'");
        var materials = words.Length > 1 ? MaterialsOf(words[1], index) : [];
        var rest = string.Join(' ', words.Skip(2));
        return words.FirstOrDefault() switch
        {
            "made" when Places(rest, "in") is [var place] => Made(index, record, year, materials, SitesOf(place, index)),
            "capacity" when Places(rest, "in") is [var place] => Capacity(index, year, materials, SitesOf(place, index)),
            "used" when Places(rest, "by", "in") is [var kind, var place] => Used(index, record, year, materials, KindOf(kind), SitesOf(place, index)),
            "held" when Places(rest, "by", "in") is ["users", var place] => Buffered(index, record, year, materials, SitesOf(place, index)),
            "held" when Places(rest, "by", "in") is [var kind, var place] => Held(index, record, year, materials, KindOf(kind), SitesOf(place, index)),
            "shipped" when Places(rest, "from", "to") is [var from, var to] => Shipped(index, record, year, materials, SitesOf(from, index), SitesOf(to, index)),
            _ => throw new FormatException($"'{string.Join(' ', words)}' is no question; write 'made MATERIALS in PLACE', 'used MATERIALS by KIND in PLACE', 'shipped MATERIALS from PLACE to PLACE', 'held MATERIALS by KIND in PLACE', 'capacity MATERIALS in PLACE', 'wanted in PLACE' or 'quarter 4 made MATERIALS in PLACE'"),
        };
    }

    static double Made(NetworkIndex index, ChainRecord record, int year, HashSet<int> materials, HashSet<int> sites)
    {
        var tonnes = 0.0;
        for (var b = 0; b < index.Bins.Length; b++)
        {
            var bin = index.Bins[b];
            if (bin.IsInput || !sites.Contains(bin.Site) || !materials.Contains(bin.Nominal)) continue;
            tonnes += index.TonnesOf(bin.Nominal, record.MadeIn(b, year));
        }

        return tonnes;
    }

    /// <summary>What sites that make these alone put out in the weeks that begin in a quarter.</summary>
    static double MadeInQuarter(NetworkIndex index, ChainRecord record, int year, int quarter, HashSet<int> materials, HashSet<int> sites)
    {
        var (tonnes, start) = (0.0, index.Network.Start);
        foreach (var s in sites)
        {
            if (index.RecipesBySite[s].Select(r => index.Bins[index.Recipes[r].DriverBin].Nominal).Distinct().ToArray() is not [var material] || !materials.Contains(material)) continue;
            for (var w = 0; w < index.Weeks; w++)
            {
                var date = start.AddDays(7 * w);
                if (date.Year - start.Year == year && (date.Month - 1) / 3 == quarter) tonnes += index.TonnesOf(material, record.Output(s)[w]);
            }
        }

        return tonnes;
    }

    static double Capacity(NetworkIndex index, int year, HashSet<int> materials, HashSet<int> sites)
    {
        var (tonnes, date) = (0.0, new DateOnly(index.Network.Start.Year + year, 7, 1));
        foreach (var group in index.Recipes.Where(r => sites.Contains(r.Site) && materials.Contains(index.Bins[r.DriverBin].Nominal)).GroupBy(r => r.Site))
        {
            // Recipes with a capacity of their own count by it; those that share the site's count once, together.
            var making = group.Where(r => !Remelts(index, r)).ToArray();
            tonnes += making.Where(r => r.Recipe.Capacity is not null).DistinctBy(r => r.Recipe.Capacity).Sum(r => r.Recipe.Capacity!.BestOn(date));
            if (making.Any(r => r.Recipe.Capacity is null) && index.Sites[group.Key].Capacity is { } shared && shared.Ramp is null) tonnes += shared.BestOn(date);
        }

        return tonnes;
    }

    static bool Remelts(NetworkIndex index, RecipeRow row) => Enumerable.Range(row.FirstInput, row.EndInput - row.FirstInput).Any(i => index.Bins[index.Inputs[i].Bin].Nominal == index.Bins[row.DriverBin].Nominal);

    static double Wanted(NetworkIndex index, ChainRecord record, int year, string place)
    {
        var sites = SitesOf(place, index);
        var regions = sites.Select(s => index.Sites[s].Region).ToHashSet(StringComparer.Ordinal);
        var (tonnes, start) = (0.0, index.Network.Start);
        for (var k = 0; k < index.Network.Regions.Count; k++)
        {
            if (!regions.Contains(record.Keys[k])) continue;
            for (var w = 0; w < index.Weeks; w++) tonnes += start.AddDays(7 * w).Year - start.Year == year ? record.Wanted(k)[w] : 0;
        }

        return tonnes;
    }

    static double Used(NetworkIndex index, ChainRecord record, int year, HashSet<int> materials, SiteKind kind, HashSet<int> sites)
    {
        var tonnes = 0.0;
        for (var r = 0; r < index.Recipes.Length; r++)
        {
            var row = index.Recipes[r];
            if (!sites.Contains(row.Site) || index.Sites[row.Site].Kind != kind) continue;
            for (var i = row.FirstInput; i < row.EndInput; i++)
            {
                var nominal = index.Bins[index.Inputs[i].Bin].Nominal;
                if (materials.Contains(nominal)) tonnes += index.TonnesOf(nominal, record.TookIn(i, year));
            }
        }

        return tonnes;
    }

    static double Held(NetworkIndex index, ChainRecord record, int year, HashSet<int> materials, SiteKind kind, HashSet<int> sites) =>
        index.Bins.Index()
            .Where(b => sites.Contains(b.Item.Site) && index.Sites[b.Item.Site].Kind == kind && materials.Contains(b.Item.Nominal))
            .Sum(b => index.TonnesOf(b.Item.Nominal, record.HeldAfter(b.Index, year)));

    static double Buffered(NetworkIndex index, ChainRecord record, int year, HashSet<int> materials, HashSet<int> markets) =>
        index.Cells.Index()
            .Where(c => markets.Contains(index.Bins[c.Item.MarketBin].Site) && materials.Contains(c.Item.Material))
            .Sum(c => index.TonnesOf(c.Item.Material, record.BufferAfter(c.Index, year)));

    static double Shipped(NetworkIndex index, ChainRecord record, int year, HashSet<int> materials, HashSet<int> from, HashSet<int> to)
    {
        var tonnes = 0.0;
        for (var a = 0; a < index.Arcs.Length; a++)
        {
            var arc = index.Arcs[a];
            if (materials.Contains(arc.Material) && from.Contains(arc.Seller) && to.Contains(arc.Buyer)) tonnes += index.TonnesOf(arc.Material, record.SentIn(a, year));
        }

        return tonnes;
    }

    /// <summary>The texts after the given prepositions, which must come in this order.</summary>
    static string[]? Places(string rest, params string[] prepositions)
    {
        var parts = new string[prepositions.Length];
        for (var i = 0; i < prepositions.Length; i++)
        {
            if (!rest.StartsWith(prepositions[i] + " ", StringComparison.Ordinal)) return null;
            rest = rest[(prepositions[i].Length + 1)..];
            var end = i + 1 < prepositions.Length ? rest.IndexOf($" {prepositions[i + 1]} ", StringComparison.Ordinal) : rest.Length;
            if (end < 0) return null;
            parts[i] = rest[..end];
            rest = end < rest.Length ? rest[(end + 1)..] : "";
        }

        return parts;
    }

    static HashSet<int> MaterialsOf(string text, NetworkIndex index)
    {
        HashSet<int> found = [];
        foreach (var id in text.Split(','))
        {
            var before = found.Count;
            for (var m = 0; m < index.Materials.Length; m++)
            {
                if (index.Materials[m].Id == id || id == $"kind:{index.Materials[m].Kind.ToString().ToLowerInvariant()}") found.Add(m);
            }

            if (found.Count == before) throw new FormatException($"no material '{id}'");
        }

        return found;
    }

    static HashSet<int> SitesOf(string text, NetworkIndex index)
    {
        var (negated, list) = text.StartsWith("not ", StringComparison.Ordinal) ? (true, text[4..]) : (false, text);
        var ids = list.Split(',', StringSplitOptions.TrimEntries);
        HashSet<int> found = [];
        foreach (var id in ids)
        {
            var known = id == "world";
            for (var s = 0; s < index.Sites.Length; s++)
            {
                if (id != "world" && index.Sites[s].Region != id && index.Sites[s].Id != id) continue;
                known = found.Add(s) || known;
            }

            if (!known) throw new FormatException($"no region or site '{id}'");
        }

        return negated ? [.. Enumerable.Range(0, index.Sites.Length).Where(s => !found.Contains(s))] : found;
    }

    static SiteKind KindOf(string text) => text switch
    {
        "metal" => SiteKind.MetalMaker,
        "magnet" => SiteKind.MagnetMaker,
        _ => Enum.TryParse<SiteKind>(text, ignoreCase: true, out var kind) ? kind : throw new FormatException($"no kind of site '{text}'"),
    };
}
