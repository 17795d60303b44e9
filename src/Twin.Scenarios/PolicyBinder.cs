using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>Export controls: who acts, from where, to where, on what, when.</summary>
sealed class PolicyBinder(
    Problems problems, Dictionary<string, Site> sites, Dictionary<string, Material> materials, Dictionary<string, string> regions, DateOnly start, DateOnly end)
{
    static readonly Dictionary<string, InTransitRule> Rules = new()
    {
        ["continue"] = InTransitRule.Continue,
        ["hold"] = InTransitRule.Hold,
        ["return"] = InTransitRule.Return,
        ["seize"] = InTransitRule.Seize,
    };

    /// <returns>The control; null where it is not sound, or of no length.</returns>
    public ExportControl? Bind(string id, Section section)
    {
        var kind = section.Choice("kind", new Dictionary<string, string> { ["ban"] = "ban", ["licence"] = "licence" }, "", required: true);
        var name = section.Text("name") ?? id;
        var origins = section.Sub("by", required: true) is { } by ? SitesOf(by) : null;
        var destinations = section.Sub("to", required: true) is { } to ? SitesOf(to) : null;
        var goods = section.Sub("on", required: true) is { } on ? MaterialsOf(on) : null;
        var (from, until) = (section.Date("from", required: true), section.Date("until"));
        section.Date("announced");
        if (section.Estimate("for", Dimension.Duration) is { } length)
        {
            if (until is not null) section.Error("for", "says when it ends, and so does 'until'; leave one of them out");
            else if (from is { } f) until = EndOf(f, length.Value, ((section.Map["for"] as ScalarNode)?.Text ?? "").Trim());
        }

        var inTransit = section.Choice("in-transit", Rules, InTransitRule.Continue);
        ExportControl? control = kind switch
        {
            "ban" => new ExportBan
            {
                Id = id,
                Origins = origins!,
                Destinations = destinations!,
                Materials = goods!,
                From = from ?? default,
                Leakage = section.Share("leakage") ?? Estimate.Certain(0),
                Detour = section.Estimate("detour", Dimension.Duration) ?? Estimate.Certain(0),
            },
            "licence" => BindLicence(id, section, origins!, destinations!, goods!, from ?? default),
            _ => null,
        };
        if (control is null) return null;
        section.End();
        if (origins is null || destinations is null || goods is null || from is null) return null;
        if (until < from) section.Error(section.Map.Find("until") is null ? "for" : "until", $"ends on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}");
        if (kind == "licence" && inTransit != InTransitRule.Continue) section.Error("in-transit", "what has left needs no licence any more; write 'continue', or use a ban");
        if (until == from)
        {
            problems.Warn(section.Mark, section.Path, "is of no length, and is left out");
            return null;
        }

        if (from >= end || until <= start) problems.Warn(section.Mark, section.Path, "lies outside of the clock: it does nothing");
        return control with { Name = name, Until = until, InTransit = inTransit };
    }

    ExportLicence? BindLicence(string id, Section section, IReadOnlySet<string> origins, IReadOnlySet<string> destinations, IReadOnlySet<string> goods, DateOnly from)
    {
        var review = section.Distribution("review", Dimension.Duration, required: true);
        Dictionary<string, Estimate> approval = new(StringComparer.Ordinal);
        if (section.Sub("approval", required: true) is { } shares)
        {
            var otherwise = shares.Share("default") ?? Estimate.Certain(1);
            foreach (var region in regions.Keys) approval[region] = shares.Share(region) ?? otherwise;
            shares.End();
        }

        var licence = new ExportLicence
        {
            Id = id,
            Origins = origins,
            Destinations = destinations,
            Materials = goods,
            From = from,
            Throughput = section.Estimate("throughput", Dimension.Share) ?? Estimate.Certain(1),
            Review = review ?? new Kernel.Fixed(0),
            Approval = approval,
            Validity = section.Estimate("validity", Dimension.Duration) ?? Estimate.Certain(180),
            Reapply = section.Estimate("reapply", Dimension.Duration) ?? Estimate.Certain(30),
        };
        if (licence.Throughput.Low <= 0) section.Error("throughput", "is nothing: a desk that takes up nothing is a ban");
        return review is null ? null : licence;
    }

    /// <summary>Whole months and years by the calendar, all else in days.</summary>
    static DateOnly EndOf(DateOnly from, double days, string text)
    {
        var number = new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        var unit = text[number.Length..].Trim();
        if (int.TryParse(number, out var count) && unit is "mo" or "month" or "months") return from.AddMonths(count);
        return int.TryParse(number, out count) && unit is "yr" or "year" or "years" ? from.AddYears(count) : from.AddDays((int)Math.Round(days));
    }

    HashSet<string> SitesOf(Section section)
    {
        if (section.Sub("all-except") is { } except)
        {
            var left = SitesOf(except);
            section.End();
            return [.. sites.Keys.Where(s => !left.Contains(s))];
        }

        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (var (region, mark) in section.List("regions"))
        {
            if (regions.ContainsKey(region)) found.UnionWith(sites.Values.Where(s => s.Region == region).Select(s => s.Id));
            else problems.Error(mark, section.Below("regions"), $"no region '{region}'{Problems.Suggest(region, regions.Keys)}");
        }

        var countries = sites.Values.Select(s => s.Country).ToHashSet(StringComparer.Ordinal);
        foreach (var (country, mark) in section.List("countries"))
        {
            if (countries.Contains(country)) found.UnionWith(sites.Values.Where(s => s.Country == country).Select(s => s.Id));
            else problems.Error(mark, section.Below("countries"), $"no site in '{country}'{Problems.Suggest(country, countries)}");
        }

        foreach (var (site, mark) in section.List("sites"))
        {
            if (sites.ContainsKey(site)) found.Add(site);
            else problems.Error(mark, section.Below("sites"), $"no site '{site}'{Problems.Suggest(site, sites.Keys)}");
        }

        section.End();
        return found;
    }

    HashSet<string> MaterialsOf(Section section)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        var kinds = Enum.GetValues<MaterialKind>().ToDictionary(k => k.ToString().ToLowerInvariant());
        foreach (var (kind, mark) in section.List("kinds"))
        {
            if (kinds.TryGetValue(kind, out var known)) found.UnionWith(materials.Values.Where(m => m.Kind == known).Select(m => m.Id));
            else problems.Error(mark, section.Below("kinds"), $"no kind of material '{kind}'{Problems.Suggest(kind, kinds.Keys)}");
        }

        foreach (var (material, mark) in section.List("materials"))
        {
            if (materials.ContainsKey(material)) found.Add(material);
            else problems.Error(mark, section.Below("materials"), $"no material '{material}'{Problems.Suggest(material, materials.Keys)}");
        }

        section.End();
        return found;
    }
}
