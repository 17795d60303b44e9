namespace Twin.Reporting;

/// <summary>Variants side by side, and their differences against nought.</summary>
static class ComparisonTables
{
    /// <summary>Every variant under every measure: one below the other, so that a dozen fit as well as two. The first two measures; the others folded away below.</summary>
    public static Html SideBySide(ComparisonFindings comparison)
    {
        const int Unfolded = 2;
        var keys = comparison.Shown.Where(k => comparison.Variants.Any(v => v.Measures.ContainsKey(k))).ToList();
        return keys.Count == 0 ? Html.Empty : Html.Of($"""
            <section><h2>Side by side</h2>
            {Table(keys.Take(Unfolded))}{(keys.Count <= Unfolded ? Html.Empty : Html.Of($"""<details><summary>The other measures</summary>{Table(keys.Skip(Unfolded))}</details>"""))}
            <p class="note">Nine in ten: from the 5th to the 95th percentile of the runs. {Say.None}: not measured.</p></section>

            """);

        Html Table(IEnumerable<string> shown) => Html.Of($"""
            <div class="scroll" role="region" aria-label="Measures by variant" tabindex="0"><table>
            <caption><span>Variants by measure; the best mean is marked</span></caption>
            <thead><tr><th scope="col">Variant</th><th scope="col" class="number">Mean</th><th scope="col" class="number">95 % interval</th><th scope="col" class="number">Nine runs in ten</th></tr></thead>
            {shown.Select(k => Group(k, comparison))}</table></div>
            """);
    }

    static Html Group(string key, ComparisonFindings comparison)
    {
        var values = comparison.Variants.Select(v => (v.Title, Measured: v.Measures.GetValueOrDefault(key))).ToList();
        var means = values.Select(v => v.Measured).OfType<Measured>().ToList();
        var best = ComparisonHeadline.HigherIsBetter(key) ? means.Max(m => m.Mean) : means.Min(m => m.Mean);
        var marked = means.Select(m => m.Mean).Distinct().Count() > 1;
        return Html.Of($"""
            <tbody><tr class="group"><th scope="rowgroup" colspan="4">{Impact.NameOf(key, comparison.Names)} <span class="unit">{Say.Unit(means[0].Unit)}</span></th></tr>
            {values.Select(v => Html.Of($"""
            <tr><th scope="row">{v.Title}</th>{ImpactTable.Cells(v.Measured, marked && v.Measured?.Mean == best)}</tr>

            """))}</tbody>
            """);
    }

    /// <summary>The differences of the first measure; those of the others folded away below.</summary>
    public static Html Differences(ComparisonFindings comparison)
    {
        if (comparison.Differences.Count == 0) return Html.Empty;
        var groups = comparison.Differences.GroupBy(d => (d.Key, d.Unit)).ToList();
        var against = comparison.Differences.Select(d => d.Against).Distinct().ToList();
        string Title(string name) => comparison.Variants.FirstOrDefault(v => v.Name == name)?.Title ?? name;
        return Html.Of($"""
            <section><h2>Differences, run by run</h2>
            {Table(groups.Take(1))}{(groups.Count == 1 ? Html.Empty : Html.Of($"""<details><summary>The other measures</summary>{Table(groups.Skip(1))}</details>"""))}
            <p class="note">{(against.Count == 1 ? $"All against “{Title(against[0])}”. " : "")}Blue: the interval clears nought. Grey: it does not, and the two cannot be told apart with so many runs. The bars of one measure share a scale.</p></section>

            """);

        Html Table(IEnumerable<IGrouping<(string Key, string Unit), PairedDifference>> shown) => Html.Of($"""
            <div class="scroll" role="region" aria-label="Paired differences" tabindex="0"><table class="differences">
            <caption><span>Mean difference over replications that met the same chance events, with its 95 % interval</span></caption>
            <thead><tr><th scope="col">{(against.Count == 1 ? "Variant" : "Variant, against")}</th><th scope="col" class="bars"><span class="hidden">Interval against nought</span></th><th scope="col" class="number">Difference</th><th scope="col" class="number">95 % interval</th><th scope="col" class="number">Better in <span class="unit">% of runs</span></th><th scope="col" class="number">Variance ratio</th><th scope="col">Verdict</th></tr></thead>
            {shown.Select(Group)}</table></div>
            """);

        Html Group(IGrouping<(string Key, string Unit), PairedDifference> group)
        {
            var reach = group.Max(d => Math.Max(Math.Abs(d.Low), Math.Abs(d.High)));
            return Html.Of($"""
                <tbody><tr class="group"><th scope="rowgroup" colspan="7">{Impact.NameOf(group.Key.Key, comparison.Names)} <span class="unit">{(group.Key.Unit == "1" ? "percentage points" : Say.Unit(group.Key.Unit))}</span></th></tr>
                {group.Select(d => Html.Of($"""
                <tr><th scope="row">{Title(d.Variant)}{(against.Count == 1 ? Html.Empty : Html.Of($"""<span class="sentence">against {Title(d.Against)}</span>"""))}</th><td class="bars">{Bar.Interval(d.Mean, d.Low, d.High, reach)}</td><td class="number"><b>{Say.Change(d.Mean, d.Unit)}</b></td><td class="number">{Say.Change(d.Low, d.Unit)} to {Say.Change(d.High, d.Unit)}</td><td class="number">{Say.Bare(d.Superior, "1")}</td><td class="number">{Say.Number(d.VarianceRatio)}</td><td>{d.Verdict}</td></tr>

                """))}</tbody>
                """);
        }
    }

    public static Html Costs(ComparisonFindings comparison)
    {
        if (comparison.Costs.Count == 0 || comparison.Shown.Count == 0) return Html.Empty;
        var unit = comparison.UnitOf(comparison.Shown[0]);
        string Title(string name) => comparison.Variants.FirstOrDefault(v => v.Name == name)?.Title ?? name;
        return Html.Of($"""
            <section><h2>What it costs</h2>
            <div class="scroll" role="region" aria-label="Cost and effect" tabindex="0"><table>
            <caption><span>Cost to the end of the window, as far as sources say, and what it does for {Impact.PhraseOf(comparison.Shown[0], comparison.Names)}</span></caption>
            <thead><tr><th scope="col">Variant</th><th scope="col" class="number">Cost <span class="unit">million USD</span></th><th scope="col" class="number">Better by <span class="unit">{Say.Unit(unit)}</span></th><th scope="col" class="number">For a million <span class="unit">{Say.Unit(unit)}</span></th><th scope="col">Efficient</th></tr></thead>
            <tbody>
            {comparison.Costs.Select(c => Html.Of($"""
            <tr><th scope="row">{Title(c.Variant)}</th><td class="number">{CostOf(c)}{RangeOf(c)}</td><td class="number"><b>{Say.Bare(c.Saved, unit)}</b></td><td class="number">{PerMillionOf(c)}</td><td>{EfficientOf(c)}</td></tr>

            """))}</tbody></table></div>
            <p class="note">In brackets: with every part at its least, and at its most. “At least”: parts of the cost were not found. Efficient: of those whose cost is whole, none saves as much for less (the Pareto set).</p></section>

            """);
    }

    internal static string CostOf(VariantCost c) => c.Known is not { } known ? "not found" : $"{(c.IsWhole ? "" : "at least ")}{Say.Number(known.Value)}";

    /// <summary>Between what the cost lies; nothing where that is one number.</summary>
    internal static string RangeOf(VariantCost c) => c.Known is { } known && known.Low < known.High ? $" ({Say.Number(known.Low)} to {Say.Number(known.High)})" : "";

    /// <summary>What a million saves; nothing is said of what is not seen in the column before it.</summary>
    internal static string PerMillionOf(VariantCost c) =>
        c is not { IsWhole: true, Known.Value: > 0 and var known } ? Say.None : Math.Abs(c.Saved) < 0.005 ? "0" : Say.Number(c.Saved / known);

    internal static string EfficientOf(VariantCost c) => c.IsEfficient switch { true => "yes", false => "no", _ => Say.None };

    public static Html Changes(ComparisonFindings comparison)
    {
        const int Unfolded = 12;
        if (comparison.Changes.Count == 0) return Html.Empty;
        var open = comparison.Changes.Sum(c => c.First.Count) <= Unfolded ? Html.Of($"""<details open="">""") : Html.Of($"""<details>""");
        return Html.Of($"""
            <section><h2>What was changed</h2>
            {comparison.Changes.Select(c => Html.Of($"""
            {open}<summary>{comparison.Variants.FirstOrDefault(v => v.Name == c.Variant)?.Title ?? c.Variant}: {Say.Count(c.Count, "input")}</summary>
            <div class="scroll" role="region" aria-label="Changed inputs" tabindex="0"><table class="changes">
            <caption><span>Inputs in which it differs from the first variant{(c.Count > c.First.Count ? $": the first {c.First.Count} of {c.Count}" : "")}</span></caption>
            <thead><tr><th scope="col">Input</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
            <tbody>
            {c.First.Select(i => Html.Of($"""
            <tr><th scope="row"><code>{i.Path}</code></th><td>{i.From}</td><td>{i.To}</td></tr>

            """))}</tbody></table></div></details>
            """))}</section>

            """);
    }
}
