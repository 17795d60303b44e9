using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Twin.Reporting;

/// <summary>A piece of markup, well formed by itself.</summary>
/// <remarks>
/// It is written as an interpolated string. The literal parts are ours and go through as they are; every string in a
/// hole is text from somewhere and is escaped; only another <see cref="Html"/> is not. So a name with a
/// <c>&lt;script&gt;</c> in it cannot become one by somebody's forgetting to escape it.
/// </remarks>
readonly struct Html
{
    readonly string? _markup;

    Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public static Html Of(Template template) => new(template.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p._markup)));

    /// <summary>A script of ours. It is marked as character data, so that the page stays well-formed XML.</summary>
    /// <exception cref="ArgumentException">It would end its own element.</exception>
    public static Html Script(string script) =>
        script.Contains("</script", StringComparison.OrdinalIgnoreCase) || script.Contains("]]>", StringComparison.Ordinal)
            ? throw new ArgumentException("a script that ends its own element")
            : new($"<script>{InElement(script)}</script>");

    /// <summary>What is between the tags of <see cref="Script"/>, as a browser sees it.</summary>
    public static string InElement(string script) => $"//<![CDATA[\n{script}\n//]]>";

    /// <summary>Values for a script, as JSON in which nothing can be taken for markup.</summary>
    /// <exception cref="ArgumentException">It holds a character that JSON writers escape.</exception>
    public static Html Data(string id, string json) =>
        json.AsSpan().ContainsAny('<', '>', '&') ? throw new ArgumentException("JSON for a page has <, > and & escaped") : new($"<script type=\"application/json\" id=\"{id}\">{json}</script>");

    public override string ToString() => _markup ?? "";

    /// <summary>Text as it may stand between tags and in attributes. What XML has no way to write is dropped.</summary>
    static void Escape(string? text, StringBuilder markup)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => markup.Append("&lt;"),
                '>' => markup.Append("&gt;"),
                '&' => markup.Append("&amp;"),
                '"' => markup.Append("&quot;"),
                '\'' => markup.Append("&#39;"),
                '\n' or '\t' => markup.Append((char)rune.Value),
                < ' ' or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => markup,
                _ => markup.Append(rune.ToString()),
            };
        }
    }

    /// <summary>Collects an interpolated string; made by the compiler.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount)
    {
        readonly StringBuilder _markup = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string ours) => _markup.Append(ours);

        public void AppendFormatted(string? text) => Escape(text, _markup);

        public void AppendFormatted(Html part) => _markup.Append(part._markup);

        public void AppendFormatted(IEnumerable<Html> parts)
        {
            foreach (var part in parts) _markup.Append(part._markup);
        }

        public void AppendFormatted(int number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>A coordinate, to a tenth of a unit; a reader's number goes through <see cref="Say"/>.</summary>
        public void AppendFormatted(double coordinate) => _markup.Append(coordinate.ToString("0.#", CultureInfo.InvariantCulture));

        public override string ToString() => _markup.ToString();
    }
}
