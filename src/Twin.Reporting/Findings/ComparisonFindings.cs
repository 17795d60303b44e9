namespace Twin.Reporting;

/// <summary>Several variants of a scenario, run with the same random streams and set side by side.</summary>
public sealed record ComparisonFindings
{
    /// <summary>The comparison's title, for people.</summary>
    public required string Title { get; init; }

    public required Window Window { get; init; }

    /// <summary>The variants, the base first.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>Differences of each variant to another, replication by replication.</summary>
    public required IReadOnlyList<PairedDifference> Differences { get; init; }

    /// <summary>Keys of the measures to set side by side; the first decides which variant the headline calls best.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>The unit of a measure that some variant has, as <see cref="Measured.Unit"/> writes it.</summary>
    internal string UnitOf(string key) => Variants.Select(v => v.Measures.GetValueOrDefault(key)).OfType<Measured>().First().Unit;

    /// <summary>Names for the ids in keys: regions, totals, sectors, sites.</summary>
    public required IReadOnlyList<Named> Names { get; init; }

    /// <summary>What may be said of which variant is best, as a sentence; null for nothing.</summary>
    public string? Selection { get; init; }

    /// <summary>What the variants cost and what they save, where somebody says; by variant.</summary>
    public IReadOnlyList<VariantCost> Costs { get; init; } = [];

    /// <summary>How the variants' inputs differ from the base.</summary>
    public IReadOnlyList<VariantChanges> Changes { get; init; } = [];

    /// <summary>Sentences that a reader has to know before using a number.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>One column of a comparison.</summary>
/// <param name="Name">The name that differences refer to.</param>
/// <param name="Title">What people read.</param>
/// <param name="Measures">By key, as in <see cref="RunFindings.Measures"/>.</param>
/// <param name="Provenance">What it takes to run it again.</param>
public sealed record Variant(string Name, string Title, IReadOnlyDictionary<string, Measured> Measures, Provenance Provenance);

/// <summary>What a variant costs, beside what it saves.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Known">What is known of its cost to the end of the window; null where nothing is.</param>
/// <param name="IsWhole">Whether all of its parts are known.</param>
/// <param name="Saved">The first measure of the comparison, better than the base by so much.</param>
/// <param name="IsEfficient">Whether it saves something, and no other variant with a whole cost saves as much for less; null where its cost is not whole.</param>
public sealed record VariantCost(string Variant, CostSpan? Known, bool IsWhole, double Saved, bool? IsEfficient);

/// <summary>A sum of costs [million USD], and between what it lies if all are at their least or at their most.</summary>
public readonly record struct CostSpan(double Value, double Low, double High);

/// <summary>How much a variant's measure differs from another's in the same replication.</summary>
/// <param name="Key">The measure.</param>
/// <param name="Unit">Its unit, as in <see cref="Measured.Unit"/>.</param>
/// <param name="Variant">Name of the variant.</param>
/// <param name="Against">Name of the variant that it is held against.</param>
/// <param name="Mean">Mean of variant − against.</param>
/// <param name="Low">Lower end of the 95 % interval of that mean.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Superior">Share of replications in which the variant is the better one, 0 to 1; null where no way is better.</param>
/// <param name="VarianceRatio">Variance without pairing over variance with it: how many times the runs that pairing saved.</param>
/// <param name="Verdict">What may be said: "better", "not distinguishable at n = 500".</param>
public sealed record PairedDifference(
    string Key, string Unit, string Variant, string Against, double Mean, double Low, double High, double? Superior, double? VarianceRatio, string Verdict);

/// <summary>The inputs that a variant changes.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them, by path.</param>
public sealed record VariantChanges(string Variant, int Count, IReadOnlyList<InputChange> First);

/// <summary>An input that a variant changes.</summary>
public sealed record InputChange(string Path, string From, string To);
