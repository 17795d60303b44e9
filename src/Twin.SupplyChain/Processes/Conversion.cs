using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Sites making some materials out of others, lot after lot; a mine makes them out of the ground.</summary>
/// <remarks>
/// Once a week a site looks at what it holds of each driver output, what is in process and what is ordered, and starts
/// a lot that brings the three up to its target: as far as capacity, room and inputs go. Lots overlap. A by-product
/// comes along with its driver, wanted or not; nobody runs a plant for it.
/// </remarks>
sealed class Conversion(Simulation simulation, ChainState chain)
{
    /// <summary>A plant of which less is up is down, for whoever asks why: what piled up meanwhile is not its size.</summary>
    const double NearlyAll = 0.95;

    readonly NetworkIndex _index = chain.Index;
    readonly double[] _want = new double[chain.Index.Recipes.Length];

    // Of the lot that is finished: what goes into an output, and what is left for the others.
    readonly long[] _part = new long[chain.Width];
    readonly long[] _left = new long[chain.Width];

    // Of each input bin, in the review under way: what all recipes of the site would draw, and what they have taken.
    readonly double[] _draw = new double[chain.Index.Bins.Length];
    readonly long[] _taken = new long[chain.Index.Bins.Length];

    /// <summary>Starts lots.</summary>
    public async Process Review()
    {
        while (true)
        {
            foreach (var rhythm in _index.Rhythms)
            {
                foreach (var site in rhythm.Sites[chain.Today % rhythm.Period]) Review(site);
            }

            await simulation.Delay(ChainModel.Day, Phase.Production);
        }
    }

    /// <summary>Finishes lots.</summary>
    public async Process Completion()
    {
        while (true)
        {
            for (int lot; (lot = chain.Lots.TakeDue(chain.Today)) >= 0;) Finish(lot);
            await simulation.Delay(ChainModel.Day, Phase.Completions);
        }
    }

    /// <summary>What a site aims to have of an output: in stock and in process, less what is ordered [g].</summary>
    public static double Target(ChainState chain, int bin)
    {
        var site = chain.Index.Bins[bin].Site;
        return chain.Bin[bin].Forecast * (chain.LongestCycle[bin] + chain.Index.Period[site] + chain.Index.Courses.At(chain.Index.OutputCover[site], chain.Today));
    }

    /// <summary>How much driver output a lot will give [g].</summary>
    public static long DriverOf(ChainState chain, in RecipeRow row, ReadOnlySpan<long> content, long mass) =>
        Contents.Sum(content[..chain.FirstOrigin], mass, chain.Recovery(row.Driver));

    void Review(int site)
    {
        var recipes = _index.RecipesBySite[site];
        if (recipes.Length == 0) return;

        foreach (var bin in _index.BinsToMake[site])
        {
            Smooth(chain, bin);
            chain.Limits[bin] = default;
        }

        foreach (var r in recipes)
        {
            if (_index.LearnsThrift[r]) Save(r);
        }

        var least = _index.Turndown[site];
        Want(site, recipes);
        if (least > 0) HoldOff(site, recipes, least, fed: false);
        foreach (var r in recipes) AskForInputs(r);
        if (least > 0) HoldOff(site, recipes, least, fed: true);
        foreach (var r in recipes) Start(r);
        foreach (var bin in _index.BinsBySite[site]) (_draw[bin], _taken[bin]) = (0, 0);
    }

    /// <summary>Moves a forecast towards what was wanted since the last review.</summary>
    public static void Smooth(ChainState chain, int bin)
    {
        var site = chain.Index.Bins[bin].Site;
        var perDay = chain.Bin[bin].Wanted / chain.Index.Period[site];
        var history = chain.History[bin];
        if (history.Length == 0)
        {
            chain.Bin[bin].Forecast += chain.Index.Smoothing[bin] * (perDay - chain.Bin[bin].Forecast);
        }
        else
        {
            history[chain.HistoryAt[bin]] = perDay;
            chain.HistoryAt[bin] = (chain.HistoryAt[bin] + 1) % history.Length;
            var sum = 0.0;
            foreach (var past in history) sum += past;
            chain.Bin[bin].Forecast = sum / history.Length;
        }

        chain.Bin[bin].Wanted = 0;
    }

    /// <summary>Makers learn to do with less of an input, and use more of the first instead.</summary>
    void Save(int r)
    {
        ref readonly var row = ref _index.Recipes[r];
        var saved = 0.0;
        for (var k = row.FirstInput + 1; k < row.EndInput; k++)
        {
            if (row.Recipe.Inputs[k - row.FirstInput].Thrift is null) continue;
            var part = _index.Inputs[k].Share * chain.Thrift[k].By(chain.Today, chain.NeededSince[_index.Inputs[k].Bin]);
            chain.InputShare[k] = _index.Inputs[k].Share - part;
            saved += part;
        }

        chain.InputShare[row.FirstInput] = _index.Inputs[row.FirstInput].Share + saved;
    }

    /// <summary>What each recipe is to make this week, by target, preference, capacity and room.</summary>
    void Want(int site, int[] recipes)
    {
        var shared = 0.0;
        foreach (var r in recipes)
        {
            ref readonly var row = ref _index.Recipes[r];
            _want[r] = 0;
            if (chain.Today < chain.RunsFrom[r] || chain.Today >= row.Until) continue;

            // The recipes before it, which are preferred, have taken their part of what is missing.
            var want = Target(chain, row.DriverBin) - chain.Bin[row.DriverBin].Held + chain.Bin[row.DriverBin].Owed;
            foreach (var other in _index.RecipesByDriver[row.DriverBin]) want -= chain.InProcess[other];
            foreach (var other in _index.RecipesByDriver[row.DriverBin])
            {
                if (other < r) want -= _want[other];
            }

            if (want <= 0) continue;

            want = Math.Min(want, Room(row));
            if (row.Capacity >= 0) want = Limit(site, row.DriverBin, want, chain.Capacity(row.Capacity, row.DriverBin) * chain.Scale[site]);
            else shared += _index.TonnesOf(_index.Bins[row.DriverBin].Nominal, want);
            _want[r] = want;
        }

        if (_index.SiteCapacity[site] < 0 || shared == 0) return;

        // Shared capacity is in tonnes of whatever comes out: grades differ in content, not in furnace time.
        var full = FullOf(site);
        var share = Math.Min(1, full * chain.Up[site] / shared);
        foreach (var r in recipes)
        {
            if (_index.Recipes[r].Capacity >= 0 || share == 1) continue;
            Bound(site, _index.Recipes[r].DriverBin, _want[r] * (Math.Min(1, full / shared) - share), _want[r] * (1 - share));
            _want[r] *= share;
        }
    }

    /// <summary>What recipes that share a plant can make from one review to the next, working full time [t].</summary>
    double FullOf(int site) => _index.Courses.At(_index.SiteCapacity[site], chain.Today) * _index.Period[site] / 365.25 * chain.Scale[site];

    double Limit(int site, int bin, double want, double full)
    {
        var most = full * chain.Up[site];
        if (want <= most) return want;

        Bound(site, bin, Math.Min(want, full) - most, want - most);
        return most;
    }

    /// <summary>Notes what a site could not make for want of capacity, and what of that an outage took.</summary>
    void Bound(int site, int bin, double byOutage, double total)
    {
        chain.Measures.Bound(site, byOutage, total, chain.Today);
        Keep(bin, new Limit(KindOf(site), -1, total));
    }

    LimitKind KindOf(int site)
    {
        if (chain.Resting[site]) return LimitKind.Price;
        if (chain.Up[site] < NearlyAll) return LimitKind.Outage;
        return chain.Scale[site] < NearlyAll ? LimitKind.Price : LimitKind.Capacity;
    }

    /// <summary>Of several recipes that are short of capacity for one output, the shortest is the reason.</summary>
    void Keep(int bin, Limit limit)
    {
        if (limit.Missing > chain.Limits[bin].Missing) chain.Limits[bin] = limit;
    }

    /// <summary>What the store of a driver output still takes: days of all the capacity that fills it, less what is there [g].</summary>
    double Room(in RecipeRow row) => Math.Max(0, StoreOf(chain, row.Site, row.DriverBin) - chain.Bin[row.DriverBin].Held);

    /// <summary>What the store of a driver output takes [g].</summary>
    public static double StoreOf(ChainState chain, int site, int bin)
    {
        var (index, full, shares) = (chain.Index, 0.0, false);
        foreach (var r in index.RecipesByDriver[bin])
        {
            if (index.Recipes[r].Capacity >= 0) full += chain.Capacity(index.Recipes[r].Capacity, bin);
            else shares = true;
        }

        if (shares) full += chain.Capacity(index.SiteCapacity[site], bin);
        return full / index.Period[site] * index.Room[site];
    }

    /// <summary>What the inputs would have to give: this, and not what they do give, is their forecast.</summary>
    void AskForInputs(int r)
    {
        ref readonly var row = ref _index.Recipes[r];
        if (_want[r] <= 0 || row.FirstInput == row.EndInput) return;

        var yield = chain.Yield(r);
        var input = yield > 0 ? _want[r] / yield : 0;
        for (var k = row.FirstInput; k < row.EndInput; k++)
        {
            var bin = _index.Inputs[k].Bin;
            chain.Bin[bin].Wanted += input * chain.InputShare[k];
            _draw[bin] += input * chain.InputShare[k];
        }

        _want[r] = input;
    }

    /// <summary>Leaves what is less than a plant can run at for another week.</summary>
    /// <param name="site">Whose.</param>
    /// <param name="recipes">Its recipes.</param>
    /// <param name="least">Share of capacity that it runs at or above.</param>
    /// <param name="fed">Whether it is about what the inputs are there for; else about what is wanted.</param>
    void HoldOff(int site, int[] recipes, double least, bool fed)
    {
        var shared = 0.0;
        foreach (var r in recipes)
        {
            ref readonly var row = ref _index.Recipes[r];
            var ready = Ready(r, fed);
            if (row.Capacity < 0) shared += _index.TonnesOf(_index.Bins[row.DriverBin].Nominal, ready);
            else if (ready < least * chain.Capacity(row.Capacity, row.DriverBin) * chain.Scale[site]) Skip(r, fed);
        }

        if (_index.SiteCapacity[site] < 0 || shared >= least * FullOf(site)) return;
        foreach (var r in recipes)
        {
            if (_index.Recipes[r].Capacity < 0) Skip(r, fed);
        }
    }

    /// <summary>What a recipe would make of its driver [g].</summary>
    double Ready(int r, bool fed)
    {
        ref readonly var row = ref _index.Recipes[r];
        return fed && row.FirstInput < row.EndInput ? _want[r] * Covered(row).Share * chain.Yield(r) : _want[r];
    }

    void Skip(int r, bool fed)
    {
        if (fed && _want[r] > 0 && Covered(_index.Recipes[r]) is { Scarcest: >= 0 and var scarcest }) Starve(_index.Recipes[r], scarcest, _want[r] * chain.Yield(r));
        _want[r] = 0;
    }

    void Start(int r)
    {
        ref readonly var row = ref _index.Recipes[r];
        var input = _want[r];
        if (input <= 0) return;

        if (row.FirstInput == row.EndInput)
        {
            Extract(row, (long)input);
            return;
        }

        var (share, scarcest) = Covered(row);
        if (scarcest >= 0) Starve(row, scarcest, input * (1 - share) * chain.Yield(r));
        Begin(r, row, input * share);
    }

    /// <summary>The share of what all recipes of a site would draw that a recipe's inputs are there for, and which input there is least of; -1 where there is enough.</summary>
    (double Share, int Scarcest) Covered(in RecipeRow row)
    {
        var (share, scarcest) = (1.0, -1);
        for (var k = row.FirstInput; k < row.EndInput; k++)
        {
            var bin = _index.Inputs[k].Bin;
            var covered = _draw[bin] > 0 ? (chain.Bin[bin].Held + _taken[bin]) / _draw[bin] : 1;
            if (covered < share) (share, scarcest) = (covered, bin);
        }

        return (share, scarcest);
    }

    /// <summary>Notes what a site could not make for want of an input [g of driver].</summary>
    void Starve(in RecipeRow row, int scarcest, double missing)
    {
        chain.Measures.Starved(scarcest, missing, chain.Today);

        // An input that runs out keeps a plant below what it could do: then not its capacity binds, but this.
        var before = chain.Limits[row.DriverBin];
        if (before.Kind != LimitKind.Feed || missing > before.Missing) chain.Limits[row.DriverBin] = new Limit(LimitKind.Feed, scarcest, missing);
    }

    void Begin(int r, in RecipeRow row, double input)
    {
        if (input < 1) return;

        var lot = chain.Lots.Send(r, chain.Today, chain.Today + chain.Cycle[r], 0);
        var content = chain.Lots.Content(lot);
        var mass = 0L;
        for (var k = row.FirstInput; k < row.EndInput; k++)
        {
            var bin = _index.Inputs[k].Bin;
            var part = Math.Min(chain.Bin[bin].Held, (long)(input * chain.InputShare[k]));
            chain.Take(bin, part, content);
            chain.Measures.Took(k, part, chain.Today);
            _taken[bin] += part;
            mass += part;
        }

        chain.Lots.Weigh(lot, mass);
        chain.InProcess[r] += DriverOf(chain, row, content, mass);
        chain.Trace.Tell(chain.Today, TraceKind.Started, row.Key, mass);
    }

    void Extract(in RecipeRow row, long mass)
    {
        var material = _index.Materials[_index.Bins[row.DriverBin].Nominal];
        var (content, left) = (_part, mass);
        for (var g = 0; g < chain.G; g++)
        {
            content[g] = Math.Min(left, (long)(mass * (material.Content[g] / material.ContentPerTonne)));
            left -= content[g];
        }

        content[0] += left;
        for (var o = chain.FirstOrigin; o < chain.EndOrigin; o++) content[o] = _index.Sites[row.Site].Region == _index.OriginRegions[o - chain.FirstOrigin] ? mass : 0;
        chain.Ledger.Mine(content);
        chain.Put(row.DriverBin, content, mass);
        chain.Trace.Tell(chain.Today, TraceKind.Finished, row.Key, mass);
        chain.Measures.Made(row.DriverBin, mass, chain.Today);
    }

    void Finish(int lot)
    {
        var r = chain.Lots.Owner(lot);
        ref readonly var row = ref _index.Recipes[r];
        var content = chain.Lots.Content(lot);
        var total = chain.Lots.Mass(lot);
        var driver = DriverOf(chain, row, content, total);
        if (chain.Bin[row.DriverBin].Held > 0 && driver > Room(row))
        {
            // A full store stops the recipe: the lot stays where it is until something is sold.
            chain.Lots.Reschedule(lot, chain.Today + 1);
            return;
        }

        chain.InProcess[r] -= driver;
        chain.Trace.Tell(chain.Today, TraceKind.Finished, row.Key, total);

        var (part, left) = (_part, _left);
        content.CopyTo(left);
        for (var o = row.FirstOutput; o < row.EndOutput; o++)
        {
            // Two recoveries that add up to 1 may round to one gram too many: the last takes what is left.
            var bin = _index.Outputs[o].Bin;
            var mass = Contents.Share(content[..chain.FirstOrigin], total, chain.Recovery(o), left, part);
            for (var from = chain.FirstOrigin; from < chain.EndOrigin; from++)
            {
                // Each output carries its share of where the lot came from.
                part[from] = total > 0 ? Math.Min(Math.Min(left[from], mass), (long)(content[from] * ((double)mass / total))) : 0;
                left[from] -= part[from];
            }

            chain.Put(bin, part, mass);
            chain.Measures.Made(bin, mass, chain.Today);
            if (_index.Outputs[o].Wastes) Overflow(row.Site, bin);
        }

        chain.Ledger.Waste(left);
        chain.Lots.Return(lot);
    }

    /// <summary>Throws away what a by-product's store holds beyond its room.</summary>
    void Overflow(int site, int bin)
    {
        if (double.IsPositiveInfinity(_index.Room[site])) return;
        var excess = chain.Bin[bin].Held - (long)Math.Min(chain.Bin[bin].Held, _index.Room[site] * chain.Bin[bin].Forecast);
        if (excess == 0) return;
        Contents.Clear(_part);
        chain.Take(bin, excess, _part);
        chain.Ledger.Waste(_part);
    }
}
