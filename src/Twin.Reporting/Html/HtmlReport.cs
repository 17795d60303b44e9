namespace Twin.Reporting;

/// <summary>A run as one page: the answer first, then what it looks like, why, and what it rests on.</summary>
/// <remarks>
/// The file is complete in itself: it opens offline, runs no script, and asks nobody for a font or a picture. The same
/// findings give the same bytes. It is well-formed XML too, so that a program can read it back.
/// </remarks>
public static class HtmlReport
{
    /// <summary>The page, ready to be written as UTF-8.</summary>
    public static string Of(RunFindings run) => Page.Of(run.Title, Header(run), Body(run)).ToString();

    static Html Header(RunFindings run) => Page.Header("Supply-chain digital twin · Report of a run", run.Title, Headline.Of(run), [.. Facts(run), $"Scenario {run.Name}"]);

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
        var impacts = Impact.Taken(run.Measures, places.Concat(worst));
        List<string> warnings = [.. Page.Shortfalls(run.Provenance), .. run.Warnings];
        return Html.Of($"""
            {Page.Warnings(warnings)}{Fans(run, places)}<section><h2>Region by region</h2>
            {ImpactTable.Of(ImpactCaption(run.Window), "Region", places, run.Measures)}</section>
            {Sectors(run, worst)}{ReasonTables.Causes(run.Causes)}{ReasonTables.Bottlenecks(run.Bottlenecks)}{Timeline.Of(run.Moves, run.Window)}{ReasonTables.WeakestInputs(run.WeakestInputs, run.Sources)}{Page.Reproduce([(null, run.Provenance)])}{Page.Glossary(
                impacts.Select(c => (c.Impact.Head, c.Impact.Meaning)).Concat(Page.Statistics))}{Page.Limits(warnings)}
            """);
    }

    static string ImpactCaption(Window window) =>
        $"Impacts from {Say.Day(window.Onset ?? window.Start)} to {Say.Day(window.Horizon)}";

    static Html Fans(RunFindings run, IEnumerable<Named> places)
    {
        var drawn = places.Where(p => run.WeeklyFill.ContainsKey(p.Id)).ToList();
        if (drawn.Count == 0) return Html.Empty;
        var shock = run.Window.Onset is null ? Html.Empty : Html.Of($"""<span><i class="shock"></i>shock in force</span>""");
        return Html.Of($"""
            <section><h2>Demand met, week by week</h2>
            <p class="legend"><span><i class="median"></i>median run</span><span><i class="band50"></i>half of the runs</span><span><i class="band90"></i>nine runs in ten</span>{shock}</p>
            <div class="fans">
            {drawn.Select(p => FanChart.Of(p, run.WeeklyFill[p.Id], run.Window))}</div></section>

            """);
    }

    static Html Sectors(RunFindings run, IReadOnlyList<Named> worst) => worst.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>Sectors worst hit</h2>
        {ImpactTable.Of($"Impacts by sector, worst first", "Sector", worst, run.Measures, bars: true)}</section>

        """);
}
