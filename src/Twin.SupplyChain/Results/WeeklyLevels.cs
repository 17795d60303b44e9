namespace Twin.SupplyChain;

/// <summary>What is kept of every week of a run, to draw how a shock spreads: a number between 0 and a top, which a replication keeps coarsely.</summary>
/// <remarks>
/// <c>fill.SECTOR.REGION</c>: what a demand had of what it wanted, 1 where it wanted nothing. Over the twin's of that week,
/// 1 where that is 0: <c>output.SITE</c>, as sums of four weeks; <c>stock.STAGE.REGION</c>, what the sites of a kind hold;
/// <c>buffer.SECTOR.REGION</c>, what a demand holds itself; <c>lane.LANE</c>, what leaves on it, as sums of four weeks;
/// <c>transit.LANE</c>, what is under way on it or held there; <c>price.MATERIAL.ZONE</c>. <c>licence.CONTROL</c>: of what is on
/// order where the control rules, the share that waits for its licence.
/// </remarks>
public sealed class WeeklyLevels
{
    const int Sum = 4; // weeks

    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly int[] _buffered;

    /// <param name="index">The network of the runs.</param>
    public WeeklyLevels(NetworkIndex index)
    {
        (_index, _keys) = (index, new RecordKeys(index));
        _buffered = [.. Enumerable.Range(0, index.Demands.Length).Where(d => !index.Demands[d].Direct)];
        All =
        [
            .. _keys.Names[_keys.Demands..].Select(d => ($"fill.{d}", 1.0)),
            .. index.Sites.Select(s => ($"output.{s.Id}", 2.0)),
            .. _keys.Stores.Select(s => ($"stock.{RecordKeys.NameOf(s.Kind)}.{s.Region}", 2.0)),
            .. _buffered.Select(d => ($"buffer.{index.Demands[d].Id}", 2.0)),
            .. index.Lanes.Select(l => ($"lane.{l.Id}", 2.0)),
            .. index.Lanes.Select(l => ($"transit.{l.Id}", 2.0)),
            .. _keys.PriceNames.Index().Select(p => ($"price.{p.Item}", index.Materials[_keys.Priced[p.Index / index.Zones]].Price!.Most)),
            .. _keys.Desks.Select(p => ($"licence.{index.Policies[p].Id}", 1.0)),
        ];
    }

    /// <summary>Their names, and the top of the range of each.</summary>
    public IReadOnlyList<(string Key, double High)> All { get; }

    /// <summary>All weeks of <see cref="All"/>, one after the other.</summary>
    /// <param name="run">What happened.</param>
    /// <param name="twin">What would have happened.</param>
    /// <param name="take">Told of each: its number, week and value.</param>
    public void Each(ChainRecord run, ChainRecord twin, Action<int, int, double> take)
    {
        var series = 0;
        for (var k = _keys.Demands; k < _keys.Names.Length; k++, series++)
        {
            var wanted = run.Wanted(k);
            var used = run.UsedOf(k);
            for (var w = 0; w < wanted.Length; w++) take(series, w, wanted[w] > 0 ? used[w] / wanted[w] : 1);
        }

        for (var s = 0; s < _index.Sites.Length; s++) Sums(run.Output(s), twin.Output(s), series++, take);
        for (var s = 0; s < _keys.Stores.Length; s++) Ratio(run.Weekly.Stock[s], twin.Weekly.Stock[s], series++, take);
        foreach (var d in _buffered) Ratio(run.Weekly.Buffer[d], twin.Weekly.Buffer[d], series++, take);
        for (var l = 0; l < _index.Lanes.Length; l++) Sums(run.Weekly.Loaded[l], twin.Weekly.Loaded[l], series++, take);
        for (var l = 0; l < _index.Lanes.Length; l++) Ratio(run.Weekly.UnderWay[l], twin.Weekly.UnderWay[l], series++, take);
        for (var m = 0; m < _keys.Priced.Length; m++)
        {
            for (var z = 0; z < _index.Zones; z++) Ratio(run.Weekly.Quoted(m, z), twin.Weekly.Quoted(m, z), series++, take);
        }

        foreach (var p in _keys.Desks)
        {
            var waiting = run.Weekly.Waiting[p];
            var asked = run.Weekly.Asked[p];
            for (var w = 0; w < waiting.Length; w++) take(series, w, asked[w] > 0 ? (double)waiting[w] / asked[w] : 0);
            series++;
        }
    }

    static void Sums(ReadOnlySpan<long> made, ReadOnlySpan<long> usual, int series, Action<int, int, double> take)
    {
        for (var w = 0; w < made.Length; w++)
        {
            var (sum, normal) = (0.0, 0.0);
            for (var v = Math.Max(0, w - Sum + 1); v <= w; v++) (sum, normal) = (sum + made[v], normal + usual[v]);
            take(series, w, normal > 0 ? sum / normal : 1);
        }
    }

    static void Ratio<T>(ReadOnlySpan<T> run, ReadOnlySpan<T> twin, int series, Action<int, int, double> take)
        where T : System.Numerics.INumber<T>
    {
        for (var w = 0; w < run.Length; w++) take(series, w, twin[w] > T.Zero ? double.CreateChecked(run[w]) / double.CreateChecked(twin[w]) : 1);
    }
}
