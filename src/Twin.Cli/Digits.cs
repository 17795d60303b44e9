using System.Globalization;

namespace Twin.Cli;

/// <summary>Numbers for people: no more digits than a simulation supports.</summary>
static class Digits
{
    /// <summary>Three digits, or all before the point.</summary>
    public static string Of(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "G3", CultureInfo.InvariantCulture);

    /// <summary>How many there are of something: 1 site, 12 sites.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
