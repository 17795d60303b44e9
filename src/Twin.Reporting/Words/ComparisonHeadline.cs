namespace Twin.Reporting;

/// <summary>What a comparison comes to, in two to four sentences: which variant is best, by how much, which cannot be told from it, and which are worth what they cost.</summary>
static class ComparisonHeadline
{
    public static IReadOnlyList<string> Of(ComparisonFindings comparison)
    {
        var key = comparison.Shown.Count > 0 ? comparison.Shown[0] : "";
        var measured = comparison.Variants.Where(v => v.Measures.ContainsKey(key)).ToList();
        if (measured.Count == 0) return ["Nothing was measured in these variants that could be compared."];

        var name = Impact.PhraseOf(key, comparison.Names);
        var first = measured[0];
        var best = HigherIsBetter(key) ? measured.MaxBy(v => v.Measures[key].Mean)! : measured.MinBy(v => v.Measures[key].Mean)!;
        if (measured.Count == 1) return [$"Only “{first.Title}” was measured: {name} is {Mean(first, key)}."];

        var opening = best == first
            ? $"Of {measured.Count} variants, none does better than “{first.Title}”: {name} is {Mean(first, key)}."
            : $"Of {measured.Count} variants, “{best.Title}” does best: {name} is {Mean(best, key)} against {Mean(first, key)} for “{first.Title}”.";
        return [opening, .. ByHowMuch(comparison, key, best, first), .. comparison.Selection is { } selection ? [selection] : Rivals(comparison, key, best, first), .. ForWhat(comparison, key)];
    }

    /// <summary>Whether more of a measure is good. Of what a report does not know, less is.</summary>
    public static bool HigherIsBetter(string key) => key.Split('.')[0] is "fill" or "tts";

    /// <summary>Whether the interval of a difference leaves nought out.</summary>
    public static bool IsClear(PairedDifference difference) => difference.Low > 0 || difference.High < 0;

    static IEnumerable<string> ByHowMuch(ComparisonFindings comparison, string key, Variant best, Variant first)
    {
        if (best == first || Between(comparison, key, best, first) is not { } d) yield break;
        if (!IsClear(d))
        {
            yield return $"The difference cannot be told from none ({Interval(d)}).";
            yield break;
        }

        var superior = d.Superior is { } share && d.Variant == best.Name ? $", and it does better in {Say.Share(share)} of the paired runs" : "";
        yield return $"The difference is {Value(d.Mean, d.Unit)} ({Interval(d)}){superior}.";
    }

    static IEnumerable<string> Rivals(ComparisonFindings comparison, string key, Variant best, Variant first)
    {
        var rivals = comparison.Variants
            .Where(v => v != best && v != first && Between(comparison, key, best, v) is { } d && !IsClear(d))
            .Select(v => $"“{v.Title}”").ToList();
        if (rivals.Count > 0) yield return $"{string.Join(" and ", rivals)} cannot be told apart from it with so many runs.";
    }

    /// <summary>The variants that save something no other saves for less: each of a few, or else the cheapest and the dearest of them.</summary>
    static IEnumerable<string> ForWhat(ComparisonFindings comparison, string key)
    {
        const int Few = 3;
        string Said(VariantCost c)
        {
            var cost = c.Known!.Value;
            var between = cost.Low < cost.High ? $", between {Say.Number(cost.Low)} and {Say.Number(cost.High)}," : "";
            return $"“{comparison.Variants.First(v => v.Name == c.Variant).Title}” ({Say.Number(cost.Value)} million USD{between} for {Say.Value(c.Saved, comparison.UnitOf(key))})";
        }

        var whole = comparison.Costs.Count(c => c.IsWhole);
        string[] efficient = [.. comparison.Costs.Where(c => c.IsEfficient == true).OrderBy(c => c.Known!.Value.Value).Select(Said)];
        if (whole < 2 || efficient.Length == 0) yield break;
        yield return efficient.Length > Few
            ? $"Of the {whole} whose costs are all known, {efficient.Length} do more than any that costs less, from {efficient[0]} to {efficient[^1]}."
            : $"Of the {whole} whose costs are all known, none does as much for less than {(efficient.Length == 1 ? efficient[0] : $"{string.Join(", ", efficient[..^1])} and {efficient[^1]}")}.";
    }

    static PairedDifference? Between(ComparisonFindings comparison, string key, Variant one, Variant other) =>
        comparison.Differences.FirstOrDefault(d => d.Key == key
            && ((d.Variant == one.Name && d.Against == other.Name) || (d.Variant == other.Name && d.Against == one.Name)));

    static string Interval(PairedDifference d) => $"95 % interval {Say.Change(d.Low, d.Unit)} to {Value(d.High, d.Unit)}";

    static string Value(double difference, string unit) => $"{Say.Change(difference, unit)}\u00a0{(unit == "1" ? "points" : Say.Unit(unit))}";

    static string Mean(Variant variant, string key) => Say.Value(variant.Measures[key].Mean, variant.Measures[key].Unit);
}
