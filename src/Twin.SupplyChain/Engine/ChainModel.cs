using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A network made into a simulation, and run: one replication after another, in the same memory.</summary>
/// <remarks>
/// A replication is a pure function of (network, seed, replication). The model belongs to one thread; make one for
/// each. Nothing is allocated per shipment, lot or order once its pools have grown.
/// </remarks>
public sealed class ChainModel
{
    internal static readonly TimeSpan Day = TimeSpan.FromDays(1);

    readonly Simulation _simulation = new();
    readonly ChainState _chain;
    readonly SteadyState _flows;
    readonly bool _epistemic;

    // Who does what. They keep nothing of a replication: all that is in the state.
    readonly Shipping _shipping;
    readonly Conversion _conversion;
    readonly Outage _outage;
    readonly Trading _trading;
    readonly Consumption _consumption;
    readonly Replenishment _replenishment;
    readonly Dispatch _dispatch;

    /// <param name="index">The network. Not shared with another model that runs at the same time.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="noise">Whether breakdowns, travel times and weekly use vary; without, all take their means and nothing breaks down by itself.</param>
    /// <param name="epistemic">Whether uncertain numbers are drawn; without, all take their best values.</param>
    public ChainModel(NetworkIndex index, ulong seed, bool noise = true, bool epistemic = true)
    {
        _chain = new ChainState(index, seed, noise);
        _flows = new SteadyState(_chain);
        _epistemic = epistemic;
        _shipping = new Shipping(_simulation, _chain);
        _conversion = new Conversion(_simulation, _chain);
        _outage = new Outage(_simulation, _chain);
        _trading = new Trading(_simulation, _chain, _outage);
        _consumption = new Consumption(_simulation, _chain);
        _replenishment = new Replenishment(_simulation, _chain);
        _dispatch = new Dispatch(_simulation, _chain, _shipping);
    }

    /// <summary>Hears every fact of the runs; null for nobody.</summary>
    public Action<TraceLine>? Listener
    {
        get => _chain.Trace.Listener;
        set => _chain.Trace.Listener = value;
    }

    /// <summary>
    /// For the name of an uncertain number, the quantile that the next runs take it at, 0 to 1; null for the replication's
    /// own draw. What a sensitivity study turns; what is left to chance stays as it is.
    /// </summary>
    public Func<string, double?>? Quantiles { get; set; }

    /// <summary>How many replications in a row take the same draw of what is not known, each with chances of its own; 1 or more.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What is given to users on the day on which the next runs go on from another's (<see cref="RunOn"/>); null for nothing.</summary>
    public Gift? Gift { get; set; }

    /// <summary>Another length or depth of some bans in the next runs; null for what they say.</summary>
    public BanShape? Shape
    {
        get => _chain.Shape;
        set => _chain.Shape = value;
    }

    /// <summary>Events that do not happen in the next runs, by id; null for none.</summary>
    public IReadOnlySet<string>? LeftOut { get; set; }

    /// <summary>Counts bottlenecks from this day on (days since the start); 0 for all.</summary>
    public int BottlenecksFrom { get; init; }

    /// <summary>Counts flows from <see cref="BottlenecksFrom"/> to the day before this one; by default to the end.</summary>
    public int FlowsUntil { get; init; } = int.MaxValue;

    internal ChainState State => _chain;

    /// <summary>Runs one replication from start to end.</summary>
    /// <returns>What happened. It is overwritten by the next run of this model.</returns>
    /// <exception cref="InvariantViolatedException">The books do not balance, or another law is broken: we are wrong.</exception>
    /// <exception cref="ProcessFailedException">A process threw.</exception>
    public ChainRecord Run(int replication) => Finish(Prepare(replication));

    /// <summary>Runs one replication up to a day, and asks why a user does not have what it wants in the week before.</summary>
    /// <param name="replication">Which.</param>
    /// <param name="demand">The user: <c>EV.EU</c>.</param>
    /// <param name="date">A day of the run.</param>
    /// <returns>For each material that it uses: what it wanted and had in the week of that day [t], and the reasons for the difference.</returns>
    /// <exception cref="ArgumentException">There is no such user, or no such day.</exception>
    public IReadOnlyList<(string Material, double Wanted, double Had, IReadOnlyList<WhyBranch> Branches)> AskWhy(int replication, string demand, DateOnly date)
    {
        var (index, day) = (_chain.Index, date.DayNumber - _chain.Index.Network.Start.DayNumber);
        if (day < 0 || day >= index.Days) throw new ArgumentException($"{date:yyyy-MM-dd} is not a day of the run, {index.Network.Start:yyyy-MM-dd} to {index.Network.End.AddDays(-1):yyyy-MM-dd}");
        int[] cells = [.. Enumerable.Range(0, index.Cells.Length).Where(c => index.Demands[index.Cells[c].Demand].Id == demand)];
        if (cells.Length == 0) throw new ArgumentException($"no demand '{demand}'");

        var (wanted, had) = (new double[cells.Length], new double[cells.Length]);
        _chain.Measures.Listener = (cell, week, w, h) =>
        {
            var i = Array.IndexOf(cells, cell);
            if (i >= 0 && week == day / 7) (wanted[i], had[i]) = (wanted[i] + w, had[i] + h);
        };
        Prepare(replication).RunUntil(EveOf(Math.Min(index.Days, (day / 7 * 7) + 7)));
        _chain.Measures.Listener = null;
        var why = new Why(_chain);
        return [.. cells.Select((c, i) => (index.Materials[index.Cells[c].Material].Id, wanted[i], had[i], (IReadOnlyList<WhyBranch>)why.Tell(c)))];
    }

    /// <summary>Runs one replication of this model and of a twin that differs from some day on, the days before it only once.</summary>
    /// <param name="replication">Which.</param>
    /// <param name="twin">A model of the same network but for controls and disruptions that begin on that day or later.</param>
    /// <param name="day">The first day on which the two may differ, counted from the start.</param>
    /// <returns>What each would have told if run alone, to the gram.</returns>
    public (ChainRecord Run, ChainRecord Twin) RunWith(ChainModel twin, int replication, int day)
    {
        var simulation = Prepare(replication);
        if (day == 0) return (Finish(simulation), twin.Run(replication));

        simulation.RunUntil(EveOf(day));
        var record = twin.RunOn(this, replication, day);
        return (Finish(simulation), record);
    }

    /// <summary>Runs one replication up to a day, for others to go on from there.</summary>
    /// <param name="replication">Which.</param>
    /// <param name="day">The first day that is not run, 1 or later.</param>
    public void RunTo(int replication, int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        Prepare(replication).RunUntil(EveOf(day));
    }

    /// <summary>Goes on to the end from where another model stands, which stays there for the next.</summary>
    /// <param name="trunk">A model of the same network but for controls and disruptions that begin on that day or later.</param>
    /// <param name="replication">That of the other's run.</param>
    /// <param name="day">The day that the other has been run to.</param>
    /// <returns>What this model would have told if run alone, to the gram.</returns>
    public ChainRecord RunOn(ChainModel trunk, int replication, int day)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        var own = _chain.Storms;
        _chain.Storms = trunk._chain.Storms;
        Reset(replication);
        _chain.CopyFrom(trunk._chain);
        _chain.Today = day;
        if (Gift is { } gift) Giving.To(_chain, gift);
        var record = Finish(StartProcesses(day));
        _chain.Storms = own;
        return record;
    }

    static SimTime EveOf(int day) => SimTime.FromMilliseconds(SimTime.FromDays(day).Milliseconds - 1);

    ChainRecord Finish(Simulation simulation)
    {
        simulation.RunUntil(EveOf(_chain.Index.Days));
        _chain.Ledger.Check();
        _chain.Measures.CloseBooks(_chain, _chain.Index.Days);
        (_chain.Measures.TraceHash, _chain.Measures.Facts) = (_chain.Trace.Hash, _chain.Trace.Facts);
        return _chain.Measures;
    }

    /// <summary>What flows on the first day of a replication.</summary>
    internal SteadyState Balance(int replication)
    {
        Reset(replication);
        _chain.Storms.Begin(_chain);
        _flows.Solve();
        return _flows;
    }

    /// <summary>Sets everything to the balanced start of a replication, and starts its processes.</summary>
    internal Simulation Prepare(int replication)
    {
        Balance(replication);
        new BalancedStart(_chain, _flows, _replenishment).Fill();
        _chain.Market.Open();
        _chain.Ledger.Open();
        return StartProcesses(0);
    }

    Simulation StartProcesses(int day)
    {
        var simulation = _simulation;
        simulation.Reset();
        var at = SimTime.FromDays(day);
        simulation.Start("calendar", () => Calendar(simulation), at, Phase.Clock);
        StartPolicies(simulation, at);
        StartOutages(simulation, at);
        simulation.Start("trading", _trading.Run, at, Phase.Policies);
        simulation.Start("arrivals", _shipping.Arrivals, at, Phase.Arrivals);
        simulation.Start("completion", _conversion.Completion, at, Phase.Completions);
        simulation.Start("consumption", _consumption.Run, at, Phase.Consumption);
        simulation.Start("production", _conversion.Review, at, Phase.Production);
        simulation.Start("replenishment", _replenishment.Run, at, Phase.Ordering);
        simulation.Start("dispatch", _dispatch.Run, at, Phase.Dispatch);
        return simulation;
    }

    void StartPolicies(Simulation simulation, SimTime at)
    {
        var index = _chain.Index;
        var announcing = new Announcing(simulation, _chain);
        for (var i = 0; i < index.Policies.Length; i++)
        {
            var policy = i;
            Func<Process>? run = index.Policies[i] switch
            {
                ExportBan => () => new Banning(simulation, _chain).Run(policy),
                ExportQuota => () => new Rationing(simulation, _chain).Run(policy),
                ExportLicence => new Licensing(simulation, _chain, _shipping, policy).Run,
                Tariff => () => new Taxing(simulation, _chain).Run(policy),
                StockpileRelease => () => new Releasing(simulation, _chain).Run(policy),
                _ => null, // technology bans act on ramps, offtakes on orders, floors and subsidies on decisions to run
            };
            if (run is not null) simulation.Start(index.Policies[i].Id, run, at, Phase.Policies);
            if (index.SomebodyHoards && index.Policies[i] is ExportControl) simulation.Start($"news of {index.Policies[i].Id}", () => announcing.Run(policy), at, Phase.Policies);
        }
    }

    void StartOutages(Simulation simulation, SimTime at)
    {
        var index = _chain.Index;
        for (var i = 0; i < index.Disruptions.Length; i++)
        {
            var number = i;
            if (LeftOut?.Contains(index.Disruptions[i].Id) == true) continue;
            simulation.Start(index.Disruptions[i].Id, () => _outage.Disrupted(number), at, Phase.Outages);
        }

        for (var i = 0; i < index.Stops.Length; i++)
        {
            var number = i;
            simulation.Start($"stop {index.Stops[i].Stop.Id} of {index.Sites[index.Stops[i].Site].Id}", () => _outage.Planned(number), at, Phase.Outages);
        }

        for (var i = 0; i < index.Sites.Length && _chain.Noise; i++)
        {
            var site = i;
            if (index.Sites[i].Fails is not null) simulation.Start($"breakdowns of {index.Sites[i].Id}", () => _outage.Breakdowns(site), at, Phase.Outages);
        }
    }

    async Process Calendar(Simulation simulation)
    {
        for (; ; _chain.Today++)
        {
            _chain.Trace.BeginMorning();
            if (_chain.Noise) _chain.Storms.TurnTo(_chain, _chain.Today / 7);
            _chain.Measures.CloseBooks(_chain, _chain.Today);
            await simulation.Delay(Day, Phase.Clock);
        }
    }

    void Reset(int replication)
    {
        var index = _chain.Index;
        _chain.Replication = replication;
        _chain.Draws = new EpistemicDraws(_chain.Seed, replication / Repeats, _epistemic, Quantiles);
        _chain.Today = 0;
        index.Courses.Resolve(_chain.Draws);
        index.Courses.Ramps.Resolve(_chain, Hindrance);
        for (var c = 0; c < index.Cells.Length; c++) _chain.Use[c] = _chain.StreamOf(index.Cells[c].Key, Storm.Use);
        for (var a = 0; a < index.Arcs.Length; a++) _chain.Travel[a] = _chain.StreamOf(index.Arcs[a].Key, Storm.Travel);
        for (var l = 0; l < index.Lanes.Length; l++)
        {
            _chain.Customs[l] = _chain.Draws.Of(index.Lanes[l].Customs);
            _chain.LaneCost[l] = _chain.Draws.Of(index.Lanes[l].Cost);
        }

        ResetArcs();
        ResetRecipes();
        for (var i = 0; i < index.Shifts.Length; i++) _chain.Shifts[i] = new Learning(index.Shifts[i].Learns, _chain);
        ResetState();
    }

    void ResetArcs()
    {
        var index = _chain.Index;
        for (var a = 0; a < index.Arcs.Length; a++)
        {
            ref readonly var arc = ref index.Arcs[a];
            _chain.OpenFrom[a] = arc.Ramp < 0 ? arc.From : Math.Max(arc.From, index.Courses.Ramps.First(arc.Ramp));
            _chain.MostPerDay[a] = index.Contracts[a].Volume is { } volume ? index.GramsOf(arc.Material, _chain.Draws.Of(volume)) / 365.25 : double.PositiveInfinity;
            _chain.Qualify[a] = index.Contracts[a].Qualification is { } days ? Math.Max(1, (int)Math.Round(_chain.Draws.Of(days))) : 0;
        }
    }

    void ResetRecipes()
    {
        var index = _chain.Index;
        Array.Clear(_chain.LongestCycle);
        for (var r = 0; r < index.Recipes.Length; r++)
        {
            ref readonly var row = ref index.Recipes[r];
            var (ramp, cycle) = (RampOf(row), Math.Max(1, (int)Math.Round(_chain.Draws.Of(row.Recipe.Cycle))));
            var lost = ramp < 0 ? 0 : YieldLost(row, ramp);
            _chain.RunsFrom[r] = ramp < 0 ? row.From : Math.Max(row.From, index.Courses.Ramps.First(ramp));
            _chain.Cycle[r] = cycle;
            _chain.LongestCycle[row.DriverBin] = Math.Max(_chain.LongestCycle[row.DriverBin], cycle);
            for (var o = row.FirstOutput; o < row.EndOutput; o++)
            {
                var recovery = row.Recipe.Outputs[o - row.FirstOutput].Recovery;
                for (var g = 0; g < recovery.Count; g++) _chain.Recovery(o)[g] = Math.Max(0, _chain.Draws.Of(recovery[g]) - (recovery[g].Value > 0 ? lost : 0));
            }

            for (var k = row.FirstInput; k < row.EndInput; k++)
            {
                _chain.InputShare[k] = index.Inputs[k].Share;
                if (row.Recipe.Inputs[k - row.FirstInput].Thrift is { } thrift) _chain.Thrift[k] = new Learning(thrift, _chain);
            }
        }
    }

    /// <summary>What technology bans do to a plant whose first output is planned for a day.</summary>
    (double Later, double Slower) Hindrance(Ramp ramp, int first)
    {
        var (later, slower) = (0.0, 0.0);
        foreach (var ban in _chain.Index.Policies.OfType<TechnologyBan>())
        {
            if (!Meets(ban, first) || !ban.Sites.Contains(ramp.Site)) continue;
            later += _chain.Draws.Of(ban.Later);
            slower += _chain.Draws.Of(ban.Slower);
        }

        return (later, slower);
    }

    /// <summary>The ramp of a recipe's plant; -1 for none.</summary>
    int RampOf(in RecipeRow row) => _chain.Index.Courses.RampOf(row.Capacity >= 0 ? row.Capacity : _chain.Index.SiteCapacity[row.Site]);

    double YieldLost(in RecipeRow row, int ramp)
    {
        var lost = 0.0;
        foreach (var ban in _chain.Index.Policies.OfType<TechnologyBan>())
        {
            if (Meets(ban, _chain.Index.Courses.Ramps.Planned(ramp)) && ban.Sites.Contains(_chain.Index.Sites[row.Site].Id)) lost += _chain.Draws.Of(ban.YieldLoss);
        }

        return lost;
    }

    bool Meets(TechnologyBan ban, int first) => first >= _chain.Index.DayOf(ban.From) && (ban.Until is not { } until || first < _chain.Index.DayOf(until));

    void ResetState()
    {
        foreach (var array in new[] { _chain.Content, _chain.Buffer, _chain.InProcess }) Array.Clear(array);
        Array.Clear(_chain.Bin);
        Array.Fill(_chain.Cell, new CellState { ShortSince = -1 });
        Array.Clear(_chain.Gate);
        Array.Clear(_chain.Breakdowns);
        Array.Clear(_chain.Dated);
        Array.Clear(_chain.Stops);
        Array.Clear(_chain.InForce);
        Array.Clear(_chain.Resting);
        Array.Clear(_chain.Released);
        Array.Clear(_chain.HistoryAt);
        Array.Clear(_chain.LaneDelay);
        Array.Clear(_chain.Threats);
        Array.Fill(_chain.Began, -1);
        Array.Fill(_chain.Arc, new ArcState { AskedOn = -1, KeptBy = ArcState.ByNobody });
        Array.Clear(_chain.Limits);
        Array.Fill(_chain.NeededSince, -1);
        Array.Fill(_chain.LastOrder, int.MinValue);
        Array.Fill(_chain.LaneLeft, 1);
        Array.Fill(_chain.LaneRoom, double.PositiveInfinity);
        Array.Fill(_chain.Up, 1);
        Array.Fill(_chain.Scale, 1);
        Array.Fill(_chain.LargestScale, 1);
        Array.Clear(_chain.Adjusting);
        foreach (var line in _chain.Waiting) line.Clear();
        foreach (var book in _chain.Quotas) book?.Clear();
        foreach (var desk in _chain.Desks)
        {
            desk?.Files.Clear();
            desk?.Expiries.Clear();
        }

        _chain.Shipments.Clear();
        _chain.Lots.Clear();
        _chain.Trace.Clear();
        _chain.Measures.Clear(BottlenecksFrom, FlowsUntil);
    }

    /// <summary>Does something to every shipment of an arc that is under way.</summary>
    internal static void ForUnderWay(ChainState chain, int arc, Action<int> act)
    {
        for (var parcel = 0; parcel < chain.Shipments.HighWater; parcel++)
        {
            if (chain.Shipments.IsLive(parcel) && chain.Shipments.Owner(parcel) == arc) act(parcel);
        }
    }
}
