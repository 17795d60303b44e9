using Spectre.Console;

namespace Twin.Reporting;

/// <summary>A run as one screen: at most 40 lines of 100 columns.</summary>
/// <remarks>
/// It says what the page says first. What it has no room for is left to the page: regions after the twelfth, sectors
/// after the fifth, bottlenecks after the second. Names are text, never markup, and lose their control characters.
/// Whether there is colour is for the console to know (NO_COLOR, a pipe); nothing is said by colour alone.
/// </remarks>
public static class TerminalReport
{
    const int Sectors = 5, Regions = 12, Bottlenecks = 2, Warnings = 2;

    /// <summary>Writes the screen.</summary>
    /// <param name="run">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are, so that a reader finds the rest; null to leave that out.</param>
    public static void Write(RunFindings run, IAnsiConsole console, string? results = null)
    {
        var screen = new Screen(console);
        screen.Heading(run.Title);
        screen.Line(string.Join(" ", Headline.Of(run)));
        screen.Remark(string.Join(" · ", HtmlReport.Facts(run)));
        WriteWarnings(run, screen);

        var places = run.Totals.Concat(run.Regions).ToList();
        screen.Table(Impacts("Region", [.. places.Take(Regions)], run, screen.Width));
        if (places.Count > Regions) screen.Remark($"and {places.Count - Regions} more in the report");

        var worst = run.WorstSectors.Take(Sectors).Select(id => run.Sectors.FirstOrDefault(s => s.Id == id)).OfType<Named>().ToList();
        if (worst.Count > 0) screen.Table(Impacts("Worst-hit sector", worst, run, screen.Width));

        screen.Remark("Means, with the 95 % interval of the mean." + (AnyCensored(run) ? " ≥: some runs had not got there by the horizon; the mean is a lower bound." : ""));
        foreach (var b in run.Bottlenecks.Take(Bottlenecks))
            screen.Line($"Bottleneck: {b.Name} ({b.Kind}), {Say.Share(b.Share)} of the shortage. {b.Sentence}");
        screen.Remark($"{run.Provenance.Version} · seed {run.Provenance.Seed} · scenario {Start(run.Provenance.ScenarioHash)} · result {Start(run.Provenance.ResultHash)}");
        if (results is not null) screen.Line($"Results: {results}");
    }

    /// <summary>The screen as plain text, as a pipe or a file gets it.</summary>
    public static string ToText(RunFindings run, string? results = null) => PlainConsole.Text(console => Write(run, console, results));

    internal static void WriteWarnings(RunFindings run, Screen screen)
    {
        var all = Page.Shortfalls(run.Provenance).Concat(run.Warnings).ToList();
        foreach (var warning in all.Take(Warnings)) screen.Line($"! {warning}");
        if (all.Count > Warnings) screen.Remark($"! and {Say.Count(all.Count - Warnings, "more warning")} in the report");
    }

    static Table Impacts(string what, IReadOnlyList<Named> places, RunFindings run, int width)
    {
        var columns = Impact.Taken(run.Measures, places).Where(c => c.Impact != Impact.Lost).ToList();
        var table = Screen.Grid([(what, false), .. columns.Select(c => ($"{Head(c.Impact)} [{Say.Unit(c.Unit)}]", true)), ("Week by week", false)]);
        var spark = Math.Clamp(width - 22 - (columns.Count * 16), 4, 20);
        foreach (var place in places)
        {
            table.AddRow([
                Screen.Cell(Screen.Short(place.Name, 19)),
                .. columns.Select(c => Screen.Cell(Cell(c.Impact.Of(run.Measures, place.Id)))),
                Screen.Cell(run.WeeklyFill.GetValueOrDefault(place.Id) is { } band ? Sparkline.Of(band.P50, spark) : "")]);
        }

        return table;
    }

    internal static string Cell(Measured? m) => m is null ? Say.None
        : $"{(m.IsCensored ? "≥ " : "")}{Say.Bare(m.Mean, m.Unit)} ({Say.Span(m.Low, m.High, m.Unit)})";

    static string Head(Impact impact) => impact == Impact.Fill ? "Met" : impact == Impact.Unmet ? "Unmet" : impact == Impact.Survive ? "Survive" : "Recover";

    static bool AnyCensored(RunFindings run) => run.Measures.Values.Any(m => m.IsCensored);

    static string Start(string hash) => hash.Length <= 12 ? hash : hash[..12];
}
