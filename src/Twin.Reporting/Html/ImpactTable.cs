namespace Twin.Reporting;

/// <summary>Measures by region or by sector: the mean with its interval, and under it the spread.</summary>
static class ImpactTable
{
    public static Html Of(string caption, string what, IReadOnlyList<Named> places, RunFindings run, bool bars = false)
    {
        var (measures, columns) = (run.Measures, Impact.Taken(run, places));
        var shown = places.Where(p => columns.Any(c => c.Impact.Of(measures, p.Id) is not null)).ToList();
        if (shown.Count == 0) return Html.Of($"""<p class="none">No {what.ToLowerInvariant()} was measured.</p>""");
        bars &= columns.Any(c => c.Impact == Impact.Fill);
        return Html.Of($"""
            <div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="impacts">
            <caption><span>{caption}</span></caption>
            <thead><tr><th scope="col">{what}</th>{(bars ? Html.Of($"""<th scope="col" class="bars">Unmet share</th>""") : Html.Empty)}{columns.Select(c => Html.Of(
                $"""<th scope="col" class="number">{c.Impact.Head} <span class="unit">{Say.Unit(c.Unit)}</span></th>"""))}</tr></thead>
            <tbody>
            {shown.Select(p => Row(p, columns, measures, bars))}</tbody></table></div>
            {Note(shown, columns, measures)}
            """);
    }

    static Html Row(Named place, IReadOnlyList<(Impact Impact, string Unit)> columns, IReadOnlyDictionary<string, Measured> measures, bool bars)
    {
        var lost = Impact.Fill.Of(measures, place.Id)?.Complement;
        var bar = !bars ? Html.Empty : Html.Of($"""<td class="bars">{(lost is null ? Html.Empty : Bar.Of(lost.Mean, lost.P05, lost.P95))}</td>""");
        return Html.Of($"""
            <tr><th scope="row">{place.Name}</th>{bar}{columns.Select(c => Cell(c.Impact.Of(measures, place.Id)))}</tr>

            """);
    }

    /// <summary>A mean of a duration that some runs had not seen the end of is a lower bound, and says so.</summary>
    public static Html Cell(Measured? m) => m is null
        ? Html.Of($"""<td class="number">{Say.None}</td>""")
        : Html.Of($"""
            <td class="number">{Mean(m, false)} <span class="interval">({Say.Span(m.Low, m.High, m.Unit)})</span><span class="spread">{Say.Span(m.P05, m.P95, m.Unit)}</span>{Late(m)}</td>
            """);

    /// <summary>The same in three cells: mean, interval, spread.</summary>
    public static Html Cells(Measured? m, bool best) => m is null
        ? Html.Of($"""<td class="number">{Say.None}</td><td class="number">{Say.None}</td><td class="number">{Say.None}</td>""")
        : Html.Of($"""
            <td class="number">{Mean(m, best)}</td><td class="number">{Say.Span(m.Low, m.High, m.Unit)}</td><td class="number">{Say.Span(m.P05, m.P95, m.Unit)}{Late(m)}</td>
            """);

    /// <summary>A mean, as the best of its row or as any other.</summary>
    public static Html Marked(string value, bool best) => Html.Of($"""<b class="{(best ? "best" : "mean")}">{(best ? "▸ " : "")}{value}</b>""");

    static Html Mean(Measured m, bool best) => Marked($"{(m.IsCensored ? "≥ " : "")}{Say.Bare(m.Mean, m.Unit)}", best);

    static Html Late(Measured m) => m.IsCensored ? Html.Of($"""<span class="late">{Say.Share(m.Censored)} not by horizon</span>""") : Html.Empty;

    static Html Note(IEnumerable<Named> shown, IEnumerable<(Impact Impact, string Unit)> columns, IReadOnlyDictionary<string, Measured> measures)
    {
        var all = shown.SelectMany(p => columns.Select(c => c.Impact.Of(measures, p.Id))).ToList();
        var censored = all.Any(m => m is { IsCensored: true })
            ? " “Beyond” and “not by horizon”: in so many runs it had not happened when the simulation ended; the mean is then a lower bound." : "";
        var missing = all.Contains(null) ? $" {Say.None}: not measured." : "";
        return Html.Of($"""
            <p class="note"><b>Bold</b>: mean; in brackets, the 95 % interval of the mean. Below: the range of nine runs in ten.{censored}{missing}</p>
            """);
    }
}
