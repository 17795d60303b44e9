using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>A stock of a site: an input slot, an output, or both (a market).</summary>
/// <param name="Site">Whose.</param>
/// <param name="Name">Slot or material.</param>
/// <param name="Nominal">The material whose composition it has at the start.</param>
/// <param name="Driver">Whether a recipe runs to keep it filled.</param>
/// <param name="IsInput">Whether it is replenished by orders.</param>
readonly record struct Bin(int Site, string Name, int Nominal, bool Driver, bool IsInput);

/// <summary>A contract, by number.</summary>
/// <param name="From">The first day that it is in force.</param>
/// <param name="Until">The first day that it is not.</param>
readonly record struct Arc(
    int SellerBin, int BuyerBin, int Seller, int Buyer, int Material, double Share, int Lane, int Priority, bool Domestic, int From, int Until, ulong Key, string Id);

/// <summary>The use of one material by one demand.</summary>
readonly record struct Cell(int Demand, int Material, int MarketBin, int Rate, int Cover, double ContentPerTonne, bool Finished, ulong Key, string Id);

/// <summary>A recipe, by number; its inputs and outputs are rows of the flat tables.</summary>
readonly record struct RecipeRow(int Site, Recipe Recipe, int Capacity, int FirstInput, int EndInput, int FirstOutput, int EndOutput, int DriverBin, int From, int Until, ulong Key, string Id);

/// <param name="Share">Share of the recipe's whole input, in content.</param>
readonly record struct InputRow(int Bin, double Share);

readonly record struct OutputRow(int Bin, bool Driver, int Recipe);

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
        Sites = [.. network.Sites.OrderBy(s => s.Id, StringComparer.Ordinal)];
        _sites = Numbered(Sites.Select(s => s.Id));
        Lanes = [.. network.Lanes.OrderBy(l => l.Id, StringComparer.Ordinal)];
        var lanes = Numbered(Lanes.Select(l => l.Id));
        Demands = [.. network.Demands.OrderBy(d => d.Id, StringComparer.Ordinal)];

        Weekday = [.. Sites.Select(s => (int)(StableHash.Of(s.Id) % 7))];
        InputCover = [.. Sites.Select(s => Courses.Add(s.InputCover))];
        OutputCover = [.. Sites.Select(s => Courses.Add(s.OutputCover))];
        SiteCapacity = [.. Sites.Select(s => s.Capacity is null ? -1 : Courses.Add(s.Capacity))];

        List<Bin> bins = [];
        for (var s = 0; s < Sites.Length; s++) AddRecipes(s, bins);
        var contracts = network.Contracts.OrderBy(c => (c.Seller, c.Buyer, c.Material), Comparer<(string, string, string)>.Create(CompareNames)).ToArray();
        AddStocks(bins, contracts);
        Bins = [.. bins];
        SoleGroup = [.. Bins.Select(b => Materials[b.Nominal].Content is var c && c.Count(x => x > 0) == 1 ? c.Index().First(x => x.Item > 0).Index : -1)];
        Recipes = [.. _recipes];
        Inputs = [.. _inputs];
        Outputs = [.. _outputs];

        Arcs = [.. contracts.Select(c => MakeArc(c, lanes))];
        Cells = [.. Demands.SelectMany((d, i) => d.Uses.OrderBy(u => u.Material, StringComparer.Ordinal).Select(u => MakeCell(d, i, u)))];
        ArcsBySeller = Grouped(Arcs.Select(a => a.SellerBin), Bins.Length);
        ArcsByBuyer = Grouped(Arcs.Select(a => a.BuyerBin), Bins.Length);
        CellsByMarket = Grouped(Cells.Select(c => c.MarketBin), Bins.Length);
        BinsBySite = Grouped(Bins.Select(b => b.Site), Sites.Length);
        RecipesBySite = Grouped(Recipes.Select(r => r.Site), Sites.Length);
        OutputsByBin = Grouped(Outputs.Select(o => o.Bin), Bins.Length);
        SitesByWeekday = Grouped(Weekday, 7);
        Disruptions = [.. network.Disruptions.OrderBy(d => d.Id, StringComparer.Ordinal)];
        Controls = [.. network.Controls.OrderBy(c => c.Id, StringComparer.Ordinal)];
        if (Controls.FirstOrDefault(c => c is ExportLicence && c.InTransit != InTransitRule.Continue) is { } licence)
            throw new ArgumentException($"licence '{licence.Id}': goods under way continue; what has left needs no licence any more");
        ControlledArcs = [.. Controls.Select(ArcsUnder)];
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

    /// <summary>The one group that a bin's nominal material holds; -1 where it holds several.</summary>
    internal int[] SoleGroup { get; }

    internal RecipeRow[] Recipes { get; }

    internal InputRow[] Inputs { get; }

    internal OutputRow[] Outputs { get; }

    internal Arc[] Arcs { get; }

    internal Cell[] Cells { get; }

    internal ExportControl[] Controls { get; }

    internal Disruption[] Disruptions { get; }

    internal int[][] ControlledArcs { get; }

    /// <summary>The day of the week, counted from the start, on which a site reviews and dispatches: spread by a stable hash.</summary>
    internal int[] Weekday { get; }

    internal int[] InputCover { get; }

    internal int[] OutputCover { get; }

    /// <summary>The course of a site's shared capacity, -1 for none.</summary>
    internal int[] SiteCapacity { get; }

    internal int[][] ArcsBySeller { get; }

    internal int[][] ArcsByBuyer { get; }

    internal int[][] CellsByMarket { get; }

    internal int[][] BinsBySite { get; }

    internal int[][] RecipesBySite { get; }

    internal int[][] OutputsByBin { get; }

    internal int[][] SitesByWeekday { get; }

    internal int SiteOf(string id) => _sites.TryGetValue(id, out var i) ? i : throw new ArgumentException($"no site '{id}'");

    internal int MaterialOf(string id) => _materials.TryGetValue(id, out var i) ? i : throw new ArgumentException($"no material '{id}'");

    /// <summary>Days from the start to a date, no less than 0 and no more than one past the end.</summary>
    internal int DayOf(DateOnly date) => Math.Clamp(date.DayNumber - Network.Start.DayNumber, 0, Days + 1);

    internal int? OutputBin(int site, string material) => _bins.TryGetValue((site, material, false), out var bin) ? bin : null;

    /// <summary>Grams of content in tonnes of a material's basis.</summary>
    internal double GramsOf(int material, double tonnes) => tonnes * Materials[material].ContentPerTonne * 1e6;

    /// <summary>Tonnes of a material's basis in grams of content.</summary>
    internal double TonnesOf(int material, double grams) => grams / (Materials[material].ContentPerTonne * 1e6);

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

            var driver = -1;
            foreach (var output in recipe.Outputs)
            {
                var bin = BinOf(bins, site, output.Material, MaterialOf(output.Material), input: false);
                if (output.IsDriver)
                {
                    driver = driver < 0 ? bin : throw new ArgumentException($"recipe '{s.Id}.{recipe.Id}' has two drivers");
                    bins[bin] = bins[bin] with { Driver = true };
                }

                _outputs.Add(new OutputRow(bin, output.IsDriver, _recipes.Count));
            }

            if (driver < 0) throw new ArgumentException($"recipe '{s.Id}.{recipe.Id}' has no driver");
            var id = $"{s.Id}.{recipe.Id}";
            _recipes.Add(new RecipeRow(
                site, recipe, recipe.Capacity is null ? -1 : Courses.Add(recipe.Capacity), firstInput, _inputs.Count, firstOutput, _outputs.Count, driver,
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
        var id = $"{c.Seller}>{c.Buyer}>{c.Material}";
        var (seller, buyer) = (SiteOf(c.Seller), SiteOf(c.Buyer));
        if (OutputBin(seller, c.Material) is not { } sellerBin) throw new ArgumentException($"contract '{id}': '{c.Seller}' does not make '{c.Material}'");
        var slot = Sites[buyer].Recipes.SelectMany(r => r.Inputs).FirstOrDefault(i => i.Materials.Contains(c.Material))?.Slot ?? c.Material;
        if (!_bins.TryGetValue((buyer, slot, true), out var buyerBin)) throw new ArgumentException($"contract '{id}': '{c.Buyer}' has no use for '{c.Material}'");
        return new Arc(
            sellerBin, buyerBin, seller, buyer, MaterialOf(c.Material), c.Share, lanes[c.Lane], c.Priority, Sites[seller].Region == Sites[buyer].Region,
            c.From is { } from ? DayOf(from) : 0, c.Until is { } until ? DayOf(until) : int.MaxValue, StableHash.Of(id), id);
    }

    Cell MakeCell(Demand demand, int number, (string Material, Course Rate) use)
    {
        var (market, material) = (SiteOf(demand.Market), MaterialOf(use.Material));
        var id = $"{demand.Id}.{use.Material}";
        if (OutputBin(market, use.Material) is not { } bin) throw new ArgumentException($"demand '{id}': nobody delivers '{use.Material}' to '{demand.Market}'");
        return new Cell(
            number, material, bin, Courses.Add(use.Rate), Courses.Add(demand.Cover), Materials[material].ContentPerTonne,
            Network.Finished.Contains(use.Material), StableHash.Of(id), id);
    }

    int[] ArcsUnder(ExportControl control) =>
    [
        .. Enumerable.Range(0, Arcs.Length).Where(a =>
            control.Origins.Contains(Sites[Arcs[a].Seller].Id) && control.Destinations.Contains(Sites[Arcs[a].Buyer].Id)
            && control.Materials.Contains(Materials[Arcs[a].Material].Id)),
    ];

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
        foreach (var key in keys) lists[key].Add(row++);
        return [.. lists.Select(l => l.ToArray())];
    }
}
