namespace Twin.SupplyChain;

/// <summary>What is counted once a week: orders and open orders by stage, stocks, buffers, lanes, prices, and what waits for a licence.</summary>
/// <remarks>What is ordered, net of what is cancelled at one seller and placed with another, and what leaves on lanes or for buyers is the week's; all else is as the week leaves it.</remarks>
sealed class WeekBook
{
    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly WeeklySeries<long>[] _masses;
    readonly WeeklySeries<double> _quoted;
    readonly WeeklySeries<double> _paid;

    public WeekBook(NetworkIndex index, RecordKeys keys)
    {
        (_index, _keys) = (index, keys);
        (Ordered, Open) = (new(keys.Stages.Length, index.Weeks), new(keys.Stages.Length, index.Weeks));
        Stock = new(keys.Stores.Length, index.Weeks);
        Buffer = new(index.Demands.Length, index.Weeks);
        (Loaded, UnderWay) = (new(index.Lanes.Length, index.Weeks), new(index.Lanes.Length, index.Weeks));
        (Waiting, Asked) = (new(index.Policies.Length, index.Weeks), new(index.Policies.Length, index.Weeks));
        var prices = keys.Priced.Length * index.Zones;
        (_quoted, _paid, Bought) = (new(prices, index.Weeks), new(prices, index.Weeks), new(prices, index.Weeks));
        _masses = [Ordered, Open, Stock, Buffer, Loaded, UnderWay, Waiting, Asked, Bought];
    }

    /// <summary>What a stage ordered, by week [g of content].</summary>
    public WeeklySeries<long> Ordered { get; }

    /// <summary>What is on order with a stage and not dispatched, by week [g of content].</summary>
    public WeeklySeries<long> Open { get; }

    /// <summary>What the sites of a store hold, by week [g of content].</summary>
    public WeeklySeries<long> Stock { get; }

    /// <summary>What a demand's buffers hold, by week [g of content].</summary>
    public WeeklySeries<long> Buffer { get; }

    /// <summary>What leaves on a lane, by week [g of content].</summary>
    public WeeklySeries<long> Loaded { get; }

    /// <summary>What is under way on a lane, or held there, by week [g of content].</summary>
    public WeeklySeries<long> UnderWay { get; }

    /// <summary>What waits for a control's licence, by week [g of content]; 0 for a control without a desk.</summary>
    public WeeklySeries<long> Waiting { get; }

    /// <summary>Of all that is on order where a control rules, by week [g of content]; 0 while it does not.</summary>
    public WeeklySeries<long> Asked { get; }

    /// <summary>What leaves for buyers that pay a price of <see cref="RecordKeys.PriceNames"/>, by week [g of content].</summary>
    public WeeklySeries<long> Bought { get; }

    /// <summary>What a material of <see cref="RecordKeys.Priced"/> is quoted at in a zone, by week [USD/t].</summary>
    public ReadOnlySpan<double> Quoted(int priced, int zone) => _quoted[(priced * _index.Zones) + zone];

    /// <summary>What a tonne of it costs there, contracts and the rest together, by week [USD/t].</summary>
    public ReadOnlySpan<double> Paid(int priced, int zone) => _paid[(priced * _index.Zones) + zone];

    public void Clear()
    {
        foreach (var series in _masses) series.Clear();
        _quoted.Clear();
        _paid.Clear();
    }

    /// <summary>Takes over another book's weeks, of a network with the same sites and lanes: of controls, those that both know.</summary>
    public void CopyFrom(WeekBook other)
    {
        foreach (var (mine, theirs) in new[] { (Ordered, other.Ordered), (Open, other.Open), (Stock, other.Stock), (Buffer, other.Buffer), (Loaded, other.Loaded), (UnderWay, other.UnderWay), (Bought, other.Bought) }) mine.CopyFrom(theirs);
        _quoted.CopyFrom(other._quoted);
        _paid.CopyFrom(other._paid);
        Waiting.Clear();
        Asked.Clear();
        for (var p = 0; p < _index.Policies.Length; p++)
        {
            var number = Array.FindIndex(other._index.Policies, q => q.Id == _index.Policies[p].Id);
            if (number < 0) continue;
            Waiting.CopyFrom(other.Waiting, number, p);
            Asked.CopyFrom(other.Asked, number, p);
        }
    }

    /// <summary>Counts what a week leaves.</summary>
    public void Close(ChainState chain, int week)
    {
        // Summed site by site and demand by demand: a sum in memory waits for itself.
        for (var s = 0; s < _index.Sites.Length; s++)
        {
            var (held, owed) = (0L, 0L);
            foreach (var b in _index.BinsBySite[s]) (held, owed) = (held + chain.Bin[b].Held, owed + chain.Bin[b].Owed);
            Stock.Add(_keys.StoreOfSite[s], held);
            Open.Add(_keys.StageOfSite[s], owed);
        }

        for (var c = 0; c < _index.Cells.Length;)
        {
            var (demand, held) = (_index.Cells[c].Demand, 0L);
            for (; c < _index.Cells.Length && _index.Cells[c].Demand == demand; c++) held += chain.Cell[c].Held;
            Buffer.Add(demand, held);
        }

        for (var l = 0; l < _index.Lanes.Length; l++) UnderWay.Add(l, chain.Shipments.MassOf(l));
        for (var m = 0; m < _keys.Priced.Length; m++)
        {
            for (var z = 0; z < _index.Zones; z++)
            {
                _quoted.Add((m * _index.Zones) + z, chain.Market.Quoted(_keys.Priced[m], z));
                _paid.Add((m * _index.Zones) + z, chain.Market.Paid(_keys.Priced[m], z));
            }
        }

        foreach (var p in _keys.Desks) CountLicences(chain, p);
        foreach (var series in _masses) series.Close(week);
        _quoted.Close(week);
        _paid.Close(week);
    }

    void CountLicences(ChainState chain, int policy)
    {
        foreach (var a in _index.ControlledArcs[policy])
        {
            if (chain.Gate[a].LicencePlusOne != policy + 1) continue;
            Waiting.Add(policy, chain.Gate[a].Applied);
            Asked.Add(policy, chain.Arc[a].Backlog);
        }
    }
}
