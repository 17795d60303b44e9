using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Twin.Cli;

/// <summary>The options that say how well a number is to be known.</summary>
static class PrecisionOptions
{
    public static Option<double?> Relative(string description) => new("--precision") { Description = description, HelpName = "SHARE", CustomParser = Share };

    public static Option<string?> On() => new("--on") { Description = "The measure that --precision speaks of; unmet demand of all but the acting region, or of the world, by default.", HelpName = "MEASURE" };

    /// <summary>The words that ask for it again.</summary>
    public static IEnumerable<string> Words(double? relative, string? on) =>
    [
        .. relative is { } p ? ["--precision", string.Create(CultureInfo.InvariantCulture, $"{100 * p}%")] : Array.Empty<string>(),
        .. on is not null ? ["--on", on] : Array.Empty<string>(),
    ];

    static double? Share(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var number = text.EndsWith('%') ? text[..^1] : text;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share > 0)
        {
            share = text.EndsWith('%') ? share / 100 : share;
            if (share < 1) return share;
        }

        result.AddError($"--precision takes a share below 100 %, such as 2% or 0.02, not '{text}'");
        return null;
    }
}
