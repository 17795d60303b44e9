using Twin.Kernel;

namespace Twin.Tests;

/// <summary>A queue with one server: five years, each after a warm-up of 32 days. Shows monitors and their restart.</summary>
/// <remarks>SimSharp counts levels from the first change after the warm-up, and we from its end: the fifth digit of their means differs.</remarks>
sealed class MM1 : Example
{
    readonly Resource _server;
    readonly TimeAverage _utilization;
    readonly TimeAverage _present;
    readonly Tally _lead;
    readonly Tally _waiting;
    PythonRandom _random = new(0);

    public MM1()
    {
        _server = new Resource(Simulation, 1);
        (_utilization, _present) = (TimeAverage.Of(_server, () => _server.InUse), new TimeAverage(Simulation));
        (_lead, _waiting) = (new Tally(Simulation), new Tally(Simulation));
    }

    public List<string> Run()
    {
        for (var i = 1u; i <= 5; i++)
        {
            _random = new PythonRandom(i);
            Simulation.Reset();
            Run(365 * 24 * 60);
            Print($"{i}: utilization {_utilization.Mean:F4}, WIP {_present.Mean:F3}, lead time {_lead.Mean:F4} min, waiting time {_waiting.Mean:F4} min");
        }

        return Lines;
    }

    protected override void Start()
    {
        Simulation.Start("orders", Orders());
        Simulation.Start("warm-up", WarmUp());
    }

    async Process Orders()
    {
        while (true)
        {
            await Delay(_random.Exponential(3.33));
            _ = Simulation.Start("order", Order(), priority: 0);
        }
    }

    async Process Order()
    {
        var came = Now;
        _present.Level++;
        using (await _server.Request())
        {
            _waiting.Add(Now - came);
            await Delay(_random.Exponential(2.5));
        }

        _present.Level--;
        _lead.Add(Now - came);
    }

    async Process WarmUp()
    {
        await Delay(32 * 24 * 60);
        _utilization.Restart();
        _present.Restart();
        _lead.Restart();
        _waiting.Restart();
    }
}
