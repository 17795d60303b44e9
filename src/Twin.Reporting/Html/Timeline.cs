namespace Twin.Reporting;

/// <summary>What is done to the chain, and when: a table with a bar for each, all on one calendar.</summary>
static class Timeline
{
    public static Html Of(IReadOnlyList<Move> moves, Window window)
    {
        if (moves.Count == 0) return Html.Empty;
        var calendar = new Calendar(window.Start, window.Horizon > window.Start ? window.Horizon : window.Start.AddDays(1), 0, 1000);
        return Html.Of($"""
            <section><h2>Who does what, and when</h2>
            <p class="legend">{moves.Select(m => m.Kind).Distinct().Order().Select(k => Html.Of($"""<span><i class="{Class(k)}"></i>{Name(k)}</span>"""))}{(window.Onset is null ? Html.Empty : Html.Of($"""<span><i class="shock"></i>the shock that is asked about</span>"""))}</p>
            <div class="scroll" role="region" aria-label="Timeline" tabindex="0"><table class="timeline">
            <caption><span>Controls, outages and responses from {Say.Day(window.Start)} to {Say.Day(window.Horizon)}</span></caption>
            <thead><tr><th scope="col">Event</th><th scope="col">Who → whom</th><th scope="col">In force</th><th scope="col" class="years"><span class="hidden">Drawn on a calendar</span>{calendar.Years.Where(y => y.Width >= 60).Select(y => Html.Of($"""<span class="year" style="left:{y.Middle / 10}%">{y.Year}</span>"""))}</th></tr></thead>
            <tbody>
            {moves.Select(m => Row(m, window, calendar))}</tbody></table></div></section>

            """);
    }

    static Html Row(Move move, Window window, Calendar calendar) => Html.Of($"""
        <tr><th scope="row">{move.Name}<span class="sentence">{move.What}</span></th><td>{Parties(move)}</td><td class="dates">{Say.Days(move.From, move.Until)}</td><td class="years">{Back(window, calendar)}<svg class="span" viewBox="0 0 1000 30" preserveAspectRatio="none" aria-hidden="true">{Span(move, calendar)}</svg></td></tr>

        """);

    static string Parties(Move move) => (move.By, move.To) switch
    {
        ("", _) => move.To,
        (_, "") => move.By,
        _ => $"{move.By} → {move.To}",
    };

    /// <summary>The years and the shock, behind a bar and as high as its row.</summary>
    static Html Back(Window window, Calendar calendar) => Html.Of($"""
        <svg class="back" viewBox="0 0 1000 30" preserveAspectRatio="none" aria-hidden="true">{Shock(window, calendar)}{calendar.Years.Skip(1).Select(y => Html.Of($"""<path class="line" d="M{y.Start} 0v30"/>"""))}</svg>
        """);

    static Html Shock(Window window, Calendar calendar) => window.Onset is not { } onset ? Html.Empty : Html.Of(
        $"""<rect class="shock" x="{calendar.At(onset)}" width="{calendar.At(window.ShockEnd ?? window.Horizon) - calendar.At(onset)}" height="30"/>""");

    /// <summary>A bar; one that is still in force at the horizon ends in an arrow.</summary>
    static Html Span(Move move, Calendar calendar)
    {
        var (from, to) = (calendar.At(move.From), calendar.At(move.Until ?? calendar.End));
        var width = Math.Max(5, to - from);
        from = Math.Min(from, 1000 - width);
        var goesOn = move.Until is not { } until || until > calendar.End;
        return goesOn && width > 24
            ? Html.Of($"""<path class="{Class(move.Kind)}" d="M{from} 8H{from + width - 14}L{from + width} 15L{from + width - 14} 22H{from}Z"/>""")
            : Html.Of($"""<rect class="{Class(move.Kind)}" x="{from}" y="8" width="{width}" height="14"/>""");
    }

    static string Class(MoveKind kind) => "move-" + Name(kind).ToLowerInvariant();

    static string Name(MoveKind kind) => kind switch
    {
        MoveKind.Ban => "Ban",
        MoveKind.Licence => "Licence",
        MoveKind.Quota => "Quota",
        MoveKind.Tariff => "Tariff",
        MoveKind.Disruption => "Disruption",
        _ => "Response",
    };
}
