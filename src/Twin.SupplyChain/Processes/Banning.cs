using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A ban coming into force and being lifted, and what it does to goods under way.</summary>
sealed class Banning(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int control)
    {
        var ban = (ExportBan)_index.Policies[control];
        var until = Until(ban);
        if (until == _index.DayOf(ban.From)) return; // in force for no day
        if (chain.Today <= _index.DayOf(ban.From))
        {
            await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(ban.From)), Phase.Policies);
            Close(control, ban);
        }

        if (until is not { } end || chain.Today > end) return;

        await simulation.DelayUntil(SimTime.FromDays(end), Phase.Policies);
        Open(control, ban);
    }

    /// <summary>The day on which it is lifted; null for never.</summary>
    int? Until(ExportBan ban) =>
        chain.Shape is { Days: { } days } shape && shape.Bans.Contains(ban.Id) ? _index.DayOf(ban.From.AddDays(days))
        : ban.Until is { } until ? _index.DayOf(until) : null;

    double Leakage(ExportBan ban) => chain.Shape is { Leakage: { } leakage } shape && shape.Bans.Contains(ban.Id) ? leakage : chain.Draws.Of(ban.Leakage);

    void Close(int control, ExportBan ban)
    {
        chain.InForce[control] = true;
        chain.Trace.Tell(chain.Today, TraceKind.ControlOn, StableHash.Of(ban.Id), 0);
        foreach (var a in _index.ControlledArcs[control])
        {
            ref var gate = ref chain.Gate[a];
            var leakage = Leakage(ban);
            gate.Leakage = gate.Bans == 0 ? leakage : Math.Min(gate.Leakage, leakage);
            gate.Detour = Math.Max(gate.Bans == 0 ? 0 : gate.Detour, (int)Math.Round(chain.Draws.Of(ban.Detour)));
            gate.DetourCost = Math.Max(gate.Bans == 0 ? 0 : gate.DetourCost, chain.Draws.Of(ban.DetourCost));
            if (gate.Bans == 0) (gate.Wanted, gate.Leaked) = (0, 0);
            gate.Bans++;
            if (ban.InTransit != InTransitRule.Continue) ChainModel.ForUnderWay(chain, a, parcel => Stop(ban, parcel));
        }
    }

    void Stop(ExportBan ban, int parcel)
    {
        if (ban.Containing is { } rule)
        {
            var from = chain.Shipments.Content(parcel)[chain.FirstOrigin + Array.IndexOf(_index.OriginRegions, rule.Region)];
            if (from < chain.Draws.Of(rule.Share) * chain.Shipments.Mass(parcel)) return;
        }

        Border.Stop(chain, parcel, ban.InTransit);
    }

    void Open(int control, ExportBan ban)
    {
        chain.InForce[control] = false;
        chain.Trace.Tell(chain.Today, TraceKind.ControlOff, StableHash.Of(ban.Id), 0);
        foreach (var a in _index.ControlledArcs[control])
        {
            ref var gate = ref chain.Gate[a];
            gate.Bans--;
            if (gate.Bans == 0 && ban.InTransit == InTransitRule.Hold) ChainModel.ForUnderWay(chain, a, parcel => chain.Shipments.Release(parcel, chain.Today));
        }
    }
}
