namespace Twin.Scenarios;

/// <summary>A scenario's files put together into one tree: what a file extends, its tables, its overlays, the command line.</summary>
sealed class DocumentReader(Problems problems)
{
    static readonly string[] Tables = ["materials", "sites", "recipes", "lanes", "contracts", "demand", "disruptions"];

    readonly List<string> _chain = [];

    /// <summary>All files read, as the user would write them.</summary>
    public List<string> Files { get; } = [];

    /// <returns>The tree; null when a file cannot be read.</returns>
    public MapNode? Read(string path)
    {
        var name = path.Replace('\\', '/');
        var full = Path.GetFullPath(path);
        if (_chain.Contains(full))
        {
            problems.Error(new Mark(name, 0, ""), "extends", $"goes round in a circle: {string.Join(" → ", _chain.SkipWhile(p => p != full).Append(full).Select(p => Path.GetFileName(p)))}");
            return null;
        }

        if (YamlReader.Read(path, name, problems) is not { } own) return null;
        Files.Add(name);
        _chain.Add(full);
        var folder = Path.GetDirectoryName(path) ?? "";
        var document = new MapNode(own.Mark);
        if (own.Find("extends") is { } extends) document = (Text(extends, "extends") is { } from ? Read(Path.Combine(folder, from)) : null) ?? document;

        // Two overlays that set one path to different values are a contradiction, unless the later one says so.
        Dictionary<string, (string Value, Mark Mark)> overlaid = new(StringComparer.Ordinal);
        foreach (var with in (own.Find("with") as ListNode)?.Items ?? [])
        {
            if (Text(with, "with") is not { } overlay || Read(Path.Combine(folder, overlay)) is not { } over) continue;
            Lay(document, over, "", overlaid, Overrides(over));
        }

        ReadTables(own, document, folder);
        Lay(document, own, "", overlaid: null, []);
        document.Remove("override"); // it speaks of this file, not of those below it
        if (own.Find("override") is { } means) document.Set("override", means, own.KeyMark("override"));
        _chain.RemoveAt(_chain.Count - 1);
        return document;
    }

    /// <summary>Lays an overlay over a document, as <c>--with</c> does.</summary>
    public void LayFile(MapNode document, string path)
    {
        if (Read(path) is { } over) Lay(document, over, "", overlaid: null, []);
    }

    /// <summary>Sets one value, as <c>--set path=value</c> does.</summary>
    public void Set(MapNode document, string assignment)
    {
        var mark = new Mark("--set", 0, "");
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problems.Error(mark, "", $"'{assignment}' sets nothing; write path=value");
            return;
        }

        var steps = assignment[..equals].Split('.');
        Node? at = document;
        for (var i = 0; i < steps.Length; i++)
        {
            if (at is not MapNode map)
            {
                problems.Error(mark, assignment[..equals], $"'{steps[i - 1]}' is {at?.Kind}, with nothing below it");
                return;
            }

            // Ids may hold dots (EV.EU): the longest key that fits is taken.
            for (var take = steps.Length - i; take > 1; take--)
            {
                var joined = string.Join('.', steps[i..(i + take)]);
                if (map.Find(joined) is null) continue;
                steps = [.. steps[..i], joined, .. steps[(i + take)..]];
                break;
            }

            if (i == steps.Length - 1)
            {
                var value = assignment[(equals + 1)..].Trim();
                if (value == "null") map.Remove(steps[i]);
                else map.Set(steps[i], new ScalarNode(value, mark), mark);
                return;
            }

            at = map.Find(steps[i]);
            if (at is null)
            {
                problems.Error(mark, assignment[..equals], $"there is no '{steps[i]}'{Problems.Suggest(steps[i], map.Keys)}");
                return;
            }
        }
    }

    void ReadTables(MapNode own, MapNode document, string folder)
    {
        if (own.Find("tables") is not { } node) return;
        if (node is not MapNode tables)
        {
            problems.Error(node.Mark, "tables", $"is {node.Kind}; write 'sites: sites.csv' below it");
            return;
        }

        foreach (var key in tables.Keys.Where(k => !Tables.Contains(k))) problems.Error(tables.KeyMark(key), $"tables.{key}", $"no table '{key}'{Problems.Suggest(key, Tables)}");
        var read = new MapNode(own.Mark);
        foreach (var table in Tables)
        {
            if (tables.Find(table) is not { } files) continue;
            foreach (var file in files is ListNode several ? several.Items : [files])
            {
                if (Text(file, $"tables.{table}") is not { } text) continue;
                var path = Path.Combine(folder, text);
                if (CsvTable.Read(path, path.Replace('\\', '/'), problems) is not { } csv) continue;
                Files.Add(csv.File);
                TableReader.Read(table, csv, read, problems);
            }
        }

        Lay(document, read, "", overlaid: null, []);
    }

    string? Text(Node node, string path)
    {
        if (node is ScalarNode { IsNull: false } scalar) return scalar.Text;
        problems.Error(node.Mark, path, $"is {node.Kind}; write the name of a file");
        return null;
    }

    static HashSet<string> Overrides(MapNode over) => [.. ((over.Find("override") as ListNode)?.Items ?? []).OfType<ScalarNode>().Select(s => s.Text)];

    /// <summary>Lays a map over another: maps are merged key by key, all else is replaced, null removes.</summary>
    void Lay(MapNode under, MapNode over, string path, Dictionary<string, (string Value, Mark Mark)>? overlaid, HashSet<string> overrides)
    {
        foreach (var key in over.Keys)
        {
            if (path.Length == 0 && key is "extends" or "with" or "override" or "tables") continue;
            var (value, mark, here) = (over[key], over.KeyMark(key), path.Length == 0 ? key : $"{path}.{key}");
            if (value is ScalarNode { IsNull: true })
            {
                under.Remove(key);
                continue;
            }

            // A map is laid over a map; over one value it becomes what more there is to say of that value.
            if (value is MapNode map && under.Find(key) is MapNode below && !(map.Find("value") is not null || map.Find("dist") is not null))
            {
                Lay(below, map, here, overlaid, overrides);
                continue;
            }

            if (overlaid is not null && path.Length > 0)
            {
                var text = Canonical.Text(value);
                if (overlaid.TryGetValue(here, out var before) && before.Value != text && !overrides.Contains(here))
                    problems.Error(mark, here, $"is set here and at {before.Mark}, to different values; if that is meant, write 'override: [{here}]' at the top of this file");
                overlaid[here] = (text, mark);
            }

            under.Set(key, value is MapNode copied ? Copy(copied) : value, mark);
        }
    }

    /// <summary>So that a later overlay does not write into the tree of a file that is read twice.</summary>
    static MapNode Copy(MapNode map)
    {
        var copy = new MapNode(map.Mark);
        foreach (var key in map.Keys)
        {
            if (map[key] is not ScalarNode { IsNull: true }) copy.Set(key, map[key] is MapNode below ? Copy(below) : map[key], map.KeyMark(key));
        }

        return copy;
    }
}
