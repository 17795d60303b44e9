using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>How the network is told to the kernel.</summary>
public enum NetworkStyle
{
    /// <summary>A process for each node, lane and shipment.</summary>
    Processes,

    /// <summary>The same, but nodes and lanes step in cohorts, and shipments are in transit.</summary>
    Cohorts,

    /// <summary>One daily sweep over the nodes, one weekly over the lanes; shipments, failures and repairs in transit.</summary>
    Sweep,
}

/// <summary>Ten years of <see cref="NetworkState"/>: some 365,000 reviews, 80,000 shipments.</summary>
public sealed class NetworkModel : IModel
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    readonly NetworkStyle _style;
    readonly int _days;
    readonly NetworkState _state = new();
    readonly Simulation _simulation = new();
    readonly Cohort _daily;
    readonly Cohort _weekly;
    readonly Transit<(int Lane, int Load)> _shipments;
    readonly Transit<(int Node, int Times)> _changes;

    public NetworkModel(NetworkStyle style, int days = 3_650)
    {
        (_style, _days) = (style, days);
        (_daily, _weekly) = (new Cohort(_simulation, Day), new Cohort(_simulation, Week));
        _shipments = new Transit<(int Lane, int Load)>(_simulation, s => _state.Arrive(s.Lane, s.Load));
        _changes = new Transit<(int Node, int Times)>(_simulation, Change);
    }

    /// <summary>A replication.</summary>
    public long Operations => 1;

    int Today => (int)(_simulation.Now.Milliseconds / 86_400_000);

    public long Run()
    {
        _simulation.Reset();
        _state.Clear();
        if (_style == NetworkStyle.Sweep) _simulation.Start("sweep", Sweep());
        else StartProcesses();
        _simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(_days).Milliseconds - 1));
        return _state.Checksum;
    }

    void StartProcesses()
    {
        var own = _style == NetworkStyle.Processes;
        for (var lane = 0; lane < NetworkState.Lanes; lane++) _simulation.Start("lane", own ? Dispatch(lane) : DispatchTogether(lane));
        for (var node = 0; node < NetworkState.Nodes; node++) _simulation.Start("node", own ? Review(node) : ReviewTogether(node));
        for (var node = 0; node < NetworkState.Nodes; node++) _simulation.Start("failures", Failures(node));
    }

    async Process Review(int node)
    {
        while (true)
        {
            await _simulation.Delay(Day);
            _state.Review(node, Today);
        }
    }

    async Process ReviewTogether(int node)
    {
        while (true)
        {
            await _daily.Next();
            _state.Review(node, Today);
        }
    }

    async Process Dispatch(int lane)
    {
        while (true)
        {
            await _simulation.Delay(Week);
            var (load, days) = _state.Dispatch(lane, Today);
            if (days > 0) _ = _simulation.Start("shipment", Shipment(lane, load, days));
        }
    }

    async Process DispatchTogether(int lane)
    {
        while (true)
        {
            await _weekly.Next();
            Send(lane);
        }
    }

    async Process Shipment(int lane, int load, int days)
    {
        await _simulation.Delay(Inputs.Days(days) + NetworkState.HourOfArrival(lane));
        _state.Arrive(lane, load);
    }

    async Process Failures(int node)
    {
        await _simulation.Delay(NetworkState.HourOfChange(node));
        for (var times = 0; ; times++) await _simulation.Delay(Inputs.Days(_state.Change(node, times)));
    }

    async Process Sweep()
    {
        for (var node = 0; node < NetworkState.Nodes; node++) _changes.Send((node, 0), NetworkState.HourOfChange(node));
        for (var day = 1; ; day++)
        {
            await _simulation.Delay(Day);
            for (var lane = 0; day % 7 == 0 && lane < NetworkState.Lanes; lane++) Send(lane);
            for (var node = 0; node < NetworkState.Nodes; node++) _state.Review(node, day);
        }
    }

    void Send(int lane)
    {
        var (load, days) = _state.Dispatch(lane, Today);
        if (days > 0) _shipments.Send((lane, load), Inputs.Days(days) + NetworkState.HourOfArrival(lane));
    }

    void Change((int Node, int Times) change) => _changes.Send((change.Node, change.Times + 1), Inputs.Days(_state.Change(change.Node, change.Times)));
}
