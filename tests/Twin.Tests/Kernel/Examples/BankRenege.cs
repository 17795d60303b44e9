using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Customers of a bank with one counter, who leave when they have waited long enough. Shows patience.</summary>
sealed class BankRenege : Example
{
    protected override void Start()
    {
        Print($"Bank renege");
        Simulation.Start("source", Source(new Resource(Simulation, 1)));
    }

    async Process Source(Resource counter)
    {
        for (var i = 0; i < 5; i++)
        {
            _ = Simulation.Start("customer", Customer($"Customer{i:00}", counter));
            await Delay(Random.Exponential(10));
        }
    }

    async Process Customer(string name, Resource counter)
    {
        var arrive = Now;
        Print($"{arrive,7:F4} {name}: Here I am");
        using var lease = await counter.Request(patience: Time(Random.Uniform(1, 3)));
        var wait = Now - arrive;
        if (!lease.IsHeld)
        {
            Print($"{Now,7:F4} {name}: RENEGED after {wait,6:F3}");
            return;
        }

        Print($"{Now,7:F4} {name}: Waited {wait,6:F3}");
        await Delay(Random.Exponential(12));
        Print($"{Now,7:F4} {name}: Finished");
    }
}
