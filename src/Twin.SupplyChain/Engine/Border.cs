using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What is done to goods under way when a border or a lane closes.</summary>
static class Border
{
    public static void Stop(ChainState chain, int parcel, InTransitRule rule)
    {
        if (chain.Shipments.Turned(parcel)) return;
        var (a, mass) = (chain.Shipments.Owner(parcel), chain.Shipments.Mass(parcel));
        switch (rule)
        {
            case InTransitRule.Continue:
                break;
            case InTransitRule.Hold:
                chain.Shipments.Hold(parcel, chain.Today);
                break;
            case InTransitRule.Return:
                chain.Shipments.Turn(parcel);
                chain.Shipments.Reschedule(parcel, chain.Today + Math.Max(1, chain.Today - chain.Shipments.Start(parcel)));
                chain.Arc[a].UnderWay -= mass;
                break;
            case InTransitRule.Seize:
                chain.Ledger.Seize(chain.Shipments.Content(parcel));
                chain.Arc[a].UnderWay -= mass;
                chain.Trace.Tell(chain.Today, TraceKind.Seized, chain.Index.Arcs[a].Key, mass);
                chain.Shipments.Return(parcel);
                break;
            default:
                throw new InvariantViolatedException($"no rule {rule} for goods under way");
        }
    }
}
