using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Once a week prices are made, lanes have room again, and plants look whether running pays, and how much of it.</summary>
sealed class Trading
{
    readonly Simulation _simulation;
    readonly ChainState _chain;
    readonly Outage _outage;
    readonly NetworkIndex _index;
    readonly (Quotation Quotation, PriceTrigger Law)[] _triggered;
    readonly (Quotation Quotation, SupplyResponse Law)[] _following;
    readonly (double Elasticity, double Lag)[] _drawn; // of those that follow, in this replication

    public Trading(Simulation simulation, ChainState chain, Outage outage)
    {
        (_simulation, _chain, _outage, _index) = (simulation, chain, outage, chain.Index);
        _triggered = [.. _index.Sites.Index().Where(s => s.Item.RunsAbove is not null).Select(s => (QuotationOf(s.Index, s.Item.RunsAbove!.Material, s.Item.RunsAbove.Zone), s.Item.RunsAbove))];
        _following = [.. _index.Sites.Index().Where(s => s.Item.FollowsPrice is not null).Select(s => (QuotationOf(s.Index, s.Item.FollowsPrice!.Material, s.Item.FollowsPrice.Zone), s.Item.FollowsPrice))];
        _drawn = new (double, double)[_following.Length];
    }

    /// <summary>Which price a site looks at.</summary>
    readonly record struct Quotation(int Site, int Material, int Zone);

    public async Process Run()
    {
        for (var f = 0; f < _following.Length; f++) _drawn[f] = (_chain.Draws.Of(_following[f].Law.Elasticity), _chain.Draws.Of(_following[f].Law.Lag));
        if (_chain.Today % 7 != 0) await _simulation.DelayUntil(SimTime.FromDays((_chain.Today / 7 * 7) + 7), Phase.Policies);
        for (; ; await _simulation.Delay(TimeSpan.FromDays(7), Phase.Policies))
        {
            if (_chain.Market.Any && _chain.Today > 0) _chain.Market.Quote();
            for (var lane = 0; lane < _chain.LaneRoom.Length; lane++)
                _chain.LaneRoom[lane] = _index.Lanes[lane].Capacity is { } capacity ? _chain.Draws.Of(capacity) : double.PositiveInfinity;
            foreach (var (quotation, law) in _triggered) Decide(quotation, law);
            for (var f = 0; f < _following.Length; f++) Follow(_following[f].Quotation, _drawn[f].Elasticity, _drawn[f].Lag);
        }
    }

    Quotation QuotationOf(int site, string material, string? zone)
    {
        var quoted = _index.MaterialOf(material);
        if (_index.Materials[quoted].Price is null) throw new ArgumentException($"site '{_index.Sites[site].Id}' looks at the price of '{material}', which has none");
        return new Quotation(site, quoted, _index.ZoneOf(zone, site));
    }

    void Decide(Quotation quotation, PriceTrigger trigger)
    {
        var (site, pays) = (quotation.Site, Price(quotation) >= _chain.Draws.Of(trigger.Price));
        if (_chain.Today == 0) (_chain.Pays[site], _chain.PaysSince[site]) = (pays, trigger.YearlyChance is null ? int.MinValue / 2 : 0);
        if (pays != _chain.Pays[site]) (_chain.Pays[site], _chain.PaysSince[site]) = (pays, _chain.Today);
        var after = _chain.Draws.Of(pays ? trigger.StartsAfter : trigger.StopsAfter);
        if (_chain.Today - _chain.PaysSince[site] < after) return;
        if (pays || trigger.YearlyChance is not { } chance || GivesUp(site, _chain.Draws.Of(chance))) _outage.Rest(site, !pays);
    }

    /// <summary>Whether a site that runs at a loss stops this week.</summary>
    bool GivesUp(int site, double yearlyChance) =>
        _chain.Noise && _chain.Storm(StableHash.Of(_index.Sites[site].Id), Storm.GivesUp, (ulong)(_chain.Today / 7)).NextUniform() < 1 - ExactMath.Pow(1 - yearlyChance, 7 / 365.25);

    void Follow(Quotation quotation, double elasticity, double lag)
    {
        var (site, logarithm) = (quotation.Site, ExactMath.Log(Price(quotation) / _chain.Market.Usual(quotation.Material)));
        _chain.Scale[site] = ExactMath.Exp(elasticity * _chain.Adjusting[site].Next(logarithm, lag));
        _chain.LargestScale[site] = Math.Max(_chain.LargestScale[site], _chain.Scale[site]);
    }

    /// <summary>What a producer gets for a tonne [USD]: the price or the floor under it, and what is paid on top.</summary>
    double Price(Quotation quotation)
    {
        var (site, material) = (_index.Sites[quotation.Site].Id, _index.Materials[quotation.Material].Id);
        var (price, subsidies) = (_chain.Market.Paid(quotation.Material, quotation.Zone), 0.0);
        foreach (var policy in _index.Policies)
        {
            if (_chain.Today < _index.DayOf(policy.From) || (policy.Until is { } until && _chain.Today >= _index.DayOf(until))) continue;
            if (policy is PriceFloor floor && floor.Material == material && floor.Sites.Contains(site)) price = Math.Max(price, _chain.Draws.Of(floor.Price));
            if (policy is Subsidy subsidy && subsidy.Material == material && subsidy.Sites.Contains(site)) subsidies += _chain.Draws.Of(subsidy.Amount);
        }

        return price + subsidies;
    }
}
