namespace Twin.SupplyChain;

/// <summary>The order of what happens on one day. Published, and tested.</summary>
/// <remarks>
/// These are priority classes of the kernel: what is due on one day runs in this order, whatever was scheduled first.
/// A border that closes today stops today's shipments; a lot that is finished today can be sold today.
/// </remarks>
static class Phase
{
    public const int Clock = 0;
    public const int Policies = 1;
    public const int Outages = 2;
    public const int Arrivals = 3;
    public const int Completions = 4;
    public const int Consumption = 5;
    public const int Production = 6;
    public const int Ordering = 7;
    public const int Dispatch = 8;
}
