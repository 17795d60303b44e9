using Spectre.Console;

namespace Twin.Reporting;

/// <content>The same comparison for a terminal.</content>
public static partial class ComparisonReport
{
    const int Measures = 3, Rows = 10;

    /// <summary>Writes the comparison as one screen of 100 columns.</summary>
    /// <param name="comparison">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are; null to leave that out.</param>
    public static void Write(ComparisonFindings comparison, IAnsiConsole console, string? results = null)
    {
        var screen = new Screen(console);
        screen.Heading(comparison.Title);
        foreach (var line in screen.Fold(string.Join(" ", ComparisonHeadline.Of(comparison)))) screen.Line(line);
        foreach (var warning in TerminalReport.Warnings(Warnings(comparison))) screen.Line(warning);
        foreach (var line in screen.Fold(string.Join(" · ", Facts(comparison)))) screen.Remark(line);
        WriteVariants(comparison, screen);
        WriteDifferences(comparison, screen);
        WriteCosts(comparison, screen);
        if (results is not null) screen.Line($"Results: {results}");
    }

    /// <summary>The screen as plain text, as a pipe or a file gets it.</summary>
    public static string ToText(ComparisonFindings comparison, string? results = null) =>
        PlainConsole.Text(console => Write(comparison, console, results));

    static void WriteVariants(ComparisonFindings comparison, Screen screen)
    {
        var keys = comparison.Shown.Where(k => comparison.Variants.Any(v => v.Measures.ContainsKey(k))).Take(Measures).ToList();
        if (keys.Count == 0) return;
        var heads = keys.ConvertAll(k => Impact.NameOf(k, comparison.Names).Split(", ", 2));
        screen.Blank();
        screen.Table(
        [
            ["Variant", .. heads.Select(h => Screen.Cut(h[0], 20))],
            ["", .. keys.Zip(heads, (k, h) => $"{Screen.Cut(h[^1], 14)} [{Say.Unit(comparison.UnitOf(k))}]")],
            .. comparison.Variants.Take(Rows).Select(v => (string[])[Screen.Cut(v.Title, 30), .. keys.Select(k => TerminalReport.Cell(v.Measures.GetValueOrDefault(k)))]),
        ], lastLeft: false);
        screen.Remark($"Means, 95 % interval of the mean.{(comparison.Variants.Count > Rows ? $" {Say.Count(comparison.Variants.Count - Rows, "more variant")} in the report." : "")}");
    }

    static void WriteCosts(ComparisonFindings comparison, Screen screen)
    {
        var known = comparison.Costs.Where(c => c.Known is not null).ToList();
        if (known.Count == 0) return;
        var unit = comparison.UnitOf(comparison.Shown[0]);
        screen.Blank();
        screen.Heading($"Cost, as far as sources say, and what it saves [{Say.Unit(unit)}]");
        screen.Table(
        [
            ["", "MUSD", "Better by", "Per MUSD", "Efficient"],
            .. known.Select(c => (string[])
            [
                Screen.Cut(comparison.Variants.FirstOrDefault(v => v.Name == c.Variant)?.Title ?? c.Variant, 30), ComparisonTables.CostOf(c), Say.Bare(c.Saved, unit),
                ComparisonTables.PerMillionOf(c), ComparisonTables.EfficientOf(c),
            ]),
        ]);
        foreach (var line in screen.Fold($"{Say.Count(comparison.Costs.Count - known.Count, "variant")} without a figure. Efficient: of those whose cost is whole, none saves as much for less. What the costs range over is in the report.")) screen.Remark(line);
    }

    static void WriteDifferences(ComparisonFindings comparison, Screen screen)
    {
        var all = comparison.Shown.Count == 0 ? [] : comparison.Differences.Where(d => d.Key == comparison.Shown[0]).ToList();
        if (all.Count == 0) return;
        string Title(string name, int width) => Screen.Cut(comparison.Variants.FirstOrDefault(v => v.Name == name)?.Title ?? name, width);
        List<string[]> rows = [["", "Difference", "95 % interval", "Better in", "Verdict"]];
        foreach (var group in all.Take(Rows).GroupBy(d => d.Against))
        {
            rows.Add([$"against {Title(group.Key, 60)}"]);
            rows.AddRange(group.Select(d => (string[])
            [
                Title(d.Variant, 23), Say.Change(d.Mean, d.Unit), $"{Say.Change(d.Low, d.Unit)} to {Say.Change(d.High, d.Unit)}", Say.Share(d.Superior), d.Verdict,
            ]));
        }

        screen.Blank();
        screen.Heading($"{Impact.NameOf(all[0].Key, comparison.Names)}, run by run [{(all[0].Unit == "1" ? "points" : Say.Unit(all[0].Unit))}]");
        screen.Table(rows);
    }
}
