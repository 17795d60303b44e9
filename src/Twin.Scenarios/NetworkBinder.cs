using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>A tree made into a scenario: every name looked up, every number in range, or a problem said.</summary>
sealed class NetworkBinder(MapNode document, Problems problems)
{
    static readonly Dictionary<string, MaterialKind> MaterialKinds = Enum.GetValues<MaterialKind>().ToDictionary(k => k.ToString().ToLowerInvariant());

    static readonly Dictionary<string, SiteKind> SiteKinds = new()
    {
        ["mine"] = SiteKind.Mine,
        ["cracking"] = SiteKind.Cracking,
        ["refinery"] = SiteKind.Refinery,
        ["recycler"] = SiteKind.Recycler,
        ["metal"] = SiteKind.MetalMaker,
        ["magnet"] = SiteKind.MagnetMaker,
        ["market"] = SiteKind.Market,
        ["stockpile"] = SiteKind.Stockpile,
    };

    static readonly Dictionary<string, AllocationRule> Rules = new()
    {
        ["pro-rata"] = AllocationRule.ProRata,
        ["domestic-first"] = AllocationRule.DomesticFirst,
        ["contract-priority"] = AllocationRule.ContractPriority,
        ["highest-price"] = AllocationRule.HighestPrice,
    };

    static readonly Dictionary<string, LaneChoice> Choices = new() { ["in-order"] = LaneChoice.InOrder, ["fastest"] = LaneChoice.Fastest, ["cheapest"] = LaneChoice.Cheapest };

    readonly List<Input> _inputs = [];
    readonly Dictionary<string, Mark> _contracts = new(StringComparer.Ordinal);
    readonly List<(string Source, Mark Mark, string Path)> _cited = [];
    string[] _groups = [];
    Dictionary<string, Material> _materials = [];
    Dictionary<string, Site> _sites = [];
    Dictionary<string, string> _regions = [];
    Dictionary<string, string> _sectors = [];

    public Scenario Bind(IReadOnlyList<string> files)
    {
        var root = new Section(document, "", problems, _inputs);
        var (name, title) = root.Head();
        var replications = root.Whole("replications") ?? 200;
        if (replications < 1) root.Error("replications", "there must be at least one");
        var seed = root.Seed() ?? 1;
        var shock = root.List("shock").ToArray();
        var sources = root.Each("sources").Select(s => BindSource(s.Id, s.Section)).ToArray();
        var costs = root.Each("costs").Select(c => BindCost(c.Id, c.Section)).ToArray();
        Cite(root, "costs");
        var network = BindNetwork(root);
        root.End();
        CheckSources(sources);
        problems.ThrowIfAny();
        Doubt(network!, root);

        var scenario = new Scenario(document)
        {
            Name = name,
            Title = title,
            Network = network!,
            Replications = replications,
            Seed = seed,
            Hash = Canonical.Hash(document),
            Inputs = _inputs,
            Sources = sources,
            Costs = costs,
            Warnings = problems.Warnings,
            Files = files,
        };
        return shock.Length == 0 ? scenario : WithTwin(scenario, shock);
    }

    /// <summary>What is odd about a network as it runs, and not wrong.</summary>
    void Doubt(Network network, Section root)
    {
        var sites = root.Map.Find("sites") as MapNode;
        foreach (var (site, id, wanted, capacity) in Overload.Of(new NetworkIndex(network)))
        {
            problems.Warn(sites?.Find(site) is { } ? sites.KeyMark(site) : root.Mark, $"sites.{site}", FormattableString.Invariant(
                $"its customers take {Rounded(wanted):#,0.#} {_materials[id].Basis}/yr of '{id}' on the first day, and it makes {Rounded(capacity):#,0.#}: it begins with full pipelines, and is short from then on"));
        }
    }

    /// <summary>To whole tonnes where there are thousands.</summary>
    static double Rounded(double tonnes) => tonnes >= 1_000 ? Math.Round(tonnes) : tonnes;

    /// <summary>Binds the tree again without what the shock names.</summary>
    Scenario WithTwin(Scenario scenario, (string Text, Mark Mark)[] shock)
    {
        var twin = (MapNode)Clone(document);
        List<(DateOnly Felt, DateOnly From, DateOnly? Until)> times = [];
        foreach (var (path, mark) in shock)
        {
            var steps = path.Split('.', 2);
            var map = twin.Find(steps[0]) as MapNode;
            if (steps.Length < 2 || map?.Find(steps[1]) is null || steps[0] is not ("policies" or "disruptions"))
            {
                problems.Error(mark, "shock", $"there is no '{path}'; name a policy or a disruption: policies.export-ban{Problems.Suggest(path, Shocks())}");
                continue;
            }

            map.Remove(steps[1]);
            if (scenario.Network.Policies.FirstOrDefault(c => c.Id == steps[1]) is { } policy) times.Add((policy.Felt, policy.From, policy.Until));
            if (scenario.Network.Disruptions.FirstOrDefault(d => d.Id == steps[1]) is not { } d) continue;
            if (d.From is { } from) times.Add((from, from, from.AddDays((int)Math.Ceiling(d.Days.Value + d.RecoveryDays.Value))));
            else problems.Error(mark, "shock", $"'{path}' has no date: a shock begins on a day");
        }

        problems.ThrowIfAny();
        var quiet = new NetworkBinder(twin, new Problems());
        var acting = scenario.Network.Acting ?? ActingIn(scenario.Network, shock.Select(s => s.Text.Split('.', 2)[^1]));
        return scenario with
        {
            Network = scenario.Network with { Acting = acting },
            Baseline = quiet.BindNetwork(new Section(twin, "", quiet.Problems, [])) is { } network ? network with { Origins = scenario.Network.Origins, Acting = acting } : null,
            Felt = times.Count > 0 ? times.Min(t => t.Felt) : null,
            Onset = times.Count > 0 ? times.Min(t => t.From) : null,
            ShockEnd = times.Count > 0 && times.All(t => t.Until is not null) ? times.Max(t => t.Until) : null,
        };
    }

    /// <summary>The one region whose goods the controls of a shock stop; null where it is none, or several.</summary>
    static string? ActingIn(Network network, IEnumerable<string> shock)
    {
        var ids = shock.ToHashSet(StringComparer.Ordinal);
        var regions = network.Sites.ToDictionary(s => s.Id, s => s.Region, StringComparer.Ordinal);
        string[] origins = [.. network.Policies.OfType<ExportControl>().Where(c => ids.Contains(c.Id)).SelectMany(c => c.Origins).Select(s => regions[s]).Distinct()];
        return origins is [var one] ? one : null;
    }

    Problems Problems => problems;

    IEnumerable<string> Shocks() => new[] { "policies", "disruptions" }.SelectMany(k => (document.Find(k) as MapNode)?.Keys.Select(id => $"{k}.{id}") ?? []);

    static Node Clone(Node node)
    {
        if (node is not MapNode map) return node;
        var copy = new MapNode(map.Mark);
        foreach (var key in map.Keys) copy.Set(key, Clone(map[key]), map.KeyMark(key));
        return copy;
    }

    static Source BindSource(string id, Section section)
    {
        var source = new Source(id, section.Text("title", required: true) ?? "", section.Text("url"));
        section.Text("read");
        section.End();
        return source;
    }

    /// <summary>What an answer costs, as far as a source says so.</summary>
    static Cost BindCost(string id, Section section)
    {
        var cost = new Cost(
            id, section.Estimate("capex", Dimension.Money("")), section.Estimate("opex", Dimension.Money("yr")), section.Estimate("carrying", Dimension.Money("yr")), section.Text("note") ?? "");
        section.End();
        if (cost.Capex is null && cost.Opex is null && cost.Carrying is null && cost.Note.Length == 0) section.Error("note", "says nothing; write what was looked for and not found");
        return cost;
    }

    void CheckSources(Source[] sources)
    {
        var known = sources.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (source, mark, path) in _cited)
        {
            if (!known.Contains(source.Split('#')[0])) problems.Error(mark, path, $"no source '{source}'{Problems.Suggest(source, known)}");
        }
    }

    Network? BindNetwork(Section root)
    {
        foreach (var other in new[] { "format", "name", "title", "replications", "seed", "shock", "sources", "costs" }) root.Take(other);
        var clock = root.Sub("clock", required: true);
        var (start, end) = (clock?.Date("start", required: true), clock?.Date("end", required: true));
        clock?.End();
        if (start is { } s && end is { } e)
        {
            if (e <= s) clock!.Error("end", $"the clock ends on {e:yyyy-MM-dd}, before it starts on {s:yyyy-MM-dd}");
            else if (e.DayNumber - s.DayNumber > 36_525) clock!.Error("end", "a run of more than a hundred years; is the year right?");
        }

        _groups = [.. root.List("groups", required: true).Select(g => g.Text)];
        if (_groups.Length is 0 or > 16) root.Error("groups", $"there are {_groups.Length} groups; there can be 1 to 16");
        _regions = Named(root, "regions");
        _sectors = Named(root, "sectors");
        _materials = root.Each("materials", required: true).Select(m => BindMaterial(m.Id, m.Section)).ToDictionary(m => m.Id, StringComparer.Ordinal);
        var lanes = root.Each("lanes", required: true).Select(l => BindLane(l.Id, l.Section)).OfType<Lane>().ToArray();
        var zones = BindZones(root);
        string[] zoneIds = [.. zones.Select(z => z.Id)];
        var contractPrices = RuleBinder.ContractPrices(root, zoneIds).ToArray();
        _sites = root.Each("sites", required: true).Select(x => new SiteBinder(x.Id, x.Section, _groups, _materials, _regions, zoneIds).Bind(SiteKinds, Rules)).OfType<Site>().ToDictionary(x => x.Id, StringComparer.Ordinal);
        Cite(root, "contract-prices", "materials", "lanes", "sites", "contracts", "demand", "policies", "disruptions");
        var contracts = root.Each("contracts", required: true).Select(c => BindContract(c.Section, (root.Map.Find("lanes") as MapNode)?.Keys ?? [])).OfType<Contract>().ToArray();
        foreach (var lane in lanes)
        {
            foreach (var other in lane.Alternatives.Where(a => !lanes.Any(l => l.Id == a) || a == lane.Id))
                problems.Error(((root.Map.Find("lanes") as MapNode)?.Find(lane.Id) as MapNode)?.Find("alternatives")?.Mark ?? root.Mark, $"lanes.{lane.Id}.alternatives", other == lane.Id ? "names the lane itself" : $"no lane '{other}'{Problems.Suggest(other, lanes.Select(l => l.Id))}");
        }

        var finished = root.List("finished", required: true).ToArray();
        foreach (var (id, mark) in finished.Where(f => !_materials.ContainsKey(f.Text))) problems.Error(mark, "finished", $"no material '{id}'{Problems.Suggest(id, _materials.Keys)}");
        var demands = root.Each("demand", required: true).Select(d => BindDemand(d.Id, d.Section)).OfType<Demand>().ToArray();
        var binder = new PolicyBinder(problems, _groups, _sites, _materials, _regions, _sectors, start ?? default, (end ?? default).AddDays(1));
        var policies = root.Each("policies").Select(p => binder.Bind(p.Id, p.Section)).OfType<Policy>().ToArray();
        var disruptions = root.Each("disruptions").Select(d => new DisruptionBinder(d.Id, d.Section, _sites, lanes.Select(l => l.Id).ToArray()).Bind()).OfType<Disruption>().ToArray();
        var acting = root.Text("acting");
        if (acting is not null && !_regions.ContainsKey(acting)) root.Error("acting", $"there is no region '{acting}'{Problems.Suggest(acting, _regions.Keys)}");
        if (problems.Any) return null;

        var network = new Network
        {
            Start = start!.Value,
            End = end!.Value.AddDays(1),
            Groups = _groups,
            Regions = [.. _regions.Select(r => (r.Key, r.Value))],
            Sectors = [.. _sectors.Select(x => (x.Key, x.Value))],
            Materials = [.. _materials.Values],
            Sites = [.. _sites.Values],
            Lanes = lanes,
            Contracts = contracts,
            Demands = demands,
            Policies = policies,
            Acting = acting,
            Zones = zones,
            ContractPrices = contractPrices,
            Origins = [.. policies.OfType<ExportControl>().Select(c => c.Containing?.Region).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Disruptions = disruptions,
            Finished = finished.Select(f => f.Text).ToHashSet(StringComparer.Ordinal),
        };
        new NetworkChecks(network, root, _contracts, problems).Run();
        return network;
    }

    static Dictionary<string, string> Named(Section root, string key)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var (id, section) in root.Each(key, required: true))
        {
            names[id] = section.Text("name") ?? id;
            section.End();
        }

        return names;
    }

    /// <summary>Collects every source that is cited anywhere below some keys.</summary>
    void Cite(Section root, params string[] keys)
    {
        foreach (var key in keys)
        {
            if (root.Map.Find(key) is MapNode map) Cite(map, key);
        }
    }

    void Cite(MapNode map, string path)
    {
        foreach (var key in map.Keys)
        {
            if (map[key] is MapNode below) Cite(below, $"{path}.{key}");
            else if (key == "source" && map[key] is ScalarNode source) _cited.Add((source.Text, source.Mark, path));
        }
    }

    Material BindMaterial(string id, Section section)
    {
        var kind = section.Choice("kind", MaterialKinds, MaterialKind.Other, required: true);
        var (name, basis) = (section.Text("name") ?? id, section.Text("basis", required: true) ?? "t");
        var content = new double[_groups.Length];
        if (section.Sub("content", required: true) is { } contents)
        {
            for (var g = 0; g < _groups.Length; g++) content[g] = contents.Estimate(_groups[g], Dimension.Share)?.Value ?? 0;
            contents.End();
            if (content.Sum() <= 0) contents.Problems.Error(contents.Mark, contents.Path, $"holds none of {string.Join(", ", _groups)}");
        }

        var price = RuleBinder.Price(section, basis);
        section.End();
        return new Material(id, name, kind, basis, content) { Price = price };
    }

    static Lane? BindLane(string id, Section section)
    {
        var mode = section.Text("mode") ?? "";
        var days = section.Distribution("days", Dimension.Duration, required: true);
        var customs = section.Estimate("customs", Dimension.Duration) ?? Estimate.Certain(0);
        var (cost, capacity) = (section.Estimate("cost", Dimension.Money("t")) ?? Estimate.Certain(0), section.Estimate("capacity", Dimension.TonnesPerYear));
        var (from, until) = (section.Date("from"), section.Date("until"));
        string[] alternatives = [.. section.List("alternatives").Select(a => a.Text)];
        var choice = section.Choice("choice", Choices, LaneChoice.InOrder);
        section.End();
        if (until <= from) section.Error("until", "ends before it begins");
        if (alternatives.Length > 30) section.Error("alternatives", "are more than thirty");
        var perWeek = capacity is { } c ? new Estimate(c.Value * 7 / 365.25, c.Low * 7 / 365.25, c.High * 7 / 365.25, c.Name) : (Estimate?)null;
        return days is null ? null : new Lane(id, mode, days, customs) { Cost = cost, Capacity = perWeek, From = from, Until = until, Alternatives = alternatives, Choice = choice };
    }

    Contract? BindContract(Section section, IReadOnlyList<string> lanes)
    {
        var (seller, buyer, material, lane) = (section.Text("seller", true), section.Text("buyer", true), section.Text("material", true), section.Text("lane", true));
        var share = section.Estimate("share", Dimension.Share, required: true)?.Value ?? 0;
        var (priority, from, until) = (section.Whole("priority") ?? 1, section.Date("from"), section.Date("until"));
        var (qualification, premium) = (section.Estimate("qualification", Dimension.Duration), section.Estimate("premium", Dimension.Share)?.Value ?? 0);
        var volume = section.Estimate("volume", Dimension.Rate(material is not null && _materials.TryGetValue(material, out var bought) ? bought.Basis : "t"));
        section.End();
        if (seller is null || buyer is null || material is null || lane is null) return null;
        if (volume is { Low: <= 0 }) section.Error("volume", "is nothing; leave the contract out");
        Known(section, "seller", seller, _sites.Keys, "site");
        Known(section, "buyer", buyer, _sites.Keys, "site");
        Known(section, "material", material, _materials.Keys, "material");
        Known(section, "lane", lane, lanes, "lane");
        if (until <= from) section.Error("until", "ends before it begins");
        if (!_contracts.TryAdd($"{seller}>{buyer}>{material}", section.Mark)) problems.Error(section.Mark, section.Path, $"'{buyer}' has a contract with '{seller}' for '{material}' already");
        return new Contract(seller, buyer, material, share, lane) { Priority = priority, From = from, Until = until, Qualification = qualification, Premium = premium, Volume = volume };
    }

    static bool Known(Section section, string key, string name, IEnumerable<string> known, string what)
    {
        if (known is ICollection<string> set ? set.Contains(name) : known.Contains(name)) return true;
        section.Error(key, $"no {what} '{name}'{Problems.Suggest(name, known)}");
        return false;
    }

    Demand? BindDemand(string id, Section section)
    {
        var (sector, region, market) = (section.Text("sector", true), section.Text("region", true), section.Text("market", true));
        var cover = section.Course("cover", Dimension.Duration) ?? Course.Level(30);
        var varies = RuleBinder.Varies(section);
        var growth = section.Estimate("growth", Dimension.Growth) ?? Estimate.Certain(0);
        var priority = section.Whole("priority") ?? 1;
        List<(string, Course)> uses = [];
        if (section.Sub("uses", required: true) is { } all)
        {
            foreach (var material in all.Map.Keys)
            {
                if (!Known(all, material, material, _materials.Keys, "material")) all.Take(material);
                else if (all.Course(material, Dimension.Rate(_materials[material].Basis)) is { } rate) uses.Add((material, rate with { Growth = growth }));
            }
        }

        var (direct, season, hoards, elasticity) = (section.YesOrNo("direct"), RuleBinder.Season(section), RuleBinder.Hoards(section), RuleBinder.Elasticity(section));
        var waits = section.Map.Find("waits") is ScalarNode { Text: "for ever" } && section.Take("waits") is not null ? double.PositiveInfinity : section.Estimate("waits", Dimension.Duration)?.Value ?? 0;
        var substitutions = BindSubstitutions(section, uses);
        var (from, until) = (section.Date("from"), section.Date("until"));
        section.End();
        if (until <= from) section.Error("until", "ends before it begins");
        if (sector is null || region is null || market is null) return null;
        Known(section, "sector", sector, _sectors.Keys, "sector");
        Known(section, "region", region, _regions.Keys, "region");
        Known(section, "market", market, _sites.Keys, "site");
        return new Demand { Id = id, Sector = sector, Region = region, Market = market, Uses = uses, Cover = cover, Varies = varies, Priority = priority, Direct = direct, Season = season, Hoards = hoards, Elasticity = elasticity, Waits = waits, Substitutions = substitutions, From = from, Until = until };
    }

    static List<Substitution> BindSubstitutions(Section demand, List<(string Material, Course Rate)> uses)
    {
        List<Substitution> substitutions = [];
        foreach (var (material, learned) in demand.Each("substitutes"))
        {
            var by = learned.Text("by");
            var learns = RuleBinder.Learns(learned);
            if (!uses.Any(u => u.Material == material)) demand.Error("substitutes", $"'{demand.Path}' does not use '{material}'{Problems.Suggest(material, uses.Select(u => u.Material))}");
            else if (by is not null && !uses.Any(u => u.Material == by)) learned.Error("by", $"'{by}' is not among its uses; write '{by}: 0 t/yr' there if it uses none yet");
            else if (learns is not null) substitutions.Add(new Substitution(material, by, learns));
        }

        return substitutions;
    }

    /// <summary>Price zones; none for one world.</summary>
    List<(string Id, IReadOnlySet<string> Regions)> BindZones(Section root)
    {
        List<(string Id, IReadOnlySet<string> Regions)> zones = [];
        Dictionary<string, string> zoneOf = new(StringComparer.Ordinal);
        if (root.Sub("zones") is not { } all) return zones;
        foreach (var zone in all.Map.Keys)
        {
            HashSet<string> members = new(StringComparer.Ordinal);
            foreach (var (region, mark) in all.List(zone))
            {
                if (!_regions.ContainsKey(region)) problems.Error(mark, all.Below(zone), $"no region '{region}'{Problems.Suggest(region, _regions.Keys)}");
                else if (!zoneOf.TryAdd(region, zone)) problems.Error(mark, all.Below(zone), $"'{region}' is in '{zoneOf[region]}' already");
                else members.Add(region);
            }

            zones.Add((zone, members));
        }

        foreach (var region in _regions.Keys.Where(r => !zoneOf.ContainsKey(r))) problems.Error(all.Mark, all.Path, $"'{region}' is in no zone");
        return zones;
    }
}
