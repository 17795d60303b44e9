namespace Twin.Reporting;

/// <summary>Why it came so, and what the answer stands on: bottlenecks, and weak inputs.</summary>
static class ReasonTables
{
    public static Html Causes(IReadOnlyList<Cause> rows) => rows.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>Why users went without</h2>
        <p>Each tonne that a user lacked, followed from seller to seller along the largest gap to what kept it back.</p>
        <div class="scroll" role="region" aria-label="Causes" tabindex="0"><table>
        <caption><span>What users of the whole world lacked in the window, by its cause</span></caption>
        <thead><tr><th scope="col">Because</th><th scope="col" class="bars">Share of what was lacked</th><th scope="col" class="number">Share <span class="unit">%</span></th><th scope="col" class="number">Lacked <span class="unit">t</span></th></tr></thead>
        <tbody>
        {rows.Select(r => Html.Of($"""
        <tr><th scope="row">{r.Name}</th><td class="bars">{Bar.Of(r.Share)}</td><td class="number">{Say.Bare(r.Share, "1")}</td><td class="number">{Say.Number(r.Tonnes)}</td></tr>

        """))}</tbody></table></div></section>

        """);

    public static Html Bottlenecks(IReadOnlyList<Bottleneck> rows) => rows.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>What held the flow back</h2>
        <div class="scroll" role="region" aria-label="Bottlenecks" tabindex="0"><table>
        <caption><span>Sites and rules by the shortage that they caused, in tonnes short × weeks</span></caption>
        <thead><tr><th scope="col">Bottleneck</th><th scope="col" class="bars">Share of the shortage</th><th scope="col" class="number">Share <span class="unit">%</span></th><th scope="col" class="number">Shortage <span class="unit">t·weeks</span></th></tr></thead>
        <tbody>
        {rows.Select(r => Html.Of($"""
        <tr><th scope="row">{r.Name} <span class="kind">{r.Kind}</span>{(r.Sentence.Length > 0 ? Html.Of($"""<span class="sentence">{r.Sentence}</span>""") : Html.Empty)}</th><td class="bars">{Bar.Of(r.Share)}</td><td class="number">{Say.Bare(r.Share, "1")}</td><td class="number">{Say.Number(r.TonneWeeks)}</td></tr>

        """))}</tbody></table></div></section>

        """);

    public static Html WeakestInputs(IReadOnlyList<WeakInput> rows, int sources, int replications) => rows.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>What to doubt first</h2>
        <p>The inputs with the weakest sources among those that move the answer{(sources > 0 ? $"; the scenario cites {Say.Count(sources, "source")}" : "")}.</p>
        <div class="scroll" role="region" aria-label="Weakest inputs" tabindex="0"><table>
        <caption><span>The weakest inputs, and how far they move with unmet demand</span></caption>
        <thead><tr><th scope="col">Input and source</th><th scope="col" class="number">Value</th><th scope="col">Grade</th><th scope="col" class="number">Influence <span class="unit">−1 to 1</span></th><th scope="col" class="bars narrow"><span class="hidden">Influence, drawn</span></th></tr></thead>
        <tbody>
        {rows.Select(r => Html.Of($"""
        <tr><th scope="row"><code>{r.Path}</code><span class="sentence">{Source(r.Source, r.Url)}</span></th><td class="number">{Say.Value(r.Value, r.Unit)}</td><td><span class="grade {GradeClass(r.Grade)}">{$"{r.Grade}"}</span></td><td class="number">{(r.Influence is { } i ? Say.Change(Math.Round(i, 2), "") : Say.None)}</td><td class="bars narrow">{(r.Influence is { } j ? Bar.Correlation(j) : Html.Empty)}</td></tr>

        """))}</tbody></table></div>
        <p class="note">Grade A: measured or audited. B: official statistic. C: trade press or company claim. D: our assumption. Influence: rank correlation with unmet demand over the replications; above nought, a higher value goes with more of it. Of an input that does nothing it is within ±{Say.Number(1.96 / Math.Sqrt(Math.Max(1, replications - 1)))} nineteen times in twenty. {Say.None}: not varied.</p></section>

        """);

    public static Html Assumed(IReadOnlyList<Assumption> rows) => rows.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>What the shock is taken to be</h2>
        <div class="scroll" role="region" aria-label="Assumptions" tabindex="0"><table>
        <caption><span>The numbers of the shock; a range is drawn anew for each replication</span></caption>
        <thead><tr><th scope="col">Input and source</th><th scope="col" class="number">Value</th><th scope="col" class="number">Range</th><th scope="col">Grade</th></tr></thead>
        <tbody>
        {rows.Select(r => Html.Of($"""
        <tr><th scope="row"><code>{r.Path}</code><span class="sentence">{Source(r.Source, r.Url)}</span></th><td class="number">{r.Value}</td><td class="number">{(r.Range is { } range ? Say.Range(range.Low, range.High, range.Unit) : Say.None)}</td><td><span class="grade {GradeClass(r.Grade)}">{$"{r.Grade}"}</span></td></tr>

        """))}</tbody></table></div></section>

        """);

    /// <summary>A link goes to the web and nowhere else: a file may write javascript: into an address.</summary>
    static Html Source(string? source, string? url)
    {
        if (source is not { Length: > 0 } title) return Html.Of($"no source");
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? Html.Of($"""<a href="{address.AbsoluteUri}" rel="noreferrer">{title}</a>""")
            : Html.Of($"{title}");
    }

    static string GradeClass(char grade) => grade is >= 'A' and <= 'D' ? $"grade-{grade}" : "";
}
