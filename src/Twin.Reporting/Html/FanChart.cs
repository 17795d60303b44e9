using System.Globalization;

namespace Twin.Reporting;

/// <summary>A share week by week as a median with two bands around it, on an axis from nought to 100 %.</summary>
static class FanChart
{
    const double Width = 340, Height = 186, Left = 42, Right = 336, Top = 8, Bottom = 160;

    public static Html Of(Named place, Band band, Window window)
    {
        var calendar = Calendar.Of(window, Left, Right);
        var weeks = Weeks(band, window, calendar);
        var lowest = weeks.Count > 0 ? weeks.MinBy(w => band.P50[w]) : 0;
        var summary = weeks.Count > 0 ? $"lowest {Say.Share(band.P50[lowest])}, {Say.Month(Day(window, lowest))}" : "";
        return Html.Of($"""
            <figure class="fan"><figcaption><b>{place.Name}</b> <span>{summary}</span></figcaption>
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{place.Name}: share of demand met by week; median {summary}">
            <title>{place.Name}: share of demand met, by week</title>
            {Shock(window, calendar)}{Grid()}{Axis(calendar)}
            <path class="band90" d="{Area(band.P05, band.P95, weeks, window, calendar)}"/>
            <path class="band50" d="{Area(band.P25, band.P75, weeks, window, calendar)}"/>
            <path class="median" d="{Line(band.P50, weeks, window, calendar)}"/>
            </svg></figure>

            """);
    }

    static List<int> Weeks(Band band, Window window, Calendar calendar) =>
        [.. Enumerable.Range(0, band.Weeks).Where(w => Day(window, w) >= calendar.First && Day(window, w) < calendar.End && double.IsFinite(band.P50[w]))];

    static DateOnly Day(Window window, int week) => window.Start.AddDays(7 * week);

    static double Height01(double share) => Bottom - ((Bottom - Top) * Math.Clamp(share, 0, 1));

    static Html Shock(Window window, Calendar calendar)
    {
        if (window.Onset is not { } onset) return Html.Empty;
        var (from, to) = (calendar.At(onset), calendar.At(window.ShockEnd ?? window.Horizon));
        return Html.Of($"""<rect class="shock" x="{from}" y="{Top}" width="{to - from}" height="{Bottom - Top}"/>""");
    }

    static Html Grid() => Html.Join(new[] { 0, 25, 50, 75, 100 }.Select(percent => Html.Of(
        $"""<path class="{(percent == 0 ? "axis" : "grid")}" d="M{Left} {Height01(percent / 100.0)}H{Right}"/>{GridLabel(percent)}""")));

    static Html GridLabel(int percent) => percent % 50 != 0 ? Html.Empty
        : Html.Of($"""<text class="tick" x="{Left - 5}" y="{Height01(percent / 100.0) + 4}" text-anchor="end">{percent}{(percent == 100 ? " %" : "")}</text>""");

    static Html Axis(Calendar calendar)
    {
        var ticks = calendar.Quarters.Select(q => Html.Of(
            $"""<path class="axis" d="M{calendar.At(q)} {Bottom}v{(q.Month == 1 ? 18 : 4)}"/>"""));
        var years = calendar.Years.Where(y => y.Width >= 26).Select(y => Html.Of(
            $"""<text class="tick" x="{y.Middle}" y="{Bottom + 16}" text-anchor="middle">{y.Year}</text>"""));
        return Html.Of($"{ticks}{years}");
    }

    static string Line(IReadOnlyList<double> values, IEnumerable<int> weeks, Window window, Calendar calendar) =>
        "M" + Points(values, [.. weeks], window, calendar);

    static string Area(IReadOnlyList<double> low, IReadOnlyList<double> high, List<int> weeks, Window window, Calendar calendar) =>
        weeks.Count == 0 ? "M0 0" : $"M{Points(high, weeks, window, calendar)}L{Points(low, [.. Enumerable.Reverse(weeks)], window, calendar)}Z";

    static string Points(IReadOnlyList<double> values, List<int> weeks, Window window, Calendar calendar) => weeks.Count == 0
        ? "0 0"
        : string.Join(' ', weeks.Select(w => string.Create(CultureInfo.InvariantCulture, $"{calendar.At(Day(window, w)):0.#} {Height01(values[w]):0.#}")));
}
