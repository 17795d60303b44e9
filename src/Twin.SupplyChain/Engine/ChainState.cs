using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Everything that changes in a run, in flat arrays: what the processes read and write.</summary>
/// <remarks>
/// Masses are whole grams of content. Only <see cref="Split"/>, <see cref="Take"/>, <see cref="Put"/> and the ledger's
/// accounts move them, and each takes from one place exactly what it puts into another; rates and forecasts are
/// doubles and decide how much moves, never what exists.
/// </remarks>
sealed class ChainState
{
    public ChainState(NetworkIndex index, ulong seed, bool noise)
    {
        (Index, Seed, Noise, G) = (index, seed, noise, index.Groups);
        var (bins, arcs, cells, recipes, sites) = (index.Bins.Length, index.Arcs.Length, index.Cells.Length, index.Recipes.Length, index.Sites.Length);
        Content = new long[bins * G];
        Held = new long[bins];
        Forecast = new double[bins];
        Wanted = new double[bins];
        Owed = new long[bins];
        Backlog = new long[arcs];
        UnderWay = new long[arcs];
        Fill = new double[arcs];
        Lead = new double[arcs];
        Flow = new double[arcs];
        Gate = new ArcGate[arcs];
        Buffer = new long[cells * G];
        BufferHeld = new long[cells];
        CellForecast = new double[cells];
        CellBacklog = new long[cells];
        Carry = new double[cells];
        Sigma = new double[cells];
        Use = new RandomStream[cells];
        Travel = new RandomStream[arcs];
        Storms = new StormCache(index);
        InProcess = new long[recipes];
        Cycle = new int[recipes];
        Customs = new double[index.Lanes.Length];
        Recovery = new double[index.Outputs.Length * G];
        Up = new double[sites];
        Shipments = new Parcels(G, index.Days);
        Lots = new Parcels(G, index.Days);
        Desks = [.. index.Controls.Select(c => c is ExportLicence ? new Desk(index.Days) : null)];
        Breakdowns = new OutageState[sites];
        Dated = new OutageState[index.Disruptions.Length];
        Ledger = new ChainLedger(this);
        Measures = new ChainRecord(index);
        for (var c = 0; c < cells; c++)
        {
            var cv = index.Demands[index.Cells[c].Demand].Noise;
            Sigma[c] = Math.Sqrt(ExactMath.Log(1 + (cv * cv)));
        }
    }

    public NetworkIndex Index { get; }

    public ulong Seed { get; }

    /// <summary>Whether draws at each use happen; without, everything takes its mean.</summary>
    public bool Noise { get; }

    /// <summary>How many content groups.</summary>
    public int G { get; }

    public int Replication { get; set; }

    public EpistemicDraws Draws { get; set; }

    // Stocks, by bin.
    public long[] Content { get; }

    public long[] Held { get; }

    /// <summary>Smoothed mass wanted from a bin: orders received for an output, use for an input [g/day].</summary>
    public double[] Forecast { get; }

    /// <summary>Wanted since the last review [g].</summary>
    public double[] Wanted { get; }

    /// <summary>Ordered from a bin and not yet dispatched [g]; the sum over its arcs and cells.</summary>
    public long[] Owed { get; }

    // Orders, by arc.
    /// <summary>Ordered and not yet dispatched [g].</summary>
    public long[] Backlog { get; }

    /// <summary>Dispatched and not yet arrived [g].</summary>
    public long[] UnderWay { get; }

    /// <summary>Smoothed share of what was open that the seller dispatched, 0 to 1.</summary>
    public double[] Fill { get; }

    /// <summary>Smoothed travel time as observed [days].</summary>
    public double[] Lead { get; }

    /// <summary>Smoothed mass dispatched [g/week].</summary>
    public double[] Flow { get; }

    /// <summary>What export controls let through.</summary>
    public ArcGate[] Gate { get; }

    // Buffers of users, by cell.
    public long[] Buffer { get; }

    public long[] BufferHeld { get; }

    /// <summary>Smoothed use as wanted [g/day].</summary>
    public double[] CellForecast { get; }

    public long[] CellBacklog { get; }

    /// <summary>The fraction of a gram that the last week left over.</summary>
    public double[] Carry { get; }

    public double[] Sigma { get; }

    /// <summary>Each cell's weekly use, by week.</summary>
    public RandomStream[] Use { get; }

    /// <summary>Each arc's travel times, by day of dispatch.</summary>
    public RandomStream[] Travel { get; }

    /// <summary>What has been drawn in this replication already; a run and its twin share one.</summary>
    public StormCache Storms { get; set; }

    // Work, by recipe.
    /// <summary>Driver output that the lots in process will give [g].</summary>
    public long[] InProcess { get; }

    public int[] Cycle { get; }

    public double[] Customs { get; }

    public double[] Recovery { get; }

    /// <summary>Share of a site's capacity that is up, 0 to 1.</summary>
    public double[] Up { get; }

    public Parcels Shipments { get; }

    public Parcels Lots { get; }

    /// <summary>The desk of each licence regime.</summary>
    public Desk?[] Desks { get; }

    /// <summary>How each site's own breakdowns stand.</summary>
    public OutageState[] Breakdowns { get; }

    /// <summary>How each dated disruption stands.</summary>
    public OutageState[] Dated { get; }

    public ChainLedger Ledger { get; }

    public ChainRecord Measures { get; }

    public ChainTrace Trace { get; } = new();

    /// <summary>Days since the start; the processes keep it in step with the simulation's clock.</summary>
    public int Today { get; set; }

    /// <summary>
    /// Takes over another chain's whole state: the same network but for its controls and disruptions, the same replication.
    /// </summary>
    public void CopyFrom(ChainState other)
    {
        (Replication, Draws, Today) = (other.Replication, other.Draws, other.Today);
        Copy(other.Content, Content);
        Copy(other.Held, Held);
        Copy(other.Forecast, Forecast);
        Copy(other.Wanted, Wanted);
        Copy(other.Owed, Owed);
        Copy(other.Backlog, Backlog);
        Copy(other.UnderWay, UnderWay);
        Copy(other.Fill, Fill);
        Copy(other.Lead, Lead);
        Copy(other.Flow, Flow);
        Copy(other.Buffer, Buffer);
        Copy(other.BufferHeld, BufferHeld);
        Copy(other.CellForecast, CellForecast);
        Copy(other.CellBacklog, CellBacklog);
        Copy(other.Carry, Carry);
        Copy(other.InProcess, InProcess);
        Copy(other.Up, Up);
        Copy(other.Breakdowns, Breakdowns);
        Shipments.CopyFrom(other.Shipments);
        Lots.CopyFrom(other.Lots);
        for (var d = 0; d < Dated.Length; d++) Dated[d] = other.Dated[Array.FindIndex(other.Index.Disruptions, x => x.Id == Index.Disruptions[d].Id)];
        for (var c = 0; c < Desks.Length; c++) Desks[c]?.CopyFrom(other.Desks[other.ControlOf(Index.Controls[c].Id)]!);
        for (var a = 0; a < Gate.Length; a++)
        {
            Gate[a] = other.Gate[a];
            if (Gate[a].Bans > 0) Gate[a].Ban = ControlOf(other.Index.Controls[Gate[a].Ban].Id);
            if (Gate[a].LicencePlusOne > 0) Gate[a].LicencePlusOne = 1 + ControlOf(other.Index.Controls[Gate[a].LicencePlusOne - 1].Id);
        }

        Ledger.CopyFrom(other.Ledger);
        Measures.CopyFrom(other.Measures);
        Trace.CopyFrom(other.Trace);

        static void Copy<T>(T[] from, T[] to) => from.CopyTo(to, 0);
    }

    int ControlOf(string id) => Array.FindIndex(Index.Controls, c => c.Id == id);

    public Span<long> In(int bin) => Content.AsSpan(bin * G, G);

    public Span<long> InBuffer(int cell) => Buffer.AsSpan(cell * G, G);

    /// <summary>Moves <paramref name="mass"/> grams out of <paramref name="from"/> into <paramref name="to"/>, each group in proportion to what is there.</summary>
    /// <remarks>
    /// Each group gives the floor of its share; the few grams that rounding leaves come from the groups in their order.
    /// Doubles are exact enough for a share (relative 1e-16 of at most 1e12 g) and the sum is made exact afterwards,
    /// at a quarter of the cost of 128-bit division.
    /// </remarks>
    public static void Split(Span<long> from, long held, long mass, Span<long> to)
    {
        Invariant.Holds(mass >= 0 && mass <= held, "no stock is negative");
        if (mass == 0) return;

        var (share, left) = ((double)mass / held, mass);
        for (var g = 0; g < from.Length; g++)
        {
            var part = Math.Min(Math.Min((long)(from[g] * share), from[g]), left);
            from[g] -= part;
            to[g] += part;
            left -= part;
        }

        for (var g = 0; left > 0 && g < from.Length; g++)
        {
            var part = Math.Min(from[g], left);
            from[g] -= part;
            to[g] += part;
            left -= part;
        }

        Invariant.Holds(left == 0, "a stock holds what it says it holds");
    }

    /// <summary>Takes mass out of a bin.</summary>
    public void Take(int bin, long mass, Span<long> to)
    {
        var stock = In(bin);
        var sole = Index.SoleGroup[bin];
        if (sole >= 0 && stock[sole] == Held[bin] && mass >= 0 && mass <= Held[bin])
        {
            // Oxides, metals and plain magnets hold one group alone: four bins in five.
            stock[sole] -= mass;
            to[sole] += mass;
        }
        else
        {
            Split(stock, Held[bin], mass, to);
        }

        Held[bin] -= mass;
    }

    /// <summary>Puts a parcel's content into a bin.</summary>
    public void Put(int bin, ReadOnlySpan<long> content, long mass)
    {
        var stock = In(bin);
        for (var g = 0; g < content.Length; g++) stock[g] += content[g];
        Held[bin] += mass;
    }

    /// <summary>Driver output in one gram of a recipe's whole input, from what the slots hold now; nominal where a slot is empty.</summary>
    public double Yield(int recipe)
    {
        ref readonly var row = ref Index.Recipes[recipe];
        var recovery = Recovery.AsSpan(DriverRow(row) * G, G);
        var yield = 0.0;
        for (var i = row.FirstInput; i < row.EndInput; i++)
        {
            var (bin, share) = (Index.Inputs[i].Bin, Index.Inputs[i].Share);
            var part = 0.0;
            if (Held[bin] > 0)
            {
                var stock = In(bin);
                for (var g = 0; g < G; g++) part += recovery[g] * stock[g];
                part /= Held[bin];
            }
            else
            {
                var nominal = Index.Materials[Index.Bins[bin].Nominal];
                for (var g = 0; g < G; g++) part += recovery[g] * nominal.Content[g];
                part /= nominal.ContentPerTonne;
            }

            yield += share * part;
        }

        return yield;
    }

    public int DriverRow(in RecipeRow row)
    {
        for (var o = row.FirstOutput; o < row.EndOutput; o++)
        {
            if (Index.Outputs[o].Driver) return o;
        }

        throw new InvariantViolatedException("a recipe has a driver");
    }

    /// <summary>What a site or a recipe can make in one week of full work [g of driver content]; infinite where nothing limits it.</summary>
    public double WeeklyCapacity(int course, int driverBin) =>
        course < 0 ? double.PositiveInfinity : Index.GramsOf(Index.Bins[driverBin].Nominal, Index.Courses.At(course, Today)) * 7 / 365.25;

    /// <summary>Whether a contract is in force today.</summary>
    public bool IsOn(int arc) => Today >= Index.Arcs[arc].From && Today < Index.Arcs[arc].Until;

    /// <summary>What a buyer wants of an arc in a week, by its contract and its forecast, whatever it can get [g].</summary>
    public double WantedPerWeek(int arc)
    {
        if (!IsOn(arc)) return 0;
        var (shares, bin) = (0.0, Index.Arcs[arc].BuyerBin);
        foreach (var a in Index.ArcsByBuyer[bin]) shares += IsOn(a) ? Index.Arcs[a].Share : 0;
        return shares > 0 ? Forecast[bin] * 7 * Index.Arcs[arc].Share / shares : 0;
    }

    /// <summary>One draw of a purpose, keyed by who and when and never by how often somebody asked.</summary>
    /// <param name="entity">The stable hash of its id.</param>
    /// <param name="purpose">What the draw is for.</param>
    /// <param name="ordinal">Which one: a week, a day, the n-th breakdown.</param>
    public Draw Storm(ulong entity, Storm purpose, ulong ordinal) => StreamOf(entity, purpose).At(ordinal);

    public RandomStream StreamOf(ulong entity, Storm purpose) => new(Seed, Replication, entity, (ulong)purpose);
}
