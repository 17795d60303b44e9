using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Fills a chain so that its first week is like any other: stocks at their targets, goods under way, lots in process.</summary>
/// <remarks>
/// Orders go out on the buyer's day of review and are dispatched on the seller's, lots start on the site's. What is
/// under way at midnight of the first day follows from these days; what is in stock is the target less what is on its
/// way. Undisturbed and without noise, a chain of one rhythm repeats its first period to the gram, but for growth and
/// seasons; where buyers and sellers have different rhythms, shipments begin as even as the seller's.
/// </remarks>
sealed class BalancedStart(ChainState chain, SteadyState flows, Replenishment buyers)
{
    readonly NetworkIndex _index = chain.Index;

    public void Fill()
    {
        for (var a = 0; a < _index.Arcs.Length; a++) FillArc(a);
        for (var r = 0; r < _index.Recipes.Length; r++) FillRecipe(r);
        for (var c = 0; c < _index.Cells.Length; c++) FillCell(c);
        for (var b = 0; b < _index.Bins.Length; b++) FillBin(b);
        for (var s = 0; s < _index.Sites.Length; s++) AddStocks(s);
    }

    /// <summary>What flows at a daily rate from one review of a site to the next [g].</summary>
    long Period(double perDay, int site) => (long)(perDay * _index.Period[site]);

    /// <summary>What a buyer orders on an arc between two days before the start, the first included [g].</summary>
    long Ordered(int a, int from)
    {
        var (buyer, mass) = (_index.Arcs[a].Buyer, 0L);
        for (var day = _index.ReviewDay[buyer] - _index.Period[buyer]; day >= from; day -= _index.Period[buyer]) mass += Period(flows.Arcs[a], buyer);
        return mass;
    }

    void FillArc(int a)
    {
        var arc = _index.Arcs[a];
        var lot = Period(flows.Arcs[a], arc.Seller);
        var lane = _index.Lanes[arc.Lane];
        chain.Arc[a].Lead = Math.Max(1, Math.Round(lane.Days.Mean)) + Math.Round(chain.Customs[arc.Lane]);
        chain.Arc[a].Fill = 1;
        chain.Arc[a].Flow = lot;
        if (lot == 0) return;

        // Ordered since the seller's last dispatch before the start.
        var open = Ordered(a, _index.ReviewDay[arc.Seller] - _index.Period[arc.Seller] + 1);
        chain.Arc[a].Backlog = open;
        chain.Bin[arc.SellerBin].Owed += open;

        for (var period = -1; ; period--)
        {
            var day = _index.ReviewDay[arc.Seller] + (_index.Period[arc.Seller] * period);
            if (day + (2 * chain.Arc[a].Lead) + 60 < 0) break;

            var due = day + Shipping.TravelDays(chain, a, day);
            if (due < 0) continue;

            var parcel = chain.Shipments.Send(a, day, due, lot, arc.Lane);
            Fill(chain.Shipments.Content(parcel), arc.SellerBin, lot);
            chain.Arc[a].UnderWay += lot;
        }
    }

    void FillRecipe(int r)
    {
        ref readonly var row = ref _index.Recipes[r];
        if (row.FirstInput == row.EndInput || flows.Inputs[r] <= 0) return;

        for (var period = -1; ; period--)
        {
            var day = _index.ReviewDay[row.Site] + (_index.Period[row.Site] * period);
            if (day + chain.Cycle[r] < 0) break;

            var lot = chain.Lots.Send(r, day, day + chain.Cycle[r], 0);
            var content = chain.Lots.Content(lot);
            var mass = 0L;
            for (var k = row.FirstInput; k < row.EndInput; k++)
            {
                var part = Period(flows.Inputs[r] * _index.Inputs[k].Share, row.Site);
                Fill(content, _index.Inputs[k].Bin, part);
                mass += part;
            }

            chain.Lots.Weigh(lot, mass);
            chain.InProcess[r] += Conversion.DriverOf(chain, row, content, mass);
        }
    }

    void FillCell(int c)
    {
        var cell = _index.Cells[c];
        chain.Cell[c].Forecast = flows.Cells[c];
        if (_index.Demands[cell.Demand].Direct) return;

        var held = (long)(flows.Cells[c] * (_index.Period[_index.Bins[cell.MarketBin].Site] + _index.Courses.At(cell.Cover, 0)));
        Fill(chain.InBuffer(c), cell.MarketBin, held);
        chain.Cell[c].Held = held;
    }

    void FillBin(int b)
    {
        var bin = _index.Bins[b];
        double held;
        if (bin.IsInput)
        {
            chain.Bin[b].Forecast = flows.Use[b];
            Array.Fill(chain.History[b], flows.Use[b]);
            var bySchedule = _index.Sites[bin.Site].Orders is { Kind: OrderKind.Schedule };

            // A stockpile, and who orders by schedule, starts with what it is said to hold.
            held = _index.FillOfBin[b] is null && !bySchedule ? buyers.Lacking(b) : 0;
        }
        else
        {
            chain.Bin[b].Forecast = flows.Sales[b];
            Array.Fill(chain.History[b], flows.Sales[b]);
            var made = _index.OutputsByBin[b].Length > 0;
            held = made ? Conversion.Target(chain, b) + chain.Bin[b].Owed : 0;

            // Ordered since the last review of production before the start.
            foreach (var a in _index.ArcsBySeller[b]) chain.Bin[b].Wanted += Ordered(a, _index.ReviewDay[bin.Site] - _index.Period[bin.Site]);

            if (bin.Driver)
            {
                held -= chain.Bin[b].Wanted;
                foreach (var r in _index.RecipesBySite[bin.Site])
                {
                    if (_index.Recipes[r].DriverBin == b) held -= chain.InProcess[r];
                }

                held = Math.Min(held, Conversion.StoreOf(chain, bin.Site, b));
            }
            else
            {
                held = Math.Min(held, flows.Produced(b) * (_index.Period[bin.Site] + _index.Courses.At(_index.OutputCover[bin.Site], 0)) + chain.Bin[b].Owed);
            }
        }

        var mass = (long)Math.Max(0, held);
        Fill(chain.In(b), b, mass);
        chain.Bin[b].Held = mass;
    }

    void AddStocks(int s)
    {
        foreach (var (material, tonnes) in _index.Sites[s].Stocks)
        {
            var m = _index.MaterialOf(material);
            var bin = _index.OutputBin(s, material) ?? throw new InvariantViolatedException("a stock has a bin");
            var grams = (long)_index.GramsOf(m, chain.Draws.Of(tonnes));
            Fill(chain.In(bin), bin, grams);
            chain.Bin[bin].Held += grams;
        }
    }

    /// <summary>Adds mass in the composition that a bin has in the steady state.</summary>
    void Fill(Span<long> content, int bin, long mass)
    {
        var (left, most) = (mass, 0);
        for (var g = 0; g < chain.G; g++)
        {
            var share = flows.Mix[(bin * chain.Width) + g];
            if (share > flows.Mix[(bin * chain.Width) + most]) most = g;
            var part = Math.Min(left, (long)(mass * share));
            content[g] += part;
            left -= part;
        }

        content[most] += left; // what rounding leaves goes to the largest group
        for (var o = chain.FirstOrigin; o < chain.EndOrigin; o++) content[o] += (long)(mass * flows.Mix[(bin * chain.Width) + o]);
    }
}
