using Spectre.Console;

namespace Twin.Reporting;

/// <content>The same study for a terminal.</content>
public static partial class FactorialReport
{
    /// <summary>Writes the study as one screen.</summary>
    /// <param name="study">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are; null to leave that out.</param>
    public static void Write(FactorialFindings study, IAnsiConsole console, string? results = null)
    {
        const int Name = 24, Cell = 16;
        var screen = new Screen(console);
        var unit = UnitOf(study);
        screen.Heading(study.Title);
        foreach (var line in screen.Fold(string.Join(" ", FactorialHeadline.Of(study)))) screen.Line(line);
        foreach (var line in TerminalReport.Warnings(Shortfalls(study))) screen.Line(line);
        foreach (var line in screen.Fold(string.Join(" · ", Facts(study)))) screen.Remark(line);
        screen.Blank();

        // As many shocks beside each other as there is room for; the others below.
        var perTable = Math.Max(1, (screen.Width - Name - Cell - 4) / (Cell + 2));
        for (var from = 0; from < study.Shocks.Count; from += perTable)
        {
            if (from > 0) screen.Blank();
            var shown = Enumerable.Range(from, Math.Min(perTable, study.Shocks.Count - from)).ToArray();
            var last = from + perTable >= study.Shocks.Count;
            string[] head = [$"[{Say.Unit(unit)}]", .. shown.Select(s => Screen.Cut(study.Shocks[s].Id, Cell)), .. last ? ["regret"] : Array.Empty<string>()];
            screen.Table(
            [
                head,
                .. study.Answers.Select((answer, a) => (string[])
                [
                    Screen.Cut(answer.Name, Name), .. shown.Select(s => $"{Star(study.BestFor(s) == a)}{TerminalReport.Cell(study.Cells[a][s].Loss)}"),
                    .. last ? [$"{Star(study.MostRobust == a)}{Regret(study.RegretOf(a))}"] : Array.Empty<string>(),
                ]),
            ], lastLeft: false);
        }

        foreach (var line in screen.Fold("Means, 95 % interval of the mean; * the best of its column. Regret: how much worse than the best answer to the shock where that is most.")) screen.Remark(line);
        if (results is not null) screen.Line($"Results: {results}");

        static string Regret(PairedDifference? d) => d is null ? "0" : $"{Say.Bare(d.Mean, d.Unit)} ±{Say.HalfWidth((d.High - d.Low) / 2, d.Unit)}";
        static string Star(bool best) => best ? "* " : "";
    }
}
