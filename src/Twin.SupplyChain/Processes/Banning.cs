using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A ban coming into force and being lifted, and what it does to goods under way.</summary>
sealed class Banning(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int control)
    {
        var ban = (ExportBan)_index.Controls[control];
        if (chain.Today <= _index.DayOf(ban.From))
        {
            await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(ban.From)), Phase.Policies);
            Close(control, ban);
        }

        if (ban.Until is not { } until || chain.Today > _index.DayOf(until)) return;

        await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(until)), Phase.Policies);
        Open(control, ban);
    }

    void Close(int control, ExportBan ban)
    {
        chain.Trace.Tell(chain.Today, TraceKind.ControlOn, StableHash.Of(ban.Id), 0);
        foreach (var a in _index.ControlledArcs[control])
        {
            ref var gate = ref chain.Gate[a];
            var leakage = chain.Draws.Of(ban.Leakage);
            gate.Leakage = gate.Bans == 0 ? leakage : Math.Min(gate.Leakage, leakage);
            gate.Detour = Math.Max(gate.Bans == 0 ? 0 : gate.Detour, (int)Math.Round(chain.Draws.Of(ban.Detour)));
            if (gate.Bans == 0) (gate.Wanted, gate.Leaked) = (0, 0);
            gate.Ban = control;
            gate.Bans++;
            if (ban.InTransit != InTransitRule.Continue) ChainModel.ForUnderWay(chain, a, parcel => Stop(a, parcel, ban.InTransit));
        }
    }

    void Stop(int a, int parcel, InTransitRule rule)
    {
        if (chain.Shipments.Turned(parcel)) return;
        var mass = chain.Shipments.Mass(parcel);
        switch (rule)
        {
            case InTransitRule.Hold:
                chain.Shipments.Hold(parcel, chain.Today);
                break;
            case InTransitRule.Return:
                chain.Shipments.Turn(parcel);
                chain.Shipments.Reschedule(parcel, chain.Today + Math.Max(1, chain.Today - chain.Shipments.Start(parcel)));
                chain.UnderWay[a] -= mass;
                break;
            default:
                chain.Ledger.Seize(chain.Shipments.Content(parcel));
                chain.UnderWay[a] -= mass;
                chain.Trace.Tell(chain.Today, TraceKind.Seized, _index.Arcs[a].Key, mass);
                chain.Shipments.Return(parcel);
                break;
        }
    }

    void Open(int control, ExportBan ban)
    {
        chain.Trace.Tell(chain.Today, TraceKind.ControlOff, StableHash.Of(ban.Id), 0);
        foreach (var a in _index.ControlledArcs[control])
        {
            ref var gate = ref chain.Gate[a];
            gate.Bans--;
            if (gate.Bans == 0 && ban.InTransit == InTransitRule.Hold) ChainModel.ForUnderWay(chain, a, parcel => chain.Shipments.Release(parcel, chain.Today));
        }
    }
}
