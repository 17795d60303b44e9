using System.Text.Json;
using Spectre.Console;

namespace Twin.Reporting;

/// <summary>A study of answers against shocks: one table on a page, on a screen, and as JSON.</summary>
public static class FactorialReport
{
    /// <summary>The page, ready to be written as UTF-8; it keeps the promises of <see cref="HtmlReport"/>, but links to each shock's own comparison beside it.</summary>
    public static string ToHtml(FactorialFindings study)
    {
        var unit = UnitOf(study);
        var header = Page.Header("Supply-chain digital twin · Study", study.Title, Sentences(study), Facts(study));
        var body = Html.Of($"""
            {Page.Warnings(Shortfalls(study))}<section><h2>Every answer against every shock</h2>
            <div class="scroll" role="region" aria-label="Answers by shock" tabindex="0"><table class="impacts">
            <caption><span>{Impact.NameOf(study.Measure, study.Names)} [{Say.Unit(unit)}]; the best of a column is marked</span></caption>
            <thead><tr><th scope="col">Answer</th>{study.Shocks.Select(s => Html.Of($"""<th scope="col" class="number"><a href="{s.Id}/report.html">{s.Name}</a></th>"""))}<th scope="col" class="number">Largest regret</th></tr></thead>
            <tbody>
            {study.Answers.Select((answer, a) => Html.Of($"""
            <tr><th scope="row">{answer.Name}</th>{study.Cells[a].Select((cell, s) => Html.Of($"""<td class="number">{Marked(cell.Loss.Mean, unit, study.BestFor(s) == a)}{Against(cell)}</td>"""))}<td class="number">{Marked(study.RegretOf(a), unit, study.MostRobust == a)}</td></tr>

            """))}</tbody></table></div>
            <p class="note">Below a mean: its difference to “{study.Answers[0].Name}” under the same shock and its 95 % interval, over replications that met the same chance events. Regret: how much worse than the best answer to that shock; the largest of them is what counts for those who do not know which shock comes.</p></section>
            {Page.Reproduce([($"All of it; seed and hashes here of “{study.Answers[0].Name}” under “{study.Shocks[0].Name}”", study.Cells[0][0].Run)])}{Page.Glossary(Impact.All.Where(i => study.Measure.StartsWith(i.Key + ".", StringComparison.Ordinal)).Select(i => (i.Head, i.Meaning)).Concat(Page.Statistics))}{Page.Limits([])}
            """);
        return Page.Of(study.Title, header, body).ToString();
    }

    /// <summary>Writes the study as one screen.</summary>
    /// <param name="study">What to tell.</param>
    /// <param name="console">Where to.</param>
    /// <param name="results">Where the results are; null to leave that out.</param>
    public static void Write(FactorialFindings study, IAnsiConsole console, string? results = null)
    {
        const int Name = 24, Cell = 12;
        var screen = new Screen(console);
        var unit = UnitOf(study);
        screen.Heading(study.Title);
        foreach (var line in screen.Fold(string.Join(" ", Sentences(study)))) screen.Line(line);
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
                    Screen.Cut(answer.Name, Name), .. shown.Select(s => $"{Star(study.BestFor(s) == a)}{Say.Bare(study.Cells[a][s].Loss.Mean, unit)}"),
                    .. last ? [$"{Star(study.MostRobust == a)}{Say.Bare(study.RegretOf(a), unit)}"] : Array.Empty<string>(),
                ]),
            ], lastLeft: false);
        }

        foreach (var line in screen.Fold("* the best of its column, by means. Regret: how much worse than the best answer to the shock where that is most.")) screen.Remark(line);
        if (results is not null) screen.Line($"Results: {results}");

        static string Star(bool best) => best ? "* " : "";
    }

    /// <summary>The screen as plain text, as a pipe or a file gets it.</summary>
    public static string ToText(FactorialFindings study, string? results = null) => PlainConsole.Text(console => Write(study, console, results));

    /// <summary>The study as JSON: no date, no path, keys in the study's order.</summary>
    public static byte[] ToJson(FactorialFindings study)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "twin-study-1");
            json.WriteString("version", study.Cells[0][0].Run.Version);
            json.WriteString("measure", study.Measure);
            json.WriteString("unit", UnitOf(study));
            json.WriteNumber("seed", study.Cells[0][0].Run.Seed);
            json.WriteStartObject("answers");
            for (var a = 0; a < study.Answers.Count; a++)
            {
                json.WriteStartObject(study.Answers[a].Id);
                json.WriteNumber("largestRegret", study.RegretOf(a));
                json.WriteStartObject("shocks");
                for (var s = 0; s < study.Shocks.Count; s++) WriteCell(json, study.Shocks[s].Id, study.Cells[a][s]);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    static void WriteCell(Utf8JsonWriter json, string shock, FactorialCell cell)
    {
        json.WriteStartObject(shock);
        json.WriteNumber("replications", cell.Run.Done);
        json.WriteString("resultHash", cell.Run.ResultHash);
        json.WriteNumber("mean", cell.Loss.Mean);
        json.WriteNumber("low", cell.Loss.Low);
        json.WriteNumber("high", cell.Loss.High);
        if (cell.Difference is { } d)
        {
            json.WriteStartObject("difference");
            json.WriteNumber("mean", d.Mean);
            json.WriteNumber("low", d.Low);
            json.WriteNumber("high", d.High);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    static string UnitOf(FactorialFindings study) => study.Cells[0][0].Loss.Unit;

    static Html Marked(double value, string unit, bool best) => Html.Of($"""<b class="{(best ? "best" : "mean")}">{(best ? "▸ " : "")}{Say.Bare(value, unit)}</b>""");

    static Html Against(FactorialCell cell) => cell.Difference is not { } d ? Html.Empty : Html.Of(
        $"""<span class="spread">{Say.Change(d.Mean, d.Unit)}</span><span class="spread">{Say.Change(d.Low, d.Unit)} to {Say.Change(d.High, d.Unit)}</span>""");

    /// <summary>Which answer is best under how many shocks, and which is the safest bet.</summary>
    static IEnumerable<string> Sentences(FactorialFindings study)
    {
        var unit = UnitOf(study);
        var wins = Enumerable.Range(0, study.Shocks.Count).GroupBy(study.BestFor).OrderByDescending(g => g.Count()).First();
        yield return $"“{study.Answers[wins.Key].Name}” leaves the least {Impact.PhraseOf(study.Measure, study.Names)} under {(wins.Count() == study.Shocks.Count ? (wins.Count() == 1 ? "the shock" : $"all {wins.Count()} shocks") : $"{wins.Count()} of {study.Shocks.Count} shocks")}.";
        var (robust, regret) = (study.MostRobust, study.RegretOf(study.MostRobust));
        yield return regret <= 0
            ? "Whatever the shock, nothing does better."
            : $"For whoever does not know which shock comes, “{study.Answers[robust].Name}” is the safest: it is never more than {Say.Value(regret, unit)} worse than the best answer.";
    }

    static IEnumerable<string> Facts(FactorialFindings study)
    {
        yield return Say.Count(study.Shocks.Count, "shock");
        yield return Say.Count(study.Answers.Count, "answer");
        var done = study.Cells.SelectMany(c => c).Select(c => c.Run.Done).ToArray();
        yield return done.Min() == done.Max() ? $"{Say.Count(done.Min(), "replication")} each" : $"{done.Min():#,0} to {done.Max():#,0} replications each";
    }

    static List<string> Shortfalls(FactorialFindings study) => [.. study.Cells.SelectMany(c => c).SelectMany(c => Page.Shortfalls(c.Run)).Distinct()];
}
