namespace Twin.Reporting;

/// <summary>A comparison of variants as one page; it keeps the promises of <see cref="HtmlReport"/>.</summary>
public static partial class ComparisonReport
{
    /// <summary>The page, ready to be written as UTF-8.</summary>
    public static string ToHtml(ComparisonFindings comparison)
    {
        var header = Page.Header("Supply-chain digital twin · Comparison", comparison.Title, ComparisonHeadline.Of(comparison), Facts(comparison));
        var known = Impact.All.Where(i => comparison.Shown.Any(k => k.StartsWith(i.Key + ".", StringComparison.Ordinal)));
        var warnings = Warnings(comparison);
        var body = Html.Of($"""
            {Drawings(comparison)}{Page.Warnings(warnings)}{ComparisonTables.Differences(comparison)}{ComparisonTables.Costs(comparison)}{ComparisonTables.SideBySide(comparison)}{ComparisonTables.Changes(comparison)}{Page.Reproduce(
                [.. comparison.Variants.Select(v => ((string?)v.Title, v.Provenance))])}{Page.Glossary(
                known.Select(i => (i.Head, i.Meaning)).Concat(Page.Statistics).Concat(Pairing))}{Page.Limits(warnings)}
            """);
        return Page.Of(comparison.Title, header, body, Charts.Of(comparison)).ToString();
    }

    static Html Drawings(ComparisonFindings comparison)
    {
        if (!Charts.Avoided(comparison).Any()) return Html.Empty;
        var measure = Impact.NameOf(comparison.Differences[0].Key, comparison.Names);
        // Two points that save nothing to speak of are no chart.
        var lost = comparison.Variants[0].Measures.GetValueOrDefault(comparison.Differences[0].Key)?.Mean ?? 0;
        var priced = Charts.Priced(comparison).Count() > 1 && Charts.Priced(comparison).Any(c => c.Saved > lost / 1000)
            ? Html.Of($"""<figure><figcaption><b>Against what it costs</b> <span>only where every cost has a source; line: every part at its least, and at its most</span></figcaption>{Charts.Place("pareto", "Loss avoided against cost, of the variants whose costs are all known; the table of costs has the numbers")}</figure>""")
            : Html.Empty;
        return Html.Of($"""
            <section><h2>What helps</h2>
            <figure><figcaption><b>{measure}: loss avoided</b> <span>line: 95&#160;% interval of the paired difference</span></figcaption>
            {Charts.Place("avoided", "Loss avoided by each variant with its interval; the table of differences has the numbers")}</figure>
            {priced}<p class="note undrawn">{Charts.WithoutScript}</p></section>

            """);
    }

    static List<string> Warnings(ComparisonFindings comparison) =>
        [.. comparison.Variants.SelectMany(v => Page.Shortfalls(v.Provenance).Select(s => $"{v.Title}: {s}")), .. comparison.Warnings];

    static IEnumerable<string> Facts(ComparisonFindings comparison)
    {
        yield return Say.Count(comparison.Variants.Count, "variant");
        if (comparison.Variants.Count > 0) yield return Say.Count(comparison.Variants.Min(v => v.Provenance.Done), "replication") + " each";
        if (comparison.Window.Onset is { } onset) yield return $"Shock {Say.Days(onset, comparison.Window.ShockEnd)}";
        yield return $"Simulated {Say.Days(comparison.Window.Start, comparison.Window.Horizon)}";
    }

    static readonly IReadOnlyList<(string Term, string Meaning)> Pairing =
    [
        ("Difference, run by run", "Replication 17 of each variant meets the same breakdowns, delays and draws of uncertain inputs. Their difference is due to the variant alone."),
        ("Better in", "Share of the replications in which the variant does better than what it is held against."),
        ("Variance ratio", "How many times fewer replications the pairing needs for the same precision, against runs that share nothing."),
    ];
}
