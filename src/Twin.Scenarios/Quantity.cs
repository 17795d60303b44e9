using System.Globalization;

namespace Twin.Scenarios;

/// <summary>What a number is of. Each knows its units and what to write instead of a wrong one.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Unit">The unit that the engine counts in: "d", "t magnet/yr"; "1" for a share, "1/yr" for a growth, nothing for a plain number.</param>
/// <param name="Example">What would be right.</param>
/// <param name="Factor">From a unit, as written, to the engine's; null for a unit that does not fit.</param>
/// <param name="MayBeNegative">Whether a negative number has a meaning.</param>
/// <param name="Most">The largest that can be meant, in the engine's unit: beyond it grams would not fit their 63 bits, or the unit is wrong.</param>
sealed record Dimension(string Name, string Unit, string Example, Func<string, double?> Factor, bool MayBeNegative = false, double Most = 1e9)
{
    /// <summary>Days.</summary>
    public static readonly Dimension Duration = new("a duration", "d", "'45 d', '6 weeks', '3 mo' or '2 yr'", DaysOf, Most: 1e6);

    static double? DaysOf(string unit) => unit switch
    {
        "d" or "day" or "days" => 1,
        "week" or "weeks" or "wk" => 7,
        "mo" or "month" or "months" => 365.25 / 12,
        "yr" or "year" or "years" => 365.25,
        _ => null,
    };

    /// <summary>A share; not above 1 unless the caller allows it.</summary>
    public static readonly Dimension Share = new("a share", "1", "'90 %' or '0.9'", unit => unit switch { "%" => 0.01, "" => 1, _ => null }, Most: 1000);

    /// <summary>A share a year.</summary>
    public static readonly Dimension Growth = new("a yearly growth", "1/yr", "'5 %/yr'", unit => unit switch { "%/yr" or "%" => 0.01, "" => 1, _ => null }, MayBeNegative: true, Most: 100);

    /// <summary>A number without a unit.</summary>
    public static readonly Dimension Number = new("a number", "", "a plain number", unit => unit.Length == 0 ? 1 : null);

    /// <summary>A coefficient of correlation.</summary>
    public static readonly Dimension Correlation = Number with { Name = "a correlation", MayBeNegative = true };

    /// <summary>An elasticity: percent of one thing for a percent of another.</summary>
    public static readonly Dimension Elasticity = Number with { Name = "an elasticity", MayBeNegative = true };

    /// <summary>US dollars, per something where it is named.</summary>
    public static Dimension Money(string per)
    {
        var tail = per.Length == 0 ? "" : $"/{per}";
        return new Dimension("an amount of money", $"USD{tail}", $"'100 USD{tail}'", unit =>
            unit == $"USD{tail}" || unit == $"USD{Short(per)}" ? 1
            : unit == $"kUSD{tail}" || unit == $"kUSD{Short(per)}" ? 1e3
            : unit == $"MUSD{tail}" || unit == $"MUSD{Short(per)}" ? 1e6
            : null,
            Most: 1e15);
    }

    /// <summary>Degrees of latitude or longitude.</summary>
    public static readonly Dimension Degrees = Number with { Name = "degrees", MayBeNegative = true };

    /// <summary>"t oxide/yr" may be written "t/yr": the basis is the material's own.</summary>
    static string Short(string per)
    {
        if (!per.StartsWith("t ", StringComparison.Ordinal)) return per.Length == 0 ? "" : $"/{per}";
        var slash = per.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "/t" : $"/t{per[slash..]}";
    }

    /// <summary>Tonnes of a basis.</summary>
    public static Dimension Mass(string basis) => new("a mass", basis, $"'100 {basis}'", unit => unit == basis || unit == "t" ? 1 : unit == "k" + basis || unit == "kt" ? 1000 : null);

    /// <summary>Tonnes, where several materials may be meant: each in its own basis.</summary>
    public static readonly Dimension Tonnes = new("a mass", "t", "'100 t'", unit => unit == "t" || unit.StartsWith("t ", StringComparison.Ordinal) ? 1 : unit == "kt" || unit.StartsWith("kt ", StringComparison.Ordinal) ? 1000 : null);

    /// <summary>Tonnes a year, where several materials may be meant.</summary>
    public static readonly Dimension TonnesPerYear = new("a rate", "t/yr", "'100 t/yr'", unit => unit.EndsWith("/yr", StringComparison.Ordinal) ? Tonnes.Factor(unit[..^3]) : null);

    /// <summary>Tonnes of a basis a year.</summary>
    public static Dimension Rate(string basis) => new("a rate", $"{basis}/yr", $"'100 {basis}/yr'", unit =>
        unit == $"{basis}/yr" || unit == "t/yr" ? 1
        : unit == $"k{basis}/yr" || unit == "kt/yr" ? 1000
        : unit == $"{basis}/day" || unit == "t/day" ? 365.25
        : null);
}

/// <summary>A number with its unit.</summary>
static class Quantity
{
    /// <summary>Reads a quantity; says among the problems what is wrong with it.</summary>
    /// <returns>In the dimension's own unit; null when it cannot be read.</returns>
    public static double? Read(ScalarNode node, Dimension dimension, string path, Problems problems)
    {
        var text = node.Text.Trim();
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+' || (text[end] is 'e' or 'E' && end + 1 < text.Length && (char.IsAsciiDigit(text[end + 1]) || text[end + 1] is '-' or '+')))) end++;
        var unit = text[end..].Trim();
        if (end == 0 || unit.StartsWith(',') || !double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            var plain = text.Replace(",", "", StringComparison.Ordinal);
            var hint = text.Contains(',', StringComparison.Ordinal) && plain.Length > 0 && char.IsAsciiDigit(plain[0]) ? $"write {plain}" : $"write {dimension.Example}";
            problems.Error(node.Mark, path, $"'{text}' is not {dimension.Name}; {hint}");
            return null;
        }

        if (dimension.Factor(unit) is not { } factor)
        {
            problems.Error(node.Mark, path, unit.Length == 0 ? $"'{text}' has no unit; write {dimension.Example}" : $"'{unit}' is no unit of {dimension.Name}; write {dimension.Example}");
            return null;
        }

        if (number < 0 && !dimension.MayBeNegative)
        {
            problems.Error(node.Mark, path, $"'{text}' is negative; {dimension.Name} is not");
            return null;
        }

        if (Math.Abs(number * factor) > dimension.Most)
        {
            problems.Error(node.Mark, path, $"'{text}' is more than {dimension.Name} can be here; is the unit right?");
            return null;
        }

        return number * factor;
    }
}
