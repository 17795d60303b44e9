namespace Twin.SupplyChain;

/// <summary>What is counted once a week: orders and open orders by stage, stocks, buffers, lanes, prices, and what waits for a licence.</summary>
/// <remarks>What is ordered, net of what is cancelled at one seller and placed with another, and what leaves on lanes is the week's; all else is as the week leaves it.</remarks>
sealed class WeekBook
{
    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly long[] _ordered;
    readonly long[] _open;
    readonly long[] _stock;
    readonly long[] _buffer;
    readonly long[] _loaded;
    readonly long[] _underWay;
    readonly double[] _price;
    readonly long[] _waiting;
    readonly long[] _asked;

    public WeekBook(NetworkIndex index, RecordKeys keys)
    {
        (_index, _keys) = (index, keys);
        (_ordered, _open) = (new long[keys.Stages.Length * index.Weeks], new long[keys.Stages.Length * index.Weeks]);
        _stock = new long[keys.Stores.Length * index.Weeks];
        _buffer = new long[index.Demands.Length * index.Weeks];
        (_loaded, _underWay) = (new long[index.Lanes.Length * index.Weeks], new long[index.Lanes.Length * index.Weeks]);
        _price = new double[keys.Priced.Length * index.Zones * index.Weeks];
        (_waiting, _asked) = (new long[index.Policies.Length * index.Weeks], new long[index.Policies.Length * index.Weeks]);
    }

    /// <summary>What a stage ordered, by week [g of content].</summary>
    public ReadOnlySpan<long> Ordered(int stage) => Row(_ordered, stage);

    /// <summary>What is on order with a stage and not dispatched, by week [g of content].</summary>
    public ReadOnlySpan<long> Open(int stage) => Row(_open, stage);

    /// <summary>What the sites of a store hold, by week [g of content].</summary>
    public ReadOnlySpan<long> Stock(int store) => Row(_stock, store);

    /// <summary>What a demand's buffers hold, by week [g of content].</summary>
    public ReadOnlySpan<long> Buffer(int demand) => Row(_buffer, demand);

    /// <summary>What leaves on a lane, by week [g of content].</summary>
    public ReadOnlySpan<long> Loaded(int lane) => Row(_loaded, lane);

    /// <summary>What is under way on a lane, or held there, by week [g of content].</summary>
    public ReadOnlySpan<long> UnderWay(int lane) => Row(_underWay, lane);

    /// <summary>The price of a material of <see cref="RecordKeys.Priced"/> in a zone, by week [USD/t].</summary>
    public ReadOnlySpan<double> Price(int priced, int zone) => Row(_price, (priced * _index.Zones) + zone);

    /// <summary>What waits for a control's licence, by week [g of content]; 0 for a control without a desk.</summary>
    public ReadOnlySpan<long> Waiting(int policy) => Row(_waiting, policy);

    /// <summary>Of all that is on order where a control rules, by week [g of content]; 0 while it does not.</summary>
    public ReadOnlySpan<long> Asked(int policy) => Row(_asked, policy);

    public void Clear()
    {
        foreach (var array in new[] { _ordered, _open, _stock, _buffer, _loaded, _underWay, _waiting, _asked }) Array.Clear(array);
        Array.Clear(_price);
    }

    /// <summary>Takes over another book's weeks: of controls, those that both know.</summary>
    public void CopyFrom(WeekBook other)
    {
        foreach (var (from, to) in new[] { (other._ordered, _ordered), (other._open, _open), (other._stock, _stock), (other._buffer, _buffer), (other._loaded, _loaded), (other._underWay, _underWay) }) from.CopyTo(to, 0);
        other._price.CopyTo(_price, 0);
        Array.Clear(_waiting);
        Array.Clear(_asked);
        for (var p = 0; p < _index.Policies.Length; p++)
        {
            var theirs = Array.FindIndex(other._index.Policies, q => q.Id == _index.Policies[p].Id);
            if (theirs < 0) continue;
            other.Waiting(theirs).CopyTo(_waiting.AsSpan(p * _index.Weeks));
            other.Asked(theirs).CopyTo(_asked.AsSpan(p * _index.Weeks));
        }
    }

    /// <summary>Counts an order, or with a mass below 0 one that is taken back.</summary>
    public void Order(int buyer, long mass, int day) => _ordered[(_keys.StageOfSite[buyer] * _index.Weeks) + (day / 7)] += mass;

    /// <summary>Counts what leaves on a lane.</summary>
    public void Load(int lane, long mass, int day) => _loaded[(lane * _index.Weeks) + (day / 7)] += mass;

    /// <summary>Counts what a week leaves.</summary>
    public void Close(ChainState chain, int week)
    {
        for (var b = 0; b < _index.Bins.Length; b++)
        {
            var site = _index.Bins[b].Site;
            _stock[(_keys.StoreOfSite[site] * _index.Weeks) + week] += chain.Held[b];
            _open[(_keys.StageOfSite[site] * _index.Weeks) + week] += chain.Owed[b];
        }

        for (var c = 0; c < _index.Cells.Length; c++) _buffer[(_index.Cells[c].Demand * _index.Weeks) + week] += chain.BufferHeld[c];
        for (var l = 0; l < _index.Lanes.Length; l++) _underWay[(l * _index.Weeks) + week] = chain.Shipments.MassOf(l);
        for (var m = 0; m < _keys.Priced.Length; m++)
        {
            for (var z = 0; z < _index.Zones; z++) _price[(((m * _index.Zones) + z) * _index.Weeks) + week] = chain.Market.Price(_keys.Priced[m], z);
        }

        foreach (var p in _keys.Desks) CountLicences(chain, p, week);
    }

    void CountLicences(ChainState chain, int policy, int week)
    {
        foreach (var a in _index.ControlledArcs[policy])
        {
            if (chain.Gate[a].LicencePlusOne != policy + 1) continue;
            _waiting[(policy * _index.Weeks) + week] += chain.Gate[a].Applied;
            _asked[(policy * _index.Weeks) + week] += chain.Arc[a].Backlog;
        }
    }

    ReadOnlySpan<T> Row<T>(T[] values, int row) => values.AsSpan(row * _index.Weeks, _index.Weeks);
}
