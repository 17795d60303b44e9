using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Users drawing on their buffers, week by week, and asking their market to fill them up.</summary>
/// <remarks>
/// What a buffer does not hold is lost, not late. A shortage upstream thus shows only when the buffers are empty:
/// this is where time to survive comes from. All cells of one market and material share its day of the week, so that
/// the market allocates their orders together.
/// </remarks>
sealed class Consumption(Simulation simulation, ChainState chain)
{
    public async Process Run()
    {
        while (true)
        {
            var weekday = chain.Today % 7;
            foreach (var site in chain.Index.SitesByWeekday[weekday])
            {
                foreach (var bin in chain.Index.BinsBySite[site])
                {
                    foreach (var cell in chain.Index.CellsByMarket[bin]) Use(cell);
                }
            }

            await simulation.Delay(ChainModel.Day, Phase.Consumption);
        }
    }

    void Use(int c)
    {
        ref readonly var cell = ref chain.Index.Cells[c];
        var week = chain.Today / 7;
        var rate = chain.Index.Courses.At(cell.Rate, chain.Today) * cell.ContentPerTonne * 1e6 * 7 / 365.25;
        var exact = (rate * Noise(c, week)) + chain.Carry[c];
        var wanted = (long)exact;
        chain.Carry[c] = exact - wanted;

        var used = Math.Min(wanted, chain.BufferHeld[c]);
        chain.Ledger.Consume(chain.InBuffer(c), chain.BufferHeld[c], used);
        chain.BufferHeld[c] -= used;
        chain.Trace.Tell(chain.Today, TraceKind.Used, cell.Key, used);
        chain.Measures.Used(c, week, wanted, used);

        chain.CellForecast[c] += ChainModel.Smoothing * ((wanted / 7.0) - chain.CellForecast[c]);
        var target = chain.CellForecast[c] * (7 + chain.Index.Courses.At(cell.Cover, chain.Today));
        var order = (long)target - chain.BufferHeld[c] - chain.CellBacklog[c];
        if (order <= 0) return;

        chain.CellBacklog[c] += order;
        chain.Owed[cell.MarketBin] += order;
        chain.Wanted[cell.MarketBin] += order;
    }

    double Noise(int c, int week)
    {
        if (!chain.Noise || chain.Sigma[c] == 0) return 1;

        var cells = chain.Index.Cells.Length;
        var noise = chain.Storms.Use[(week * cells) + c];
        if (noise != 0) return noise;

        // One draw holds the random bits of two weeks: both are made now.
        var draw = chain.Use[c].At((ulong)week / 2);
        var (even, odd) = (Lognormal(c, ref draw), Lognormal(c, ref draw));
        chain.Storms.Use[(week / 2 * 2 * cells) + c] = even;
        chain.Storms.Use[(((week / 2 * 2) + 1) * cells) + c] = odd;
        return week % 2 == 0 ? even : odd;
    }

    /// <summary>Lognormal with mean 1.</summary>
    double Lognormal(int c, ref Draw draw) => ExactMath.Exp((chain.Sigma[c] * draw.NextNormal()) - (chain.Sigma[c] * chain.Sigma[c] / 2));
}
