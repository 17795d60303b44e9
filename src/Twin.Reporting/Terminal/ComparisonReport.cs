using Spectre.Console;

namespace Twin.Reporting;

/// <content>The same comparison for a terminal.</content>
public static partial class ComparisonReport
{
    const int Measures = 4, Rows = 12, Warned = 2;

    /// <summary>Writes the comparison as one screen of 100 columns.</summary>
    /// <param name="comparison">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are; null to leave that out.</param>
    public static void Write(ComparisonFindings comparison, IAnsiConsole console, string? results = null)
    {
        var screen = new Screen(console);
        screen.Heading(comparison.Title);
        screen.Line(string.Join(" ", ComparisonHeadline.Of(comparison)));
        screen.Remark(string.Join(" · ", Facts(comparison)));
        var warnings = comparison.Variants.SelectMany(v => Page.Shortfalls(v.Provenance).Select(s => $"{v.Title}: {s}")).Concat(comparison.Warnings).ToList();
        foreach (var warning in warnings.Take(Warned)) screen.Line($"! {warning}");

        WriteVariants(comparison, screen);
        WriteDifferences(comparison, screen);
        screen.Remark("Means, with the 95 % interval of the mean. Differences are taken run by run, under the same chance events.");
        if (results is not null) screen.Line($"Results: {results}");
    }

    /// <summary>The screen as plain text, as a pipe or a file gets it.</summary>
    public static string ToText(ComparisonFindings comparison, string? results = null) =>
        PlainConsole.Text(console => Write(comparison, console, results));

    static void WriteVariants(ComparisonFindings comparison, Screen screen)
    {
        var keys = comparison.Shown.Where(k => comparison.Variants.Any(v => v.Measures.ContainsKey(k))).Take(Measures).ToList();
        if (keys.Count == 0) return;
        var table = Screen.Grid([("Variant", false), .. keys.Select(k => (HeadOf(k, comparison), true))]);
        foreach (var variant in comparison.Variants.Take(Rows))
            table.AddRow([Screen.Cell(Screen.Short(variant.Title, 28)), .. keys.Select(k => Screen.Cell(TerminalReport.Cell(variant.Measures.GetValueOrDefault(k))))]);
        screen.Table(table);
    }

    static string HeadOf(string key, ComparisonFindings comparison)
    {
        var unit = comparison.Variants.Select(v => v.Measures.GetValueOrDefault(key)).OfType<Measured>().First().Unit;
        var parts = Impact.NameOf(key, comparison.Names).Split(", ", 2);
        return $"{Screen.Short(parts[0], 16)}\n{Screen.Short(parts[^1], 10)} [{Say.Unit(unit)}]";
    }

    static void WriteDifferences(ComparisonFindings comparison, Screen screen)
    {
        var shown = comparison.Shown.Count == 0 ? [] : comparison.Differences.Where(d => d.Key == comparison.Shown[0]).Take(Rows).ToList();
        if (shown.Count == 0) return;
        string Title(string name) => Screen.Short(comparison.Variants.FirstOrDefault(v => v.Name == name)?.Title ?? name, 20);
        screen.Line($"{Impact.NameOf(shown[0].Key, comparison.Names)}: differences [{(shown[0].Unit == "1" ? "percentage points" : Say.Unit(shown[0].Unit))}]");
        var table = Screen.Grid(("Variant − against", false), ("Difference", true), ("95 % interval", true), ("Better in", true), ("Verdict", false));
        foreach (var d in shown)
        {
            table.AddRow(
                Screen.Cell($"{Title(d.Variant)} − {Title(d.Against)}"), Screen.Cell(Say.Change(d.Mean, d.Unit)),
                Screen.Cell($"{Say.Change(d.Low, d.Unit)} to {Say.Change(d.High, d.Unit)}"), Screen.Cell(Say.Share(d.Superior)), Screen.Cell(Screen.Short(d.Verdict, 24)));
        }

        screen.Table(table);
    }
}
