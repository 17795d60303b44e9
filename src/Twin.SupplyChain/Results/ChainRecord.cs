namespace Twin.SupplyChain;

/// <summary>What happened in one replication: weekly series, yearly totals, and what held things up.</summary>
/// <remarks>Belongs to its model and is overwritten by the model's next run.</remarks>
public sealed class ChainRecord
{
    readonly NetworkIndex _index;
    readonly RecordKeys _keys;
    readonly long[] _flows;
    readonly int[] _yearOfDay;
    readonly double[] _wanted;
    readonly double[] _used;
    readonly double[] _late;
    readonly CostBook _costs;
    readonly WeekBook _weeks;
    readonly double[] _causes;
    readonly long[] _output;
    readonly long[] _made;
    readonly long[] _sent;
    readonly long[] _took;
    readonly long[] _held;
    readonly long[] _buffer;
    int _from;
    int _flowsUntil;

    internal ChainRecord(NetworkIndex index)
    {
        _index = index;
        _keys = new RecordKeys(index);
        _flows = new long[_keys.Routes.Length];
        _yearOfDay = [.. Enumerable.Range(0, index.Days + 1).Select(d => index.Network.Start.AddDays(d).Year - index.Network.Start.Year)];
        Years = _yearOfDay[index.Days - 1] + 1;
        _wanted = new double[_keys.Names.Length * index.Weeks];
        _used = new double[_keys.Names.Length * index.Weeks];
        _late = new double[_keys.Names.Length * index.Weeks];
        _costs = new CostBook(index);
        _weeks = new WeekBook(index, _keys);
        _causes = new double[index.Causes.Names.Count];
        _output = new long[index.Sites.Length * index.Weeks];
        _made = new long[index.Bins.Length * Years];
        _sent = new long[index.Arcs.Length * Years];
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
    public ReadOnlySpan<double> Wanted(int key) => _wanted.AsSpan(key * _index.Weeks, _index.Weeks);

    /// <summary>Of that, what it had when it wanted it [t].</summary>
    public ReadOnlySpan<double> UsedOf(int key) => _used.AsSpan(key * _index.Weeks, _index.Weeks);

    /// <summary>What users had after waiting for it, by the week in which they had it [t].</summary>
    public ReadOnlySpan<double> LateOf(int key) => _late.AsSpan(key * _index.Weeks, _index.Weeks);

    /// <summary>Finished goods that users lacked when they wanted them, by cause [t]; see <see cref="ImpactMeasures"/>.</summary>
    internal ReadOnlySpan<double> Causes => _causes;

    /// <summary>Hears of every use: cell, week, wanted and had [t]; null for nobody.</summary>
    internal Action<int, int, double, double>? Listener { get; set; }

    /// <summary>What stocks, orders, freight and duties came to.</summary>
    public CostBook Costs => _costs;

    /// <summary>Orders, stocks, prices and licences, week by week.</summary>
    internal WeekBook Weekly => _weeks;

    /// <summary>What a site made for sale, or a market handed out, by week [g of content].</summary>
    internal ReadOnlySpan<long> Output(int site) => _output.AsSpan(site * _index.Weeks, _index.Weeks);

    /// <summary>What came into a bin from recipes, or went out of a market, in a year [g].</summary>
    internal long MadeIn(int bin, int year) => _made[(bin * Years) + year];

    /// <summary>Dispatched on an arc in a year [g].</summary>
    internal long SentIn(int arc, int year) => _sent[(arc * Years) + year];

    /// <summary>Taken in from an input of a recipe in a year [g].</summary>
    internal long TookIn(int input, int year) => _took[(input * Years) + year];

    /// <summary>In a bin at the end of a year [g].</summary>
    internal long HeldAfter(int bin, int year) => _held[(bin * Years) + year];

    /// <summary>In a user's buffer at the end of a year [g].</summary>
    internal long BufferAfter(int cell, int year) => _buffer[(cell * Years) + year];

    internal void Clear(int bottlenecksFrom, int flowsUntil)
    {
        (_from, _flowsUntil) = (bottlenecksFrom, flowsUntil);
        foreach (var array in new[] { _wanted, _used, _late, _causes, AtCapacity, Down, Short, Kept }) Array.Clear(array);
        foreach (var array in new[] { _output, _made, _sent, _took, _held, _buffer, _flows }) Array.Clear(array);
        _costs.Clear();
        _weeks.Clear();
    }

    internal void CopyFrom(ChainRecord other)
    {
        other._wanted.CopyTo(_wanted, 0);
        other._used.CopyTo(_used, 0);
        other._late.CopyTo(_late, 0);
        _costs.CopyFrom(other._costs);
        _weeks.CopyFrom(other._weeks);
        other._output.CopyTo(_output, 0);
        other._made.CopyTo(_made, 0);
        other._sent.CopyTo(_sent, 0);
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
        if (day > 0 && (day % 7 == 0 || day == _index.Days)) _weeks.Close(chain, (day - 1) / 7);
        if (day == 0 || (day < _index.Days && _yearOfDay[day] == _yearOfDay[day - 1])) return;
        var year = _yearOfDay[day - 1];
        for (var b = 0; b < chain.Held.Length; b++) _held[(b * Years) + year] = chain.Held[b];
        for (var c = 0; c < chain.BufferHeld.Length; c++) _buffer[(c * Years) + year] = chain.BufferHeld[c];
    }

    internal void Used(int cell, int week, long wanted, long used, long late)
    {
        var material = _index.Cells[cell].Material;
        var (w, u, l) = (_index.TonnesOf(material, wanted), _index.TonnesOf(material, used), _index.TonnesOf(material, late));
        foreach (var key in _keys.OfCell[cell]) Use(key, week, w, u, l);
        Listener?.Invoke(cell, week, w, u);
    }

    void Use(int key, int week, double wanted, double used, double late)
    {
        var i = (key * _index.Weeks) + week;
        _wanted[i] += wanted;
        _used[i] += used;
        if (late > 0) _late[i] += late;
    }

    /// <summary>Shares out what a user lacks over what keeps it from it.</summary>
    internal void Lacked(int cell, int week, long mass, Why why)
    {
        if (week >= _from / 7 && _index.Cells[cell].Finished) why.Share(cell, _index.TonnesOf(_index.Cells[cell].Material, mass), _causes);
    }

    internal void Made(int bin, long mass, int day)
    {
        _made[(bin * Years) + _yearOfDay[day]] += mass;
        ref readonly var row = ref _index.Bins[bin];
        if (row.Driver || row.IsInput) _output[(row.Site * _index.Weeks) + (day / 7)] += mass;
    }

    internal void Took(int input, long mass, int day) => _took[(input * Years) + _yearOfDay[day]] += mass;

    internal void Sent(int arc, long mass, int day)
    {
        _sent[(arc * Years) + _yearOfDay[day]] += mass;
        if (day >= _from && day < _flowsUntil) _flows[_keys.RouteOfArc[arc]] += mass;
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

    internal void Ordered(int arc, long mass, int day)
    {
        _costs.Ordered(_index.Arcs[arc].BuyerBin);
        _weeks.Order(_index.Arcs[arc].Buyer, mass, day);
    }

    internal void Loaded(int lane, long mass, int day) => _weeks.Load(lane, mass, day);

    internal void Cancelled(int arc, long mass, int day) => _weeks.Order(_index.Arcs[arc].Buyer, -mass, day);

    internal void Paid(int arc, long mass, double freight, double duty) => _costs.Paid(_index.TonnesOf(_index.Arcs[arc].Material, mass), freight, duty);
}
