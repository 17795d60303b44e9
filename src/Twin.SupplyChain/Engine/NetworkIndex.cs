using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A stock of a site: an input slot, an output, or both (a market).</summary>
/// <param name="Site">Whose.</param>
/// <param name="Name">Slot or material.</param>
/// <param name="Nominal">The material whose composition it has at the start.</param>
/// <param name="Driver">Whether a recipe runs to keep it filled.</param>
/// <param name="IsInput">Whether it is replenished by orders.</param>
readonly record struct Bin(int Site, string Name, int Nominal, bool Driver, bool IsInput);

/// <summary>A contract, by number: what is asked of it day by day, in a line of cache. The rest is in <see cref="NetworkIndex.Contracts"/>.</summary>
/// <param name="From">The first day that it is in force.</param>
/// <param name="Until">The first day that it is not.</param>
/// <param name="Ramp">The ramp that its seller's goods wait for; -1 for none.</param>
/// <param name="Guarded">Whether goods leave only while a stockpile is released.</param>
/// <param name="Controlled">Whether any export control, tariff or spill-over of one can touch it; else nobody looks at its gate.</param>
readonly record struct Arc(
    int SellerBin, int BuyerBin, int Seller, int Buyer, int Material, double Share, int Lane, int Priority, bool Domestic, int From, int Until, ulong Key,
    int Ramp, bool Guarded, bool Controlled = false);

/// <summary>The use of one material by one demand.</summary>
/// <param name="Zone">The price zone of its region.</param>
/// <param name="From">The first day of use.</param>
/// <param name="Until">The first day without use.</param>
/// <param name="Answer">How it answers to a price; -1 where the material has none.</param>
readonly record struct Cell(int Demand, int Material, int MarketBin, int Rate, int Cover, double ContentPerTonne, bool Finished, ulong Key, string Id, int Zone, int From, int Until, int Answer);

/// <summary>How users answer to the price of a material in a zone, by number: all those that do alike.</summary>
readonly record struct PriceAnswer(int Material, int Zone, PriceElasticity Law);

/// <summary>A user's learning, by number of cell.</summary>
/// <param name="By">The cell that is used instead; -1 for none.</param>
readonly record struct Shift(int Cell, int By, Adaptation Learns);

/// <summary>A recipe, by number; its inputs and outputs are rows of the flat tables.</summary>
/// <param name="Driver">The output that it runs for.</param>
/// <param name="DriverBin">Where that goes.</param>
readonly record struct RecipeRow(int Site, Recipe Recipe, int Capacity, int FirstInput, int EndInput, int FirstOutput, int EndOutput, int Driver, int DriverBin, int From, int Until, ulong Key, string Id);

/// <param name="Share">Share of the recipe's whole input, in content.</param>
readonly record struct InputRow(int Bin, double Share);

readonly record struct OutputRow(int Bin, int Recipe, bool Wastes);

/// <summary>The sites that review every so many days, by the day on which they do.</summary>
readonly record struct Rhythm(int Period, int[][] Sites);

/// <summary>A network with every name looked up: flat tables that the processes sweep over.</summary>
/// <remarks>
/// Everything is sorted by id, ordinally, so that the order of a file means nothing. Immutable once made, but for the
/// cursors of <see cref="Courses"/>: one index for each thread.
/// </remarks>
public sealed class NetworkIndex
{
    readonly Dictionary<(int Site, string Name, bool Input), int> _bins = [];
    readonly Dictionary<string, int> _materials;
    readonly Dictionary<string, int> _sites;
    readonly double[] _grams;  // of content in a tonne of a material
    readonly double[] _tonnes; // of a material's basis that a gram of content is
    /// <exception cref="ArgumentException">The network names something that it does not hold.</exception>
    public NetworkIndex(Network network)
    {
        Network = network;
        Groups = network.Groups.Count;
        Days = network.End.DayNumber - network.Start.DayNumber;
        Weeks = (Days + 6) / 7;
        Courses = new CourseTable(network.Start, network.End);

        Materials = [.. network.Materials.OrderBy(m => m.Id, StringComparer.Ordinal)];
        _materials = Numbered(Materials.Select(m => m.Id));
        _grams = [.. Materials.Select(m => m.ContentPerTonne * 1e6)];
        _tonnes = [.. _grams.Select(g => 1 / g)];
        // By the day on which they act, then by id: what is swept together lies together.
        Sites = [.. network.Sites.OrderBy(s => s.Review).ThenBy(s => StableHash.Of(s.Id) % (ulong)s.Review).ThenBy(s => s.Id, StringComparer.Ordinal)];
        _sites = Numbered(Sites.Select(s => s.Id));
        Lanes = [.. network.Lanes.OrderBy(l => l.Id, StringComparer.Ordinal)];
        var lanes = Numbered(Lanes.Select(l => l.Id));
        Demands = [.. network.Demands.OrderBy(d => _sites[d.Market]).ThenBy(d => d.Id, StringComparer.Ordinal)];

        Period = [.. Sites.Select(s => s.Review)];
        (Room, Guarded) = ([.. Sites.Select(s => s.Room)], [.. Sites.Select(s => s.Guarded)]);
        Turndown = [.. Sites.Select(s => s.Turndown)];
        (Allocation, Orders) = ([.. Sites.Select(s => s.Allocation)], [.. Sites.Select(s => s.Orders)]);
        ReviewDay = [.. Sites.Select(s => (int)(StableHash.Of(s.Id) % (ulong)s.Review))];
        InputCover = [.. Sites.Select(s => Courses.Add(s.InputCover))];
        OutputCover = [.. Sites.Select(s => Courses.Add(s.OutputCover))];
        SiteCapacity = [.. Sites.Select(s => s.Capacity is null ? -1 : Courses.Add(s.Capacity))];

        List<Bin> bins = [];
        for (var s = 0; s < Sites.Length; s++) AddRecipes(s, bins);
        var contracts = network.Contracts.OrderBy(c => (c.Seller, c.Buyer, c.Material), Comparer<(string, string, string)>.Create(CompareNames)).ToArray();
        AddStocks(bins, contracts);
        Bins = [.. bins];
        GramsPerReview = [.. Bins.Select(b => _grams[b.Nominal] * Period[b.Site] / 365.25)];
        Smoothing = [.. Bins.Select(b => Sites[b.Site].Forecasts.Smoothing)];
        Recipes = [.. _recipes];
        Inputs = [.. _inputs];
        Outputs = [.. _outputs];

        Contracts = [.. contracts.OrderBy(c => _sites[c.Seller])];
        Arcs = [.. Contracts.Select(c => MakeArc(c, lanes))];
        Cells = [.. Demands.SelectMany((d, i) => d.Uses.OrderBy(u => u.Material, StringComparer.Ordinal).Select(u => MakeCell(d, i, u)))];
        Answers = [.. _answers];
        ArcsBySeller = Grouped(Arcs.Select(a => a.SellerBin), Bins.Length);
        ArcsByBuyer = Grouped(Arcs.Select(a => a.BuyerBin), Bins.Length);
        Bounded = [.. ArcsByBuyer.Select(arcs => arcs.Any(a => Contracts[a].Volume is not null))];
        CellsByMarket = Grouped(Cells.Select(c => c.MarketBin), Bins.Length);
        CellsByPriority = [.. CellsByMarket.Select(cells => cells.GroupBy(c => Demands[Cells[c].Demand].Priority).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray())];
        BinsBySite = Grouped(Bins.Select(b => b.Site), Sites.Length);
        RecipesBySite = Grouped(Recipes.Select(r => r.Site), Sites.Length);
        RecipesByDriver = Grouped(Recipes.Select(r => r.DriverBin), Bins.Length);
        BinsToMake = Grouped(Bins.Select(b => b.IsInput ? -1 : b.Site), Sites.Length);
        BinsToFill = Grouped(Bins.Select((b, i) => ArcsByBuyer[i].Length > 0 ? b.Site : -1), Sites.Length);
        BinsToSell = Grouped(Bins.Select((b, i) => ArcsBySeller[i].Length + CellsByMarket[i].Length > 0 ? b.Site : -1), Sites.Length);
        BinsToUse = Grouped(Bins.Select((b, i) => CellsByMarket[i].Length > 0 ? b.Site : -1), Sites.Length);
        OutputsByBin = Grouped(Outputs.Select(o => o.Bin), Bins.Length);
        Rhythms = [.. Period.Distinct().Order().Select(p => new Rhythm(p, Grouped(Enumerable.Range(0, Sites.Length).Select(s => Period[s] == p ? ReviewDay[s] : -1), p)))];
        Disruptions = [.. network.Disruptions.OrderBy(d => d.Id, StringComparer.Ordinal)];
        SitesOf = [.. Disruptions.Select(d => d.Sites.Select(SiteOf).ToArray())];
        LanesOf = [.. Disruptions.Select(d => d.Lanes.Select(l => lanes.TryGetValue(l, out var lane) ? lane : throw new ArgumentException($"disruption '{d.Id}': no lane '{l}'")).ToArray())];
        DisruptionsOf = [.. Enumerable.Range(0, Sites.Length).Select(s => Enumerable.Range(0, Disruptions.Length).Where(d => SitesOf[d].Contains(s)).ToArray())];
        Stops = [.. Sites.SelectMany((s, i) => s.Stops.OrderBy(t => t.Id, StringComparer.Ordinal).Select(t => (i, t)))];
        StopsOf = Grouped(Stops.Select(s => s.Site), Sites.Length);
        Policies = [.. network.Policies.OrderBy(c => c.Id, StringComparer.Ordinal)];
        if (Policies.FirstOrDefault(c => c is not ExportBan && c is ExportControl { InTransit: not InTransitRule.Continue }) is { } control)
            throw new ArgumentException($"'{control.Id}': goods under way continue; only a ban reaches what has left");
        ControlledArcs = [.. Policies.Select(p => p switch { ExportControl c => ArcsUnder(c, c.Materials), Offtake o => ArcOf(o), _ => [] })];
        QuotasOf = PoliciesOf<ExportQuota>();
        BansOf = PoliciesOf<ExportBan>();
        SomebodyHoards = Sites.Any(s => s.Hoards is not null) || Demands.Any(d => d.Hoards is not null);
        SomebodyCounts = Sites.Any(s => s.SourceElasticity != 0);
        AnyStockpile = Sites.Any(s => s.Guarded);
        LanesMatter = Lanes.Any(l => l.Capacity is not null || l.Alternatives.Count > 0 || l.From is not null || l.Until is not null) || Disruptions.Any(d => d.Lanes.Count > 0);
        OfftakesOf = Grouped([], Bins.Length);
        foreach (var (i, policy) in Policies.Index())
        {
            if (policy is Offtake) OfftakesOf[Arcs[ControlledArcs[i][0]].BuyerBin] = [.. OfftakesOf[Arcs[ControlledArcs[i][0]].BuyerBin], i];
        }

        SpillArcs = [.. Policies.Select((p, i) => p is ExportLicence { SpillOver: { } spill } c ? ArcsUnder(c, spill.Materials).Except(ControlledArcs[i]).ToArray() : [])];
        foreach (var a in ControlledArcs.Where((_, p) => Policies[p] is ExportControl).Concat(SpillArcs).SelectMany(arcs => arcs)) Arcs[a] = Arcs[a] with { Controlled = true };
        Causes = new CauseTable(Policies, Sites);
        OriginRegions = [.. Policies.OfType<ExportControl>().Select(c => c.Containing?.Region).OfType<string>().Concat(network.Origins).Distinct().Order(StringComparer.Ordinal)];
        SoleGroup = [.. Bins.Select(b => OriginRegions.Length == 0 && Materials[b.Nominal].Content is var c && c.Count(x => x > 0) == 1 ? c.Index().First(x => x.Item > 0).Index : -1)];
        Zones = network.Zones.Count > 0 ? network.Zones.Count : 1;
        ZoneOfSite = [.. Sites.Select(s => ZoneOf(s.Region))];
        Shifts = [.. Enumerable.Range(0, Cells.Length).SelectMany(ShiftsOf)];
        AlternativeLanes = [.. Lanes.Select(l => l.Alternatives.Select(a => lanes[a]).Prepend(lanes[l.Id]).ToArray())];
        FillOfBin = new FillRule?[Bins.Length];
        foreach (var (site, s) in Sites.Index())
        {
            foreach (var fill in s.Fills) FillOfBin[OutputBin(site, fill.Material) ?? throw new ArgumentException($"nobody sells '{fill.Material}' to '{s.Id}'")] = fill;
        }

        LearnsThrift = [.. Recipes.Select(r => r.Recipe.Inputs.Any(i => i.Thrift is not null))];
        Courses.Seal();
    }

    public Network Network { get; }

    /// <summary>How many content groups the ledger counts.</summary>
    public int Groups { get; }

    /// <summary>Length of a run [days].</summary>
    public int Days { get; }

    /// <summary>Length of a run [weeks], the last perhaps not whole.</summary>
    public int Weeks { get; }

    /// <summary>Capacities, rates and covers over time.</summary>
    internal CourseTable Courses { get; }

    internal Material[] Materials { get; }

    internal Site[] Sites { get; }

    internal Lane[] Lanes { get; }

    internal Demand[] Demands { get; }

    internal Bin[] Bins { get; }

    /// <summary>The one group that a bin's nominal material holds; -1 where it holds several, or origins are followed.</summary>
    internal int[] SoleGroup { get; }

    /// <summary>Grams of content from one review of a bin's site to the next, at a tonne of its material's basis a year.</summary>
    internal double[] GramsPerReview { get; }

    /// <summary>Weight of the newest period in the forecast of a bin.</summary>
    internal double[] Smoothing { get; }

    internal RecipeRow[] Recipes { get; }

    internal InputRow[] Inputs { get; }

    internal OutputRow[] Outputs { get; }

    internal Arc[] Arcs { get; }

    /// <summary>The contract of each arc.</summary>
    internal Contract[] Contracts { get; }

    internal Cell[] Cells { get; }

    internal PriceAnswer[] Answers { get; }

    internal Policy[] Policies { get; }

    internal Disruption[] Disruptions { get; }

    /// <summary>The quotas that an arc falls under, by policy.</summary>
    internal int[][] QuotasOf { get; }

    /// <summary>The bans that an arc falls under, by policy.</summary>
    internal int[][] BansOf { get; }

    /// <summary>Whether any buyer looks at cost.</summary>
    internal bool SomebodyCounts { get; }

    internal bool AnyStockpile { get; }

    /// <summary>Whether anybody listens to announcements.</summary>
    internal bool SomebodyHoards { get; }

    /// <summary>Whether any lane can be full or closed, so that somebody has to look.</summary>
    internal bool LanesMatter { get; }

    /// <summary>The offtake agreements of a buyer's bin, by policy.</summary>
    internal int[][] OfftakesOf { get; }

    /// <summary>The arcs that each policy speaks of; none where it speaks of plants.</summary>
    internal int[][] ControlledArcs { get; }

    /// <summary>The arcs that a licence regime slows without controlling them.</summary>
    internal int[][] SpillArcs { get; }

    internal CauseTable Causes { get; }

    /// <summary>The regions whose content is followed through the chain, because a rule asks for it.</summary>
    internal string[] OriginRegions { get; }

    internal (int Site, PlannedStop Stop)[] Stops { get; }

    internal int[][] StopsOf { get; }

    /// <summary>The sites of each disruption.</summary>
    internal int[][] SitesOf { get; }

    /// <summary>The lanes of each disruption.</summary>
    internal int[][] LanesOf { get; }

    /// <summary>The disruptions of each site.</summary>
    internal int[][] DisruptionsOf { get; }

    /// <summary>How many price zones.</summary>
    internal int Zones { get; }

    internal int[] ZoneOfSite { get; }

    internal Shift[] Shifts { get; }

    /// <summary>Each lane itself and what may be taken instead.</summary>
    internal int[][] AlternativeLanes { get; }

    /// <summary>Whether a recipe learns to do with less of an input.</summary>
    internal bool[] LearnsThrift { get; }

    /// <summary>How a stockpile fills a bin; null for bins that are filled for use.</summary>
    internal FillRule?[] FillOfBin { get; }

    /// <summary>Days from one review of a site to the next.</summary>
    internal int[] Period { get; }

    /// <summary>The day of its period, counted from the start, on which a site reviews and dispatches: spread by a stable hash.</summary>
    internal int[] ReviewDay { get; }

    /// <summary>Sites by the length of their period and the day of it.</summary>
    internal Rhythm[] Rhythms { get; }

    // What is asked of every site every week, apart from all that is known of it.
    internal bool[] Guarded { get; }

    internal AllocationRule[] Allocation { get; }

    internal OrderRule?[] Orders { get; }

    /// <summary>What the stores of a site take of its output [days of its capacity].</summary>
    internal double[] Turndown { get; }

    internal double[] Room { get; }

    internal int[] InputCover { get; }

    internal int[] OutputCover { get; }

    /// <summary>The course of a site's shared capacity, -1 for none.</summary>
    internal int[] SiteCapacity { get; }

    internal int[][] ArcsBySeller { get; }

    internal int[][] ArcsByBuyer { get; }

    /// <summary>Whether one of a bin's sources takes so much and no more.</summary>
    internal bool[] Bounded { get; }

    internal int[][] CellsByMarket { get; }

    /// <summary>The users of a market's bin, by their priority, the lowest number first.</summary>
    internal int[][][] CellsByPriority { get; }

    internal int[][] BinsBySite { get; }

    internal int[][] RecipesBySite { get; }

    /// <summary>The recipes that run for a bin, in order of preference.</summary>
    internal int[][] RecipesByDriver { get; }

    /// <summary>The bins of a site that orders do not fill.</summary>
    internal int[][] BinsToMake { get; }

    /// <summary>The bins of a site that orders fill.</summary>
    internal int[][] BinsToFill { get; }

    /// <summary>The bins of a site that buyers or users draw on.</summary>
    internal int[][] BinsToSell { get; }

    /// <summary>The bins of a market that users draw on.</summary>
    internal int[][] BinsToUse { get; }

    internal int[][] OutputsByBin { get; }

    /// <summary>The name of an arc: <c>seller&gt;buyer&gt;material</c>.</summary>
    internal string IdOf(int arc) => IdOf(Contracts[arc]);

    /// <summary>The arc of a name; -1 for none.</summary>
    internal int ArcNamed(string id) => Array.FindIndex(Contracts, c => IdOf(c) == id);

    internal int SiteOf(string id) => _sites.TryGetValue(id, out var i) ? i : throw new ArgumentException($"no site '{id}'");

    internal int MaterialOf(string id) => _materials.TryGetValue(id, out var i) ? i : throw new ArgumentException($"no material '{id}'");

    /// <summary>Days from the start to a date, no less than 0 and no more than one past the end.</summary>
    internal int DayOf(DateOnly date) => Math.Clamp(date.DayNumber - Network.Start.DayNumber, 0, Days + 1);

    internal int? OutputBin(int site, string material) => _bins.TryGetValue((site, material, false), out var bin) ? bin : null;

    /// <summary>Grams of content in tonnes of a material's basis.</summary>
    internal double GramsOf(int material, double tonnes) => tonnes * _grams[material];

    /// <summary>Tonnes of a material's basis in grams of content.</summary>
    internal double TonnesOf(int material, double grams) => grams * _tonnes[material];

    readonly List<PriceAnswer> _answers = [];
    readonly List<RecipeRow> _recipes = [];
    readonly List<InputRow> _inputs = [];
    readonly List<OutputRow> _outputs = [];

    void AddRecipes(int site, List<Bin> bins)
    {
        var s = Sites[site];
        foreach (var recipe in s.Recipes)
        {
            var (firstInput, firstOutput) = (_inputs.Count, _outputs.Count);
            var contents = recipe.Inputs.Select(i => i.Amount * Materials[MaterialOf(i.Materials[0])].ContentPerTonne).ToArray();
            for (var i = 0; i < recipe.Inputs.Count; i++)
            {
                var input = recipe.Inputs[i];
                _inputs.Add(new InputRow(BinOf(bins, site, input.Slot, MaterialOf(input.Materials[0]), input: true), contents[i] / contents.Sum()));
            }

            var (driver, driverBin) = (-1, -1);
            foreach (var output in recipe.Outputs)
            {
                var bin = BinOf(bins, site, output.Material, MaterialOf(output.Material), input: false);
                if (output.IsDriver)
                {
                    (driver, driverBin) = driver < 0 ? (_outputs.Count, bin) : throw new ArgumentException($"recipe '{s.Id}.{recipe.Id}' has two drivers");
                    bins[bin] = bins[bin] with { Driver = true };
                }

                _outputs.Add(new OutputRow(bin, _recipes.Count, output.Wastes));
            }

            if (driver < 0) throw new ArgumentException($"recipe '{s.Id}.{recipe.Id}' has no driver");
            var id = $"{s.Id}.{recipe.Id}";
            _recipes.Add(new RecipeRow(
                site, recipe, recipe.Capacity is null ? -1 : Courses.Add(recipe.Capacity), firstInput, _inputs.Count, firstOutput, _outputs.Count, driver, driverBin,
                recipe.From is { } from ? DayOf(from) : 0, recipe.Until is { } until ? DayOf(until) : int.MaxValue, StableHash.Of(id), id));
        }
    }

    /// <summary>The stocks of sites without recipes: a market sells what it buys, a stockpile what it holds.</summary>
    void AddStocks(List<Bin> bins, Contract[] contracts)
    {
        foreach (var contract in contracts)
        {
            var buyer = SiteOf(contract.Buyer);
            if (Sites[buyer].Recipes.Count == 0) BinOf(bins, buyer, contract.Material, MaterialOf(contract.Material), input: false, both: true);
        }

        for (var s = 0; s < Sites.Length; s++)
        {
            foreach (var (material, _) in Sites[s].Stocks) BinOf(bins, s, material, MaterialOf(material), input: false);
        }
    }

    int BinOf(List<Bin> bins, int site, string name, int nominal, bool input, bool both = false)
    {
        if (!_bins.TryGetValue((site, name, input), out var bin))
        {
            bin = bins.Count;
            bins.Add(new Bin(site, name, nominal, false, input || both));
            _bins[(site, name, input)] = bin;
            if (both) _bins[(site, name, true)] = bin;
        }

        return bin;
    }

    Arc MakeArc(Contract c, Dictionary<string, int> lanes)
    {
        var id = IdOf(c);
        var (seller, buyer) = (SiteOf(c.Seller), SiteOf(c.Buyer));
        if (OutputBin(seller, c.Material) is not { } sellerBin) throw new ArgumentException($"contract '{id}': '{c.Seller}' does not make '{c.Material}'");
        var slot = Sites[buyer].Recipes.SelectMany(r => r.Inputs).FirstOrDefault(i => i.Materials.Contains(c.Material))?.Slot ?? c.Material;
        if (!_bins.TryGetValue((buyer, slot, true), out var buyerBin)) throw new ArgumentException($"contract '{id}': '{c.Buyer}' has no use for '{c.Material}'");
        return new Arc(
            sellerBin, buyerBin, seller, buyer, MaterialOf(c.Material), c.Share, lanes[c.Lane], c.Priority, Sites[seller].Region == Sites[buyer].Region,
            c.From is { } from ? DayOf(from) : 0, c.Until is { } until ? DayOf(until) : int.MaxValue, StableHash.Of(id),
            RampOf(seller, sellerBin), Sites[seller].Guarded);
    }

    Cell MakeCell(Demand demand, int number, (string Material, Course Rate) use)
    {
        var (market, material) = (SiteOf(demand.Market), MaterialOf(use.Material));
        var id = $"{demand.Id}.{use.Material}";
        if (OutputBin(market, use.Material) is not { } bin) throw new ArgumentException($"demand '{id}': nobody delivers '{use.Material}' to '{demand.Market}'");
        var zone = ZoneOf(demand.Region);
        return new Cell(
            number, material, bin, Courses.Add(demand.Season.Count > 0 ? use.Rate with { Season = demand.Season } : use.Rate), Courses.Add(demand.Cover), Materials[material].ContentPerTonne,
            Network.Finished.Contains(use.Material), StableHash.Of(id), id, zone,
            demand.From is { } from ? DayOf(from) : 0, demand.Until is { } until ? DayOf(until) : int.MaxValue,
            Materials[material].Price is { } price ? AnswerOf(new PriceAnswer(material, zone, demand.Elasticity ?? price.Users)) : -1);
    }

    int AnswerOf(PriceAnswer answer)
    {
        if (_answers.IndexOf(answer) is >= 0 and var known) return known;
        _answers.Add(answer);
        return _answers.Count - 1;
    }

    int[] ArcsUnder(ExportControl control, IReadOnlySet<string> materials) =>
    [
        .. Enumerable.Range(0, Arcs.Length).Where(a =>
            control.Origins.Contains(Sites[Arcs[a].Seller].Id) && control.Destinations.Contains(Sites[Arcs[a].Buyer].Id)
            && materials.Contains(Materials[Arcs[a].Material].Id)),
    ];

    /// <summary>By arc, the policies of a kind that speak of it.</summary>
    int[][] PoliciesOf<T>()
        where T : Policy =>
        [.. Enumerable.Range(0, Arcs.Length).Select(a => Enumerable.Range(0, Policies.Length).Where(p => Policies[p] is T && ControlledArcs[p].Contains(a)).ToArray())];

    int[] ArcOf(Offtake offtake)
    {
        var arc = ArcNamed($"{offtake.Seller}>{offtake.Buyer}>{offtake.Material}");
        return arc >= 0 ? [arc] : throw new ArgumentException($"offtake '{offtake.Id}': '{offtake.Buyer}' has no contract with '{offtake.Seller}' for '{offtake.Material}'");
    }

    /// <summary>A price zone by its name, or a site's own.</summary>
    internal int ZoneOf(string? zone, int site) => zone is null ? ZoneOfSite[site] : ZoneNamed(zone);

    /// <summary>A price zone by its name.</summary>
    internal int ZoneNamed(string zone) => Network.Zones.Index().FirstOrDefault(z => z.Item.Id == zone, (-1, default)).Item1 is >= 0 and var named ? named
        : throw new ArgumentException($"there is no price zone '{zone}'");

    int ZoneOf(string region) => Network.Zones.Count == 0 ? 0
        : Network.Zones.Index().FirstOrDefault(z => z.Item.Regions.Contains(region), (-1, default)).Item1 is >= 0 and var zone ? zone
        : throw new ArgumentException($"region '{region}' is in no price zone");

    IEnumerable<Shift> ShiftsOf(int c)
    {
        foreach (var s in Demands[Cells[c].Demand].Substitutions.Where(s => MaterialOf(s.Material) == Cells[c].Material))
        {
            var by = s.By is null ? -1 : Array.FindIndex(Cells, x => x.Demand == Cells[c].Demand && x.Material == MaterialOf(s.By));
            if (s.By is not null && by < 0) throw new ArgumentException($"demand '{Demands[Cells[c].Demand].Id}' goes over to '{s.By}', which it does not use");
            yield return new Shift(c, by, s.Learns);
        }
    }

    /// <summary>The ramp that the output of a site waits for; -1 for none.</summary>
    int RampOf(int site, int bin)
    {
        foreach (var o in _outputs)
        {
            if (o.Bin != bin) continue;
            var row = _recipes[o.Recipe];
            return Courses.RampOf(row.Capacity >= 0 ? row.Capacity : SiteCapacity[site]);
        }

        return -1;
    }

    static string IdOf(Contract c) => $"{c.Seller}>{c.Buyer}>{c.Material}";

    static int CompareNames((string, string, string) a, (string, string, string) b)
    {
        var order = string.CompareOrdinal(a.Item1, b.Item1);
        if (order == 0) order = string.CompareOrdinal(a.Item2, b.Item2);
        return order != 0 ? order : string.CompareOrdinal(a.Item3, b.Item3);
    }

    static Dictionary<string, int> Numbered(IEnumerable<string> ids)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach (var id in ids) numbers.Add(id, numbers.Count);
        return numbers;
    }

    static int[][] Grouped(IEnumerable<int> keys, int count)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < count; i++) lists[i] = [];
        var row = 0;
        foreach (var key in keys)
        {
            if (key >= 0) lists[key].Add(row);
            row++;
        }

        return [.. lists.Select(l => l.ToArray())];
    }
}
