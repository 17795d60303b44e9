using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A duty coming into force and being lifted.</summary>
sealed class Taxing(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int policy)
    {
        var tariff = (Tariff)_index.Policies[policy];
        if (chain.Today <= _index.DayOf(tariff.From))
        {
            await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(tariff.From)), Phase.Policies);
            Change(policy, tariff, TraceKind.ControlOn);
        }

        if (tariff.Until is not { } until || chain.Today > _index.DayOf(until)) return;

        await simulation.DelayUntil(SimTime.FromDays(_index.DayOf(until)), Phase.Policies);
        Change(policy, tariff, TraceKind.ControlOff);
    }

    void Change(int policy, Tariff tariff, TraceKind kind)
    {
        chain.InForce[policy] = kind == TraceKind.ControlOn;
        chain.Trace.Tell(chain.Today, kind, StableHash.Of(tariff.Id), 0);
        foreach (var a in _index.ControlledArcs[policy])
        {
            // Added up anew: what is added and taken away again would leave a trace.
            var duty = 0.0;
            for (var p = 0; p < _index.Policies.Length; p++)
            {
                if (chain.InForce[p] && _index.Policies[p] is Tariff other && _index.ControlledArcs[p].Contains(a)) duty += chain.Draws.Of(other.Rate);
            }

            chain.Gate[a].Duty = duty;
        }
    }
}
