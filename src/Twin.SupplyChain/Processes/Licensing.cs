using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A desk that grants export licences: one queue, a throughput, a review, a decision, a date of expiry.</summary>
/// <remarks>
/// What a seller may not dispatch without a licence, it asks for in the week it is ordered; the goods stay with it
/// meanwhile. The desk works on one application at a time for as long as its mass takes, then reviews it beside the
/// others. So a queue forms when more is asked for than the desk takes up, and everybody behind it waits.
/// </remarks>
sealed class Licensing(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;
    readonly Resource?[] _desks = new Resource?[chain.Index.Controls.Length];
    readonly double[] _perDay = new double[chain.Index.Controls.Length];
    readonly bool[] _lifted = new bool[chain.Index.Controls.Length];

    public async Process Run(int control)
    {
        var licence = (ExportLicence)_index.Controls[control];
        await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(licence.From)), Phase.Policies);
        Begin(control, licence);

        var end = licence.Until is { } until ? _index.DayOf(until) : int.MaxValue;
        while (chain.Today < end)
        {
            foreach (var a in _index.ControlledArcs[control])
            {
                if (chain.Today % 7 == _index.Weekday[_index.Arcs[a].Seller]) AskFor(control, a);
            }

            await simulation.Delay(ChainModel.Day, Phase.Policies);
        }

        End(control, licence);
    }

    void Begin(int control, ExportLicence licence)
    {
        chain.Trace.Tell(chain.Today, TraceKind.ControlOn, StableHash.Of(licence.Id), 0);
        _desks[control] = new Resource(simulation, 1);
        var flow = 0.0;
        foreach (var a in _index.ControlledArcs[control])
        {
            flow += chain.Flow[a];
            ref var gate = ref chain.Gate[a];
            (gate.LicencePlusOne, gate.Applied, gate.Granted, gate.Spent) = (control + 1, 0, 0, 0);
        }

        _perDay[control] = Math.Max(1, flow / 7 * chain.Draws.Of(licence.Throughput));
    }

    void AskFor(int control, int a)
    {
        ref var gate = ref chain.Gate[a];
        if (gate.LicencePlusOne != control + 1) return; // a later regime has taken over
        var mass = chain.Backlog[a] - gate.Applied - (gate.Granted - gate.Spent);
        if (mass <= 0) return;

        gate.Applied += mass;
        simulation.Start("licence application", () => Application(control, a, mass, chain.Today));
    }

    async Process Application(int control, int a, long mass, int day)
    {
        var licence = (ExportLicence)_index.Controls[control];
        var share = chain.Draws.Of(licence.Approval[_index.Sites[_index.Arcs[a].Buyer].Region]);
        for (var time = 0UL; mass > 0; time++)
        {
            using (await _desks[control]!.Request())
            {
                await simulation.Delay(TimeSpan.FromDays(mass / _perDay[control]), Phase.Policies);
            }

            var review = chain.Storm(_index.Arcs[a].Key, Storm.Review, ((ulong)day << 16) + time);
            await simulation.Delay(TimeSpan.FromDays(chain.Noise ? licence.Review.Sample(ref review) : licence.Review.Mean), Phase.Policies);
            if (_lifted[control]) return;

            var granted = (long)(mass * share);
            mass = Grant(a, licence, granted, mass);
            await simulation.Delay(TimeSpan.FromDays(chain.Draws.Of(licence.Reapply)), Phase.Policies);
            if (_lifted[control]) return;
        }
    }

    /// <returns>What is still to be asked for.</returns>
    long Grant(int a, ExportLicence licence, long granted, long asked)
    {
        ref var gate = ref chain.Gate[a];
        // What the buyer has cancelled in the meantime is not asked for again.
        gate.Applied -= granted;
        gate.Granted += granted;
        var rest = Math.Min(asked - granted, Math.Max(0, chain.Backlog[a] - (gate.Granted - gate.Spent)));
        if (rest < asked / 1000) rest = 0;
        gate.Applied -= asked - granted - rest;
        chain.Trace.Tell(chain.Today, TraceKind.Granted, _index.Arcs[a].Key, granted);

        var upTo = gate.Granted;
        if (granted > 0) simulation.Start("licence validity", () => Expiry(a, licence, upTo));
        return rest;
    }

    /// <summary>Licences are used in the order in which they were granted; what is unused of one when it expires counts as spent.</summary>
    async Process Expiry(int a, ExportLicence licence, long upTo)
    {
        await simulation.Delay(TimeSpan.FromDays(chain.Draws.Of(licence.Validity)), Phase.Policies);
        ref var gate = ref chain.Gate[a];
        gate.Spent = Math.Max(gate.Spent, upTo);
    }

    void End(int control, ExportLicence licence)
    {
        _lifted[control] = true;
        chain.Trace.Tell(chain.Today, TraceKind.ControlOff, StableHash.Of(licence.Id), 0);
        foreach (var a in _index.ControlledArcs[control])
        {
            if (chain.Gate[a].LicencePlusOne == control + 1) chain.Gate[a].LicencePlusOne = 0;
        }
    }
}
