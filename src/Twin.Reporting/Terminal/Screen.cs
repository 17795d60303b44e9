using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Twin.Reporting;

/// <summary>What the terminal reports are written with: text that cannot be taken for markup, and tables that fit.</summary>
sealed class Screen(IAnsiConsole console)
{
    public const int Columns = 100;

    static readonly Style Soft = new(decoration: Decoration.Dim);

    static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>Lines are no wider than this, on a wide terminal too.</summary>
    public int Width => Math.Min(Columns, console.Profile.Width);

    public void Blank() => console.WriteLine();

    public void Line(string text) => Lines(text, Style.Plain);

    public void Heading(string text) => Lines(text, Strong);

    public void Remark(string text) => Lines(text, Soft);

    public void Table(Table table) => console.Write(table);

    /// <summary>An empty table without lines but one under its head; the first column is to the left, numbers to the right.</summary>
    public static Table Grid(params (string Head, bool Number)[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true, ShowFooters = false };
        foreach (var (head, number) in columns)
        {
            table.AddColumn(new TableColumn(new Text(head, Strong))
            {
                NoWrap = true,
                Alignment = number ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 1, 0),
            });
        }

        return table;
    }

    public static IRenderable Cell(string text) => new Text(Plain(text));

    /// <summary>A name no wider than so many columns.</summary>
    public static string Short(string name, int width)
    {
        name = Plain(name);
        return name.Length <= width ? name : name[..(width - 1)].TrimEnd() + "…";
    }

    /// <summary>One line of printable text: a name from a file may hold an escape sequence, and it must not reach the terminal.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\u00a0' || char.IsWhiteSpace(c)) plain.Append(' ');
            else if (!char.IsControl(c)) plain.Append(c);
        }

        return plain.ToString();
    }

    void Lines(string text, Style style)
    {
        foreach (var line in Fold(text, Width)) console.Write(new Text(line + "\n", style));
    }

    /// <summary>Breaks a text between words; a number stays with its unit.</summary>
    internal static IEnumerable<string> Fold(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(Plain(word));
        }

        if (line.Length > 0) yield return line.ToString();
    }
}
