using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>Policies: who acts, from where, to where, on what, when, and by which law.</summary>
sealed class PolicyBinder(
    Problems problems, string[] groups, Dictionary<string, Site> sites, Dictionary<string, Material> materials, Dictionary<string, string> regions, Dictionary<string, string> sectors,
    DateOnly start, DateOnly end)
{
    public static readonly Dictionary<string, InTransitRule> Rules = new()
    {
        ["continue"] = InTransitRule.Continue,
        ["hold"] = InTransitRule.Hold,
        ["return"] = InTransitRule.Return,
        ["seize"] = InTransitRule.Seize,
    };

    static readonly Dictionary<string, QuotaSharing> Sharings = new()
    {
        ["first-come"] = QuotaSharing.FirstCome,
        ["pro-rata"] = QuotaSharing.ProRata,
        ["holders"] = QuotaSharing.Holders,
    };

    static readonly string[] Kinds = ["ban", "quota", "licence", "tariff", "technology-ban", "stockpile-release", "offtake", "price-floor", "subsidy"];

    /// <returns>The policy; null where it is not sound, or of no length.</returns>
    public Policy? Bind(string id, Section section)
    {
        var kind = section.Choice("kind", Kinds.ToDictionary(k => k), "", required: true);
        var name = section.Text("name") ?? id;
        var (from, until) = (section.Date("from", required: true), section.Date("until"));
        var announced = section.Date("announced");
        if (section.Estimate("for", Dimension.Duration) is { } length)
        {
            if (until is not null) section.Error("for", "says when it ends, and so does 'until'; leave one of them out");
            else if (from is { } f) until = EndOf(f, length.Value, ((section.Map["for"] as ScalarNode)?.Text ?? "").Trim());
        }

        var policy = kind switch
        {
            "ban" or "quota" or "licence" or "tariff" => BindControl(kind, id, section, from ?? default),
            "technology-ban" => BindTechnologyBan(id, section, from ?? default),
            "stockpile-release" => BindRelease(id, section, from ?? default),
            "offtake" => BindOfftake(id, section, from ?? default),
            "price-floor" or "subsidy" => BindSupport(kind, id, section, from ?? default),
            _ => null,
        };
        if (kind.Length == 0) return null;
        section.End();
        if (policy is null || from is null) return null;
        if (announced > from) section.Error("announced", $"comes after it is in force, on {from:yyyy-MM-dd}");
        if (until < from) section.Error(section.Map.Find("until") is null ? "for" : "until", $"ends on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}");
        if (until == from)
        {
            problems.Warn(section.Mark, section.Path, "is of no length, and is left out");
            return null;
        }

        if (from >= end || until <= start) problems.Warn(section.Mark, section.Path, "lies outside of the clock: it does nothing");
        return policy with { Name = name, Announced = announced, Until = until };
    }

    ExportControl? BindControl(string kind, string id, Section section, DateOnly from)
    {
        var origins = section.Sub("by", required: true) is { } by ? SitesOf(by) : null;
        var destinations = section.Sub("to", required: true) is { } to ? SitesOf(to) : null;
        var goods = section.Sub("on", required: true) is { } on ? MaterialsOf(on) : null;
        var containing = BindOrigin(section);
        var inTransit = section.Choice("in-transit", Rules, InTransitRule.Continue);
        if (kind != "ban" && inTransit != InTransitRule.Continue) section.Error("in-transit", "what has left needs no licence any more; write 'continue', or use a ban");
        ExportControl? control = kind switch
        {
            "ban" => new ExportBan
            {
                Id = id,
                Origins = origins!,
                Destinations = destinations!,
                Materials = goods!,
                From = from,
                Leakage = section.Share("leakage") ?? Estimate.Certain(0),
                Detour = section.Estimate("detour", Dimension.Duration) ?? Estimate.Certain(0),
                DetourCost = section.Estimate("detour-cost", Dimension.Money("t")) ?? Estimate.Certain(0),
            },
            "quota" => BindQuota(id, section, origins!, destinations!, goods!, from),
            "licence" => BindLicence(id, section, origins!, destinations!, goods!, from),
            _ => new Tariff { Id = id, Origins = origins!, Destinations = destinations!, Materials = goods!, From = from, Rate = section.Estimate("rate", Dimension.Share, required: true) ?? Estimate.Certain(0) },
        };
        return origins is null || destinations is null || goods is null || control is null ? null : control with { Containing = containing, InTransit = inTransit };
    }

    OriginRule? BindOrigin(Section section)
    {
        if (section.Sub("containing") is not { } containing) return null;
        var (region, share) = (containing.Text("from", required: true), containing.Share("share", required: true));
        containing.End();
        if (region is null || share is null) return null;
        if (regions.ContainsKey(region)) return new OriginRule(region, share.Value);
        containing.Error("from", $"no region '{region}'{Problems.Suggest(region, regions.Keys)}");
        return null;
    }

    ExportQuota? BindQuota(string id, Section section, IReadOnlySet<string> origins, IReadOnlySet<string> destinations, IReadOnlySet<string> goods, DateOnly from)
    {
        var (tonnes, normal) = (section.Estimate("tonnes", Dimension.TonnesPerYear), section.Estimate("of-normal", Dimension.Share));
        if (tonnes is null == normal is null) problems.Error(section.Mark, section.Path, "says how much in one way: 'tonnes: 30000 t/yr' or 'of-normal: 60 %'");
        var period = section.Estimate("period", Dimension.Duration)?.Value ?? 365.25;
        if (period < 1) section.Error("period", "is less than a day");
        Dictionary<string, double> holders = new(StringComparer.Ordinal);
        if (section.Sub("holders") is { } named)
        {
            foreach (var site in named.Map.Keys)
            {
                if (!sites.ContainsKey(site)) named.Error(site, $"no site '{site}'{Problems.Suggest(site, sites.Keys)}");
                else if (origins is not null && !origins.Contains(site)) named.Error(site, "is not among those that the quota speaks of");
                holders[site] = named.Share(site)?.Value ?? 0;
            }

            if (holders.Values.Sum() > 1 + 1e-9) problems.Error(named.Mark, named.Path, "hold more than all of the quota");
        }

        var sharing = section.Choice("sharing", Sharings, holders.Count > 0 ? QuotaSharing.Holders : QuotaSharing.FirstCome);
        if (sharing == QuotaSharing.Holders && holders.Count == 0) section.Error("sharing", "names no holders: write 'holders: { site: 60 %, … }'");
        return tonnes is null == normal is null || period < 1 ? null : new ExportQuota
        {
            Id = id,
            Origins = origins!,
            Destinations = destinations,
            Materials = goods,
            From = from,
            Tonnes = tonnes,
            OfNormal = normal,
            Period = period,
            Sharing = sharing,
            Holders = holders,
            CarriesOver = section.YesOrNo("carries-over"),
        };
    }

    ExportLicence? BindLicence(string id, Section section, IReadOnlySet<string> origins, IReadOnlySet<string> destinations, IReadOnlySet<string> goods, DateOnly from)
    {
        var review = section.Distribution("review", Dimension.Duration, required: true);
        Dictionary<string, Estimate> approval = new(StringComparer.Ordinal), bySector = new(StringComparer.Ordinal);
        if (section.Sub("approval", required: true) is { } shares)
        {
            var otherwise = shares.Share("default") ?? Estimate.Certain(1);
            foreach (var region in regions.Keys) approval[region] = shares.Share(region) ?? otherwise;
            if (shares.Sub("by-use") is { } uses)
            {
                foreach (var sector in sectors.Keys)
                {
                    if (uses.Share(sector) is { } share) bySector[sector] = share;
                }

                uses.End();
            }

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
            ApprovalBySector = bySector,
            Applicants = section.Estimate("applicants", Dimension.Number),
            Validity = section.Estimate("validity", Dimension.Duration) ?? Estimate.Certain(180),
            Reapply = section.Estimate("reapply", Dimension.Duration) ?? Estimate.Certain(30),
            General = BindGeneral(section),
            Normalises = BindNormalisation(section),
            SpillOver = BindSpillOver(section),
        };
        if (licence.Throughput.Low <= 0) section.Error("throughput", "is nothing: a desk that takes up nothing is a ban");
        if (licence.Applicants is { Low: < 1 }) section.Error("applicants", "are at least one");
        return review is null ? null : licence;
    }

    static GeneralLicences? BindGeneral(Section section)
    {
        if (section.Sub("general") is not { } general) return null;
        var (from, share) = (general.Date("from", required: true), general.Share("share", required: true));
        general.End();
        return from is null || share is null ? null : new GeneralLicences(from.Value, share.Value);
    }

    static Normalisation? BindNormalisation(Section section)
    {
        if (section.Sub("normalises") is not { } normal) return null;
        var (probability, after) = (normal.Share("probability", required: true), normal.Estimate("after", Dimension.Duration, required: true));
        var review = normal.Estimate("review", Dimension.Duration) ?? Estimate.Certain(0);
        normal.End();
        return probability is null || after is null ? null : new Normalisation(probability.Value, after.Value, review);
    }

    SpillOver? BindSpillOver(Section section)
    {
        if (section.Sub("spill-over") is not { } spill) return null;
        var goods = spill.Sub("on", required: true) is { } on ? MaterialsOf(on) : null;
        var (passes, days) = (spill.Share("passes", required: true), spill.Estimate("for", Dimension.Duration, required: true));
        spill.End();
        return goods is null || passes is null || days is null ? null : new SpillOver(goods, passes.Value, days.Value);
    }

    TechnologyBan? BindTechnologyBan(string id, Section section, DateOnly from)
    {
        var plants = section.Sub("plants", required: true) is { } of ? SitesOf(of) : null;
        var ban = new TechnologyBan
        {
            Id = id,
            From = from,
            Sites = plants ?? [],
            Later = section.Estimate("later", Dimension.Duration) ?? Estimate.Certain(0),
            Slower = section.Estimate("slower", Dimension.Duration) ?? Estimate.Certain(0),
            YieldLoss = section.Share("yield-loss") ?? Estimate.Certain(0),
        };
        if (plants is not null && !plants.Any(p => sites[p].Capacity?.Ramp is not null || sites[p].Recipes.Any(r => r.Capacity?.Ramp is not null)))
            problems.Warn(section.Mark, section.Path, "speaks of no plant that is still to come: it does nothing");
        return plants is null ? null : ban;
    }

    StockpileRelease? BindRelease(string id, Section section, DateOnly from)
    {
        var site = section.Text("site", required: true);
        var perWeek = section.Share("per-week") ?? Estimate.Certain(1);
        var (when, below) = (section.Text("when"), section.Share("when-fill-below")?.Value ?? 0);
        if (site is null) return null;
        if (!sites.TryGetValue(site, out var stockpile)) section.Error("site", $"no site '{site}'{Problems.Suggest(site, sites.Keys)}");
        else if (!stockpile.Guarded) section.Error("site", $"'{site}' sells to anybody at any time; write 'guarded: yes' there");
        if (perWeek.Low <= 0) section.Error("per-week", "is nothing; leave the release out");
        return new StockpileRelease { Id = id, From = from, Site = site, PerWeek = perWeek, When = when, WhenFillBelow = below };
    }

    static Offtake? BindOfftake(string id, Section section, DateOnly from)
    {
        var (seller, buyer, material) = (section.Text("seller", true), section.Text("buyer", true), section.Text("material", true));
        var tonnes = section.Estimate("tonnes", Dimension.TonnesPerYear, required: true);
        if (seller is null || buyer is null || material is null || tonnes is null) return null;
        return new Offtake { Id = id, From = from, Seller = seller, Buyer = buyer, Material = material, Tonnes = tonnes.Value };
    }

    Policy? BindSupport(string kind, string id, Section section, DateOnly from)
    {
        var of = section.Text("of", required: true) ?? "";
        if (!materials.TryGetValue(of, out var material)) section.Error("of", $"no material '{of}'{Problems.Suggest(of, materials.Keys)}");
        var plants = section.Sub("plants", required: true) is { } named ? SitesOf(named) : null;
        var amount = section.Estimate(kind == "subsidy" ? "amount" : "price", Dimension.Money(material?.Basis ?? "t"), required: true);
        if (plants is null || amount is null || material is null) return null;
        if (!plants.Any(p => sites[p].RunsAbove?.Material == of || sites[p].FollowsPrice?.Material == of)) problems.Warn(section.Mark, section.Path, $"no plant that it speaks of looks at the price of '{of}': it does nothing");
        return kind == "subsidy"
            ? new Subsidy { Id = id, From = from, Sites = plants, Material = of, Amount = amount.Value }
            : new PriceFloor { Id = id, From = from, Sites = plants, Material = of, Price = amount.Value };
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

    void Keep(HashSet<string> goods, int group, double least) => goods.RemoveWhere(m => materials[m].Content[group] < least);

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

        if (section.Sub("contains") is { } contains)
        {
            // By itself it means all goods with so much of a group in them; beside kinds or names, those of them.
            if (section.Map.Find("kinds") is null && section.Map.Find("materials") is null) found.UnionWith(materials.Keys);
            for (var g = 0; g < groups.Length; g++)
            {
                if (contains.Share(groups[g]) is { } least) Keep(found, g, least.Value);
            }

            contains.End();
        }

        section.End();
        return found;
    }
}
