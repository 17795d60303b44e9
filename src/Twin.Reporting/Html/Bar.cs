namespace Twin.Reporting;

/// <summary>Small drawings for the cell of a table. They stretch with it, and so have no text in them; the cells beside say the numbers.</summary>
static class Bar
{
    /// <summary>A share, with the range that it spreads over.</summary>
    public static Html Of(double share, double? low = null, double? high = null)
    {
        var spread = low is { } from && high is { } to
            ? Html.Of($"""<path class="whisker" d="M{Across(from)} 3v6M{Across(from)} 6H{Across(to)}M{Across(to)} 3v6"/>""")
            : Html.Empty;
        return Html.Of($"""
            <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="12"/><rect class="fill" width="{Across(share)}" height="12"/>{spread}</svg>
            """);
    }

    /// <summary>A correlation, from −1 at the left to 1 at the right.</summary>
    public static Html Correlation(double value)
    {
        var end = 50 + (50 * Math.Clamp(value, -1, 1));
        return Html.Of($"""
            <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="12"/><rect class="fill" x="{Math.Min(50, end)}" width="{Math.Abs(end - 50)}" height="12"/><path class="zero" d="M50 0v12"/></svg>
            """);
    }

    /// <summary>An interval against nought: where it is, and whether it clears it. All intervals of a column share <paramref name="reach"/>.</summary>
    public static Html Interval(double mean, double low, double high, double reach)
    {
        double X(double value) => reach > 0 ? 50 + (48 * Math.Clamp(value / reach, -1, 1)) : 50;
        var clear = low > 0 || high < 0 ? "clear" : "unclear";
        return Html.Of($"""
            <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="12"/><path class="zero" d="M50 0v12"/><rect class="{clear}" x="{X(low)}" y="3" width="{Math.Max(0.8, X(high) - X(low))}" height="6"/><path class="point" d="M{X(mean)} 1v10"/></svg>
            """);
    }

    static double Across(double share) => 100 * Math.Clamp(share, 0, 1);
}
