using NUnit.Framework;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What must add up in a chain at any moment, beside the ledger's own law.</summary>
static class ChainAccounts
{
    public static void Check(ChainState chain, string when)
    {
        Assert.That(chain.Content, Has.All.GreaterThanOrEqualTo(0), when);
        Assert.That(chain.Buffer, Has.All.GreaterThanOrEqualTo(0), when);
        Assert.That(chain.Arc.Select(a => a.Backlog), Has.All.GreaterThanOrEqualTo(0), when);
        Assert.That(chain.InProcess, Has.All.GreaterThanOrEqualTo(0), when);
        Assert.That(chain.Up, Has.All.InRange(0, 1), when);
        for (var b = 0; b < chain.Bin.Length; b++)
        {
            var content = chain.In(b);
            Assert.That(chain.Bin[b].Held, Is.EqualTo(Sum(content[..chain.FirstOrigin])), $"{chain.Index.Bins[b].Name}, {when}");
            for (var o = chain.FirstOrigin; o < chain.EndOrigin; o++) Assert.That(content[o], Is.InRange(0, chain.Bin[b].Held), $"what comes from {chain.Index.OriginRegions[o - chain.FirstOrigin]}, {when}");
            var owed = chain.Index.ArcsBySeller[b].Sum(a => chain.Arc[a].Backlog) + chain.Index.CellsByMarket[b].Sum(c => chain.Cell[c].Backlog);
            Assert.That(chain.Bin[b].Owed, Is.EqualTo(owed), $"orders for {chain.Index.Bins[b].Name}, {when}");
        }

        var (underWay, onLane) = (new long[chain.Arc.Length], new long[chain.Index.Lanes.Length]);
        for (var p = 0; p < chain.Shipments.HighWater; p++)
        {
            if (!chain.Shipments.IsLive(p)) continue;
            onLane[chain.Shipments.TagOf(p)] += chain.Shipments.Mass(p);
            if (!chain.Shipments.Turned(p)) underWay[chain.Shipments.Owner(p)] += chain.Shipments.Mass(p);
        }

        Assert.That(chain.Arc.Select(a => a.UnderWay), Is.EqualTo(underWay), when);
        Assert.That(chain.Index.Lanes.Select((_, l) => chain.Shipments.MassOf(l)), Is.EqualTo(onLane), $"on lanes, {when}");
    }

    static long Sum(ReadOnlySpan<long> content)
    {
        var sum = 0L;
        foreach (var mass in content) sum += mass;
        return sum;
    }
}
