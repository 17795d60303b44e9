using Spectre.Console;

namespace Twin.Reporting;

/// <summary>A run as one screen: at most 40 lines of 100 columns.</summary>
/// <remarks>
/// It says what the page says first, and leaves the rest to the page: what of the regions finds no room, sectors after
/// the fifth, bottlenecks after the second. Names are text, never markup, and lose their control characters. Whether
/// there is colour is for the console to know (NO_COLOR, a pipe); nothing is said by colour alone.
/// </remarks>
public static class TerminalReport
{
    const int Lines = 40, Sectors = 5;

    /// <summary>Writes the screen.</summary>
    /// <param name="run">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are, so that a reader finds the rest; null to leave that out.</param>
    public static void Write(RunFindings run, IAnsiConsole console, string? results = null)
    {
        var screen = new Screen(console);
        List<string> top = [.. screen.Fold(string.Join(" ", Headline.Of(run))), .. Warnings([.. Page.Shortfalls(run.Provenance), .. run.Warnings])];
        List<string> bottom = [.. Causes(run, screen), .. Bottlenecks(run, screen), $"{run.Provenance.Version} · seed {run.Provenance.Seed} · scenario {run.Name} {Start(run.Provenance.ScenarioHash)} · result {Start(run.Provenance.ResultHash)}"];
        if (results is not null) bottom.Add($"Results: {results}");

        var worst = run.WorstSectors.Take(Sectors).Select(id => run.Sectors.FirstOrDefault(s => s.Id == id)).OfType<Named>().ToList();
        var others = top.Count + bottom.Count + worst.Count + 8; // title, facts, a blank, head, "and more", heading of the sectors, a remark of two lines
        var places = run.Totals.Concat(run.Regions).ToList();

        screen.Heading(run.Title);
        foreach (var line in top) screen.Line(line);
        screen.Remark(string.Join(" · ", HtmlReport.Facts(run)));
        screen.Blank();
        WriteImpacts(run, screen, places, Math.Max(3, Lines - others), worst);
        foreach (var line in bottom) screen.Line(line);
    }

    /// <summary>The screen as plain text, as a pipe or a file gets it.</summary>
    public static string ToText(RunFindings run, string? results = null) => PlainConsole.Text(console => Write(run, console, results));

    /// <summary>The first warnings, one line each, and how many more there are.</summary>
    internal static IEnumerable<string> Warnings(IReadOnlyList<string> all)
    {
        const int Shown = 2;
        foreach (var warning in all.Take(Shown)) yield return $"! {warning}";
        if (all.Count > Shown) yield return $"! {Say.Count(all.Count - Shown, "more warning")} in the report";
    }

    static IEnumerable<string> Causes(RunFindings run, Screen screen)
    {
        const int Shown = 3, Sentence = 2;
        if (run.Causes.Count == 0) return [];
        return screen.Fold($"Lacked because {string.Join("; ", run.Causes.Take(Shown).Select(c => $"{c.Name} {Say.Share(c.Share)}"))}.").Take(Sentence);
    }

    static IEnumerable<string> Bottlenecks(RunFindings run, Screen screen)
    {
        const int Shown = 2, Sentence = 2;
        for (var i = 0; i < Math.Min(Shown, run.Bottlenecks.Count); i++)
        {
            var b = run.Bottlenecks[i];
            var text = $"{(i == 0 ? "Bottleneck" : "Next")}: {b.Name} ({b.Kind}), {Say.Share(b.Share)} of the shortage{(i == 0 && b.Sentence.Length > 0 ? ". " + b.Sentence : ".")}";
            foreach (var line in screen.Fold(text).Take(i == 0 ? Sentence : 1)) yield return line;
        }
    }

    static void WriteImpacts(RunFindings run, Screen screen, IReadOnlyList<Named> places, int room, IReadOnlyList<Named> worst)
    {
        var columns = Impact.Taken(run, places.Concat(worst)).Where(c => c.Impact != Impact.Lost).ToList();
        if (columns.Count == 0) return;
        string[] Row(Named place) => [Screen.Cut(place.Name, 20), .. columns.Select(c => Cell(c.Impact.Of(run.Measures, place.Id)))];
        List<string[]> rows = [["Region", .. columns.Select(c => $"{c.Impact.Brief} [{Say.Unit(c.Unit)}]")], .. places.Take(room).Select(Row)];
        var regions = rows.Count;
        if (places.Count > room) rows.Add([$"and {Say.Count(places.Count - room, "more region")} in the report"]);
        if (worst.Count > 0) rows.AddRange([["Sectors worst hit"], .. worst.Select(Row)]);

        var calendar = Calendar.Of(run.Window, 0, 1);
        var spark = Math.Min(20, screen.Width - Screen.WidthOf(rows) - 2);
        if (spark < 6) spark = 0;
        screen.Table([.. rows.Select((row, i) => spark == 0 || row.Length == 1 ? row : [.. row, i == 0 ? "By week" : i < regions ? Spark(run, places[i - 1], calendar, spark) : ""])]);
        var censored = places.Concat(worst).Any(p => columns.Any(c => c.Impact.Of(run.Measures, p.Id) is { IsCensored: true }));
        var ends = censored ? " ≥: not in every run by the horizon; the mean is a lower bound." : "";
        var weeks = spark > 0 ? $" By week: median share met, ▁ none, █ all, {Say.Month(calendar.First)} – {Say.Month(calendar.End)}." : "";
        foreach (var line in screen.Fold($"Means with the 95 % interval of the mean.{ends}{weeks}").Take(2)) screen.Remark(line);
    }

    static string Spark(RunFindings run, Named place, Calendar calendar, int columns) =>
        run.WeeklyFill.GetValueOrDefault(place.Id) is { } band ? Sparkline.Of(Drawn(band, run.Window, calendar), columns) : "";

    static List<double> Drawn(Band band, Window window, Calendar calendar) =>
        [.. band.P50.Where((_, week) => window.Start.AddDays(7 * week) is var day && day >= calendar.First && day < calendar.End)];

    /// <summary>A mean with its interval: as one number where it is as far to both sides, which is shorter.</summary>
    internal static string Cell(Measured? m)
    {
        if (m is null) return Say.None;
        var (mean, down, up) = ($"{(m.IsCensored ? "≥ " : "")}{Say.Bare(m.Mean, m.Unit)}", m.Mean - m.Low, m.High - m.Mean);
        return Math.Abs(up - down) <= 0.02 * Math.Max(up, down) ? $"{mean} ±{Say.HalfWidth(up, m.Unit)}" : $"{mean} ({Say.Span(m.Low, m.High, m.Unit)})";
    }

    static string Start(string hash) => hash.Length <= 12 ? hash : hash[..12];
}
