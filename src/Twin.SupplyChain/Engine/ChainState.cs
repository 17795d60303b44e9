using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Everything that changes in a run, in flat arrays: what the processes read and write.</summary>
/// <remarks>
/// Masses are whole grams of content. Only <see cref="Contents"/>, <see cref="Take"/>, <see cref="Put"/> and the ledger's
/// accounts move them, and each takes from one place exactly what it puts into another; rates and forecasts are
/// doubles and decide how much moves, never what exists.
/// </remarks>
sealed class ChainState
{
    readonly double[] _recovery;

    public ChainState(NetworkIndex index, ulong seed, bool noise)
    {
        (Index, Seed, Noise, G) = (index, seed, noise, index.Groups);
        (FirstOrigin, EndOrigin) = (Contents.Padded(G), Contents.Padded(G) + index.OriginRegions.Length);
        Width = Contents.Padded(EndOrigin);
        var (bins, arcs, cells, recipes, sites) = (index.Bins.Length, index.Arcs.Length, index.Cells.Length, index.Recipes.Length, index.Sites.Length);
        Content = new long[bins * Width];
        Bin = new BinState[bins];
        Limits = new Limit[bins];
        Arc = new ArcState[arcs];
        Gate = new ArcGate[arcs];
        Buffer = new long[cells * Width];
        Cell = new CellState[cells];
        Sigma = new double[cells];
        Use = new RandomStream[cells];
        Travel = new RandomStream[arcs];
        Storms = new StormCache(index);
        InProcess = new long[recipes];
        Cycle = new int[recipes];
        RunsFrom = new int[recipes];
        LongestCycle = new int[bins];
        Customs = new double[index.Lanes.Length];
        _recovery = new double[index.Outputs.Length * FirstOrigin];
        Up = new double[sites];
        Shipments = new Parcels(Width, index.Days, index.Lanes.Length);
        Lots = new Parcels(Width, index.Days);
        Desks = [.. index.Policies.Select(c => c is ExportLicence ? new Desk(index.Days) : null)];
        Quotas = [.. index.Policies.Select((c, i) => c is ExportQuota quota ? new QuotaBook(quota, index, i) : null)];
        Released = new double[bins];
        InForce = new bool[index.Policies.Length];
        Pays = new bool[sites];
        PaysSince = new int[sites];
        Adjusting = new SupplyAdjustment[sites];
        Scale = new double[sites];
        LargestScale = new double[sites];
        Breakdowns = new OutageState[sites];
        Dated = new OutageState[index.Disruptions.Length];
        Stops = new OutageState[index.Stops.Length];
        Began = new int[index.Disruptions.Length];
        Resting = new bool[sites];
        LaneLeft = new double[index.Lanes.Length];
        LaneDelay = new int[index.Lanes.Length];
        LaneRoom = new double[index.Lanes.Length];
        LaneCost = new double[index.Lanes.Length];
        OpenFrom = new int[arcs];
        Qualify = new int[arcs];
        MostPerDay = new double[arcs];
        Shifts = new Learning[index.Shifts.Length];
        Thrift = new Learning[index.Inputs.Length];
        NeededSince = new int[bins];
        Threats = new int[bins];
        InputShare = new double[index.Inputs.Length];
        RecoveryLoss = new double[recipes];
        Waiting = new WaitingLine[cells];
        Market = new PriceBook(this);
        History = [.. index.Bins.Select(b => index.Sites[b.Site].Forecasts.MovingAverage is > 0 and var n ? new double[n] : [])];
        HistoryAt = new int[bins];
        LastOrder = new int[bins];
        Array.Fill(LastOrder, int.MinValue);
        Ledger = new ChainLedger(this);
        Measures = new ChainRecord(index);
        for (var c = 0; c < cells; c++)
        {
            var demand = index.Demands[index.Cells[c].Demand];
            var cv = demand.Varies.Cv;
            Sigma[c] = Math.Sqrt(ExactMath.Log(1 + (cv * cv)));
            Waiting[c] = new WaitingLine(demand.Waits, index.Period[index.Bins[index.Cells[c].MarketBin].Site]);
        }
    }

    public NetworkIndex Index { get; }

    public ulong Seed { get; }

    /// <summary>Whether draws at each use happen; without, everything takes its mean.</summary>
    public bool Noise { get; }

    /// <summary>How many content groups.</summary>
    public int G { get; }

    /// <summary>
    /// Length of a content: the groups, whose sum is the mass, then, from <see cref="FirstOrigin"/> to before
    /// <see cref="EndOrigin"/>, for each region whose content is followed the grams of that mass that come from it.
    /// </summary>
    public int Width { get; }

    public int FirstOrigin { get; }

    public int EndOrigin { get; }

    public int Replication { get; set; }

    public EpistemicDraws Draws { get; set; }

    /// <summary>What stocks consist of, by bin.</summary>
    public long[] Content { get; }

    /// <summary>Stocks, by bin.</summary>
    public BinState[] Bin { get; }

    /// <summary>Orders and what is under way, by arc.</summary>
    public ArcState[] Arc { get; }

    /// <summary>What kept the output of a bin below what was wanted of it, at its site's last review.</summary>
    public Limit[] Limits { get; }

    /// <summary>What export controls let through.</summary>
    public ArcGate[] Gate { get; }

    /// <summary>What the buffers of users consist of, by cell.</summary>
    public long[] Buffer { get; }

    /// <summary>Users, by cell.</summary>
    public CellState[] Cell { get; }

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

    /// <summary>From the start of a lot to its end [days].</summary>
    public int[] Cycle { get; }

    /// <summary>The first day on which a recipe may run: its own, or its plant's first output.</summary>
    public int[] RunsFrom { get; }

    /// <summary>The longest cycle of the recipes that run for a bin [days].</summary>
    public int[] LongestCycle { get; }

    public double[] Customs { get; }

    /// <summary>Share of each content group of the inputs that goes into an output, 0 to 1; zeros after the last group.</summary>
    public Span<double> Recovery(int output) => _recovery.AsSpan(output * FirstOrigin, FirstOrigin);

    /// <summary>Share of a recipe's input that comes out of a slot, by input row: thrift moves it.</summary>
    public double[] InputShare { get; }

    /// <summary>Points of recovery that technology bans have cost a recipe.</summary>
    public double[] RecoveryLoss { get; }

    /// <summary>Share of a site's capacity that is up, 0 to 1: what breakdowns, stops, disruptions and low prices leave.</summary>
    public double[] Up { get; }

    /// <summary>Share of what a lane usually carries that it carries now, 0 to 1.</summary>
    public double[] LaneLeft { get; }

    /// <summary>How much longer what is dispatched on a lane takes now [days].</summary>
    public int[] LaneDelay { get; }

    /// <summary>What may still leave on a lane this week [t of the goods' bases]; infinite without a limit.</summary>
    public double[] LaneRoom { get; }

    /// <summary>Freight of a lane [USD/t].</summary>
    public double[] LaneCost { get; }

    /// <summary>The first day that an arc may take orders: its contract's, or its seller's first output.</summary>
    public int[] OpenFrom { get; }

    /// <summary>Days that an arc's goods take to be qualified; 0 where they are.</summary>
    public int[] Qualify { get; }

    /// <summary>The most that is ordered under a contract [g/day]; infinite for no bound.</summary>
    public double[] MostPerDay { get; }

    /// <summary>How users go over to something else, by shift.</summary>
    public Learning[] Shifts { get; }

    /// <summary>How makers do with less of an input, by input row.</summary>
    public Learning[] Thrift { get; }

    /// <summary>The day on which an input was first badly served; -1 for never.</summary>
    public int[] NeededSince { get; }

    /// <summary>How many controls its buyer has heard of that touch a bin's supply.</summary>
    public int[] Threats { get; }

    /// <summary>What a moving average of a bin's use goes over, by review; empty with exponential smoothing.</summary>
    public double[][] History { get; }

    public int[] HistoryAt { get; }

    /// <summary>The day of a bin's last order by schedule.</summary>
    public int[] LastOrder { get; }

    /// <summary>Users that wait for what the buffer did not hold.</summary>
    public WaitingLine[] Waiting { get; }

    /// <summary>Prices, by material and zone.</summary>
    public PriceBook Market { get; }

    public Parcels Shipments { get; }

    public Parcels Lots { get; }

    /// <summary>The desk of each licence regime.</summary>
    public Desk?[] Desks { get; }

    /// <summary>What is left of each quota.</summary>
    public QuotaBook?[] Quotas { get; }

    /// <summary>How bans differ from what they say, in this run; null for not at all.</summary>
    public BanShape? Shape { get; set; }

    /// <summary>Which bans and tariffs are in force.</summary>
    public bool[] InForce { get; }

    /// <summary>Whether its price makes a site pay, and since when.</summary>
    public bool[] Pays { get; }

    public int[] PaysSince { get; }

    /// <summary>What its price makes of a site's capacity, as a factor; 1 at the start, and where it follows none.</summary>
    public double[] Scale { get; }

    /// <summary>The most that it has been, since the start or since the state of another chain was taken over.</summary>
    public double[] LargestScale { get; }

    /// <summary>How each site stands on the way there.</summary>
    public SupplyAdjustment[] Adjusting { get; }

    /// <summary>Most that leaves a stockpile's bin at a review while it is open [g]; 0 while it is closed.</summary>
    public double[] Released { get; }

    /// <summary>How each planned stop stands.</summary>
    public OutageState[] Stops { get; }

    /// <summary>How each site's own breakdowns stand.</summary>
    public OutageState[] Breakdowns { get; }

    /// <summary>The day on which each disruption first began; -1 for not yet.</summary>
    public int[] Began { get; }

    /// <summary>Whether a site rests because its price is too low.</summary>
    public bool[] Resting { get; }

    /// <summary>How each disruption stands.</summary>
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
        Copy(other.Bin, Bin);
        Copy(other.Arc, Arc);
        Copy(other.Buffer, Buffer);
        Copy(other.Cell, Cell);
        Copy(other.InProcess, InProcess);
        Copy(other.Up, Up);
        Copy(other.LaneLeft, LaneLeft);
        Copy(other.LaneDelay, LaneDelay);
        Copy(other.LaneRoom, LaneRoom);
        Copy(other.NeededSince, NeededSince);
        Copy(other.Threats, Threats);
        Copy(other.InputShare, InputShare);
        Copy(other.HistoryAt, HistoryAt);
        Copy(other.LastOrder, LastOrder);
        for (var b = 0; b < History.Length; b++) Copy(other.History[b], History[b]);
        for (var c = 0; c < Waiting.Length; c++) Waiting[c].CopyFrom(other.Waiting[c]);
        Market.CopyFrom(other.Market);
        Copy(other.Breakdowns, Breakdowns);
        Copy(other.Stops, Stops);
        Copy(other.Released, Released);
        Shipments.CopyFrom(other.Shipments);
        Lots.CopyFrom(other.Lots);
        Copy(other.Resting, Resting);
        Copy(other.Limits, Limits);
        Copy(other.Pays, Pays);
        Copy(other.PaysSince, PaysSince);
        Copy(other.Adjusting, Adjusting);
        Copy(other.Scale, Scale);
        Copy(other.Scale, LargestScale);
        for (var d = 0; d < Dated.Length; d++)
        {
            var theirs = Array.FindIndex(other.Index.Disruptions, x => x.Id == Index.Disruptions[d].Id);
            (Dated[d], Began[d]) = (other.Dated[theirs], other.Began[theirs]);
        }

        for (var c = 0; c < Desks.Length; c++)
        {
            var theirs = other.PolicyOf(Index.Policies[c].Id);
            Desks[c]?.CopyFrom(other.Desks[theirs]!);
            InForce[c] = other.InForce[theirs];
            Quotas[c]?.CopyFrom(other.Quotas[theirs]!);
        }

        for (var a = 0; a < Gate.Length; a++)
        {
            Gate[a] = other.Gate[a];
            if (Arc[a].KeptBy >= 0) Arc[a].KeptBy = PolicyOf(other.Index.Policies[Arc[a].KeptBy].Id);
            if (Gate[a].LicencePlusOne > 0) Gate[a].LicencePlusOne = 1 + PolicyOf(other.Index.Policies[Gate[a].LicencePlusOne - 1].Id);
            if (Gate[a].SlowedByPlusOne > 0) Gate[a].SlowedByPlusOne = 1 + PolicyOf(other.Index.Policies[Gate[a].SlowedByPlusOne - 1].Id);
        }

        Ledger.CopyFrom(other.Ledger);
        Measures.CopyFrom(other.Measures);
        Trace.CopyFrom(other.Trace);

        static void Copy<T>(T[] from, T[] to) => from.CopyTo(to, 0);
    }

    public int PolicyOf(string id) => Array.FindIndex(Index.Policies, c => c.Id == id);

    public Span<long> In(int bin) => Contents.Row(Content, bin, Width);

    public Span<long> InBuffer(int cell) => Contents.Row(Buffer, cell, Width);

    /// <summary>Takes mass out of a bin.</summary>
    public void Take(int bin, long mass, Span<long> to)
    {
        ref var held = ref Bin[bin].Held;
        Move(bin, In(bin), held, mass, to);
        held -= mass;
    }

    /// <summary>Moves mass of a bin's goods: out of the bin itself, or out of the buffer of a user of its market.</summary>
    public void Move(int bin, Span<long> from, long held, long mass, Span<long> to)
    {
        var sole = Sole(bin, from, held);
        if (sole >= 0 && mass >= 0 && mass <= held)
        {
            from[sole] -= mass;
            to[sole] += mass;
        }
        else
        {
            Contents.Move(from, held, mass, to, FirstOrigin);
        }
    }

    /// <summary>Takes mass out of a bin into an empty shipment.</summary>
    public void Load(int bin, long mass, int parcel)
    {
        var from = In(bin);
        ref var held = ref Bin[bin].Held;
        var sole = Sole(bin, from, held);
        if (sole >= 0 && mass >= 0 && mass <= held)
        {
            from[sole] -= mass;
            Shipments.Fill(parcel, sole, mass);
        }
        else
        {
            Contents.Move(from, held, mass, Shipments.Content(parcel), FirstOrigin, isEmpty: true);
        }

        held -= mass;
    }

    /// <summary>Puts what a shipment holds into a bin.</summary>
    public void Unload(int parcel, int bin)
    {
        var (sole, mass) = (Shipments.Sole(parcel), Shipments.Mass(parcel));
        if (sole != Parcels.Mixed) In(bin)[sole] += mass;
        else Contents.Add(In(bin), Shipments.Content(parcel));
        Bin[bin].Held += mass;
    }

    /// <summary>The one group that goods of a bin consist of, as oxides, metals and plain magnets do (four bins in five); -1 if there are others, or origins are followed.</summary>
    int Sole(int bin, Span<long> content, long held)
    {
        var sole = Index.SoleGroup[bin];
        return sole >= 0 && content[sole] == held ? sole : -1;
    }

    /// <summary>Puts a lot's output into a bin.</summary>
    public void Put(int bin, ReadOnlySpan<long> content, long mass)
    {
        Contents.Add(In(bin), content);
        Bin[bin].Held += mass;
    }

    /// <summary>Driver output in one gram of a recipe's whole input, from what the slots hold now; nominal where a slot is empty.</summary>
    public double Yield(int recipe)
    {
        ref readonly var row = ref Index.Recipes[recipe];
        var recovery = Recovery(row.Driver);
        var yield = 0.0;
        for (var i = row.FirstInput; i < row.EndInput; i++)
        {
            var (bin, share) = (Index.Inputs[i].Bin, InputShare[i]);
            var part = 0.0;
            if (Bin[bin].Held is > 0 and var held)
            {
                var stock = In(bin);
                if (Sole(bin, stock, held) is >= 0 and var sole) part = recovery[sole] * held;
                else
                {
                    for (var g = 0; g < G; g++) part += recovery[g] * stock[g];
                }

                part /= held;
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

    /// <summary>What a site or a recipe can make from one review to the next, working full time [g of driver content]; infinite where nothing limits it.</summary>
    public double Capacity(int course, int driverBin) =>
        course < 0 ? double.PositiveInfinity
        : Index.Courses.At(course, Today) * Index.GramsPerReview[driverBin];

    /// <summary>Whether a contract takes orders today.</summary>
    public bool IsOn(int arc) => IsOn(arc, Index.Arcs[arc]);

    /// <summary>The same, for whoever has its row at hand.</summary>
    public bool IsOn(int arc, in Arc row)
    {
        if (Today < OpenFrom[arc] || Today >= row.Until) return false;
        return Qualify[arc] == 0 || (NeededSince[row.BuyerBin] is >= 0 and var since && Today >= since + Qualify[arc]);
    }

    /// <summary>A contract's share today: of a plant that ramps up, the part that stands.</summary>
    public double ShareOf(int arc) => IsOn(arc) ? ShareOfOpen(Index.Arcs[arc]) : 0;

    /// <summary>The same of one that <see cref="IsOn(int)"/>.</summary>
    public double ShareOfOpen(in Arc row) => row.Ramp < 0 ? row.Share : row.Share * Index.Courses.Ramps.Share(row.Ramp, Today);

    /// <summary>What a buyer wants of an arc from one review of the seller to the next, by its contract and its forecast, whatever it can get [g].</summary>
    public double WantedBetweenReviews(int arc)
    {
        var (own, shares, bin) = (ShareOf(arc), 0.0, Index.Arcs[arc].BuyerBin);
        if (own == 0 || Index.Arcs[arc].Guarded) return 0;
        foreach (var a in Index.ArcsByBuyer[bin])
        {
            if (!Index.Arcs[a].Guarded) shares += ShareOf(a);
        }

        var wanted = Bin[bin].Forecast * Index.Period[Index.Arcs[arc].Seller] * own / shares;
        return Index.Bounded[bin] ? Math.Min(wanted, MostPerDay[arc] * Index.Period[Index.Arcs[arc].Seller]) : wanted;
    }

    /// <summary>What has been ordered on an arc today [g].</summary>
    public long AskedToday(int arc) => Arc[arc].AskedOn == Today ? Arc[arc].Asked : 0;

    /// <summary>What dearness makes of a buyer's liking for a source: 1 at its usual cost.</summary>
    public double Dearness(int arc)
    {
        ref readonly var row = ref Index.Arcs[arc];
        var sigma = Index.Sites[row.Buyer].SourceElasticity;
        if (sigma == 0) return 1;
        var price = PriceAt(arc);
        var (usual, now) = (price + LaneCost[row.Lane], (price * (1 + Gate[arc].Duty)) + LaneCost[row.Lane]);
        return usual > 0 && now != usual ? ExactMath.Pow(now / usual, -sigma) : 1;
    }

    /// <summary>What goods are quoted at in the seller's zone [USD/t]; 0 without a price.</summary>
    public double PriceAt(int arc) => Market.Any ? Market.Quoted(Index.Arcs[arc].Material, Index.ZoneOfSite[Index.Arcs[arc].Seller]) : 0;

    /// <summary>How much more than usual the buyer of a bin puts by, as a share of its cover; 0 while it is not afraid.</summary>
    public double Fear(Hoarding hoards, int bin)
    {
        if (Threats[bin] > 0) return Draws.Of(hoards.More);
        return hoards.WhenFillBelow > 0 && FillOf(bin) < hoards.WhenFillBelow ? Draws.Of(hoards.More) : 0;
    }

    /// <summary>What the sellers of a bin deliver of what it has open, as its buyer sees it, by share of contract; 1 where it has none.</summary>
    public double FillOf(int bin)
    {
        var (shares, fill) = (0.0, 0.0);
        foreach (var a in Index.ArcsByBuyer[bin])
        {
            if (Index.Arcs[a].Guarded) continue;
            var share = ShareOf(a);
            shares += share;
            fill += share * Arc[a].Fill;
        }

        return shares > 0 ? fill / shares : 1;
    }

    /// <summary>Share of a bin's content that comes from a followed region, 0 to 1.</summary>
    public double OriginShare(int bin, int origin) => Bin[bin].Held > 0 ? (double)In(bin)[FirstOrigin + origin] / Bin[bin].Held : 0;

    /// <summary>One draw of a purpose, keyed by who and when and never by how often somebody asked.</summary>
    /// <param name="entity">The stable hash of its id.</param>
    /// <param name="purpose">What the draw is for.</param>
    /// <param name="ordinal">Which one: a week, a day, the n-th breakdown.</param>
    public Draw Storm(ulong entity, Storm purpose, ulong ordinal) => StreamOf(entity, purpose).At(ordinal);

    public RandomStream StreamOf(ulong entity, Storm purpose) => new(Seed, Replication, entity, (ulong)purpose);
}
