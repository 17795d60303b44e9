using Twin.Reporting;

namespace Twin.Tests.Reporting;

/// <summary>An invented run, as rich as a real one: what the tests read, and what is drawn to be looked at.</summary>
static class Sample
{
    static readonly DateOnly Start = new(2024, 1, 1), Onset = new(2027, 1, 1), End = new(2028, 1, 1), Horizon = new(2030, 1, 1);

    public static readonly IReadOnlyList<Named> Regions =
    [
        new("CN", "China"), new("EU", "European Union"), new("JP", "Japan"), new("US", "United States"), new("KR", "South Korea"),
        new("SEA", "South-East Asia"), new("IN", "India"), new("OTH", "Other"),
    ];

    public static readonly IReadOnlyList<Named> Totals = [new("WORLD", "World"), new("EXCN", "Outside China")];

    static readonly IReadOnlyList<Named> Sectors =
    [
        new("EV", "Electric-vehicle traction motors"), new("AUTO", "Other automotive (steering, sensors, pumps)"), new("WIND", "Wind turbines"),
        new("ROBOT", "Industrial robots"), new("DEF", "Defence"), new("HDD", "Hard-disk drives"),
    ];

    public static Measured Days(double mean, double p05, double p95) => new(mean, mean - 1.2, mean + 1.2, p05, mean, p95, "d", 0);

    public static Measured Share(double mean, double half = 0.006) => new(mean, mean - half, mean + half, Math.Max(0, mean - (14 * half)), mean, Math.Min(1, mean + (14 * half)), "1");

    public static Measured Tonnes(double mean) => new(mean, mean * 0.98, mean * 1.02, mean * 0.84, mean, mean * 1.19, "t");

    public static RunFindings Run() => new()
    {
        Title = "Total Chinese export ban, 12 months",
        Name = "china-export-ban-12",
        Asked = "With a 12-month ban on all Chinese exports of rare-earth magnets and materials",
        Window = new(Start, Onset, End, Horizon),
        Provenance = Provenance("twin run scenarios/rare-earths/base.yaml --with china-export-ban --set policies.ban.duration=12mo --replications 1000 --seed 1", 1000, 1000),
        Regions = Regions,
        Totals = Totals,
        Sectors = Sectors,
        Focus = "EU",
        Measures = Measures(),
        WeeklyFill = Totals.Concat(Regions).ToDictionary(r => r.Id, r => Dip(Depth(r.Id))),
        Survival = [.. new[] { "tts", "ttr" }.SelectMany(m => Regions.Select(r => new SurvivalLine(m, r, [(30 + (90 * (1 - Depth(r.Id))), 0.9, 0.86, 0.93), (120 + (200 * (1 - Depth(r.Id))), 0.2, 0.17, 0.24)])))],
        Heat = [.. Regions.SelectMany(r => Sectors.Select(s => new HeatRow(r, s, [.. Dip(Depth(r.Id)).P50.Select(f => 1 - f)])))],
        Flows = [.. new[] { "mine", "refinery", "metal", "magnet" }.SelectMany(s => Regions.SelectMany(f => Regions.Where(t => f.Id == t.Id || (s != "mine" ? f.Id == "CN" || t.Id == "JP" : f.Id == "US")).Select(t => new Flow(s, f.Id, t.Id, 1_000, f.Id == "CN" && t.Id != "CN" ? 50 : 900))))],
        Places = [.. Regions.Index().Select(r => new Place(r.Item.Id, r.Item.Name, (10 * (r.Index % 4)) + 5, (40 * r.Index) - 150))],
        Acting = "CN",
        WorstSectors = ["DEF", "ROBOT", "EV", "WIND", "AUTO", "HDD"],
        Bottlenecks =
        [
            new("Export ban on heavy rare earths", "export control", 412_300, 0.46, "Dysprosium and terbium oxide do not leave; outside China nobody separates enough of either."),
            new("Kuantan", "refinery", 208_150, 0.23, "It runs at its rate from the third week on; its feed would last for twice that."),
            new("Magnet plants outside China", "magnet plant", 121_000, 0.135, "Their furnaces are full, and new ones take 30 months."),
            new("Sintering furnaces, Europe", "ramp", 9_140, 0.0042),
        ],
        WeakestInputs =
        [
            new("demands.EV.EU.buffer", 45, "days", "Trade press on magnet stocks at car makers", "https://example.org/stocks?a=1&b=2", 'D', 0.61),
            new("sites.myanmar.recipes.leach.rate", 38_000, "t REO/yr", null, null, 'D', -0.34),
            new("policies.ban.leakage", 0.05, "1", "Customs of third countries, 2025", "https://example.org/leak", 'C', -0.52),
            new("sites.kuantan.recipes.separate.lead", 45, "d", "Company presentation", "javascript:alert(1)", 'C', 0.08),
            new("demands.WIND.CN.rate", 12_000, "t/yr", "Mineral Commodity Summaries", "https://example.org/mcs", 'B', null),
        ],
        Moves =
        [
            new("Regulations on rare-earth management", MoveKind.Quota, new(2023, 10, 1), null, "China", "all producers", "mining and separation under quota"),
            new("Medium and heavy licences", MoveKind.Licence, new(2025, 4, 4), null, "China", "all except China", "seven elements, and magnets with Dy or Tb"),
            new("0.1 % rule", MoveKind.Licence, new(2025, 10, 9), new(2025, 11, 10), "China", "all except China", "foreign goods with Chinese content"),
            new("Kalgoorlie power cuts", MoveKind.Disruption, new(2025, 8, 10), new(2025, 11, 1), "Kalgoorlie", "", "cracking and leaching, half of its capacity"),
            new("Total ban", MoveKind.Ban, Onset, End, "China", "all except China", "ores, oxides, metals, alloys and magnets"),
            new("Release of the stockpile", MoveKind.Response, new(2027, 2, 1), new(2027, 9, 1), "Japan", "Japanese users", "180 days of dysprosium oxide"),
        ],
        Assumed =
        [
            new("policies.ban.leakage", "12 %", (0.05, 0.3, "1"), "Customs of third countries, 2025", "https://example.org/leak", 'C'),
            new("policies.ban.detour", "45 d", null, null, null, 'D'),
        ],
        Warnings =
        [
            "The control “0.1 % rule” ended before the shock and touches no flow in the window.",
            "Demand in India rests on one source of grade D.",
        ],
        Sensitivity = new("unmet.EXCN", "t", (39_200, 40), 32, [new("policies.ban.leakage", 42_900, 33_800, 310), new("cover-industry", 40_300, 37_400, 90), new("growth-EV", 38_400, 39_900, 45)],
            [new("policies.ban.leakage", (0.71, 0.6, 0.8), (0.78, 0.7, 0.85)), new("chance", (0.02, -0.01, 0.05), (0.05, 0.03, 0.07)), new("cover-industry", (0.09, 0.05, 0.12), (0.1, 0.08, 0.13))]),
        Sources = 212,
    };

    public static FactorialFindings Study()
    {
        double[][] means = [[38_900, 12_300], [31_000, 12_100], [24_400, 12_900]];
        PairedDifference? To(int a, int b, int s) => a == b ? null : new("unmet.WORLD", "t", $"answer-{a}", $"answer-{b}", means[a][s] - means[b][s], means[a][s] - means[b][s] - 300, means[a][s] - means[b][s] + 300, 0.9, 4, "");
        int Best(int s) => Enumerable.Range(0, means.Length).MinBy(a => means[a][s]);
        return new()
        {
            Title = "Three answers to two shocks",
            Measure = "unmet.WORLD",
            Shocks = [new("ban", "Total ban, 12 months"), new("quota", "Half of it for three years")],
            Answers = [new("as-is", "As is"), new("stock", "Stockpile of 180 days"), new("plants", "Plants in five regions")],
            Names = Totals,
            Cells = [.. means.Index().Select(a => (IReadOnlyList<FactorialCell>)[.. a.Item.Index().Select(s => new FactorialCell(Tonnes(s.Item), To(a.Index, 0, s.Index), To(a.Index, Best(s.Index), s.Index), Provenance("twin compare study.yaml", 200, 200)))])],
        };
    }

    static Provenance Provenance(string command, int done, int asked) => new()
    {
        Version = "twin 0.1.0 (d30cd52)",
        ScenarioHash = "8f14e45fceea167a5a36dedd4bea2543b1d5f9c2",
        Seed = 1,
        ResultHash = "c9f0f895fb98ab9159f51fd0297e236d2a0e77aa",
        Command = command,
        Done = done,
        Asked = asked,
        IsPartial = done < asked,
    };

    static double Depth(string region) => region switch
    {
        "CN" => 0.015,
        "EU" => 0.82,
        "JP" => 0.55,
        "US" => 0.7,
        "KR" => 0.66,
        "SEA" => 0.4,
        "IN" => 0.86,
        "WORLD" => 0.27,
        "EXCN" => 0.69,
        _ => 0.5,
    };

    static Dictionary<string, Measured> Measures()
    {
        var measures = new Dictionary<string, Measured>();
        foreach (var place in Totals.Concat(Regions).Select(p => p.Id))
        {
            var lost = Depth(place) * 0.464;
            measures[$"fill.{place}"] = Share(1 - lost);
            measures[$"unmet.{place}"] = Tonnes(place switch { "WORLD" => 61_240, "EXCN" => 58_900, "CN" => 2_340, _ => 18_000 * lost });
            measures[$"tts.{place}"] = Days(160 - (137 * Depth(place)), 118 - (103 * Depth(place)), 214 - (176 * Depth(place)));
            measures[$"ttr.{place}"] = Days(410 + (140 * Depth(place)), 380 + (70 * Depth(place)), 430 + (260 * Depth(place)));
            measures[$"lost-area.{place}"] = new(12 * lost, 11.7 * lost, 12.3 * lost, 9 * lost, 12 * lost, 15 * lost, "months");
        }

        measures["tts.CN"] = new(960, 948, 972, 402, null, null, "d", 0.83);
        measures["ttr.CN"] = new(0, 0, 0, 0, 0, 0, "d", 0);
        measures["ttr.IN"] = new(894, 871, 917, 560, 902, null, "d", 0.12);
        foreach (var (sector, lost) in new[] { ("DEF", 0.61), ("ROBOT", 0.47), ("EV", 0.39), ("WIND", 0.28), ("AUTO", 0.21), ("HDD", 0.006) })
        {
            measures[$"fill.{sector}"] = Share(1 - lost, lost * 0.02);
            measures[$"unmet.{sector}"] = Tonnes(41_000 * lost);
            measures[$"tts.{sector}"] = Days(30 / lost, 21 / lost, 40 / lost);
            measures[$"ttr.{sector}"] = Days(420 + (200 * lost), 400 + (120 * lost), 440 + (300 * lost));
        }

        return measures;
    }

    /// <summary>A fill that falls after the onset, stays low while the shock lasts, and comes back.</summary>
    static Band Dip(double depth)
    {
        IReadOnlyList<double> At(double luck) =>
        [
            .. Enumerable.Range(0, (Horizon.DayNumber - Start.DayNumber) / 7).Select(week =>
            {
                var days = Start.AddDays(7 * week).DayNumber - Onset.DayNumber;
                var fall = 1 / (1 + Math.Exp(-(days - 62 - (14 * luck)) / 18.0));
                var rise = 1 / (1 + Math.Exp(-(days - 452 + (34 * luck)) / 40.0));
                var ripple = 0.012 * Math.Sin(week * 1.7) * (1 - luck);
                return Math.Clamp(1 - (depth * (1 - (0.16 * luck)) * (fall - rise)) + Math.Min(0, ripple) - (0.003 * (1 - luck)), 0, 1);
            }),
        ];

        return new(At(-1.6), At(-0.7), At(0), At(0.7), At(1.6));
    }

    public static ComparisonFindings Comparison()
    {
        Variant Of(string name, string title, double scale) => new(name, title,
            Run().Measures.ToDictionary(m => m.Key, m => m.Value.Unit switch
            {
                "1" => Share(1 - ((1 - m.Value.Mean) * scale)),
                "t" => Tonnes(m.Value.Mean * scale),
                _ => m.Value with { Mean = m.Value.Mean / scale, Low = m.Value.Low / scale, High = m.Value.High / scale },
            }),
            Provenance($"twin run scenarios/rare-earths/base.yaml --with china-export-ban --with {name} --replications 500 --seed 1", 500, 500));

        PairedDifference Diff(string key, string unit, string variant, double mean, double half, double superior, string against = "as-is") => new(
            key, unit, variant, against, mean, mean - half, mean + half, superior, 5.2, Math.Abs(mean) > half ? "better" : "not distinguishable at n = 500");

        return new()
        {
            Title = "Four answers to a total ban",
            Window = new(Start, Onset, End, Horizon),
            Variants = [Of("as-is", "As is", 1), Of("stockpile-180d", "Stockpile of 180 days", 0.62), Of("second-source", "Second source", 0.66), Of("recycling", "Recycling quota of 10 %", 0.985)],
            Shown = ["unmet.WORLD", "fill.EU", "tts.EU", "ttr.EU", "lost-area.EU"],
            Names = [.. Totals, .. Regions],
            Differences =
            [
                Diff("unmet.WORLD", "t", "stockpile-180d", -23_270, 840, 0.98), Diff("unmet.WORLD", "t", "second-source", -20_820, 1_260, 0.94),
                Diff("unmet.WORLD", "t", "recycling", -918, 1_100, 0.55), Diff("unmet.WORLD", "t", "stockpile-180d", -2_450, 3_000, 0.57, "second-source"),
                Diff("fill.EU", "1", "stockpile-180d", 0.145, 0.006, 0.98), Diff("fill.EU", "1", "second-source", 0.129, 0.011, 0.93), Diff("fill.EU", "1", "recycling", 0.0057, 0.008, 0.56),
            ],
            Changes = [new("stockpile-180d", 1, [new("stockpiles.eu-dy.target", "0 days", "180 days")]), new("second-source", 1, [new("sites.second.capacity", "0 t/yr", "4,000 t/yr")]), new("recycling", 1, [new("sites.recycling-eu.capacity", "310 t/yr", "2,900 t/yr")])],
        };
    }
}
