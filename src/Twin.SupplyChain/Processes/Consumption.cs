using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Users drawing on their buffers, review by review, and asking their market to fill them up.</summary>
/// <remarks>
/// What a buffer does not hold is lost, or waited for as long as the user waits. A shortage upstream thus shows only
/// when the buffers are empty: this is where time to survive comes from. All cells of one market share its day of
/// review, so that the market allocates their orders together. A direct user has no buffer: it takes from the market.
/// </remarks>
sealed class Consumption(Simulation simulation, ChainState chain)
{
    /// <summary>Share of a period's use below which a user begins to learn to do without.</summary>
    const double BadlyServed = 0.8;

    readonly NetworkIndex _index = chain.Index;
    readonly Why _why = new(chain);
    readonly Poisson?[] _arrivals = new Poisson?[chain.Index.Cells.Length];

    readonly Law[] _laws = [.. chain.Index.Cells.Select((cell, c) => LawOf(chain, cell, c))];

    // What a cell would want before its users went over to something else [g], in the review under way.
    readonly double[] _would = new double[chain.Index.Cells.Length];

    /// <summary>What is asked of a cell at every review.</summary>
    /// <param name="Grams">What it uses in a period of a rate of 1 [g].</param>
    /// <param name="PerDay">The share of a period that a day is.</param>
    readonly record struct Law(double Grams, double PerDay, double Smoothing, bool Direct, bool Waits, bool ByUnit, bool Normal);

    static Law LawOf(ChainState chain, in Cell cell, int c)
    {
        var (site, varies) = (chain.Index.Bins[cell.MarketBin].Site, chain.Index.Demands[cell.Demand].Varies);
        var period = chain.Index.Period[site];
        return new Law(
            cell.ContentPerTonne * 1e6 * period / 365.25, 1.0 / period, chain.Index.Sites[site].Forecasts.Smoothing,
            chain.Index.Demands[cell.Demand].Direct, chain.Waiting[c].IsUsed, varies.Unit > 0, varies.Normal || varies.Correlation != 0);
    }

    public async Process Run()
    {
        while (true)
        {
            foreach (var rhythm in _index.Rhythms)
            {
                foreach (var site in rhythm.Sites[chain.Today % rhythm.Period]) Review(site);
            }

            await simulation.Delay(ChainModel.Day, Phase.Consumption);
        }
    }

    void Review(int site)
    {
        if (_index.Shifts.Length > 0) Learn(site);
        foreach (var bin in _index.BinsToUse[site])
        {
            foreach (var cell in _index.CellsByMarket[bin]) Use(cell, bin, _index.Period[site]);
        }
    }

    void Use(int c, int bin, int period)
    {
        ref readonly var row = ref _index.Cells[c];
        ref readonly var law = ref _laws[c];
        ref var cell = ref chain.Cell[c];
        var (today, week) = (chain.Today, chain.Today / 7);
        var usual = today < row.From || today >= row.Until ? 0 : _index.Courses.At(row.Rate, today);
        var rate = (usual * law.Grams * chain.Market.Wanted(row.Answer)) + Shifted(c);
        var exact = (rate * Noise(c, law, period)) + cell.Carry;
        var wanted = (long)exact;
        cell.Carry = exact - wanted;
        if (law.ByUnit) wanted = Customers(c, rate, period);

        var late = law.Waits ? Draw(c, bin, law.Direct, chain.Waiting[c].Serve(Available(c, bin, law.Direct))) : 0;
        var used = Draw(c, bin, law.Direct, Math.Min(wanted, Available(c, bin, law.Direct)));
        var lost = law.Waits ? chain.Waiting[c].Add(wanted - used) : wanted - used;
        chain.Trace.Tell(today, TraceKind.Used, row.Key, used + late);
        chain.Measures.Used(c, week, wanted, used, late);
        if (used < wanted) chain.Measures.Lacked(c, week, wanted - used, _why);
        if (used < wanted || law.Waits) chain.Measures.Missed(bin, chain.Waiting[c].Total, lost, period);
        if (used + late < BadlyServed * wanted && cell.ShortSince < 0) cell.ShortSince = today;

        cell.Forecast += law.Smoothing * ((wanted * law.PerDay) - cell.Forecast);
        if (law.Direct) Owe(c, bin, wanted);
        else AskFor(c, bin, period, law.Waits);
    }

    /// <summary>What a user can take now: its buffer, or what its market holds.</summary>
    long Available(int c, int bin, bool direct) => direct ? chain.Bin[bin].Held : chain.Cell[c].Held;

    long Draw(int c, int bin, bool direct, long mass)
    {
        if (direct)
        {
            chain.Ledger.Consume(bin, chain.In(bin), chain.Bin[bin].Held, mass);
            chain.Bin[bin].Held -= mass;
            chain.Measures.Made(bin, mass, chain.Today);
        }
        else
        {
            ref var cell = ref chain.Cell[c];
            chain.Ledger.Consume(bin, chain.InBuffer(c), cell.Held, mass);
            cell.Held -= mass;
        }

        return mass;
    }

    /// <summary>What direct users wait for is owed by the market, as if they had ordered it.</summary>
    void Owe(int c, int bin, long wanted)
    {
        ref var market = ref chain.Bin[bin];
        market.Owed += chain.Waiting[c].Total - chain.Cell[c].Backlog;
        chain.Cell[c].Backlog = chain.Waiting[c].Total;
        market.Wanted += wanted;
    }

    void AskFor(int c, int bin, int period, bool waits)
    {
        ref readonly var row = ref _index.Cells[c];
        ref var cell = ref chain.Cell[c];
        var cover = _index.Courses.At(row.Cover, chain.Today);
        if (_index.SomebodyHoards && _index.Demands[row.Demand].Hoards is { } hoards) cover *= 1 + chain.Fear(hoards, bin);
        var target = cell.Forecast * (period + cover);
        var order = (long)target - cell.Held - cell.Backlog + (waits ? chain.Waiting[c].Total : 0);
        if (order <= 0) return;

        cell.Backlog += order;
        ref var market = ref chain.Bin[bin];
        market.Owed += order;
        market.Wanted += order;
    }

    /// <summary>What the users of a market's cells go over to, from what each would have wanted.</summary>
    void Learn(int site)
    {
        for (var i = 0; i < _index.Shifts.Length; i++)
        {
            var shift = _index.Shifts[i];
            if (_index.Bins[_index.Cells[shift.Cell].MarketBin].Site != site) continue;
            ref readonly var cell = ref _index.Cells[shift.Cell];
            var would = _index.Courses.At(cell.Rate, chain.Today) * 1e6 * _index.Period[site] / 365.25;
            var moved = would * chain.Shifts[i].By(chain.Today, chain.Cell[shift.Cell].ShortSince);
            _would[shift.Cell] -= moved * cell.ContentPerTonne;
            if (shift.By >= 0) _would[shift.By] += moved * _index.Cells[shift.By].ContentPerTonne;
        }
    }

    double Shifted(int c)
    {
        if (_index.Shifts.Length == 0) return 0;
        var shifted = _would[c];
        _would[c] = 0;
        return shifted;
    }

    /// <summary>The use of a period over what its rate says.</summary>
    double Noise(int c, in Law law, int period)
    {
        if (!chain.Noise || law.ByUnit || chain.Sigma[c] == 0) return 1;
        if (law.Normal) return Correlated(c, _index.Demands[_index.Cells[c].Demand].Varies, period);
        return period == 7 ? chain.Storms.Use(c) : Lognormal(c, chain.Use[c].At((ulong)(chain.Today / period)));
    }

    /// <summary>Customers come by chance, and each wants one unit to the gram: N of them, N from Poisson's law.</summary>
    long Customers(int c, double rate, int period)
    {
        var unit = (long)Math.Round(_index.Demands[_index.Cells[c].Demand].Varies.Unit * _index.Cells[c].ContentPerTonne * 1e6);
        var mean = Math.Max(0, rate) / unit;
        if (!chain.Noise) return (long)Math.Round(mean) * unit;
        if (_arrivals[c] is not { } law || law.Mean != mean) _arrivals[c] = law = new Poisson(mean);
        var draw = chain.Use[c].At((ulong)(chain.Today / period));
        return (long)law.Sample(ref draw) * unit;
    }

    /// <summary>x ← ρ x + √(1 − ρ²) ε: mean 1, the stated coefficient of variation in the long run; never below nothing.</summary>
    double Correlated(int c, DemandLaw law, int period)
    {
        var draw = chain.Use[c].At((ulong)(chain.Today / period));
        var stay = Math.Sqrt(1 - (law.Correlation * law.Correlation));
        ref var deviation = ref chain.Cell[c].Deviation;
        deviation = (law.Correlation * deviation) + (stay * law.Cv * draw.NextNormal());
        return Math.Max(0, 1 + deviation);
    }

    /// <summary>Lognormal with mean 1.</summary>
    double Lognormal(int c, Draw draw) => ExactMath.Exp((chain.Sigma[c] * draw.NextNormal()) - (chain.Sigma[c] * chain.Sigma[c] / 2));
}
