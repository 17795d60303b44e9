namespace Twin.Scenarios;

/// <summary>A table: a head, and rows of as many cells. RFC 4180, without line breaks inside quotes.</summary>
sealed record CsvTable(string File, IReadOnlyList<string> Head, IReadOnlyList<(int Line, string[] Cells)> Rows)
{
    /// <returns>The table; null when it cannot be read, with the reason among the problems.</returns>
    public static CsvTable? Read(string path, string name, Problems problems)
    {
        if (YamlReader.ReadText(path, name, "begin with a row of heads", problems) is not { } text) return null;
        var lines = text.Split('\n');
        string[]? head = null;
        List<(int, string[])> rows = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0) continue;
            if (Cells(line)?.Select(c => c.Text).ToArray() is not { } cells)
            {
                problems.Error(new Mark(name, i + 1, ""), "", "a quote that is not closed on its line");
                continue;
            }

            if (head is null)
            {
                head = [.. cells.Select(c => c.Trim())];
                if (head is [var alone] && alone.IndexOfAny([';', '\t']) is >= 0 and var at)
                {
                    problems.Error(new Mark(name, i + 1, ""), "", $"its cells are parted by {(alone[at] == ';' ? "semicolons" : "tabs")}; part them by commas");
                    return null;
                }

                foreach (var twice in head.GroupBy(h => h).Where(g => g.Count() > 1)) problems.Error(new Mark(name, 1, twice.Key), "", "this column stands in the head twice");
            }
            else if (cells.Length != head.Length)
            {
                problems.Error(new Mark(name, i + 1, ""), "", $"has {cells.Length} cells, the head {head.Length}; a comma inside a cell needs quotes round it");
            }
            else
            {
                rows.Add((i + 1, cells));
            }
        }

        return new CsvTable(name, head ?? [], rows);
    }

    /// <summary>The cells of a row, and where each begins; null where a quote is not closed.</summary>
    public static IReadOnlyList<(int At, string Text)>? Cells(string line)
    {
        List<(int, string)> cells = [];
        for (var at = 0; ;)
        {
            var begin = at;
            if (at < line.Length && line[at] == '"')
            {
                var cell = new System.Text.StringBuilder();
                for (at++; ; at++)
                {
                    if (at >= line.Length) return null;
                    if (line[at] != '"') cell.Append(line[at]);
                    else if (at + 1 < line.Length && line[at + 1] == '"') cell.Append(line[at++]);
                    else break;
                }

                cells.Add((begin, cell.ToString()));
                at++;
                if (at < line.Length && line[at] != ',') return null;
            }
            else
            {
                var end = line.IndexOf(',', at);
                if (end < 0) end = line.Length;
                cells.Add((begin, line[at..end].Trim()));
                at = end;
            }

            if (at >= line.Length) return cells;
            at++;
            if (at == line.Length)
            {
                cells.Add((at, ""));
                return cells;
            }
        }
    }
}
