using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A desk that grants export licences: one queue, a throughput, a review, a decision, a date of expiry.</summary>
/// <remarks>
/// What a seller may not dispatch without a licence, it asks for in the week it is ordered; the goods stay with it
/// meanwhile. The desk works on one application at a time for as long as its mass takes, then reviews it beside the
/// others. So a queue forms when more is asked for than the desk takes up, and everybody behind it waits. What is
/// refused is asked for again after a wait, together with what was ordered since.
/// <para>
/// The desk is a process; its files are not. A process for each application, thirty thousand a replication, cost seven
/// times as much as the rest of the chain; in calendars of days (<see cref="Parcels"/>) they cost a tenth of it.
/// </para>
/// </remarks>
sealed class Licensing
{
    readonly NetworkIndex _index;
    readonly Simulation _simulation;
    readonly ChainState _chain;
    readonly int _control;
    readonly ExportLicence _licence;
    readonly Desk _desk;
    readonly int[][] _arcsByWeekday;
    readonly double[] _share;
    readonly int _reapply;
    readonly int _validity;

    public Licensing(Simulation simulation, ChainState chain, int control)
    {
        (_simulation, _chain, _index, _control) = (simulation, chain, chain.Index, control);
        _licence = (ExportLicence)_index.Controls[control];
        _desk = chain.Desks[control]!;
        _arcsByWeekday = [.. Enumerable.Range(0, 7).Select(day => _index.ControlledArcs[control].Where(a => _index.Weekday[_index.Arcs[a].Seller] == day).ToArray())];
        _share = new double[_index.Arcs.Length];
        foreach (var a in _index.ControlledArcs[control]) _share[a] = chain.Draws.Of(_licence.Approval[_index.Sites[_index.Arcs[a].Buyer].Region]);
        _reapply = Math.Max(1, (int)Math.Round(chain.Draws.Of(_licence.Reapply)));
        _validity = Math.Max(1, (int)Math.Round(chain.Draws.Of(_licence.Validity)));
    }

    public async Process Run()
    {
        var (begin, end) = (_index.DayOf(_licence.From), _licence.Until is { } until ? _index.DayOf(until) : int.MaxValue);
        if (_chain.Today > end) return;
        if (_chain.Today <= begin)
        {
            await _simulation.DelayUntil(SimTime.FromDays(begin), Phase.Policies);
            Begin();
        }

        for (; _chain.Today < end; await _simulation.Delay(ChainModel.Day, Phase.Policies))
        {
            for (int file; (file = _desk.Files.TakeDue(_chain.Today)) >= 0;) Decide(file);
            for (int licence; (licence = _desk.Expiries.TakeDue(_chain.Today)) >= 0;) Expire(licence);
            foreach (var a in _arcsByWeekday[_chain.Today % 7]) AskFor(a);
        }

        End();
    }

    void Begin()
    {
        _chain.Trace.Tell(_chain.Today, TraceKind.ControlOn, StableHash.Of(_licence.Id), 0);
        var flow = 0.0;
        foreach (var a in _index.ControlledArcs[_control])
        {
            flow += _chain.Flow[a];
            ref var gate = ref _chain.Gate[a];
            // What an earlier regime has granted stays good; what it has not decided is asked for again.
            if (gate.LicencePlusOne == 0) (gate.Granted, gate.Spent) = (0, 0);
            (gate.LicencePlusOne, gate.Applied) = (_control + 1, 0);
        }

        _desk.PerDay = Math.Max(1, flow / 7 * _chain.Draws.Of(_licence.Throughput));
        _desk.FreeFrom = _chain.Today;
    }

    void AskFor(int a)
    {
        ref var gate = ref _chain.Gate[a];
        if (gate.LicencePlusOne != _control + 1) return; // a later regime has taken over
        var mass = _chain.Backlog[a] - gate.Applied - (gate.Granted - gate.Spent);
        if (mass <= 0) return;

        gate.Applied += mass;
        var days = _licence.Review.Mean;
        if (_chain.Noise)
        {
            var review = _chain.Storm(_index.Arcs[a].Key, Storm.Review, (ulong)_chain.Today);
            days = _licence.Review.Sample(ref review);
        }

        // First come, first served: it is taken up when the desk is free, and keeps it busy for its mass.
        _desk.FreeFrom = Math.Max(_desk.FreeFrom, _chain.Today) + (mass / _desk.PerDay);
        var file = _desk.Files.Rent(a, _chain.Today);
        _desk.Files.Send(file, mass, (int)Math.Min(_index.Days, Math.Max(_chain.Today + 1, Math.Ceiling(_desk.FreeFrom + days))));
    }

    /// <summary>Grants the approved share of an application; or, when the wait after a refusal is over, closes the file.</summary>
    void Decide(int file)
    {
        var (a, mass) = (_desk.Files.Owner(file), _desk.Files.Mass(file));
        ref var gate = ref _chain.Gate[a];
        var mine = gate.LicencePlusOne == _control + 1;
        if (_desk.Files.Turned(file) || !mine)
        {
            if (mine) gate.Applied -= mass;
            _desk.Files.Return(file);
            return;
        }

        var granted = (long)(mass * _share[a]);
        gate.Applied -= granted;
        gate.Granted += granted;
        _chain.Trace.Tell(_chain.Today, TraceKind.Granted, _index.Arcs[a].Key, granted);
        var licence = _desk.Expiries.Rent(a, _chain.Today);
        _desk.Expiries.Send(licence, gate.Granted, _chain.Today + _validity);

        _desk.Files.Turn(file);
        _desk.Files.Send(file, mass - granted, _chain.Today + _reapply);
    }

    /// <summary>Licences are used in the order in which they were granted; what is unused of one when it expires counts as spent.</summary>
    void Expire(int licence)
    {
        ref var gate = ref _chain.Gate[_desk.Expiries.Owner(licence)];
        if (gate.LicencePlusOne == _control + 1) gate.Spent = Math.Max(gate.Spent, _desk.Expiries.Mass(licence));
        _desk.Expiries.Return(licence);
    }

    void End()
    {
        _chain.Trace.Tell(_chain.Today, TraceKind.ControlOff, StableHash.Of(_licence.Id), 0);
        foreach (var a in _index.ControlledArcs[_control])
        {
            if (_chain.Gate[a].LicencePlusOne == _control + 1) _chain.Gate[a].LicencePlusOne = 0;
        }
    }
}
