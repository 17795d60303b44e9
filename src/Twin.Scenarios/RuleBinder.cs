using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>The rules that sites, users and makers go by: when plants start, how orders are made, what is learned and feared.</summary>
static class RuleBinder
{
    static readonly Dictionary<string, OrderKind> OrderKinds = new()
    {
        ["up-to"] = OrderKind.UpTo,
        ["min-max"] = OrderKind.MinMax,
        ["lots"] = OrderKind.Lots,
        ["schedule"] = OrderKind.Schedule,
    };

    /// <summary>How a plant comes into being.</summary>
    public static Ramp? Ramp(Section section, string site, string id)
    {
        if (section.Sub("ramp") is not { } ramp) return null;
        var (first, promised) = (ramp.Date("first", required: true), ramp.Date("promised"));
        var slip = ramp.Estimate("slip", Dimension.Number) ?? Estimate.Certain(1);
        var to80 = ramp.Estimate("to-80", Dimension.Duration) ?? Estimate.Certain(0);
        var utilisation = ramp.Share("utilisation") ?? Estimate.Certain(1);
        var probability = ramp.Share("probability") ?? Estimate.Certain(1);
        ramp.End();
        if (promised > first) ramp.Error("promised", $"is after the first output, {first:yyyy-MM-dd}");
        if (promised is null && !(slip.IsCertain && slip.Value == 1)) ramp.Error("slip", "stretches the time since a promise: write 'promised: 2025-01-01', the day on which the date was given");
        return first is null ? null : new Ramp
        {
            Id = id,
            Site = site,
            First = first.Value,
            Promised = promised ?? first.Value,
            Slip = slip,
            ToFourFifths = to80,
            Utilisation = utilisation,
            Probability = probability,
        };
    }

    /// <summary>Twelve factors, January first.</summary>
    public static IReadOnlyList<double> Season(Section section)
    {
        if (section.Take("season") is not { } node) return [];
        if (node is ListNode { Items.Count: 12 } list && list.Items.All(i => i is ScalarNode))
            return [.. list.Items.Cast<ScalarNode>().Select(i => Quantity.Read(i, Dimension.Share, section.Below("season"), section.Problems) ?? 1)];
        section.Error("season", "is a list of twelve factors, January first: [1, 1, 1, 1, 1, 0.65, …]");
        return [];
    }

    public static IReadOnlyList<PlannedStop> Stops(Section section)
    {
        List<PlannedStop> stops = [];
        foreach (var (id, stop) in section.Each("stops"))
        {
            var (from, every) = (stop.Date("from", required: true), stop.Estimate("every", Dimension.Duration)?.Value ?? 0);
            var (lasts, loss) = (stop.Estimate("lasts", Dimension.Duration, required: true)?.Value, stop.Share("loss")?.Value ?? 1);
            stop.End();
            if (loss <= 0) stop.Error("loss", "is nothing; leave the stop out");
            if (lasts is < 1) stop.Error("lasts", "is less than a day; leave the stop out");
            if (every > 0 && every <= lasts) stop.Error("every", "comes again before it is over");
            if (from is { } f && lasts is >= 1 && loss > 0) stops.Add(new PlannedStop(id, f, every, lasts.Value, loss));
        }

        return stops;
    }

    public static Hoarding? Hoards(Section section)
    {
        if (section.Sub("hoards") is not { } hoards) return null;
        var more = hoards.Estimate("more", Dimension.Share, required: true);
        var below = hoards.Share("when-fill-below")?.Value ?? 0;
        hoards.End();
        return more is { } m ? new Hoarding(m, below) : null;
    }

    /// <summary>What is learned; the whole map is its.</summary>
    public static Adaptation? Learns(Section section)
    {
        var share = section.Share("share", required: true);
        var after = section.Estimate("after", Dimension.Duration) ?? Estimate.Certain(0);
        var half = section.Estimate("half-time", Dimension.Duration) ?? Estimate.Certain(0);
        var from = section.Date("from");
        section.End();
        return share is { } s ? new Adaptation(s, after, half, from) : null;
    }

    /// <summary>One of the classic rules.</summary>
    public static OrderRule? Orders(Section section)
    {
        if (section.Sub("orders") is not { } orders) return null;
        var kind = orders.Choice("rule", OrderKinds, OrderKind.UpTo, required: true);
        var at = Level(orders, "at", kind is OrderKind.MinMax or OrderKind.Lots);
        var to = kind switch
        {
            OrderKind.UpTo or OrderKind.MinMax => Level(orders, "up-to", true),
            OrderKind.Lots => Level(orders, "lot", true),
            _ => Level(orders, "amount", true),
        };
        var every = orders.Estimate("every", Dimension.Duration, required: kind == OrderKind.Schedule)?.Value ?? 0;
        orders.End();
        if (to is null || (at is null && kind is OrderKind.MinMax or OrderKind.Lots)) return null;
        if (kind == OrderKind.MinMax && at!.Value.InDays == to.Value.InDays && at.Value.Amount.Value > to.Value.Amount.Value)
            orders.Error("at", "is above the level that is ordered up to");
        if (kind == OrderKind.Lots && to.Value.Amount.Low <= 0) orders.Error("lot", "is nothing; a lot has a size");
        return new OrderRule(kind, at ?? default, to.Value, every);
    }

    /// <summary>A level in tonnes, or in days of forecast.</summary>
    static StockLevel? Level(Section section, string key, bool required)
    {
        if (section.Take(key, required) is not { } node) return null;
        var text = ((node as MapNode)?.Find("value") as ScalarNode ?? node as ScalarNode)?.Text ?? "";
        var unit = new string([.. text.SkipWhile(c => !char.IsAsciiLetter(c))]);
        var inDays = Dimension.Duration.Factor(unit) is not null;
        var dimension = inDays ? Dimension.Duration : Dimension.Tonnes with { Name = "a level", Example = "'100 t', or '30 d' of forecast" };
        return section.EstimateOf(node, dimension, section.Below(key)) is { } amount ? new StockLevel(amount, inDays) : null;
    }

    public static Forecasting Forecasts(Section section)
    {
        if (section.Sub("forecasts") is not { } forecasts) return new Forecasting();
        var (smoothing, average) = (forecasts.Share("smoothing"), forecasts.Whole("moving-average"));
        forecasts.End();
        if (smoothing is not null && average is not null) forecasts.Error("moving-average", "and 'smoothing' are two ways to foresee; leave one of them out");
        if (smoothing is { Low: <= 0 }) forecasts.Error("smoothing", "is nothing: a forecast that learns nothing");
        if (average is < 1 or > 1000) forecasts.Error("moving-average", "goes over 1 to 1000 reviews");
        return new Forecasting(smoothing?.Value ?? new Forecasting().Smoothing, average is >= 1 and <= 1000 ? average.Value : 0);
    }

    public static StockCosts? Costs(Section section)
    {
        if (section.Sub("costs") is not { } costs) return null;
        var perYear = Dimension.Money("t/yr");
        var found = new StockCosts(
            costs.Estimate("hold", perYear)?.Value ?? 0, costs.Estimate("order", Dimension.Money(""))?.Value ?? 0, costs.Estimate("late", perYear)?.Value ?? 0,
            costs.Estimate("lost", Dimension.Money("t"))?.Value ?? 0, costs.Estimate("under-way", perYear)?.Value ?? 0);
        costs.End();
        return found;
    }

    /// <summary>How use varies: a coefficient of variation, or a map that says more.</summary>
    public static DemandLaw Varies(Section section)
    {
        if (section.Map.Find("noise") is not MapNode noise || noise.Find("value") is not null)
        {
            var cv = section.Estimate("noise", Dimension.Share)?.Value ?? 0;
            return new DemandLaw(cv);
        }

        var law = section.Sub("noise")!;
        var (unit, share) = (law.Estimate("customers-of", Dimension.Tonnes), law.Estimate("cv", Dimension.Share));
        var correlation = law.Estimate("correlation", Dimension.Correlation)?.Value ?? 0;
        law.End();
        if (unit is null == share is null) law.Problems.Error(law.Mark, law.Path, "is either 'customers-of: 1 t', who come by chance, or 'cv: 10 %', with a correlation or without");
        if (Math.Abs(correlation) >= 1) law.Error("correlation", "lies between -1 and 1, without these");
        if (unit is { Value: <= 0 }) law.Error("customers-of", "is nothing; a customer wants something");
        return new DemandLaw(share?.Value ?? 0, unit?.Value ?? 0, Math.Clamp(correlation, -0.999, 0.999), Normal: true);
    }

    public static PriceLaw? Price(Section section, string basis)
    {
        if (section.Sub("price") is not { } price) return null;
        var start = price.Estimate("start", Dimension.Money(basis), required: true);
        var beta = price.Estimate("beta", Dimension.Number) ?? Estimate.Certain(0);
        var most = price.Estimate("most", Dimension.Number)?.Value ?? 100;
        var users = ElasticityIn(price);
        price.End();
        if (start is { Low: <= 0 }) price.Error("start", "is nothing; leave the price out");
        if (most < 1) price.Error("most", "is below 1: the price could not even stay where it is");
        return start is { } s && users is not null && most >= 1 ? new PriceLaw(s, beta, most, users) : null;
    }

    /// <summary>How the users of one demand answer to prices.</summary>
    public static PriceElasticity? Elasticity(Section demand)
    {
        if (demand.Sub("elasticity") is not { } elasticity) return null;
        if (elasticity.Map.Find("short-run") is null && elasticity.Map.Find("long-run") is null)
            elasticity.Problems.Error(elasticity.Mark, elasticity.Path, "says neither 'short-run' nor 'long-run'; users who answer to no price say 'short-run: 0'");
        var users = ElasticityIn(elasticity);
        elasticity.End();
        return users;
    }

    static PriceElasticity? ElasticityIn(Section section)
    {
        var (shortRun, longRun) = (section.Estimate("short-run", Dimension.Elasticity) ?? Estimate.Certain(0), section.Estimate("long-run", Dimension.Elasticity));
        var lag = (section.Estimate("lag", Dimension.Duration)?.Value ?? 365.25) / 365.25;
        if (lag <= 0) section.Error("lag", "is nothing; demand that adjusts at once has only 'short-run'");
        if (shortRun.High > 0 || longRun is { High: > 0 }) section.Error(shortRun.High > 0 ? "short-run" : "long-run", "is above 0: more would be wanted when it is dearer");
        return lag > 0 ? new PriceElasticity(shortRun, longRun ?? shortRun, lag) : null;
    }

    /// <summary>What contracts cost, by the zone of those who buy.</summary>
    public static IEnumerable<ContractPrices> ContractPrices(Section root, IReadOnlyCollection<string> zones)
    {
        foreach (var (id, contracts) in root.Each("contract-prices"))
        {
            var (share, follow) = (contracts.Share("share", required: true), contracts.Text("follow", required: true));
            contracts.End();
            if (!zones.Contains(id)) contracts.Problems.Error(contracts.Mark, contracts.Path, zones.Count == 0 ? "there are no price zones; write 'zones: { inside: [CN], outside: [...] }'" : $"no price zone '{id}'{Problems.Suggest(id, zones)}");
            else if (follow is not null and not "nothing" && !zones.Contains(follow)) contracts.Error("follow", $"no price zone '{follow}'{Problems.Suggest(follow, zones)}; contracts that keep their price follow 'nothing'");
            else if (share is { } s && follow is not null) yield return new ContractPrices(id, s, follow == "nothing" ? null : follow);
        }
    }
}
