using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Production that is started by a card of what was taken from stock. Shows a unit that one process takes and another gives back.</summary>
sealed class Kanban : Example
{
    readonly Resource _kanbans;
    readonly Resource _server;
    readonly TimeAverage _stock;
    int _completed;

    public Kanban()
    {
        (_kanbans, _server) = (new Resource(Simulation, 15), new Resource(Simulation, 1));
        _stock = TimeAverage.Of(_kanbans, () => _kanbans.Capacity - _kanbans.InUse);
    }

    protected override void Start() => Simulation.Start("orders", Orders());

    public new List<string> Run(double minutes)
    {
        base.Run(minutes);
        Print($"Kanbans in stock: {_stock.Min} ; {_stock.Mean:F4}±{Math.Sqrt(_stock.Variance):F4} ; {_stock.Max} (Min;Mean±StdDev;Max) kanbans");
        Print($"Produced kanbans: {_completed:N0}");
        return Lines;
    }

    async Process Orders()
    {
        while (true)
        {
            await Delay(Random.Exponential(3.33));
            _ = Simulation.Start("order", Order(), priority: 0);
        }
    }

    async Process Order()
    {
        var kanban = await _kanbans.Request();
        _ = Simulation.Start("production", Produce(kanban), priority: 0);
        _completed++;
    }

    async Process Produce(Lease kanban)
    {
        using (await _server.Request()) await Delay(Random.Exponential(2.5));
        kanban.Dispose();
    }
}
