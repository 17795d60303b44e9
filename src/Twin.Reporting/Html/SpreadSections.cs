namespace Twin.Reporting;

/// <summary>How a shock spreads: over the weeks, over the runs, and over the map.</summary>
static class SpreadSections
{
    static readonly (string Stage, string Name)[] Stages =
        [("magnet", "Magnets"), ("metal", "Metals and alloys"), ("refinery", "Separated oxides"), ("mine", "Concentrates"), ("cracking", "Carbonates"), ("recycler", "Recycled")];

    public static Html Fans(RunFindings run, IEnumerable<Named> places)
    {
        var drawn = places.Where(p => run.WeeklyFill.TryGetValue(p.Id, out var band) && band.Weeks > 0).ToList();
        if (drawn.Count == 0) return Html.Empty;
        return Html.Of($"""
            <section><h2>Demand met, week by week</h2>
            {Legend(run)}
            <div class="fans">
            {drawn.Select(p => Html.Of($"""
            <figure class="fan"><figcaption><b>{p.Name}</b> <span>{Lowest(run, p)}</span></figcaption>{Fan(run, p, "")}</figure>

            """))}</div></section>

            """);
    }

    /// <summary>The drawing that the answer stands beside: of whom it speaks.</summary>
    public static Html First(RunFindings run)
    {
        if (Headline.FocusOf(run) is not { } focus || !run.WeeklyFill.TryGetValue(focus.Id, out var band) || band.Weeks == 0) return Html.Empty;
        return Html.Of($"""
            <figure class="first"><figcaption><b>{focus.Name}: demand met, week by week</b></figcaption>{Legend(run)}
            {Fan(run, focus, "hero")}</figure>
            <p class="note undrawn">{Charts.WithoutScript}</p>

            """);
    }

    static Html Legend(RunFindings run)
    {
        var shock = run.Window.Onset is null ? Html.Empty : Html.Of($"""<span><i class="shock"></i>shock in force</span>""");
        return Html.Of($"""<p class="legend"><span><i class="median"></i>median run</span><span><i class="band50"></i>half of the runs</span><span><i class="band90"></i>nine runs in ten</span>{shock}</p>""");
    }

    static Html Fan(RunFindings run, Named place, string look) =>
        Charts.Place("fan", $"{place.Name}: share of demand met by week{(Lowest(run, place) is { Length: > 0 } lowest ? $"; median {lowest}" : "")}", place.Id, look);

    /// <summary>Where the median is lowest; nothing where it hardly falls.</summary>
    static string Lowest(RunFindings run, Named place)
    {
        var (band, from) = (run.WeeklyFill[place.Id], Calendar.Of(run.Window, 0, 1).First);
        var weeks = Enumerable.Range(0, band.Weeks).Where(w => run.Window.Start.AddDays(7 * w) >= from && double.IsFinite(band.P50[w])).ToList();
        if (weeks.Count == 0 || weeks.MinBy(w => band.P50[w]) is var lowest && band.P50[lowest] > 0.99) return "";
        return $"lowest {Say.Share(band.P50[lowest])}, {Say.Month(run.Window.Start.AddDays(7 * lowest))}";
    }

    public static Html Survival(RunFindings run)
    {
        if (run.Survival.All(c => c.Steps.Count == 0)) return Html.Empty;
        return Html.Of($"""
            <section><h2>How long it takes</h2>
            <div class="pair">
            {Curves(run, "tts", "Not short yet", "Share of runs in which users had not run short by then", [30, 60, 90, 120, 180, 270, 365])}
            {Curves(run, "ttr", "Not back to normal yet", "Share of runs in which supply was not back to normal by then; runs that never leave it are back on the first day", [90, 180, 270, 365, 450, 540, 730])}
            </div></section>

            """);
    }

    static Html Curves(RunFindings run, string measure, string title, string meaning, int[] days)
    {
        var curves = run.Survival.Where(c => c.Measure == measure).ToList();
        double At(SurvivalLine curve, int day) => curve.Steps.TakeWhile(s => s.Day <= day).Select(s => s.Share).LastOrDefault(1);
        return Html.Of($"""
            <figure><figcaption><b>{title}</b></figcaption><p class="note">{meaning}.</p>
            {Charts.Place("survival", $"{meaning}, by region; the table below has the shares", measure)}
            <details><summary>As a table</summary><div class="scroll" role="region" aria-label="{title}" tabindex="0"><table>
            <caption><span>{meaning}, by days since the onset</span></caption>
            <thead><tr><th scope="col">Region</th>{days.Select(d => Html.Of($"""<th scope="col" class="number">{$"{d}"}</th>"""))}</tr></thead>
            <tbody>
            {curves.Select(c => Html.Of($"""
            <tr><th scope="row">{c.Place.Name}</th>{days.Select(d => Html.Of($"""<td class="number">{Say.Share(At(c, d))}</td>"""))}</tr>

            """))}</tbody></table></div></details></figure>
            """);
    }

    public static Html Flows(RunFindings run)
    {
        var stages = Stages.Where(s => run.Flows.Any(f => f.Stage == s.Stage && f.From != f.To && f.Usual + f.During > 0)).ToList();
        if (stages.Count == 0 || run.Places.Count == 0) return Html.Empty;
        var acting = run.Places.FirstOrDefault(p => p.Id == run.Acting)?.Name;
        return Html.Of($"""
            <section><h2>Where it flows</h2>
            <p>Content, in tonnes of oxide a year, {(run.Window.Onset is null ? "over the run" : "while the shock lasts")}: as usual, without the shock, and with it. Where less leaves a bar than comes into it, the rest is stored, lost in processing, or of no use to the next stage.</p>
            <p class="legend"><label>Goods <select data-for="flow-map">{stages.Select(s => Html.Of($"""<option value="{s.Stage}">{s.Name}</option>"""))}</select></label><span><i class="usual"></i>usual</span><span><i class="during"></i>in the shock</span></p>
            {Charts.Place("map", "Map of what goes from region to region, as usual and in the shock; the table below has the numbers", stages[0].Stage, id: "flow-map")}
            <div class="pair">
            <figure><figcaption><b>As usual</b>{(acting is null ? Html.Empty : Html.Of($""" <span><i class="acting"></i>through {acting}</span>"""))}</figcaption>{Charts.Place("sankey", "From mine to user by region, as usual", "usual")}</figure>
            <figure><figcaption><b>In the shock</b> <span>to the same scale</span></figcaption>{Charts.Place("sankey", "From mine to user by region, in the shock", "during")}</figure>
            </div>
            <details><summary>As a table</summary><div class="scroll" role="region" aria-label="Flows between regions" tabindex="0"><table>
            <caption><span>Largest flows between regions, in tonnes of content a year</span></caption>
            <thead><tr><th scope="col">Goods</th><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Usual <span class="unit">t/yr</span></th><th scope="col" class="number">In the shock <span class="unit">t/yr</span></th></tr></thead>
            <tbody>
            {stages.SelectMany(s => run.Flows.Where(f => f.Stage == s.Stage && f.From != f.To && f.Usual + f.During > 0).OrderByDescending(f => f.Usual).Take(8).Select(f => Html.Of($"""
            <tr><th scope="row">{s.Name}</th><td>{NameOf(run, f.From)}</td><td>{NameOf(run, f.To)}</td><td class="number">{Say.Number(f.Usual)}</td><td class="number">{Say.Number(f.During)}</td></tr>

            """)))}</tbody></table></div></details></section>

            """);
    }

    static string NameOf(RunFindings run, string region) => run.Regions.FirstOrDefault(r => r.Id == region)?.Name ?? region;
}
