namespace Twin.Reporting;

/// <summary>A run as one page: the answer first, then who runs out when, where it binds, how sure that is, and what was assumed.</summary>
/// <remarks>
/// The file is complete in itself: it opens offline, and asks nobody for a script, a font or a picture. The same
/// findings give the same bytes. It is well-formed XML too, so that a program can read it back.
/// </remarks>
public static class HtmlReport
{
    /// <summary>The page, ready to be written as UTF-8.</summary>
    public static string Of(RunFindings run) => Page.Of(run.Title, Header(run), Body(run), Charts.Of(run)).ToString();

    static Html Header(RunFindings run) => Page.Header("Supply-chain digital twin · Report of a run", run.Title, Headline.Of(run), [.. Facts(run), $"Scenario {run.Name}"], KeyFigures.Of(run));

    internal static IEnumerable<string> Facts(RunFindings run)
    {
        yield return run.Provenance.IsPartial
            ? $"{run.Provenance.Done:#,0} of {Say.Count(run.Provenance.Asked, "replication")}"
            : Say.Count(run.Provenance.Done, "replication");
        if (run.Window.Onset is { } onset) yield return $"Shock {Say.Days(onset, run.Window.ShockEnd)}";
        yield return $"Simulated {Say.Days(run.Window.Start, run.Window.Horizon)}";
        if (run.Sources > 0) yield return Say.Count(run.Sources, "source");
    }

    static Html Body(RunFindings run)
    {
        var places = run.Totals.Concat(run.Regions).ToList();
        var worst = run.WorstSectors.Select(id => run.Sectors.FirstOrDefault(s => s.Id == id)).OfType<Named>().ToList();
        var impacts = Impact.Taken(run, places.Concat(worst));
        List<string> warnings = [.. Page.Shortfalls(run.Provenance), .. run.Warnings];
        return Html.Of($"""
            {SpreadSections.First(run)}{Page.Warnings(warnings)}{SpreadSections.Survival(run)}{HeatTable.Of(run)}<section><h2>Region by region</h2>
            {ImpactTable.Of(ImpactCaption(run.Window), "Region", places, run)}</section>
            {SpreadSections.Fans(run, places)}{Sectors(run, worst)}{SpreadSections.Flows(run)}{PriceTable.Of(run)}{ReasonTables.Causes(run.Causes)}{ReasonTables.Bottlenecks(run.Bottlenecks)}{SensitivitySection.Of(run)}{ReasonTables.WeakestInputs(run.WeakestInputs, run.Sources, run.Provenance.Done)}{Timeline.Of(run.Moves, run.Window)}{ReasonTables.Assumed(run.Assumed)}{Page.Reproduce([(null, run.Provenance)])}{Page.Glossary(
                impacts.Select(c => (c.Impact.Head, c.Impact.Meaning)).Concat(Page.Statistics))}{Page.Limits(warnings)}
            """);
    }

    static string ImpactCaption(Window window) =>
        $"Impacts from {Say.Day(window.Onset ?? window.Start)} to {Say.Day(window.Horizon)}";

    static Html Sectors(RunFindings run, IReadOnlyList<Named> worst) => worst.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>Sectors worst hit</h2>
        {ImpactTable.Of($"Impacts by sector, worst first", "Sector", worst, run, bars: true)}</section>

        """);
}
