using System.Globalization;

namespace Twin.Reporting;

/// <summary>How numbers, dates and ranges are written, in every report.</summary>
/// <remarks>
/// Three significant digits, thousands by commas, a true minus, one unbreakable space before a unit. A unit of "1" is a
/// share and is written in per cent, without decimals unless it is within one per cent of nothing or of everything:
/// 99.7 % met is not "100 %". Days are whole from ten on; the model measures durations in weeks, and more digits would be noise.
/// What is missing is <see cref="None"/>; what lies beyond the window is said in words.
/// </remarks>
public static class Say
{
    /// <summary>Stands where there is no number.</summary>
    public const string None = "—";

    /// <summary>Between a number and its unit, so that no line breaks there.</summary>
    const char Space = '\u00a0';

    static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>Three significant digits: 21,400 and 0.0123.</summary>
    public static string Number(double? value)
    {
        if (value is not { } number || !double.IsFinite(number)) return None;
        if (number == 0) return "0";
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (exponent is < -6 or > 14) return Signed(number.ToString("0.##e+0", Culture));
        return Fixed(number, 2 - exponent);
    }

    /// <summary>A share in per cent: 38 %.</summary>
    public static string Share(double? value) => value is null ? None : $"{Percent(value)}{Space}%";

    /// <summary>A duration in words: 47 days.</summary>
    public static string Days(double? value) => value is null ? None : $"{WholeDays(value)}{Space}{(WholeDays(value) == "1" ? "day" : "days")}";

    /// <summary>A value without its unit, as in a table whose head has it.</summary>
    public static string Bare(double? value, string unit) => unit switch
    {
        "1" or "1/yr" => Percent(value),
        "d" => WholeDays(value),
        _ => Measure(value),
    };

    /// <summary>A value with its unit.</summary>
    public static string Value(double? value, string unit) => unit switch
    {
        _ when value is null => None,
        "1" => Share(value),
        "1/yr" => $"{Share(value)}/yr",
        "d" => Days(value),
        "" => Number(value),
        _ => $"{Measure(value)}{Space}{unit}",
    };

    /// <summary>The unit as the head of a column has it.</summary>
    public static string Unit(string unit) => unit switch { "1" => "%", "1/yr" => "%/yr", "d" => "days", _ => unit };

    /// <summary>A range for a table: 33–70. An end that is null lies beyond the window.</summary>
    public static string Span(double? low, double? high, string unit) => (low, high) switch
    {
        (null, null) => None,
        (_, null) => $"{Bare(low, unit)} –{Space}beyond",
        _ => Joined(Bare(low, unit), Bare(high, unit)),
    };

    /// <summary>By a dash, where no sign stands beside it that makes something else of it.</summary>
    static string Joined(string low, string high) => high[0] is '<' or '>' or '−' || low[0] == '−' ? $"{low} to {high}" : $"{low}–{high}";

    /// <summary>A range for a sentence: 33 to 70. An end that is null lies beyond the horizon.</summary>
    public static string Range(double? low, double? high, string unit) => (low, high) switch
    {
        (null, null) => "beyond the horizon",
        (_, null) => $"{Value(low, unit)} to beyond the horizon",
        _ => $"{Bare(low, unit)} to {(unit == "d" ? Bare(high, unit) : Value(high, unit))}",
    };

    /// <summary>Half of an interval, for after a ±: as fine as it takes to see it.</summary>
    public static string HalfWidth(double value, string unit)
    {
        var scaled = unit == "1" ? value * 100 : value;
        if (scaled < 0.05) return "0";
        return scaled < 0.95 || (scaled < 9.95 && unit != "1") ? Fixed(scaled, 1) : Fixed(scaled, Math.Min(0, 1 - (int)Math.Floor(Math.Log10(scaled))));
    }

    /// <summary>A difference, with its sign: +1,200 or −3.4. That of two shares is in percentage points, to a tenth.</summary>
    public static string Change(double value, string unit) =>
        unit is not ("1" or "d") && Math.Abs(value) < 0.005 ? "0" : (value > 0 ? "+" : "") + (unit == "1" ? Fixed(value * 100, 1, "0.0") : Bare(value, unit));

    /// <summary>How many there are of something: 1 source, 12 sources.</summary>
    public static string Count(int count, string noun) => $"{count.ToString("#,0", Culture)}{Space}{noun}{(count == 1 ? "" : "s")}";

    /// <summary>A day: 4 Apr 2025.</summary>
    public static string Day(DateOnly day) => day.ToString($"d{Space}MMM{Space}yyyy", Culture);

    /// <summary>A month: Apr 2025.</summary>
    public static string Month(DateOnly day) => day.ToString($"MMM{Space}yyyy", Culture);

    /// <summary>Two days with a dash between them; one that never ends is open.</summary>
    public static string Days(DateOnly from, DateOnly? until) => $"{Day(from)} – {(until is { } end ? Day(end) : "open")}";

    static string Percent(double? share) => share switch
    {
        null => None,
        { } s when !double.IsFinite(s) => None,
        0 or 1 => Fixed(share.Value * 100, 0),
        > 0 and < 0.0005 => "<" + Space + "0.1",
        > 0.9995 and < 1 => ">" + Space + "99.9",
        (> -0.00995 and < 0.00995) or (> 0.99 and < 1) => Fixed(share.Value * 100, 1),
        _ => Fixed(share.Value * 100, 0),
    };

    /// <summary>As <see cref="Number"/>, but with its closing noughts, so that a column looks of one kind, and to a hundredth at most.</summary>
    static string Measure(double? value) => value switch
    {
        > 0 and < 0.005 => "<" + Space + "0.01",
        < 0 and > -0.005 => ">" + Space + "−0.01",
        not null and not 0 when Math.Abs(value.Value) < 99.95 => Fixed(value.Value, Math.Abs(value.Value) < 9.995 ? 2 : 1, Math.Abs(value.Value) < 9.995 ? "0.00" : "0.0"),
        _ => Number(value),
    };

    static string WholeDays(double? days) =>
        days is not { } value || !double.IsFinite(value) ? None : Fixed(value, Math.Abs(value) < 9.95 ? 1 : 0);

    /// <summary>Rounds half away from nought to so many decimals (or, below nought, so many whole places), and drops closing noughts.</summary>
    static string Fixed(double number, int decimals, string? format = null)
    {
        var step = Math.Pow(10, Math.Max(0, -decimals));
        var rounded = Math.Round(number / step, Math.Max(0, decimals), MidpointRounding.AwayFromZero) * step;
        return Signed(rounded.ToString(format ?? "#,0." + new string('#', Math.Max(0, decimals)), Culture));
    }

    static string Signed(string number) => number.StartsWith('-') ? number.Trim('-', '0', '.') is "" ? "0" : "−" + number[1..] : number;
}
