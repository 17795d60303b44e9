namespace Twin.Reporting;

/// <summary>A study of answers against shocks as one page.</summary>
public static partial class FactorialReport
{
    /// <summary>The page, ready to be written as UTF-8; it keeps the promises of <see cref="HtmlReport"/>, but links to each shock's own comparison beside it.</summary>
    public static string ToHtml(FactorialFindings study)
    {
        var unit = UnitOf(study);
        var header = Page.Header("Supply-chain digital twin · Study", study.Title, FactorialHeadline.Of(study), Facts(study));
        var body = Html.Of($"""
            {Page.Warnings(Shortfalls(study))}<section><h2>Every answer against every shock</h2>
            <figure><figcaption><b>{Impact.NameOf(study.Measure, study.Names)}</b> <span>mean and its 95&#160;% interval; full: the best answer to the shock</span></figcaption>
            {Charts.Place("answers", "Each answer under each shock; the table below has the numbers")}</figure><p class="note undrawn">{Charts.WithoutScript}</p>
            <div class="scroll" role="region" aria-label="Answers by shock" tabindex="0"><table class="impacts">
            <caption><span>{Impact.NameOf(study.Measure, study.Names)} [{Say.Unit(unit)}]; the best of a column is marked</span></caption>
            <thead><tr><th scope="col">Answer</th>{study.Shocks.Select(s => Html.Of($"""<th scope="col" class="number"><a href="{s.Id}/report.html">{s.Name}</a></th>"""))}<th scope="col" class="number">Largest regret</th></tr></thead>
            <tbody>
            {study.Answers.Select((answer, a) => Html.Of($"""
            <tr><th scope="row">{answer.Name}</th>{study.Cells[a].Select((cell, s) => Html.Of($"""<td class="number">{Cell(cell, study.BestFor(s) == a)}</td>"""))}<td class="number">{Regret(study.RegretOf(a), study.MostRobust == a)}</td></tr>

            """))}</tbody></table></div>
            <p class="note"><b>Bold</b>: mean; in brackets, the 95 % interval of the mean. Below: its difference to “{study.Answers[0].Name}” under the same shock, with the 95 % interval over replications that met the same chance events. Regret: how much worse than the best answer to that shock; the largest of them is what counts for those who do not know which shock comes.</p></section>
            {Page.Reproduce([($"All of it; seed and hashes here of “{study.Answers[0].Name}” under “{study.Shocks[0].Name}”", study.Cells[0][0].Run)])}{Page.Glossary(Impact.All.Where(i => study.Measure.StartsWith(i.Key + ".", StringComparison.Ordinal)).Select(i => (i.Head, i.Meaning)).Concat(Page.Statistics))}{Page.Limits([])}
            """);
        return Page.Of(study.Title, header, body, Charts.Of(study)).ToString();
    }

    static string UnitOf(FactorialFindings study) => study.Cells[0][0].Loss.Unit;

    static Html Cell(FactorialCell cell, bool best) => Html.Of($"""
        {ImpactTable.Marked(Say.Bare(cell.Loss.Mean, cell.Loss.Unit), best)} <span class="interval">({Say.Span(cell.Loss.Low, cell.Loss.High, cell.Loss.Unit)})</span>{(cell.ToFirst is not { } d ? Html.Empty : Html.Of(
        $"""<span class="spread">{Say.Change(d.Mean, d.Unit)}</span><span class="spread">({Say.Change(d.Low, d.Unit)} to {Say.Change(d.High, d.Unit)})</span>"""))}
        """);

    static Html Regret(PairedDifference? regret, bool least) => regret is not { } d
        ? ImpactTable.Marked("0", least)
        : Html.Of($"""{ImpactTable.Marked(Say.Bare(d.Mean, d.Unit), least)}<span class="spread">({Say.Span(d.Low, d.High, d.Unit)})</span>""");

    static IEnumerable<string> Facts(FactorialFindings study)
    {
        yield return Say.Count(study.Shocks.Count, "shock");
        yield return Say.Count(study.Answers.Count, "answer");
        var done = study.Cells.SelectMany(c => c).Select(c => c.Run.Done).ToArray();
        yield return done.Min() == done.Max() ? $"{Say.Count(done.Min(), "replication")} each" : $"{done.Min():#,0} to {done.Max():#,0} replications each";
    }

    static List<string> Shortfalls(FactorialFindings study) => [.. study.Cells.SelectMany(c => c).SelectMany(c => Page.Shortfalls(c.Run)).Distinct()];
}
