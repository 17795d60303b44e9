using System.Text;
using Spectre.Console;

namespace Twin.Reporting;

/// <summary>What the terminal reports are written with: lines that fit, and text that cannot be taken for markup.</summary>
/// <remarks>
/// Columns are laid out here rather than by Spectre's table: it wraps a cell that it finds too wide, and an interval on
/// two lines costs a screen its second half. A table here is as wide as what is in it, and a line too long is cut.
/// </remarks>
sealed class Screen(IAnsiConsole console)
{
    public const int Columns = 100;

    const string Gap = "  ";

    static readonly Style Soft = new(decoration: Decoration.Dim);

    static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>Lines are no wider than this, on a wide terminal too.</summary>
    public int Width => Math.Min(Columns, console.Profile.Width);

    public void Blank() => Write("", Style.Plain);

    public void Heading(string line) => Write(Cut(line, Width), Strong);

    public void Line(string line) => Write(Cut(line, Width), Style.Plain);

    public void Remark(string line) => Write(Cut(line, Width), Soft);

    /// <summary>Rows under each other. A row of one cell is a heading inside the table; the first column is to the left, and so is the last if <paramref name="lastLeft"/>.</summary>
    public void Table(IReadOnlyList<string[]> rows, bool lastLeft = true)
    {
        var widths = Widths(rows);
        var columns = widths.Length;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var line = row.Length == 1 ? Plain(row[0]) : string.Join(Gap, row.Select((cell, c) =>
                c == 0 || (lastLeft && c == columns - 1) ? Plain(cell).PadRight(widths[c]) : Plain(cell).PadLeft(widths[c])));
            Write(Cut(line.TrimEnd(), Width), i == 0 || row.Length == 1 ? Strong : Style.Plain);
        }
    }

    /// <summary>How wide a table of these rows is.</summary>
    public static int WidthOf(IReadOnlyList<string[]> rows) => Widths(rows) is var widths ? widths.Sum() + (Gap.Length * (widths.Length - 1)) : 0;

    static int[] Widths(IReadOnlyList<string[]> rows) =>
        [.. Enumerable.Range(0, rows.Max(r => r.Length)).Select(c => rows.Where(r => r.Length > 1 && c < r.Length).Max(r => Plain(r[c]).Length))];

    /// <summary>A name no longer than so many columns.</summary>
    public static string Cut(string text, int width)
    {
        text = Plain(text);
        return text.Length <= width ? text : text[..(width - 1)].TrimEnd() + "…";
    }

    /// <summary>One line of printable text: a name from a file may hold an escape sequence, and it must not reach the terminal.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) plain.Append(' ');
            else if (!char.IsControl(c)) plain.Append(c);
        }

        return plain.ToString();
    }

    /// <summary>Breaks a text between words, and not between a number and its unit.</summary>
    public IEnumerable<string> Fold(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(Plain(word));
        }

        if (line.Length > 0) yield return line.ToString();
    }

    void Write(string line, Style style) => console.Write(new Text(line + "\n", style));
}
