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

    // What is asked of every cell every week, flat.
    readonly bool[] _direct = [.. chain.Index.Cells.Select(c => chain.Index.Demands[c.Demand].Direct)];
    readonly bool[] _waits = [.. chain.Waiting.Select(w => w.IsUsed)];
    readonly bool[] _byUnit = [.. chain.Index.Cells.Select(c => chain.Index.Demands[c.Demand].Varies.Unit > 0)];
    readonly bool[] _normal = [.. chain.Index.Cells.Select(c => chain.Index.Demands[c.Demand].Varies is var law && (law.Normal || law.Correlation != 0))];
    readonly double[] _grams = [.. chain.Index.Cells.Select(c => c.ContentPerTonne * 1e6 * chain.Index.Period[chain.Index.Bins[c.MarketBin].Site] / 365.25)]; // a period, of a rate of 1
    readonly double[] _perDay = [.. chain.Index.Cells.Select(c => 1.0 / chain.Index.Period[chain.Index.Bins[c.MarketBin].Site])];
    readonly double[] _smoothing = [.. chain.Index.Cells.Select(c => chain.Index.Sites[chain.Index.Bins[c.MarketBin].Site].Forecasts.Smoothing)];

    // What a cell would want before its users went over to something else [g], in the review under way.
    readonly double[] _would = new double[chain.Index.Cells.Length];

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
        ref readonly var cell = ref _index.Cells[c];
        var week = chain.Today / 7;
        var usual = chain.Today < cell.From || chain.Today >= cell.Until ? 0 : _index.Courses.At(cell.Rate, chain.Today);
        var rate = (usual * _grams[c] * chain.Market.Wanted(cell.Material, cell.Zone)) + Shifted(c);
        var exact = (rate * Noise(c, period)) + chain.Carry[c];
        var wanted = (long)exact;
        chain.Carry[c] = exact - wanted;
        if (_byUnit[c]) wanted = Customers(c, rate, period);

        var direct = _direct[c];
        var late = _waits[c] ? Draw(c, bin, direct, chain.Waiting[c].Serve(Available(c, bin, direct))) : 0;
        var used = Draw(c, bin, direct, Math.Min(wanted, Available(c, bin, direct)));
        var lost = _waits[c] ? chain.Waiting[c].Add(wanted - used) : wanted - used;
        chain.Trace.Tell(chain.Today, TraceKind.Used, cell.Key, used + late);
        chain.Measures.Used(c, week, wanted, used, late);
        if (used < wanted) chain.Measures.Lacked(c, week, wanted - used, _why);
        if (used < wanted || _waits[c]) chain.Measures.Missed(bin, chain.Waiting[c].Total, lost, period);
        if (used + late < BadlyServed * wanted && chain.ShortSince[c] < 0) chain.ShortSince[c] = chain.Today;

        chain.CellForecast[c] += _smoothing[c] * ((wanted * _perDay[c]) - chain.CellForecast[c]);
        if (direct) Owe(c, bin, wanted);
        else AskFor(c, bin, period);
    }

    /// <summary>What a user can take now: its buffer, or what its market holds.</summary>
    long Available(int c, int bin, bool direct) => direct ? chain.Held[bin] : chain.BufferHeld[c];

    long Draw(int c, int bin, bool direct, long mass)
    {
        if (direct)
        {
            chain.Ledger.Consume(bin, chain.In(bin), chain.Held[bin], mass);
            chain.Held[bin] -= mass;
            chain.Measures.Made(bin, mass, chain.Today);
        }
        else
        {
            chain.Ledger.Consume(bin, chain.InBuffer(c), chain.BufferHeld[c], mass);
            chain.BufferHeld[c] -= mass;
        }

        return mass;
    }

    /// <summary>What direct users wait for is owed by the market, as if they had ordered it.</summary>
    void Owe(int c, int bin, long wanted)
    {
        chain.Owed[bin] += chain.Waiting[c].Total - chain.CellBacklog[c];
        chain.CellBacklog[c] = chain.Waiting[c].Total;
        chain.Wanted[bin] += wanted;
    }

    void AskFor(int c, int bin, int period)
    {
        var cover = _index.Courses.At(_index.Cells[c].Cover, chain.Today);
        if (_index.SomebodyHoards && _index.Demands[_index.Cells[c].Demand].Hoards is { } hoards) cover *= 1 + chain.Fear(hoards, bin);
        var target = chain.CellForecast[c] * (period + cover);
        var order = (long)target - chain.BufferHeld[c] - chain.CellBacklog[c] + (_waits[c] ? chain.Waiting[c].Total : 0);
        if (order <= 0) return;

        chain.CellBacklog[c] += order;
        chain.Owed[bin] += order;
        chain.Wanted[bin] += order;
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
            var moved = would * chain.Shifts[i].By(chain.Today, chain.ShortSince[shift.Cell]);
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
    double Noise(int c, int period)
    {
        if (!chain.Noise || _byUnit[c] || chain.Sigma[c] == 0) return 1;
        if (_normal[c]) return Correlated(c, _index.Demands[_index.Cells[c].Demand].Varies, period);
        return period == 7 ? chain.Storms.Use(chain, c, chain.Today / 7) : Lognormal(c, chain.Use[c].At((ulong)(chain.Today / period)));
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
        chain.Deviation[c] = (law.Correlation * chain.Deviation[c]) + (stay * law.Cv * draw.NextNormal());
        return Math.Max(0, 1 + chain.Deviation[c]);
    }

    /// <summary>Lognormal with mean 1.</summary>
    double Lognormal(int c, Draw draw) => ExactMath.Exp((chain.Sigma[c] * draw.NextNormal()) - (chain.Sigma[c] * chain.Sigma[c] / 2));
}
