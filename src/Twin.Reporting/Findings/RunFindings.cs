namespace Twin.Reporting;

/// <summary>A finished run as a report tells it: what was asked, what came out, and what it rests on.</summary>
/// <remarks>
/// Plain values that the caller fills in; nothing here is computed, and nothing is read from a clock, so the same
/// findings give the same report, byte for byte. Names come from files and may hold anything: the writers escape them.
/// Measures are looked up by key, <c>fill.EU</c> or <c>tts.vehicles</c>; what has no measure is left out of a report,
/// never shown as nought.
/// </remarks>
public sealed record RunFindings
{
    /// <summary>The scenario's title, for people: "Total export ban, 12 months".</summary>
    public required string Title { get; init; }

    /// <summary>The scenario's name, for machines: "china-export-ban-12".</summary>
    public required string Name { get; init; }

    /// <summary>What is asked, as the opening of a sentence: "With a 12-month ban on all Chinese exports".</summary>
    public string? Asked { get; init; }

    public required Window Window { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>The regions, in the order shown.</summary>
    public required IReadOnlyList<Named> Regions { get; init; }

    /// <summary>Sums over regions, shown before them: the world, the world outside the exporter.</summary>
    public IReadOnlyList<Named> Totals { get; init; } = [];

    public required IReadOnlyList<Named> Sectors { get; init; }

    /// <summary>Whom the headline speaks of, the id of a region or a total; null for the region that loses the largest share.</summary>
    public string? Focus { get; init; }

    /// <summary>By key: a measure, a dot, and the id of a region, a total, a sector or a site.</summary>
    public required IReadOnlyDictionary<string, Measured> Measures { get; init; }

    /// <summary>By id of a region or a total: the share of demand met, week by week from <see cref="Window.Start"/>.</summary>
    public required IReadOnlyDictionary<string, Band> WeeklyFill { get; init; }

    /// <summary>Curves of running short and of being back to normal.</summary>
    public IReadOnlyList<SurvivalLine> Survival { get; init; } = [];

    /// <summary>Every sector in every region, week by week.</summary>
    public IReadOnlyList<HeatRow> Heat { get; init; } = [];

    /// <summary>What goes from region to region, by the kind of site that sends it.</summary>
    public IReadOnlyList<Flow> Flows { get; init; } = [];

    /// <summary>What becomes of prices, for goods that have one; empty where nothing happens to them.</summary>
    public IReadOnlyList<PriceLine> Prices { get; init; } = [];

    /// <summary>Where the regions lie; a region without a place is on no map.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];

    /// <summary>Id of the region that acts; null where none does.</summary>
    public string? Acting { get; init; }

    /// <summary>Ids of sectors, the worst hit first.</summary>
    public IReadOnlyList<string> WorstSectors { get; init; } = [];

    /// <summary>Why users lacked what they lacked, the largest reason first.</summary>
    public IReadOnlyList<Cause> Causes { get; init; } = [];

    /// <summary>What bound the flow, the tightest first.</summary>
    public IReadOnlyList<Bottleneck> Bottlenecks { get; init; } = [];

    /// <summary>The inputs to doubt first, the weakest first.</summary>
    public IReadOnlyList<WeakInput> WeakestInputs { get; init; } = [];

    /// <summary>What the answer hangs on; null where nobody has studied it.</summary>
    public SensitivityFindings? Sensitivity { get; init; }

    /// <summary>What governments and mishaps do in this scenario, in order of time.</summary>
    public IReadOnlyList<Move> Moves { get; init; } = [];

    /// <summary>The numbers of the shock itself, in the scenario's order.</summary>
    public IReadOnlyList<Assumption> Assumed { get; init; } = [];

    /// <summary>Sentences that a reader has to know before using a number.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many sources the scenario's values cite.</summary>
    public int Sources { get; init; }
}
