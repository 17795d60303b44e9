using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A quota coming into force, period after period, and being lifted.</summary>
sealed class Rationing(Simulation simulation, ChainState chain)
{
    readonly NetworkIndex _index = chain.Index;

    public async Process Run(int policy)
    {
        var quota = (ExportQuota)_index.Policies[policy];
        var book = chain.Quotas[policy]!;
        var (begin, end) = (_index.DayOf(quota.From), quota.Until is { } until ? _index.DayOf(until) : int.MaxValue);
        if (chain.Today > end || begin >= end) return;

        // A copy that goes on in the middle of a period has what is left of it in its state.
        var period = 0;
        while (begin + Start(quota, period) < chain.Today) period++;
        for (; begin + Start(quota, period) < end; period++)
        {
            await simulation.DelayUntil(SimTime.FromDays(begin + Start(quota, period)), Phase.Policies);
            if (period == 0)
            {
                book.Begin(chain);
                chain.Trace.Tell(chain.Today, TraceKind.ControlOn, StableHash.Of(quota.Id), 0);
            }

            book.Refill();
        }

        await simulation.DelayUntil(SimTime.FromDays(end), Phase.Policies);
        book.IsOn = false;
        chain.Trace.Tell(chain.Today, TraceKind.ControlOff, StableHash.Of(quota.Id), 0);
    }

    static int Start(ExportQuota quota, int period) => (int)Math.Round(period * quota.Period);
}
