using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sellers sharing out their stocks over their order books, once a week, and sending them on their way.</summary>
/// <remarks>
/// The whole book is allocated at once, by the seller's rule. What an export control keeps back stays in the book,
/// and in the seller's store: a store that fills up stops the works behind it.
/// </remarks>
sealed class Dispatch(Simulation simulation, ChainState chain, Shipping shipping)
{
    /// <summary>Weight of the newest week in a buyer's picture of a seller.</summary>
    const double Memory = 0.15;

    readonly NetworkIndex _index = chain.Index;

    public async Process Run()
    {
        while (true)
        {
            foreach (var site in _index.SitesByWeekday[chain.Today % 7])
            {
                foreach (var bin in _index.BinsBySite[site])
                {
                    if (_index.ArcsBySeller[bin].Length > 0) Sell(bin);
                    if (_index.CellsByMarket[bin].Length > 0) Deliver(bin);
                }
            }

            await simulation.Delay(ChainModel.Day, Phase.Dispatch);
        }
    }

    void Sell(int bin)
    {
        var arcs = _index.ArcsBySeller[bin];
        var site = _index.Sites[_index.Bins[bin].Site];
        Span<long> open = stackalloc long[arcs.Length];
        var free = chain.Held[bin];
        for (var i = 0; i < arcs.Length; i++) open[i] = shipping.Allowed(arcs[i], ref free);

        // Largest claims are met first where the rule ranks buyers; within a rank, pro rata.
        var available = chain.Held[bin];
        Span<long> sent = stackalloc long[arcs.Length];
        for (var rank = 0; rank < 100; rank++)
        {
            var (total, more) = (0L, false);
            for (var i = 0; i < arcs.Length; i++)
            {
                var r = Rank(site.Allocation, _index.Arcs[arcs[i]]);
                if (r == rank) total += open[i];
                more |= r > rank;
            }

            if (total > 0)
            {
                var share = Math.Min(1, (double)available / total);
                for (var i = 0; i < arcs.Length; i++)
                {
                    if (Rank(site.Allocation, _index.Arcs[arcs[i]]) != rank) continue;
                    sent[i] = share == 1 ? open[i] : Math.Min(available, (long)(open[i] * share));
                    available -= sent[i];
                }
            }

            if (!more) break;
        }

        for (var i = 0; i < arcs.Length; i++) Send(arcs[i], sent[i]);
    }

    static int Rank(AllocationRule rule, in Arc arc) => rule switch
    {
        AllocationRule.DomesticFirst => arc.Domestic ? 0 : 1,
        AllocationRule.ContractPriority => Math.Clamp(arc.Priority, 0, 99),
        _ => 0,
    };

    void Send(int a, long mass)
    {
        var backlog = chain.Backlog[a];
        if (backlog > 0) chain.Fill[a] += Memory * (((double)mass / backlog) - chain.Fill[a]);
        chain.Flow[a] += Memory * (mass - chain.Flow[a]);
        if (mass > 0) shipping.Send(a, mass);
    }

    /// <summary>Hands a market's goods to the users of its region, who are round the corner.</summary>
    void Deliver(int bin)
    {
        var cells = _index.CellsByMarket[bin];
        var byPriority = _index.Sites[_index.Bins[bin].Site].Allocation == AllocationRule.ContractPriority;
        var (rank, done) = (int.MinValue, false);
        while (!done)
        {
            var (next, total) = (int.MaxValue, 0L);
            foreach (var c in cells)
            {
                var priority = byPriority ? _index.Demands[_index.Cells[c].Demand].Priority : 0;
                if (priority > rank) next = Math.Min(next, priority);
            }

            foreach (var c in cells)
            {
                if (!byPriority || _index.Demands[_index.Cells[c].Demand].Priority == next) total += chain.CellBacklog[c];
            }

            var share = total > 0 ? Math.Min(1, (double)chain.Held[bin] / total) : 0;
            foreach (var c in cells)
            {
                if (byPriority && _index.Demands[_index.Cells[c].Demand].Priority != next) continue;
                var mass = share == 1 ? chain.CellBacklog[c] : Math.Min(chain.Held[bin], (long)(chain.CellBacklog[c] * share));
                if (mass > 0) Hand(bin, c, mass);
            }

            rank = next;
            done = !byPriority || next == int.MaxValue;
        }
    }

    void Hand(int bin, int c, long mass)
    {
        chain.Take(bin, mass, chain.InBuffer(c));
        chain.BufferHeld[c] += mass;
        chain.CellBacklog[c] -= mass;
        chain.Owed[bin] -= mass;
        chain.Trace.Tell(chain.Today, TraceKind.Delivered, _index.Cells[c].Key, mass);
        chain.Measures.Made(bin, mass, chain.Today);
    }
}
