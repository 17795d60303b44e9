using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>Machines that break down while they work, and one repairman, whose other jobs wait: preemption and interrupts. SimPy's example.</summary>
public sealed class MachineShopModel(int days, int machines = 10) : IModel
{
    public static readonly TimeSpan Repair = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan OtherJob = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Day = TimeSpan.FromSeconds(100);

    readonly Simulation _simulation = new();
    readonly long[] _parts = new long[machines];
    readonly bool[] _broken = new bool[machines];
    Resource _repairman = null!;

    /// <summary>Parts made, about.</summary>
    public long Operations => (long)machines * days * 100;

    /// <summary>A machine breaks down every thirty seconds or so.</summary>
    public static TimeSpan UntilFailure(TimeSpan exponential) => exponential * 30;

    public long Run()
    {
        _simulation.Reset();
        _repairman ??= new Resource(_simulation, 1, preemptive: true);
        Array.Clear(_parts);
        Array.Clear(_broken);
        for (var m = 0; m < machines; m++) _simulation.Start("breaks", Break(m, _simulation.Start("machine", Work(m))));
        _simulation.Start("other jobs", OtherJobs());
        _simulation.RunUntil(SimTime.FromMilliseconds((long)(days * Day.TotalMilliseconds) - 1));
        return _parts.Aggregate(0L, Inputs.Mix);
    }

    async Process Work(int machine)
    {
        var state = (uint)machine;
        while (true)
        {
            var left = Inputs.Next(ref state);
            while (left > TimeSpan.Zero)
            {
                var work = await _simulation.Work(left);
                left = work.Left;
                if (!work.Interrupted) continue;
                _broken[machine] = true;
                using (await _repairman.Request(priority: 1)) await _simulation.Delay(Repair);
                _broken[machine] = false;
            }

            _parts[machine]++;
        }
    }

    async Process Break(int machine, Process process)
    {
        var state = (uint)machine + 1000;
        while (true)
        {
            await _simulation.Delay(UntilFailure(Inputs.Next(ref state)));
            if (!_broken[machine]) process.Interrupt();
        }
    }

    async Process OtherJobs()
    {
        while (true)
        {
            for (var left = OtherJob; left > TimeSpan.Zero;)
            {
                using (await _repairman.Request(priority: 2, preempt: false)) left = (await _simulation.Work(left)).Left;
            }
        }
    }
}
