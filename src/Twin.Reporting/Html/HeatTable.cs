namespace Twin.Reporting;

/// <summary>Who runs out when: every sector in every region, as a drawing by month and a table of the whole window.</summary>
static class HeatTable
{
    /// <summary>A row is shown if a twentieth of its demand is unmet in some month.</summary>
    public const double Worth = 0.05;

    public static Html Of(RunFindings run)
    {
        var first = Calendar.Of(run.Window, 0, 1).First;
        var shown = run.Heat.Where(h => Monthly(h, run.Window, first).Any(m => m >= Worth)).ToList();
        if (shown.Count == 0) return Html.Empty;
        var regions = shown.Select(h => h.Region).Distinct().ToList();
        var sectors = shown.Select(h => h.Sector).Distinct().ToList();
        return Html.Of($"""
            <section><h2>Who goes without, and when</h2>
            <p>Each row is a sector in a region; the darker a month, the more of its demand is unmet, on average over the runs.{(run.Window.Onset is null ? "" : " The lines are the onset and the end of the shock.")} What never lacks more than 5&#160;% in a month is left out, and what nobody uses.</p>
            <p class="legend">Unmet: {new[] { 0, 25, 50, 75, 100 }.Select(p => Html.Of($"""<span><i class="unmet" style="opacity:{FormattableString.Invariant($"{p / 100.0}")}"></i>{p}&#160;%</span>"""))}</p>
            {Charts.Place("heat", "Share of demand unmet by sector, region and month; the table below has it for the whole window")}
            <details><summary>The same for the whole window, as a table</summary>
            <div class="scroll" role="region" aria-label="Unmet share by sector and region" tabindex="0"><table class="heat">
            <caption><span>Mean share of demand unmet from {Say.Day(run.Window.Onset ?? run.Window.Start)} to {Say.Day(run.Window.Horizon)}</span></caption>
            <thead><tr><th scope="col">Sector</th>{regions.Select(r => Html.Of($"""<th scope="col" class="number">{r.Name}</th>"""))}</tr></thead>
            <tbody>
            {sectors.Select(s => Html.Of($"""
            <tr><th scope="row">{s.Name}</th>{regions.Select(r => Cell(shown.Find(h => h.Region == r && h.Sector == s), run.Window))}</tr>

            """))}</tbody></table></div></details></section>

            """);
    }

    static Html Cell(HeatRow? row, Window window)
    {
        if (row is null) return Html.Of($"""<td class="number">{Say.None}</td>""");
        var from = Math.Max(0, ((window.Onset ?? window.Start).DayNumber - window.Start.DayNumber) / 7);
        return Html.Of($"""<td class="number">{Say.Share(row.Unmet.Skip(from).DefaultIfEmpty(0).Average())}</td>""");
    }

    /// <summary>Means of the weeks that begin in each month, from the month of a day on.</summary>
    public static List<double> Monthly(HeatRow row, Window window, DateOnly first) =>
    [
        .. row.Unmet.Select((unmet, w) => (Unmet: unmet, Day: window.Start.AddDays(7 * w)))
            .Where(w => w.Day >= new DateOnly(first.Year, first.Month, 1) && w.Day < window.Horizon)
            .GroupBy(w => (w.Day.Year, w.Day.Month)).OrderBy(m => m.Key).Select(m => m.Average(w => w.Unmet)),
    ];
}
