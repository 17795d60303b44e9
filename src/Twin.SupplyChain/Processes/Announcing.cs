using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Buyers hearing of a control on what they buy, and of its end.</summary>
sealed class Announcing(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int policy)
    {
        var control = (ExportControl)_index.Policies[policy];
        var (heard, over) = (_index.DayOf(control.Felt), control.Until is { } until ? _index.DayOf(until) : int.MaxValue);
        if (chain.Today <= heard)
        {
            await simulation.DelayUntil(SimTime.FromDays(heard), Phase.Policies);
            Tell(policy, 1);
        }

        if (over > _index.Days || chain.Today > over) return;
        await simulation.DelayUntil(SimTime.FromDays(over), Phase.Policies);
        Tell(policy, -1);
    }

    void Tell(int policy, int more)
    {
        foreach (var bin in _index.ControlledArcs[policy].Select(a => _index.Arcs[a].BuyerBin).Distinct()) chain.Threats[bin] += more;
    }
}
