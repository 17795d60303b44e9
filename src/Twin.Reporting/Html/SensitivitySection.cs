namespace Twin.Reporting;

/// <summary>How sure the answer is: which inputs move it, and by how much.</summary>
static class SensitivitySection
{
    public static Html Of(RunFindings run) => run.Sensitivity is not { Swings.Count: > 0 } found ? Html.Empty : Html.Of($"""
        <section><h2>How sure we are</h2>
        <p>With every uncertain input at its median, {Impact.PhraseOf(found.Measure, Places(run))} is {Say.Value(found.Middle.Mean, found.Unit)} (±{Say.HalfWidth(found.Middle.Half, found.Unit)}). One input at a time goes to the 5th and to the 95th percentile of what is believed of it.</p>
        <figure><figcaption><b>What one input does</b> <span>means of {Say.Count(found.Storms, "replication")} that meet the same chance events</span></figcaption>
        <p class="legend"><span><i class="low"></i>input low</span><span><i class="high"></i>input high</span></p>
        {Charts.Place("tornado", "How far each input moves the answer by itself; the table below has the numbers")}</figure>
        <details><summary>As a table</summary><div class="scroll" role="region" aria-label="Inputs that move the answer" tabindex="0"><table>
        <caption><span>{Impact.NameOf(found.Measure, Places(run))}{UnitOf(found)} with one input low or high, and shares of its variance</span></caption>
        <thead><tr><th scope="col">Input</th><th scope="col" class="number">Low</th><th scope="col" class="number">High</th><th scope="col" class="number">Swing</th><th scope="col" class="number">By itself <span class="unit">%</span></th><th scope="col" class="number">With others <span class="unit">%</span></th></tr></thead>
        <tbody>
        {found.Swings.Select(s => Row(found, s.Input, s))}{found.Shares.Where(v => found.Swings.All(s => s.Input != v.Name)).Select(v => Row(found, v.Name, null))}</tbody></table></div></details>
        <p class="note">Swing: high less low, with half its 95 % interval. By itself: the share of the variance that would go if the input were known (first-order Sobol index); with others: the share that would stay if only the input were unknown (total index); in brackets, their 95 % intervals. Chance: breakdowns, travel times, weekly use.</p></section>

        """);

    static Html Share((double Mean, double Low, double High) share) =>
        Html.Of($"""<td class="number">{Say.Bare(share.Mean, "1")} <span class="interval">({Say.Span(share.Low, share.High, "1")})</span></td>""");

    static IReadOnlyList<Named> Places(RunFindings run) => [.. run.Totals, .. run.Regions, .. run.Sectors];

    static string UnitOf(SensitivityFindings found) => found.Unit == "1" ? "" : $" [{Say.Unit(found.Unit)}]";

    static Html Row(SensitivityFindings found, string name, SwingLine? swing)
    {
        var share = found.Shares.FirstOrDefault(s => s.Name == name);
        return Html.Of($"""
            <tr><th scope="row">{(swing is null ? Html.Of($"{name}") : Html.Of($"<code>{name}</code>"))}</th>{(swing is { } s
                ? Html.Of($"""<td class="number">{Say.Bare(s.Low, found.Unit)}</td><td class="number">{Say.Bare(s.High, found.Unit)}</td><td class="number">{Say.Change(s.High - s.Low, found.Unit)} ±{Say.HalfWidth(s.Half, found.Unit)}</td>""")
                : Html.Of($"""<td class="number">{Say.None}</td><td class="number">{Say.None}</td><td class="number">{Say.None}</td>"""))}{(share is { } v
                ? Html.Of($"""{Share(v.First)}{Share(v.Total)}""")
                : Html.Of($"""<td class="number">{Say.None}</td><td class="number">{Say.None}</td>"""))}</tr>

            """);
    }
}
