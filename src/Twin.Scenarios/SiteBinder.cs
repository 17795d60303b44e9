using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>One site and its recipes.</summary>
sealed class SiteBinder(string id, Section section, string[] groups, Dictionary<string, Material> materials, Dictionary<string, string> regions, IReadOnlyCollection<string> zones)
{
    static readonly Dictionary<string, bool> Overflows = new() { ["keep"] = false, ["waste"] = true };

    public Site? Bind(IReadOnlyDictionary<string, SiteKind> kinds, IReadOnlyDictionary<string, AllocationRule> rules)
    {
        var kind = section.Choice("kind", kinds, SiteKind.Mine, required: true);
        var (name, country, region) = (section.Text("name") ?? id, section.Text("country", required: true), section.Text("region", required: true));
        if (region is not null && !regions.ContainsKey(region)) section.Error("region", $"no region '{region}'{Problems.Suggest(region, regions.Keys)}");
        var recipes = section.Each("recipes").Select(r => BindRecipe(r.Id, r.Section)).ToArray();
        var basis = recipes.SelectMany(r => r?.Outputs ?? []).FirstOrDefault(o => o.IsDriver)?.Material is { } driver ? materials[driver].Basis : "t";
        var capacity = section.Course("capacity", Dimension.Rate(basis));
        var headroom = section.Estimate("headroom", Dimension.Number);
        if (capacity is not null && headroom is { } factor) capacity = Times(capacity, factor);
        var (ramp, season) = (RuleBinder.Ramp(section, id, id), RuleBinder.Season(section));
        if (capacity is not null) capacity = capacity with { Ramp = ramp, Season = season };
        for (var r = 0; r < recipes.Length; r++)
        {
            if (recipes[r] is { Capacity: { } own } recipe) recipes[r] = recipe with { Capacity = own with { Ramp = own.Ramp ?? ramp, Season = season } };
        }

        var site = new Site
        {
            Id = id,
            Name = name,
            Kind = kind,
            Country = country ?? "",
            Region = region ?? "",
            Latitude = section.Estimate("lat", Dimension.Degrees)?.Value,
            Longitude = section.Estimate("lon", Dimension.Degrees)?.Value,
            Operator = section.Text("operator") ?? "",
            Recipes = [.. recipes.OfType<Recipe>()],
            Capacity = capacity,
            InputCover = section.Course("input-cover", Dimension.Duration) ?? Course.Level(0),
            OutputCover = section.Course("output-cover", Dimension.Duration) ?? Course.Level(0),
            Room = section.Estimate("room", Dimension.Duration)?.Value ?? 60,
            Allocation = section.Choice("allocation", rules, AllocationRule.ProRata),
            Review = (int)Math.Round(section.Estimate("review", Dimension.Duration)?.Value ?? 7),
            Orders = RuleBinder.Orders(section),
            Forecasts = RuleBinder.Forecasts(section),
            Costs = RuleBinder.Costs(section),
            Fails = BindFails(),
            Stops = RuleBinder.Stops(section),
            Turndown = section.Share("turndown")?.Value ?? 0,
            Guarded = section.YesOrNo("guarded"),
            Fills = BindFills(),
            DoubleOrdering = section.Share("double-ordering")?.Value ?? 0,
            Hoards = RuleBinder.Hoards(section),
            SourceElasticity = section.Estimate("source-elasticity", Dimension.Number)?.Value ?? 0,
            RunsAbove = BindTrigger(),
            FollowsPrice = BindResponse(),
            Stocks = BindStocks(),
        };
        section.End();
        foreach (var wasted in site.Recipes.SelectMany(r => r.Outputs).Where(o => o.Wastes && site.Recipes.Any(r => r.Outputs.Any(d => d.IsDriver && d.Material == o.Material))))
            section.Error("recipes", $"throws '{wasted.Material}' away that another of its recipes is run for; leave one of the two out");
        if (site.Review is < 1 or > 365) section.Error("review", "is once a day at most, and once a year at least");
        if (recipes.Length > 0 && section.Map.Find("capacity") is null && site.Recipes.Any(r => r.Capacity is null)) section.Error("capacity", "has no capacity; write what it can make: 'capacity: 1000 t/yr'");
        return country is null || region is null || recipes.Contains(null) ? null : site;
    }

    /// <summary>A capacity with its headroom: one factor on the whole course.</summary>
    static Course Times(Course capacity, Estimate factor) => capacity with
    {
        Factor = new Estimate(capacity.Factor.Value * factor.Value, capacity.Factor.Low * factor.Low, capacity.Factor.High * factor.High, factor.Name),
    };

    Reliability? BindFails()
    {
        if (section.Sub("fails") is not { } fails) return null;
        var every = fails.Estimate("every", Dimension.Duration, required: true);
        var repair = RepairOf(fails);
        var loss = fails.Share("loss") ?? Estimate.Certain(1);
        fails.End();
        if (every is null || repair is null) return null;
        if (every.Value.Low <= 0) fails.Error("every", "is nothing; a site that always fails has no capacity");
        if (loss.Low <= 0) fails.Error("loss", "is nothing; leave the failure out");
        return new Reliability(every.Value, repair, loss);
    }

    /// <summary>A law, or in a table its median and its ninetieth percentile.</summary>
    static Kernel.Distribution? RepairOf(Section fails)
    {
        if (fails.Map.Find("repair") is not MapNode map || map.Find("median") is null) return fails.Distribution("repair", Dimension.Duration, required: true);
        var repair = fails.Sub("repair")!;
        var (median, p90) = (repair.Estimate("median", Dimension.Duration, required: true), repair.Estimate("p90", Dimension.Duration, required: true));
        repair.End();
        if (median is null || p90 is null) return null;
        if (median.Value.Value > 0 && p90.Value.Value >= median.Value.Value) return Kernel.LogNormal.FromMedianAndP90(median.Value.Value, p90.Value.Value);
        fails.Error("repair", "its ninetieth percentile is below its median");
        return null;
    }

    List<FillRule> BindFills()
    {
        List<FillRule> fills = [];
        foreach (var (material, fill) in section.Each("fills"))
        {
            if (!materials.TryGetValue(material, out var known)) section.Error("fills", $"no material '{material}'{Problems.Suggest(material, materials.Keys)}");
            var basis = known?.Basis ?? "t";
            var (upTo, rate) = (fill.Estimate("up-to", Dimension.Mass(basis), required: true), fill.Estimate("rate", Dimension.Rate(basis), required: true));
            var from = fill.Date("from");
            fill.End();
            if (known is not null && upTo is not null && rate is not null) fills.Add(new FillRule(material, upTo.Value, rate.Value, from));
        }

        return fills;
    }

    PriceTrigger? BindTrigger()
    {
        if (section.Sub("runs-above") is not { } trigger) return null;
        var (material, zone) = BindQuotation(trigger);
        var price = trigger.Estimate("price", Dimension.Money(material?.Basis ?? "t"), required: true);
        var (starts, stops) = (trigger.Estimate("starts-after", Dimension.Duration) ?? Estimate.Certain(0), trigger.Estimate("stops-after", Dimension.Duration) ?? Estimate.Certain(0));
        var yearlyChance = trigger.Share("stops-in-a-year");
        trigger.End();
        if (yearlyChance is { High: 0 }) trigger.Error("stops-in-a-year", "is nothing: it never stops; leave 'runs-above' out");
        return material is null || price is null ? null : new PriceTrigger(material.Id, zone, price.Value, starts, stops, yearlyChance);
    }

    SupplyResponse? BindResponse()
    {
        if (section.Sub("follows-price") is not { } response) return null;
        var (material, zone) = BindQuotation(response);
        var elasticity = response.Estimate("elasticity", Dimension.Number, required: true);
        var lag = response.Estimate("lag", Dimension.Duration) ?? Estimate.Certain(0);
        response.End();
        if (section.Map.Find("recipes") is null) section.Error("follows-price", "makes nothing: there is no capacity that could follow");
        return material is null || elasticity is null ? null : new SupplyResponse(material.Id, zone, elasticity.Value, lag);
    }

    /// <summary>Whose price, and in which zone: null for the site's own.</summary>
    (Material? Material, string? Zone) BindQuotation(Section part)
    {
        var (of, zone) = (part.Text("of", required: true) ?? "", part.Text("in"));
        if (!materials.TryGetValue(of, out var material)) part.Error("of", $"no material '{of}'{Problems.Suggest(of, materials.Keys)}");
        else if (material.Price is null) part.Error("of", $"'{of}' has no price; write 'price: {{ start: … }}' at the material");
        if (zone is not null && !zones.Contains(zone)) part.Error("in", $"no price zone '{zone}'{Problems.Suggest(zone, zones)}");
        return (material?.Price is null ? null : material, zone);
    }

    List<(string, Estimate)> BindStocks()
    {
        List<(string, Estimate)> stocks = [];
        if (section.Sub("stocks") is not { } all) return stocks;
        foreach (var material in all.Map.Keys)
        {
            if (!materials.TryGetValue(material, out var known)) all.Error(material, $"no material '{material}'{Problems.Suggest(material, materials.Keys)}");
            else if (all.Estimate(material, Dimension.Mass(known.Basis)) is { } tonnes) stocks.Add((material, tonnes));
        }

        return stocks;
    }

    Recipe? BindRecipe(string recipe, Section part)
    {
        List<RecipeInput> inputs = [];
        foreach (var (slot, input) in part.Each("in"))
        {
            var of = input.List("of").Where(m => IsMaterial(m.Text, m.Mark, input.Path)).Select(m => m.Text).ToArray();
            if (input.Map.Find("of") is null && materials.ContainsKey(slot)) of = [slot];
            if (of.Length == 0)
            {
                if (input.Map.Find("of") is null) input.Error("of", "says nothing of what goes in; write 'of: [material]'");
                input.Take("amount");
                input.End();
                continue;
            }

            var thrift = input.Sub("thrift") is { } saves ? RuleBinder.Learns(saves) : null;
            if (input.Map.Find("thrift") is not null && inputs.Count == 0) input.Error("thrift", "is of the first input, which takes the place of what the others save");
            var amount = input.Estimate("amount", Dimension.Mass(materials[of[0]].Basis) with { Factor = u => u.Length == 0 || u == "t" || u == materials[of[0]].Basis ? 1 : null })?.Value ?? 1;
            input.End();
            if (amount <= 0) input.Error("amount", "is nothing; leave the input out");
            inputs.Add(new RecipeInput(slot, of, amount) { Thrift = thrift });
        }

        var isExtraction = part.Map.Find("in") is null;
        List<RecipeOutput> outputs = [];
        foreach (var (material, output) in part.Each("out", required: true))
        {
            var isDriver = output.YesOrNo("driver");
            Estimate[] recovery = isExtraction ? [] : [.. groups.Select(_ => Estimate.Certain(0))];
            if (output.Sub("recovery", required: !isExtraction) is { } recoveries)
            {
                for (var g = 0; g < groups.Length; g++)
                {
                    if (recoveries.Share(groups[g]) is { } share && !isExtraction) recovery[g] = share;
                }

                recoveries.End();
                if (isExtraction) output.Error("recovery", "there is nothing to recover from: the recipe has no input");
            }

            var wastes = output.Choice("overflow", Overflows, false);
            output.End();
            if (wastes && isDriver) output.Error("overflow", "is of by-products; a full store of what it is run for stops the recipe");
            if (IsMaterial(material, part.Mark, output.Path)) outputs.Add(new RecipeOutput(material, recovery, isDriver) { Wastes = wastes });
        }

        var cycle = part.Estimate("cycle", Dimension.Duration) ?? Estimate.Certain(0);
        var drivers = outputs.Count(o => o.IsDriver);
        var basis = outputs.FirstOrDefault(o => o.IsDriver) is { } driver ? materials[driver.Material].Basis : "t";
        var capacity = part.Course("capacity", Dimension.Rate(basis));
        var ramp = RuleBinder.Ramp(part, id, $"{id}.{recipe}");
        if (ramp is not null && capacity is null) part.Error("ramp", "needs a capacity of the recipe's own; or write the ramp at the site");
        if (capacity is not null) capacity = capacity with { Ramp = ramp };
        var (from, until) = (part.Date("from"), part.Date("until"));
        part.End();
        if (until <= from) part.Error("until", "ends before it begins");
        if (drivers != 1) part.Error("out", drivers == 0 ? "has no driver; mark the output that it runs for: 'driver: yes'" : "has several drivers; a recipe runs for one output");
        CheckMass(part, outputs);
        return drivers == 1 ? new Recipe { Id = recipe, Inputs = inputs, Outputs = outputs, Capacity = capacity, Cycle = cycle, From = from, Until = until } : null;
    }

    bool IsMaterial(string material, Mark mark, string path)
    {
        if (materials.ContainsKey(material)) return true;
        section.Problems.Error(mark, path, $"no material '{material}'{Problems.Suggest(material, materials.Keys)}");
        return false;
    }

    void CheckMass(Section part, List<RecipeOutput> outputs)
    {
        for (var g = 0; g < groups.Length; g++)
        {
            var most = outputs.Sum(o => o.Recovery.Count > 0 ? o.Recovery[g].High : 0);
            if (most > 1 + 1e-9) part.Error("out", FormattableString.Invariant($"makes mass: the recoveries of {groups[g]} add up to {most * 100:0.##} %, and at most 100 % can come out"));
        }
    }
}
