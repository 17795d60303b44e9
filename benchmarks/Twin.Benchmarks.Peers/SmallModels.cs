using SimSharp;

namespace Twin.Benchmarks.Peers;

// The models of Twin.Benchmarks, told to SimSharp as its own samples tell theirs; monitors are off.

sealed class TimeoutPeer(int processes, int waits) : IModel
{
    Simulation _simulation = null!;
    int _left;
    long _checksum;

    public long Operations => waits;

    public long Run()
    {
        _simulation = new Simulation();
        (_left, _checksum) = (waits, 0);
        for (var i = 0; i < processes; i++) _simulation.Process(Wait((uint)i));
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Wait(uint state)
    {
        while (true)
        {
            yield return _simulation.Timeout(Inputs.Next(ref state));
            _checksum = Inputs.Mix(_checksum, state);
            if (--_left == 0) _simulation.StopAsync();
        }
    }
}

sealed class HoldingPeer(int processes, int cycles) : IModel
{
    Simulation _simulation = null!;
    Resource _units = null!;
    int _left;
    long _checksum;

    public long Operations => cycles;

    public long Run()
    {
        _simulation = new Simulation();
        _units = new Resource(_simulation, HoldingModel.UnitsFor(processes));
        (_left, _checksum) = (cycles, 0);
        for (var i = 0; i < processes; i++) _simulation.Process(Use((uint)i));
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Use(uint state)
    {
        while (true)
        {
            using (var request = _units.Request())
            {
                yield return request;
                yield return _simulation.Timeout(Inputs.Next(ref state));
            }

            _checksum = Inputs.Mix(_checksum, state);
            if (--_left == 0) _simulation.StopAsync();
            yield return _simulation.Timeout(Inputs.Next(ref state));
        }
    }
}

sealed class QueuePeer(int customers) : IModel
{
    Simulation _simulation = null!;
    Resource _server = null!;
    long _checksum;

    public long Operations => customers;

    public long Run()
    {
        _simulation = new Simulation();
        _server = new Resource(_simulation, 1);
        _checksum = 0;
        _simulation.Process(Source());
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Source()
    {
        var state = 1u;
        for (var n = 0; n < customers; n++)
        {
            yield return _simulation.Timeout(QueueModel.Between[Inputs.Draw(ref state)]);
            _simulation.Process(Customer((uint)n));
        }
    }

    IEnumerable<Event> Customer(uint state)
    {
        var came = _simulation.Now;
        state *= 2_654_435_761;
        using (var request = _server.Request())
        {
            yield return request;
            yield return _simulation.Timeout(Inputs.Next(ref state));
        }

        _checksum = Inputs.Mix(_checksum, (_simulation.Now - came).Ticks / TimeSpan.TicksPerMillisecond);
    }
}

sealed class PatiencePeer(int cycles) : IModel
{
    Simulation _simulation = null!;
    Resource _units = null!;
    int _left;
    long _checksum;

    public long Operations => cycles;

    public long Run()
    {
        _simulation = new Simulation();
        _units = new Resource(_simulation, PatienceModel.Units);
        (_left, _checksum) = (cycles, 0);
        for (var i = 0; i < PatienceModel.Processes; i++) _simulation.Process(Use((uint)i));
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Use(uint state)
    {
        while (true)
        {
            bool held;
            using (var request = _units.Request())
            {
                yield return request | _simulation.Timeout(PatienceModel.Patience);
                held = request.IsTriggered;
                if (held) yield return _simulation.Timeout(PatienceModel.Even[Inputs.Draw(ref state)]);
            }

            _checksum = Inputs.Mix(_checksum, held ? state : 1);
            if (--_left == 0) _simulation.StopAsync();
            yield return _simulation.Timeout((held ? PatienceModel.Even : PatienceModel.Odd)[Inputs.Draw(ref state)]);
        }
    }
}

sealed class InterruptPeer(int interrupts) : IModel
{
    readonly Process[] _workers = new Process[InterruptModel.Workers];
    Simulation _simulation = null!;
    long _checksum;

    public long Operations => interrupts;

    public long Run()
    {
        _simulation = new Simulation();
        _checksum = 0;
        for (var i = 0; i < _workers.Length; i++) _workers[i] = _simulation.Process(Worker());
        _simulation.Process(Interrupter());
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Worker()
    {
        while (true)
        {
            var end = _simulation.Now + InterruptModel.Shift;
            yield return _simulation.Timeout(InterruptModel.Shift);
            var interrupted = _simulation.ActiveProcess.HandleFault();
            _checksum = Inputs.Mix(_checksum, interrupted ? (end - _simulation.Now).Ticks / TimeSpan.TicksPerMillisecond : 1);
        }
    }

    IEnumerable<Event> Interrupter()
    {
        var state = 1u;
        for (var i = 0; i < interrupts; i++)
        {
            yield return _simulation.Timeout(Inputs.Next(ref state));
            _workers[i % _workers.Length].Interrupt();
        }

        yield return _simulation.Timeout(TimeSpan.FromMilliseconds(1));
        _simulation.StopAsync();
    }
}

sealed class SpawnPeer(int processes) : IModel
{
    Simulation _simulation = null!;
    long _checksum;

    public long Operations => processes;

    public long Run()
    {
        _simulation = new Simulation();
        _checksum = 0;
        _simulation.Process(Source());
        _simulation.Run();
        return _checksum;
    }

    IEnumerable<Event> Source()
    {
        for (var n = 0; n < processes; n++)
        {
            yield return _simulation.Timeout(TimeSpan.FromMilliseconds(1));
            _simulation.Process(Short((uint)n));
        }
    }

    IEnumerable<Event> Short(uint state)
    {
        state *= 2_654_435_761;
        yield return _simulation.Timeout(Inputs.Next(ref state));
        _checksum = Inputs.Mix(_checksum, state);
    }
}

sealed class MachineShopPeer(int days, int machines = 10) : IModel
{
    readonly long[] _parts = new long[machines];
    readonly bool[] _broken = new bool[machines];
    Simulation _simulation = null!;
    PreemptiveResource _repairman = null!;

    public long Operations => (long)machines * days * 100;

    public long Run()
    {
        _simulation = new Simulation();
        _repairman = new PreemptiveResource(_simulation, 1);
        Array.Clear(_parts);
        Array.Clear(_broken);
        for (var m = 0; m < machines; m++)
        {
            var process = _simulation.Process(Work(m));
            _simulation.Process(Break(m, process));
        }

        _simulation.Process(OtherJobs());
        _simulation.Run(days * MachineShopModel.Day);
        return _parts.Aggregate(0L, Inputs.Mix);
    }

    IEnumerable<Event> Work(int machine)
    {
        var state = (uint)machine;
        while (true)
        {
            var left = Inputs.Next(ref state);
            while (left > TimeSpan.Zero)
            {
                var end = _simulation.Now + left;
                yield return _simulation.Timeout(left);
                left = end - _simulation.Now;
                if (!_simulation.ActiveProcess.HandleFault()) continue;
                _broken[machine] = true;
                using (var request = _repairman.Request(priority: 1, preempt: true))
                {
                    yield return request;
                    yield return _simulation.Timeout(MachineShopModel.Repair);
                }

                _broken[machine] = false;
            }

            _parts[machine]++;
        }
    }

    IEnumerable<Event> Break(int machine, Process process)
    {
        var state = (uint)machine + 1000;
        while (true)
        {
            yield return _simulation.Timeout(MachineShopModel.UntilFailure(Inputs.Next(ref state)));
            if (!_broken[machine]) process.Interrupt();
        }
    }

    IEnumerable<Event> OtherJobs()
    {
        while (true)
        {
            for (var left = MachineShopModel.OtherJob; left > TimeSpan.Zero;)
            {
                using var request = _repairman.Request(priority: 2);
                yield return request;
                if (_simulation.ActiveProcess.HandleFault()) continue; // granted and taken away in one moment
                var end = _simulation.Now + left;
                yield return _simulation.Timeout(left);
                left = _simulation.ActiveProcess.HandleFault() ? end - _simulation.Now : TimeSpan.Zero;
            }
        }
    }
}
