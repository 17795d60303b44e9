using SimSharp;

namespace Twin.Benchmarks.Peers;

/// <summary>The network, a process for each node, lane and shipment.</summary>
sealed class NetworkPeer(int days = 3_650) : IModel
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    readonly NetworkState _state = new();
    Simulation _simulation = null!;

    public long Operations => 1;

    int Today => (int)((_simulation.Now - _simulation.StartDate).Ticks / TimeSpan.TicksPerDay);

    public long Run()
    {
        _simulation = new Simulation();
        _state.Clear();
        for (var lane = 0; lane < NetworkState.Lanes; lane++) _simulation.Process(Dispatch(lane));
        for (var node = 0; node < NetworkState.Nodes; node++) _simulation.Process(Review(node));
        for (var node = 0; node < NetworkState.Nodes; node++) _simulation.Process(Failures(node));
        _simulation.Run(Inputs.Days(days));
        return _state.Checksum;
    }

    IEnumerable<Event> Review(int node)
    {
        while (true)
        {
            yield return _simulation.Timeout(Day);
            _state.Review(node, Today);
        }
    }

    IEnumerable<Event> Dispatch(int lane)
    {
        while (true)
        {
            yield return _simulation.Timeout(Week);
            var (load, days) = _state.Dispatch(lane, Today);
            if (days > 0) _simulation.Process(Shipment(lane, load, days));
        }
    }

    IEnumerable<Event> Shipment(int lane, int load, int days)
    {
        yield return _simulation.Timeout(Inputs.Days(days) + NetworkState.HourOfArrival(lane));
        _state.Arrive(lane, load);
    }

    IEnumerable<Event> Failures(int node)
    {
        yield return _simulation.Timeout(NetworkState.HourOfChange(node));
        for (var times = 0; ; times++) yield return _simulation.Timeout(Inputs.Days(_state.Change(node, times)));
    }
}
