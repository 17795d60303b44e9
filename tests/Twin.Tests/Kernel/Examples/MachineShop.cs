using Twin.Kernel;

namespace Twin.Tests;

/// <summary>
/// Ten machines that break down, and one repairman with other jobs, which he leaves for a machine at once or, without
/// preemption, when he has done one. Shows work that is interrupted, and the right to take a unit from another.
/// </summary>
sealed class MachineShop(bool preemption) : Example
{
    readonly int[] _parts = new int[10];
    readonly bool[] _broken = new bool[10];

    protected override void Start()
    {
        Print($"Machine shop");
        var repairman = new Resource(Simulation, 1, preemptive: preemption);
        for (var i = 0; i < 10; i++) Simulation.Start("breakdowns", Break(i, Simulation.Start($"Machine {i}", Work(i, repairman))));
        Simulation.Start("other jobs", OtherJobs(repairman));
    }

    public new List<string> Run(double minutes)
    {
        base.Run(minutes);
        Print($"Machine shop results after {minutes / (7 * 24 * 60)} weeks");
        for (var i = 0; i < 10; i++) Print($"Machine {i} made {_parts[i]} parts.");
        return Lines;
    }

    async Process Work(int machine, Resource repairman)
    {
        while (true)
        {
            for (var left = Time(Random.Normal(10, 2)); left > TimeSpan.Zero;)
            {
                (left, var broke, _) = await Simulation.Work(left);
                if (!broke) continue;
                _broken[machine] = true;
                using (await repairman.Request(priority: 1)) await Delay(30);
                _broken[machine] = false;
            }

            _parts[machine]++;
        }
    }

    async Process Break(int machine, Process process)
    {
        while (true)
        {
            await Delay(Random.Exponential(300));
            if (!_broken[machine]) process.Interrupt();
        }
    }

    async Process OtherJobs(Resource repairman)
    {
        while (true)
        {
            for (var left = Time(30); left > TimeSpan.Zero;)
            {
                using (await repairman.Request(priority: 2)) left = (await Simulation.Work(left)).Left;
            }
        }
    }
}
