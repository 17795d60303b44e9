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
    readonly Shipping _shipping;
    readonly int _control;
    readonly ExportLicence _licence;
    readonly Desk _desk;
    readonly double[] _share;
    readonly int _reapply;
    readonly int _validity;
    readonly int _begin;
    readonly int _routineFrom;
    readonly int _routineReview;
    readonly Beta?[] _spread;

    public Licensing(Simulation simulation, ChainState chain, Shipping shipping, int control)
    {
        (_simulation, _chain, _shipping, _index, _control) = (simulation, chain, shipping, chain.Index, control);
        _licence = (ExportLicence)_index.Policies[control];
        _desk = chain.Desks[control]!;
        _begin = _index.DayOf(_licence.From);
        _share = new double[_index.Arcs.Length];
        foreach (var a in _index.ControlledArcs[control]) _share[a] = chain.Draws.Of(_licence.Approval[_index.Sites[_index.Arcs[a].Buyer].Region]) * ByUse(_index.Arcs[a].BuyerBin);
        _reapply = Math.Max(1, (int)Math.Round(chain.Draws.Of(_licence.Reapply)));
        _validity = Math.Max(1, (int)Math.Round(chain.Draws.Of(_licence.Validity)));
        _spread = new Beta?[_index.Arcs.Length];
        if (_licence.Applicants is { } applicants)
        {
            var n = chain.Draws.Of(applicants);
            foreach (var a in _index.ControlledArcs[control]) _spread[a] = _share[a] is > 0 and < 1 ? new Beta(_share[a] * n, (1 - _share[a]) * n) : null;
        }

        (_routineFrom, _routineReview) = (int.MaxValue, 0);
        if (_licence.Normalises is not { } normal) return;

        var happens = chain.Storm(StableHash.Of(_licence.Id), Storm.Happens, 0);
        if (happens.NextUniform() >= chain.Draws.Of(normal.Probability)) return;
        _routineFrom = (_licence.From.DayNumber - _index.Network.Start.DayNumber) + (int)Math.Round(chain.Draws.Of(normal.After));
        _routineReview = (int)Math.Round(chain.Draws.Of(normal.Review));
    }

    /// <summary>Approval by end use: the mean over the users behind a market, by what they want at the start; 1 for other buyers.</summary>
    double ByUse(int bin)
    {
        if (_licence.ApprovalBySector.Count == 0) return 1;
        var (all, approved) = (0.0, 0.0);
        foreach (var c in _index.CellsByMarket[bin])
        {
            var wants = _index.Courses.LevelAt(_index.Cells[c].Rate, _begin);
            all += wants;
            approved += wants * (_licence.ApprovalBySector.TryGetValue(_index.Demands[_index.Cells[c].Demand].Sector, out var share) ? _chain.Draws.Of(share) : 1);
        }

        return all > 0 ? approved / all : 1;
    }

    public async Process Run()
    {
        var end = _licence.Until is { } until ? _index.DayOf(until) : int.MaxValue;
        if (_chain.Today > end) return;
        if (_chain.Today <= _begin)
        {
            await _simulation.DelayUntil(SimTime.FromDays(_begin), Phase.Policies);
            Begin();
        }

        for (; _chain.Today < end; await _simulation.Delay(ChainModel.Day, Phase.Policies))
        {
            if (_licence.SpillOver is { } spill && _chain.Today == _begin + (int)Math.Round(_chain.Draws.Of(spill.Days))) Slow(0, 0);
            for (int file; (file = _desk.Files.TakeDue(_chain.Today)) >= 0;) Decide(file);
            for (int licence; (licence = _desk.Expiries.TakeDue(_chain.Today)) >= 0;) Expire(licence);
            foreach (var a in _index.ControlledArcs[_control])
            {
                var seller = _index.Arcs[a].Seller;
                if (_chain.Today % _index.Period[seller] == _index.ReviewDay[seller]) AskFor(a);
            }
        }

        End();
    }

    void Begin()
    {
        _chain.Trace.Tell(_chain.Today, TraceKind.ControlOn, StableHash.Of(_licence.Id), 0);
        var flow = 0.0; // a day
        foreach (var a in _index.ControlledArcs[_control])
        {
            flow += _chain.Arc[a].Flow / _index.Period[_index.Arcs[a].Seller];
            ref var gate = ref _chain.Gate[a];
            // What an earlier regime has granted stays good; what it has not decided is asked for again.
            if (gate.LicencePlusOne == 0) (gate.Granted, gate.Spent) = (0, 0);
            (gate.LicencePlusOne, gate.Applied) = (_control + 1, 0);
        }

        _desk.PerDay = Math.Max(1, flow * _chain.Draws.Of(_licence.Throughput));
        _desk.FreeFrom = _chain.Today;
        if (_licence.SpillOver is { } spill) Slow(_control + 1, _chain.Draws.Of(spill.Passes));
    }

    /// <summary>Makes customs cautious with what needs no licence, or lets them forget it.</summary>
    void Slow(int by, double passes)
    {
        foreach (var a in _index.SpillArcs[_control])
        {
            ref var gate = ref _chain.Gate[a];
            if (by > 0 || gate.SlowedByPlusOne == _control + 1) (gate.SlowedByPlusOne, gate.Passes) = (by, passes);
        }
    }

    void AskFor(int a)
    {
        ref var gate = ref _chain.Gate[a];
        if (gate.LicencePlusOne != _control + 1 || !_shipping.Falls(a, _control)) return; // a later regime has taken over, or the goods come from elsewhere
        var mass = _chain.Arc[a].Backlog - gate.Applied - (gate.Granted - gate.Spent);
        if (mass <= 0) return;

        if (_licence.General is { } general && _chain.Today >= _index.DayOf(general.From))
        {
            var free = (long)(mass * _chain.Draws.Of(general.Share));
            if (free > 0) Grant(a, free);
            mass -= free;
            if (mass == 0) return;
        }

        gate.Applied += mass;
        double decided = _chain.Today + _routineReview;
        if (_chain.Today < _routineFrom)
        {
            var days = _licence.Review.Mean;
            if (_chain.Noise)
            {
                var review = _chain.Storm(_index.Arcs[a].Key, Storm.Review, (ulong)_chain.Today);
                days = _licence.Review.Sample(ref review);
            }

            // First come, first served: it is taken up when the desk is free, and keeps it busy for its mass.
            _desk.FreeFrom = Math.Max(_desk.FreeFrom, _chain.Today) + (mass / _desk.PerDay);
            decided = _desk.FreeFrom + days;
        }

        _desk.Files.Send(a, _chain.Today, (int)Math.Min(_index.Days, Math.Max(_chain.Today + 1, Math.Ceiling(decided))), mass);
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

        var granted = (long)(mass * ShareOf(a));
        gate.Applied -= granted;
        Grant(a, granted);
        _desk.Files.Turn(file);
        _desk.Files.Resend(file, mass - granted, _chain.Today + _reapply);
    }

    /// <summary>The approved share of an application: all when the regime is routine, else its mean, or a draw round it.</summary>
    double ShareOf(int a)
    {
        if (_chain.Today >= _routineFrom) return 1;
        if (!_chain.Noise || _spread[a] is not { } spread) return _share[a];
        var draw = _chain.Storm(_index.Arcs[a].Key, Storm.Approval, (ulong)_chain.Today);
        return spread.Sample(ref draw);
    }

    void Grant(int a, long mass)
    {
        ref var gate = ref _chain.Gate[a];
        gate.Granted += mass;
        _chain.Trace.Tell(_chain.Today, TraceKind.Granted, _index.Arcs[a].Key, mass);
        _desk.Expiries.Send(a, _chain.Today, _chain.Today + _validity, gate.Granted);
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
        Slow(0, 0);
        _chain.Trace.Tell(_chain.Today, TraceKind.ControlOff, StableHash.Of(_licence.Id), 0);
        foreach (var a in _index.ControlledArcs[_control])
        {
            if (_chain.Gate[a].LicencePlusOne == _control + 1) _chain.Gate[a].LicencePlusOne = 0;
        }
    }
}
