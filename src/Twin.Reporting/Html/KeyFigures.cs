namespace Twin.Reporting;

/// <summary>Four numbers beside the answer: what is lost, when it begins, when it is over, how deep it is.</summary>
static class KeyFigures
{
    static readonly (string Measure, string Words)[] All =
        [("fill", "of demand unmet"), ("tts", "until users run short"), ("ttr", "until supply is back to normal"), ("peak", "missing at the worst")];

    public static Html Of(RunFindings run)
    {
        if (run.Window.Onset is null || Headline.FocusOf(run) is not { } focus) return Html.Empty;
        var shown = All.Select(a => (a.Words, Value: run.Measures.GetValueOrDefault($"{a.Measure}.{focus.Id}") is { } m ? a.Measure == "fill" ? m.Complement : m : null)).Where(a => a.Value is not null).ToList();
        return shown.Count == 0 ? Html.Empty : Html.Of($"""
            <dl class="keys" aria-label="Key figures: {focus.Name}">{shown.Select(a => Html.Of($"""
            <div><dt>{a.Words}</dt><dd>{Figure(a.Value!)}</dd>{(Spread(a.Value!) is { Length: > 0 } spread ? Html.Of($"""<dd class="around">{spread}</dd>""") : Html.Empty)}</div>

            """))}</dl>
            """);
    }

    static string Figure(Measured m) => m switch
    {
        { IsCensored: true, P50: null } => $"beyond {Say.Days(m.Mean)}",
        { IsCensored: true } => Say.Value(m.P50, m.Unit),
        _ => m.Unit == "1" ? Say.Share(m.Mean) : Say.Value(m.Mean, m.Unit),
    };

    static string Spread(Measured m) => m.P05 is null ? "" : $"nine in ten: {Say.Range(m.P05, m.P95, m.Unit)}";
}
