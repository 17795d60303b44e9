using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Once a week prices are made, lanes have room again, and plants look whether running pays.</summary>
sealed class Trading(Simulation simulation, ChainState chain, Outage outage)
{
    readonly NetworkIndex _index = chain.Index;
    readonly int[] _triggered = [.. Enumerable.Range(0, chain.Index.Sites.Length).Where(s => chain.Index.Sites[s].RunsAbove is not null)];

    public async Process Run()
    {
        if (chain.Today % 7 != 0) await simulation.DelayUntil(SimTime.FromDays((chain.Today / 7 * 7) + 7), Phase.Policies);
        for (; ; await simulation.Delay(TimeSpan.FromDays(7), Phase.Policies))
        {
            if (chain.Market.Any && chain.Today > 0) chain.Market.Quote();
            for (var lane = 0; lane < chain.LaneRoom.Length; lane++)
                chain.LaneRoom[lane] = _index.Lanes[lane].Capacity is { } capacity ? chain.Draws.Of(capacity) : double.PositiveInfinity;
            foreach (var site in _triggered) Decide(site, _index.Sites[site].RunsAbove!);
        }
    }

    void Decide(int site, PriceTrigger trigger)
    {
        var pays = Price(site, _index.MaterialOf(trigger.Material), trigger) >= chain.Draws.Of(trigger.Price);
        if (chain.Today == 0) (chain.Pays[site], chain.PaysSince[site]) = (pays, int.MinValue / 2);
        if (pays != chain.Pays[site]) (chain.Pays[site], chain.PaysSince[site]) = (pays, chain.Today);
        var after = chain.Draws.Of(pays ? trigger.StartsAfter : trigger.StopsAfter);
        if (chain.Today - chain.PaysSince[site] >= after) outage.Rest(site, !pays);
    }

    /// <summary>What a producer gets for a tonne: the price or the floor under it, and what is paid on top.</summary>
    double Price(int site, int material, PriceTrigger trigger)
    {
        var (price, subsidies) = (chain.Market.Price(material, _index.ZoneOfSite[site]), 0.0);
        foreach (var policy in _index.Policies)
        {
            if (chain.Today < _index.DayOf(policy.From) || (policy.Until is { } until && chain.Today >= _index.DayOf(until))) continue;
            if (policy is PriceFloor floor && floor.Material == trigger.Material && floor.Sites.Contains(_index.Sites[site].Id)) price = Math.Max(price, chain.Draws.Of(floor.Price));
            if (policy is Subsidy subsidy && subsidy.Material == trigger.Material && subsidy.Sites.Contains(_index.Sites[site].Id)) subsidies += chain.Draws.Of(subsidy.Amount);
        }

        return price + subsidies;
    }
}
