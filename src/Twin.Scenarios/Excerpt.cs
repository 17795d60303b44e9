using System.Globalization;

namespace Twin.Scenarios;

/// <summary>The line of a file that a problem stands on, with a caret below the place.</summary>
public static class Excerpt
{
    const int Width = 100;

    /// <returns>Two lines, or one where the place is the line as a whole; null where there is no such line any more.</returns>
    public static string? Of(Mark mark)
    {
        if (mark.Line < 1 || LinesOf(mark.File) is not { } lines || mark.Line > lines.Length) return null;
        var line = Printable(lines[mark.Line - 1]);
        var at = int.TryParse(mark.Column, NumberStyles.None, CultureInfo.InvariantCulture, out var column) ? column - 1 : CellAt(lines[0], lines[mark.Line - 1], mark.Column);
        if (at is not { } place || place < 0 || place > line.Length) return Numbered(mark.Line, Cut(line, 0, out _));

        var shown = Cut(line, place, out var before);
        return Numbered(mark.Line, shown) + Environment.NewLine + $"{"",6} | {new string(' ', place - before)}^";
    }

    static string Numbered(int number, string text) => string.Create(CultureInfo.InvariantCulture, $"{number,6} | {text}");

    static string[]? LinesOf(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A part of a long line in which a place can be seen.</summary>
    static string Cut(string line, int place, out int before)
    {
        before = line.Length <= Width || place < Width - 20 ? 0 : Math.Min(place - 20, line.Length - Width);
        return line.Length <= Width ? line : line.Substring(before, Math.Min(Width, line.Length - before));
    }

    /// <summary>Where the cell of a column begins in a row of a table; null where there is no such column.</summary>
    static int? CellAt(string head, string row, string column)
    {
        if (CsvTable.Cells(head) is not { } heads || CsvTable.Cells(row) is not { } cells) return null;
        var number = heads.Select(h => h.Text.Trim()).ToList().IndexOf(column);
        return number >= 0 && number < cells.Count ? cells[number].At : null;
    }

    static string Printable(string line) => string.Concat(line.TrimEnd().Select(c => c == '\t' ? ' ' : char.IsControl(c) ? '·' : c));
}
