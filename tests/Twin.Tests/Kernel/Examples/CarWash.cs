using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Cars that share two washing machines. Shows a child process called like a function.</summary>
sealed class CarWash : Example
{
    protected override void Start()
    {
        Print($"Carwash");
        Print($"Check out http://youtu.be/fXXmeP9TvBg while simulating ... ;-)");
        Simulation.Start("setup", Setup(new Resource(Simulation, 2)));
    }

    async Process Setup(Resource machines)
    {
        for (var i = 0; ; i++)
        {
            if (i >= 4) await Delay(Random.Integer(5, 9));
            // In SimPy a process that is started goes before all else that is due; in ours this takes a priority.
            _ = Simulation.Start("car", Car($"Car {i}", machines), priority: 0);
        }
    }

    async Process Car(string name, Resource machines)
    {
        Print($"{name} arrives at the carwash at {Now:F2}.");
        using (await machines.Request())
        {
            await Delay(0); // in SimPy a free unit is given in an event of its own, here at once
            Print($"{name} enters the carwash at {Now:F2}.");
            // The original starts a process of its own and waits for its end, which is an event more.
            await Simulation.Start("wash", Wash(name));
            Print($"{name} leaves the carwash at {Now:F2}.");
        }
    }

    async Process Wash(string car)
    {
        await Delay(5);
        Print($"Carwash removed {Random.Integer(50, 99)}% of {car}'s dirt.");
    }
}
