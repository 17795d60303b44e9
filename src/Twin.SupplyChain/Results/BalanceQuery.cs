namespace Twin.SupplyChain;

/// <summary>A question to one year of a run, answered in tonnes: what was made, used or shipped, and where.</summary>
/// <remarks>
/// <code>
/// made MATERIALS in PLACE
/// used MATERIALS by KIND in PLACE
/// shipped MATERIALS from PLACE to PLACE
/// </code>
/// Several may be added up with <c>+</c>. MATERIALS is an id, a list with commas, or <c>kind:magnet</c>; PLACE a region, a
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
        return text.Split(" + ").Sum(term => Term(term.Split(' ', StringSplitOptions.RemoveEmptyEntries), index, record, y));
    }

    static double Term(string[] words, NetworkIndex index, ChainRecord record, int year)
    {
        var materials = words.Length > 1 ? MaterialsOf(words[1], index) : [];
        var rest = string.Join(' ', words.Skip(2));
        return words.FirstOrDefault() switch
        {
            "made" when Places(rest, "in") is [var place] => Made(index, record, year, materials, SitesOf(place, index)),
            "used" when Places(rest, "by", "in") is [var kind, var place] => Used(index, record, year, materials, KindOf(kind), SitesOf(place, index)),
            "shipped" when Places(rest, "from", "to") is [var from, var to] => Shipped(index, record, year, materials, SitesOf(from, index), SitesOf(to, index)),
            _ => throw new FormatException($"'{string.Join(' ', words)}' is no question; write 'made MATERIALS in PLACE', 'used MATERIALS by KIND in PLACE' or 'shipped MATERIALS from PLACE to PLACE'"),
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
