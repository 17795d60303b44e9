using System.Runtime.Intrinsics;

namespace Twin.SupplyChain;

/// <summary>What happened in one replication: weekly series, yearly totals, and what held things up.</summary>
/// <remarks>Belongs to its model and is overwritten by the model's next run.</remarks>
public sealed class ChainRecord
{
    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly long[] _flows;
    readonly int[] _yearOfDay;
    readonly CellWeek[] _week;
    readonly Vector256<double>[] _weekTonnes;
    readonly WeeklySeries<double> _wanted;
    readonly WeeklySeries<double> _used;
    readonly WeeklySeries<double> _late;
    readonly CostBook _costs;
    readonly WeekBook _weeks;
    readonly double[] _causes;
    readonly WeeklySeries<long> _output;
    readonly long[] _made;
    readonly long[] _sent; // by arc, since the start
    readonly long[] _sentAtYearEnd; // the same, by year and arc
    readonly long[] _sentAtFrom; // the same, by arc
    readonly long[] _took;
    readonly long[] _held;
    readonly long[] _buffer;
    int _from;
    int _flowsUntil;

    /// <summary>What a cell wanted and had in the week under way [g].</summary>
    struct CellWeek
    {
        public long Wanted;
        public long Used;
        public long Late;
    }

    internal ChainRecord(NetworkIndex index)
    {
        _index = index;
        _keys = new RecordKeys(index);
        _flows = new long[_keys.Routes.Length];
        _yearOfDay = [.. Enumerable.Range(0, index.Days + 1).Select(d => index.Network.Start.AddDays(d).Year - index.Network.Start.Year)];
        Years = _yearOfDay[index.Days - 1] + 1;
        (_week, _weekTonnes) = (new CellWeek[index.Cells.Length], new Vector256<double>[index.Cells.Length]);
        (_wanted, _used, _late) = (new(_keys.Names.Length, index.Weeks), new(_keys.Names.Length, index.Weeks), new(_keys.Names.Length, index.Weeks));
        _costs = new CostBook(index);
        _weeks = new WeekBook(index, _keys);
        _causes = new double[index.Causes.Names.Count];
        _output = new(index.Sites.Length, index.Weeks);
        _made = new long[index.Bins.Length * Years];
        (_sent, _sentAtFrom, _sentAtYearEnd) = (new long[index.Arcs.Length], new long[index.Arcs.Length], new long[index.Arcs.Length * Years]);
        _took = new long[index.Inputs.Length * Years];
        _held = new long[index.Bins.Length * Years];
        _buffer = new long[index.Cells.Length * Years];
        AtCapacity = new double[index.Sites.Length];
        Down = new double[index.Sites.Length];
        Short = new double[index.Bins.Length];
        Kept = new double[index.Policies.Length];
    }

    /// <summary>Whose use is kept: the order of <see cref="Wanted"/> and <see cref="UsedOf"/>.</summary>
    public IReadOnlyList<string> Keys => _keys.Names;

    /// <summary>What was dispatched on each route while flows were counted [g of content].</summary>
    internal ReadOnlySpan<long> Flows => _flows;

    /// <summary>Calendar years touched by the run.</summary>
    public int Years { get; }

    /// <summary>Covers every fact of the run.</summary>
    public ulong TraceHash { get; internal set; }

    /// <summary>How many facts that were; of a run that went on from another's, those since.</summary>
    public long Facts { get; internal set; }

    /// <summary>Driver output that sites wanted to make and had no capacity for [gram-weeks of content].</summary>
    internal double[] AtCapacity { get; }

    /// <summary>Of that, what an outage took.</summary>
    internal double[] Down { get; }

    /// <summary>Driver output that sites wanted to make and had no input for, by the scarcest input's bin [gram-weeks of content].</summary>
    internal double[] Short { get; }

    /// <summary>Goods in store that a control kept back from open orders [gram-weeks].</summary>
    internal double[] Kept { get; }

    /// <summary>Goods that a key's users wanted, by week [t]: finished ones; of a sector and of a demand, all that it uses.</summary>
    public ReadOnlySpan<double> Wanted(int key) => _wanted[key];

    /// <summary>Of that, what it had when it wanted it [t].</summary>
    public ReadOnlySpan<double> UsedOf(int key) => _used[key];

    /// <summary>What users had after waiting for it, by the week in which they had it [t].</summary>
    public ReadOnlySpan<double> LateOf(int key) => _late[key];

    /// <summary>Finished goods that users lacked when they wanted them, by cause [t]; see <see cref="ImpactMeasures"/>.</summary>
    internal ReadOnlySpan<double> Causes => _causes;

    /// <summary>Hears of every use: cell, week, wanted and had [t]; null for nobody.</summary>
    internal Action<int, int, double, double>? Listener { get; set; }

    /// <summary>What stocks, orders, freight and duties came to.</summary>
    public CostBook Costs => _costs;

    /// <summary>Orders, stocks, prices and licences, week by week.</summary>
    internal WeekBook Weekly => _weeks;

    /// <summary>What a site made for sale, or a market handed out, by week [g of content].</summary>
    internal ReadOnlySpan<long> Output(int site) => _output[site];

    /// <summary>What came into a bin from recipes, or went out of a market, in a year [g].</summary>
    internal long MadeIn(int bin, int year) => _made[(year * _index.Bins.Length) + bin];

    /// <summary>Dispatched on an arc in a year [g].</summary>
    internal long SentIn(int arc, int year) => SentUntil(arc, year) - (year > 0 ? SentUntil(arc, year - 1) : 0);

    /// <summary>Taken in from an input of a recipe in a year [g].</summary>
    internal long TookIn(int input, int year) => _took[(year * _index.Inputs.Length) + input];

    /// <summary>In a bin at the end of a year [g].</summary>
    internal long HeldAfter(int bin, int year) => _held[(year * _index.Bins.Length) + bin];

    /// <summary>In a user's buffer at the end of a year [g].</summary>
    internal long BufferAfter(int cell, int year) => _buffer[(year * _index.Cells.Length) + cell];

    long SentUntil(int arc, int year) => _sentAtYearEnd[(year * _index.Arcs.Length) + arc];

    internal void Clear(int bottlenecksFrom, int flowsUntil)
    {
        (_from, _flowsUntil) = (bottlenecksFrom, flowsUntil);
        Array.Clear(_week);
        foreach (var series in new[] { _wanted, _used, _late }) series.Clear();
        _output.Clear();
        foreach (var array in new[] { _causes, AtCapacity, Down, Short, Kept }) Array.Clear(array);
        foreach (var array in new[] { _made, _sent, _sentAtFrom, _sentAtYearEnd, _took, _held, _buffer, _flows }) Array.Clear(array);
        _costs.Clear();
        _weeks.Clear();
    }

    internal void CopyFrom(ChainRecord other)
    {
        other._week.CopyTo(_week, 0);
        _wanted.CopyFrom(other._wanted);
        _used.CopyFrom(other._used);
        _late.CopyFrom(other._late);
        _costs.CopyFrom(other._costs);
        _weeks.CopyFrom(other._weeks);
        _output.CopyFrom(other._output);
        other._made.CopyTo(_made, 0);
        other._sent.CopyTo(_sent, 0);
        other._sentAtFrom.CopyTo(_sentAtFrom, 0);
        other._sentAtYearEnd.CopyTo(_sentAtYearEnd, 0);
        other._took.CopyTo(_took, 0);
        other._held.CopyTo(_held, 0);
        other._buffer.CopyTo(_buffer, 0);
        other.AtCapacity.CopyTo(AtCapacity, 0);
        other.Down.CopyTo(Down, 0);
        other.Short.CopyTo(Short, 0);
        other._flows.CopyTo(_flows, 0);
        (_from, _flowsUntil) = (other._from, other._flowsUntil);
        Array.Clear(_causes);
        Array.Clear(Kept); // counted from the onset on; and the other's controls are numbered otherwise
    }

    /// <summary>Counts what the week or the year leaves, if the day before was its last, or that of the run.</summary>
    internal void CloseBooks(ChainState chain, int day)
    {
        if (day == _from) _sent.CopyTo(_sentAtFrom, 0);
        if (day == Math.Min(_flowsUntil, _index.Days)) CountFlows();
        if (day > 0 && (day % 7 == 0 || day == _index.Days)) CloseWeek(chain, (day - 1) / 7);
        if (day == 0 || (day < _index.Days && _yearOfDay[day] == _yearOfDay[day - 1])) return;
        var year = _yearOfDay[day - 1];
        for (var b = 0; b < chain.Bin.Length; b++) _held[(year * _index.Bins.Length) + b] = chain.Bin[b].Held;
        for (var c = 0; c < chain.Cell.Length; c++) _buffer[(year * _index.Cells.Length) + c] = chain.Cell[c].Held;
        _sent.CopyTo(_sentAtYearEnd, year * _index.Arcs.Length);
    }

    void CountFlows()
    {
        for (var a = 0; a < _sent.Length; a++) _flows[_keys.RouteOfArc[a]] += _sent[a] - _sentAtFrom[a];
    }

    internal void Used(int cell, int week, long wanted, long used, long late)
    {
        ref var its = ref _week[cell];
        its.Wanted += wanted;
        its.Used += used;
        its.Late += late;
        Listener?.Invoke(cell, week, _index.TonnesOf(_index.Cells[cell].Material, wanted), _index.TonnesOf(_index.Cells[cell].Material, used));
    }

    void CloseWeek(ChainState chain, int week)
    {
        CountUse();
        _wanted.Close(week);
        _used.Close(week);
        _late.Close(week);
        _output.Close(week);
        _weeks.Close(chain, week);
    }

    void CountUse()
    {
        // Wanted, used and late side by side: a use counts for its region, sector, material and demand.
        for (var c = 0; c < _week.Length; c++)
        {
            ref readonly var its = ref _week[c];
            _weekTonnes[c] = Vector256.Create(its.Wanted, its.Used, (double)its.Late, 0) * _index.TonnesOf(_index.Cells[c].Material, 1);
        }

        var tonnes = _weekTonnes.AsSpan();
        for (var key = 0; key < _keys.CellsOf.Length; key++)
        {
            var sum = Vector256<double>.Zero;
            foreach (var cell in _keys.CellsOf[key]) sum += tonnes[cell];
            _wanted.Add(key, sum[0]);
            _used.Add(key, sum[1]);
            _late.Add(key, sum[2]);
        }

        Array.Clear(_week);
    }

    /// <summary>Shares out what a user lacks over what keeps it from it.</summary>
    internal void Lacked(int cell, int week, long mass, Why why)
    {
        if (week >= _from / 7 && _index.Cells[cell].Finished) why.Share(cell, _index.TonnesOf(_index.Cells[cell].Material, mass), _causes);
    }

    internal void Made(int bin, long mass, int day)
    {
        _made[(_yearOfDay[day] * _index.Bins.Length) + bin] += mass;
        ref readonly var row = ref _index.Bins[bin];
        if (row.Driver || row.IsInput) _output.Add(row.Site, mass);
    }

    internal void Took(int input, long mass, int day) => _took[(_yearOfDay[day] * _index.Inputs.Length) + input] += mass;

    internal void Sent(int arc, long mass)
    {
        _sent[arc] += mass;
        if (_keys.Priced.Length > 0 && _keys.PriceOfArc[arc] is >= 0 and var price) _weeks.Bought.Add(price, mass);
    }

    internal void Bound(int site, double byOutage, double total, int day)
    {
        if (day < _from) return;
        AtCapacity[site] += total - byOutage;
        Down[site] += byOutage;
    }

    internal void Starved(int bin, double mass, int day) => Short[bin] += day < _from ? 0 : mass;

    internal void KeptBack(int control, long mass, int day) => Kept[control] += day < _from ? 0 : mass;

    internal void Missed(int bin, long waiting, long lost, int period) => _costs.Missed(bin, waiting, lost, period);

    /// <summary>Counts what is ordered for a bin at a review: how many orders, and of how much together.</summary>
    internal void Ordered(int bin, int orders, long mass)
    {
        _costs.Ordered(bin, orders);
        _weeks.Ordered.Add(_keys.StageOfSite[_index.Bins[bin].Site], mass);
    }

    internal void Loaded(int lane, long mass) => _weeks.Loaded.Add(lane, mass);

    internal void Cancelled(int arc, long mass) => _weeks.Ordered.Add(_keys.StageOfSite[_index.Arcs[arc].Buyer], -mass);

    internal void Paid(int arc, long mass, double freight, double duty) => _costs.Paid(_index.TonnesOf(_index.Arcs[arc].Material, mass), freight, duty);
}
