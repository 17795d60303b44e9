namespace Twin.Reporting;

/// <summary>The answer in two sentences, or three: what opens every report of a run.</summary>
/// <remarks>
/// The first says when users run short and how much they lose; the second, when it is over and what it costs in all; the
/// third, where users give up what they would have wanted, how much that is. A
/// mean stands where every run has a value, as in the tables; where some run had not got there by the horizon, the
/// median stands instead and the sentence says in how many runs. A measure that was not taken is not spoken of.
/// </remarks>
public static class Headline
{
    const string Spread = "nine runs in ten: ";

    /// <summary>The sentences, fewer if there is less to say.</summary>
    public static IReadOnlyList<string> Of(RunFindings run)
    {
        var opening = run.Asked is { Length: > 0 } asked ? asked.TrimEnd('.', ',', ' ') : $"In “{run.Title}”";
        if (FocusOf(run) is not { } focus) return [$"{opening}, nothing was measured."];

        var spread = run.Provenance.Done > 1;
        var onset = run.Window.Onset is not null;
        var lost = Of(run, "fill", focus)?.Complement;
        var survive = onset ? Of(run, "tts", focus) : null;
        var recover = onset ? Of(run, "ttr", focus) : null;
        var whole = run.Totals.Count > 0 && run.Totals[0] != focus ? run.Totals[0] : null;
        var unmet = whole is null ? null : Of(run, "unmet", whole);
        var forgone = onset ? Of(run, "forgone", focus) : null;
        var users = focus.Name.StartsWith("Outside ", StringComparison.Ordinal) ? $"users outside {focus.Name["Outside ".Length..]}" : $"{focus.Name} users";
        var theirs = survive is null ? $"the demand of {users}" : "their demand";

        return Sentences(
            [survive is null ? null : RunShort(users, survive, spread), lost is null ? null : Lost(theirs, lost, spread)],
            [recover is null ? null : Recover(recover, spread), unmet is null or { Mean: 0 } ? null : Unmet(whole!.Id == "WORLD" ? "world" : whole.Name, unmet, spread)],
            [forgone is null || Say.Number(forgone.Mean) == Say.Number(0) ? null : Forgone(users, forgone, spread)],
            opening);
    }

    /// <summary>Whom the headline speaks of.</summary>
    internal static Named? FocusOf(RunFindings run)
    {
        var places = run.Totals.Concat(run.Regions).ToList();
        if (run.Focus is { } id && places.Find(p => p.Id == id) is { } chosen) return chosen;
        return run.Regions.Where(r => Of(run, "fill", r) is not null).MinBy(r => Of(run, "fill", r)!.Mean) ?? places.FirstOrDefault();
    }

    internal static string RunShort(string users, Measured days, bool spread) => days switch
    {
        { Censored: >= 1 } => $"{users} do not run short before the horizon in any run",
        { IsCensored: true, P05: null } => $"in {Say.Share(days.Censored)} of runs {users} do not run short before the horizon",
        { IsCensored: true, P50: null } =>
            $"in {Say.Share(days.Censored)} of runs {users} do not run short before the horizon, and one run in twenty does within {Say.Days(days.P05)}",
        { IsCensored: true } => $"{users} run short after a median of {Say.Days(days.P50)}{NineInTen(days, spread)}",
        _ => $"{users} run short after {Say.Days(days.Mean)}{NineInTen(days, spread)}",
    };

    internal static string Recover(Measured days, bool spread) => days switch
    {
        { Censored: >= 1 } => "their supply is not back to normal before the horizon in any run",
        { IsCensored: true, P05: null } => $"in {Say.Share(days.Censored)} of runs their supply is not back to normal before the horizon",
        { IsCensored: true, P50: null } =>
            $"in {Say.Share(days.Censored)} of runs their supply is not back to normal before the horizon, and one run in twenty is within {Say.Days(days.P05)} of the onset",
        { IsCensored: true } => $"their supply is back to normal a median of {Say.Days(days.P50)} after the onset{NineInTen(days, spread)}",
        { Mean: 0, P95: null or 0 } => "their supply never leaves its normal range",
        _ => $"their supply is back to normal {Say.Days(days.Mean)} after the onset{NineInTen(days, spread)}",
    };

    internal static string Lost(string whose, Measured share, bool spread) => share.Mean == 0
        ? $"all of {whose} in the window is met{(spread ? ", in every run" : "")}"
        : $"{Say.Share(share.Mean)} of {whose} in the window goes unmet{NineInTen(share, spread)}";

    static string Unmet(string where, Measured mass, bool spread) =>
        $"{where} demand goes short by {Say.Value(mass.Mean, mass.Unit)}{NineInTen(mass, spread)}";

    static string Forgone(string users, Measured mass, bool spread) => mass.Mean > 0
        ? $"{users} give up {Say.Value(mass.Mean, mass.Unit)}{NineInTen(mass, spread)} more, for the price or for something else that they use"
        : $"{users} want {Say.Value(-mass.Mean, mass.Unit)} more than without it";

    /// <summary>The bracket after a number: how it spreads, and in how many runs it had not come by the horizon.</summary>
    static string NineInTen(Measured measure, bool spread)
    {
        if (!spread) return "";
        var late = measure.IsCensored ? $"; in {Say.Share(measure.Censored)} of runs not before the horizon" : "";
        return measure.P05 is null ? "" : $" ({Spread}{Say.Range(measure.P05, measure.P95, measure.Unit)}{late})";
    }

    static List<string> Sentences(string?[] first, string?[] second, string?[] third, string opening)
    {
        var sentences = new List<string>();
        foreach (var clauses in new[] { first, second, third })
        {
            var said = string.Join("; ", clauses.Where(c => c is not null));
            if (said.Length == 0) continue;
            sentences.Add(sentences.Count == 0 ? $"{opening}, {said}." : char.ToUpperInvariant(said[0]) + said[1..] + ".");
        }

        if (sentences.Count == 0) return [$"{opening}, nothing was measured."];
        return SpreadNamedOnce(sentences);
    }

    /// <summary>What a bracket shows is said in the first, and then known.</summary>
    static List<string> SpreadNamedOnce(List<string> sentences)
    {
        var named = false;
        return sentences.ConvertAll(sentence =>
        {
            var first = sentence.IndexOf(Spread, StringComparison.Ordinal);
            if (first < 0) return sentence;
            var kept = named ? 0 : first + Spread.Length;
            named = true;
            return sentence[..kept] + sentence[kept..].Replace(Spread, "", StringComparison.Ordinal);
        });
    }

    static Measured? Of(RunFindings run, string measure, Named of) => run.Measures.GetValueOrDefault($"{measure}.{of.Id}");
}
