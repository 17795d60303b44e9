using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Cars refuel at two pumps from one tank, which a truck fills up. Shows a stock.</summary>
sealed class GasStation : Example
{
    const long Size = 200;

    protected override void Start()
    {
        Print($"Gas Station refuelling");
        var (pumps, tank) = (new Resource(Simulation, 2), new Stock(Simulation, Size, Size));
        Simulation.Start("control", Control(tank));
        Simulation.Start("cars", Cars(pumps, tank));
    }

    async Process Car(string name, Resource pumps, Stock tank)
    {
        var liters = 50 - Random.Integer(5, 25);
        Print($"{name} arriving at gas station at {Now:F1}");
        var start = Now;
        using (await pumps.Request())
        {
            await tank.Get(liters);
            await Delay(liters / 2.0);
            Print($"{name} finished refueling in {Now - start:F1} seconds.");
        }
    }

    async Process Control(Stock tank)
    {
        while (true)
        {
            if (tank.Level * 10 < tank.Capacity)
            {
                Print($"Calling tank truck at {Now:F0}");
                await Truck(tank);
            }

            await Delay(10);
        }
    }

    async Process Truck(Stock tank)
    {
        await Delay(300);
        Print($"Tank truck arriving at time {Now:F0}");
        var amount = tank.Capacity - tank.Level;
        Print($"Tank truck refuelling {amount:F1} liters.");
        await tank.Put(amount);
    }

    async Process Cars(Resource pumps, Stock tank)
    {
        for (var i = 0; ; i++)
        {
            await Delay(Random.Integer(30, 300));
            _ = Simulation.Start("car", Car($"Car {i}", pumps, tank));
        }
    }
}
