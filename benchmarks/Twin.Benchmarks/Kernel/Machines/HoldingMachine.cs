using Twin.Kernel;

namespace Twin.Benchmarks;

/// <summary>The model of <see cref="HoldingModel"/> written out by hand: states, a counter and a ring. The floor.</summary>
public sealed class HoldingMachine : IModel
{
    readonly Agenda _agenda = new();
    readonly int _cycles;
    readonly User[] _users;
    readonly int[] _queue;
    int _head;
    int _waiting;
    int _free;
    long _now;

    struct User
    {
        public uint State;
        public bool Holds;
    }

    public HoldingMachine(int processes, int cycles)
    {
        (_cycles, _users, _queue) = (cycles, new User[processes], new int[processes]);
        for (var i = 0; i < processes; i++) _agenda.Reserve(i);
    }

    public long Operations => _cycles;

    public long Run()
    {
        _agenda.Clear();
        (_now, _head, _waiting, _free) = (0, 0, 0, HoldingModel.UnitsFor(_users.Length));
        for (var i = 0; i < _users.Length; i++) _users[i] = new User { State = (uint)i };
        for (var i = 0; i < _users.Length; i++) Ask(i);

        var checksum = 0L;
        for (var left = _cycles; left > 0;)
        {
            if (_agenda.TryTakeNow(_now, out var slot))
            {
                Wait(slot); // it was given a unit at this moment
                continue;
            }

            _now = _agenda.NextDue;
            slot = _agenda.First(out _);
            ref var user = ref _users[slot];
            if (user.Holds)
            {
                GiveBack(ref user);
                checksum = Inputs.Mix(checksum, user.State);
                left--;
                Wait(slot);
            }
            else Ask(slot);
        }

        return checksum;
    }

    void Ask(int slot)
    {
        if (_free > 0)
        {
            _free--;
            _users[slot].Holds = true;
            Wait(slot);
            return;
        }

        _queue[(_head + _waiting++) % _queue.Length] = slot;
        if (_agenda.IsScheduled(slot)) _agenda.Cancel(slot);
    }

    void GiveBack(ref User user)
    {
        user.Holds = false;
        if (_waiting == 0)
        {
            _free++;
            return;
        }

        var next = _queue[_head];
        (_head, _waiting) = ((_head + 1) % _queue.Length, _waiting - 1);
        _users[next].Holds = true;
        _agenda.Now(next);
    }

    void Wait(int slot) => _agenda.Schedule(slot, _now + (Inputs.Next(ref _users[slot].State).Ticks / TimeSpan.TicksPerMillisecond), 8);
}
