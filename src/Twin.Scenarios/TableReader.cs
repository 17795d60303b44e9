using System.Globalization;

namespace Twin.Scenarios;

/// <summary>Rows of a table into the tree that YAML would have given: one thing a row, one path a column.</summary>
/// <remarks>
/// A head is a path below the thing, with its unit in brackets: <c>capacity 2024 [t/yr]</c>, <c>fails.every [d]</c>. A last
/// word <c>low</c>, <c>high</c>, <c>group</c>, <c>source</c> or <c>grade</c> belongs to the value of the same name, four digits are a
/// year. Where a value has no source of its own, it has that of its row.
/// </remarks>
static class TableReader
{
    /// <summary>What a column is, from its head.</summary>
    sealed record Column(string Head, string[] Path, string Role, string Unit);

    static readonly HashSet<string> Texts =
    [
        "name", "kind", "country", "region", "operator", "allocation", "source", "grade", "note", "basis", "mode", "lane", "from", "until", "sector", "market",
        "seller", "buyer", "material", "site", "recipe", "role", "slot", "demand", "disruption", "work", "priority", "lat", "lon", "first", "promised",
    ];

    /// <summary>Puts a table's rows into a document, below the key of its name.</summary>
    public static void Read(string table, CsvTable csv, MapNode document, Problems problems)
    {
        var top = document.Below(table == "recipes" ? "sites" : table, new Mark(csv.File, 1, ""));
        string[] keys = table switch
        {
            "sites" => ["site"],
            "materials" => ["material"],
            "lanes" => ["lane"],
            "disruptions" => ["disruption"],
            "recipes" => ["site", "recipe", "role", "slot", "material"],
            "contracts" => ["seller", "buyer", "material"],
            "demand" => ["demand", "material"],
            _ => [],
        };
        var columns = csv.Head.Select(Parse).ToArray();
        foreach (var key in keys)
        {
            if (!csv.Head.Contains(key)) problems.Error(new Mark(csv.File, 1, ""), table, $"has no column '{key}'; its key columns are {string.Join(", ", keys)}");
        }

        if (top is null || keys.Length == 0 || keys.Any(k => !csv.Head.Contains(k))) return;
        if (Misspelt(csv, columns, keys, problems)) return;
        foreach (var (line, cells) in csv.Rows)
        {
            string Cell(string head) => cells[IndexOf(csv.Head, head)];
            Mark At(string head) => new(csv.File, line, head);
            switch (table)
            {
                case "recipes": ReadRecipe(top, columns, cells, Cell, At, problems); break;
                case "contracts": ReadContract(top, columns, cells, Cell, At, problems); break;
                case "demand": ReadDemand(top, columns, cells, Cell, At, problems); break;
                case "materials": Fill(Thing(top, Cell("material"), At("material"), problems), columns, cells, At, ["material"], problems, "content"); break;
                case "lanes": ReadLane(top, columns, cells, Cell, At, problems); break;
                default: Fill(Thing(top, Cell(keys[0]), At(keys[0]), problems), columns, cells, At, keys, problems); break;
            }
        }
    }

    /// <summary>Tells of columns of words whose heads are slips of known ones: each once, instead of every cell that is no number.</summary>
    static bool Misspelt(CsvTable csv, Column[] columns, string[] keys, Problems problems)
    {
        var any = false;
        foreach (var (i, column) in columns.Index())
        {
            var head = column.Path[^1];
            if (column.Role != "value" || column.Unit.Length > 0 || Texts.Contains(head) || keys.Contains(column.Head)) continue;
            if (Spelling.Nearest(head, Texts) is not { } near || csv.Rows.All(r => r.Cells[i].Length == 0 || double.TryParse(r.Cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _))) continue;
            problems.Error(new Mark(csv.File, 1, column.Head), "", $"no column '{column.Head}'; did you mean '{near}'?");
            any = true;
        }

        return any;
    }

    static int IndexOf(IReadOnlyList<string> head, string name)
    {
        for (var i = 0; i < head.Count; i++)
        {
            if (head[i] == name) return i;
        }

        return -1;
    }

    static Column Parse(string head)
    {
        var (text, unit) = (head, "");
        if (head.EndsWith(']') && head.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket) (text, unit) = (head[..bracket].TrimEnd(), head[(bracket + 1)..^1]);
        var words = text.Split(' ');
        var role = "value";
        if (words.Length > 1 && words[^1] is "low" or "high" or "group" or "source" or "grade") (role, text) = (words[^1], string.Join(' ', words[..^1]));
        else if (words.Length > 1 && words[^1].Length == 4 && int.TryParse(words[^1], out _)) (role, text) = (words[^1], string.Join(' ', words[..^1]));
        return new Column(head, text.Split('.'), role, unit);
    }

    static MapNode? Thing(MapNode top, string id, Mark mark, Problems problems)
    {
        if (id.Length == 0) problems.Error(mark, "", "has no id");
        else if (top.Find(id) is not null) problems.Error(mark, id, $"'{id}' stands in this table twice; it was first at line {top.KeyMark(id).Line}");
        else return top.Below(id, mark);
        return null;
    }

    /// <summary>Puts the cells of a row below a thing.</summary>
    static void Fill(MapNode? thing, IEnumerable<Column> columns, string[] cells, Func<string, Mark> at, string[] keys, Problems problems, string? groupsUnder = null)
    {
        if (thing is null) return;
        foreach (var (i, column) in columns.Index())
        {
            if (cells[i].Length == 0 || keys.Contains(column.Head)) continue;
            var (mark, target, path) = (at(column.Head), thing, column.Path);
            if (groupsUnder is not null && column.Unit == "%" && column.Role == "value") path = [groupsUnder, .. path];
            foreach (var step in path[..^1]) target = target?.Below(step, mark);
            if (target is null) continue;
            var text = cells[i];
            if (!Texts.Contains(path[^1]) && column.Role is not ("group" or "source" or "grade") && !Number(ref text, column.Unit, mark, problems)) continue;
            Place(target, path[^1], column.Role, new ScalarNode(text, mark), mark);
        }
    }

    /// <summary>A value, its range, its group or its figure of a year, wherever the others already stand.</summary>
    static void Place(MapNode target, string key, string role, ScalarNode scalar, Mark mark)
    {
        var before = target.Find(key);
        if (role == "value" && before is null)
        {
            target.Set(key, scalar, mark);
            return;
        }

        if (before is not MapNode map)
        {
            map = new MapNode(mark);
            if (before is not null) map.Set("value", before, before.Mark);
            target.Set(key, map, mark);
        }

        if (role is "low" or "high")
        {
            var range = map.Find("range") as ListNode;
            var (low, high) = (range?.Items[0] ?? scalar, range?.Items[1] ?? scalar);
            map.Set("range", new ListNode(role == "low" ? [scalar, high] : [low, scalar], mark), mark);
        }
        else
        {
            map.Set(role, scalar, mark);
        }
    }

    static bool Number(ref string text, string unit, Mark mark, Problems problems)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            var plain = text.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
            var right = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? $"; write {plain}" : "";
            problems.Error(mark, "", $"'{text}' is not a number{right}");
            return false;
        }

        if (unit.Length > 0) text = $"{text} {unit}";
        return true;
    }

    static void ReadRecipe(MapNode sites, Column[] columns, string[] cells, Func<string, string> cell, Func<string, Mark> at, Problems problems)
    {
        var (site, recipe, role, material) = (cell("site"), cell("recipe"), cell("role"), cell("material"));
        var path = $"sites.{site}.recipes.{recipe}";
        var target = sites.Below(site, at("site"))?.Below("recipes", at("recipe"))?.Below(recipe, at("recipe"));
        if (target is null || site.Length == 0 || recipe.Length == 0)
        {
            problems.Error(at("recipe"), path, "a row of recipes names a site and a recipe");
            return;
        }

        var own = columns.Where(c => c.Head is not ("site" or "recipe" or "role" or "slot" or "material")).ToArray();
        var values = own.Select(c => cells[Array.IndexOf(columns, c)]).ToArray();
        switch (role)
        {
            case "cycle":
                Fill(target, own, values, at, [], problems);
                break;
            case "in":
                var slot = cell("slot").Length > 0 ? cell("slot") : material;
                var input = target.Below("in", at("role"))?.Below(slot, at("slot"));
                input?.Set("of", new ListNode([.. material.Split('|', StringSplitOptions.TrimEntries).Select(m => new ScalarNode(m, at("material")))], at("material")), at("material"));
                Fill(input, own, values, at, [], problems);
                break;
            case "driver" or "by-product":
                var output = target.Below("out", at("role"))?.Below(material, at("material"));
                if (role == "driver") output?.Set("driver", new ScalarNode("yes", at("role")), at("role"));
                Fill(output, own, values, at, [], problems, "recovery");
                break;
            default:
                problems.Error(at("role"), path, $"no role '{role}'{Problems.Suggest(role, ["in", "driver", "by-product", "cycle"])}");
                break;
        }
    }

    static void ReadContract(MapNode top, Column[] columns, string[] cells, Func<string, string> cell, Func<string, Mark> at, Problems problems)
    {
        var thing = Thing(top, $"{cell("seller")}>{cell("buyer")}>{cell("material")}", at("seller"), problems);
        Fill(thing, columns, cells, at, [], problems);
    }

    static void ReadDemand(MapNode top, Column[] columns, string[] cells, Func<string, string> cell, Func<string, Mark> at, Problems problems)
    {
        var thing = top.Below(cell("demand"), at("demand"));
        var uses = thing?.Below("uses", at("material"));
        if (uses is null) return;
        if (uses.Find(cell("material")) is not null)
        {
            problems.Error(at("material"), $"demand.{cell("demand")}", $"'{cell("material")}' stands in this table twice");
            return;
        }

        var rates = columns.Where(c => c.Path[0] == "rate").ToArray();
        var holder = new MapNode(at("material"));
        Fill(holder, rates, [.. rates.Select(c => cells[Array.IndexOf(columns, c)])], at, [], problems);
        if (holder.Find("rate") is { } rate) uses.Set(cell("material"), rate, at("material"));

        // What holds for the demand stands in the first of its rows that says it.
        var others = columns.Where(c => c.Path[0] != "rate" && c.Head is not ("demand" or "material")).ToArray();
        var once = new MapNode(at("demand"));
        Fill(once, others, [.. others.Select(c => cells[Array.IndexOf(columns, c)])], at, [], problems);
        foreach (var key in once.Keys)
        {
            if (thing!.Find(key) is null) thing.Set(key, once[key], once.KeyMark(key));
        }
    }

    static void ReadLane(MapNode top, Column[] columns, string[] cells, Func<string, string> cell, Func<string, Mark> at, Problems problems)
    {
        if (Thing(top, cell("lane"), at("lane"), problems) is not { } thing) return;
        var days = new List<Node>();
        foreach (var part in new[] { "days min", "days base", "days max" })
        {
            if (Array.FindIndex(columns, c => c.Head == part || c.Head == part + " [d]") is not (>= 0 and var i)) continue;
            var text = cells[i];
            if (Number(ref text, "d", at(part), problems)) days.Add(new ScalarNode(text, at(part)));
        }

        if (days.Count == 3)
        {
            var law = new MapNode(at("days base"));
            law.Set("triangular", new ListNode(days, at("days base")), at("days base"));
            var value = new MapNode(at("days base"));
            value.Set("dist", law, at("days base"));
            thing.Set("days", value, at("days base"));
        }

        var own = columns.Where(c => c.Head != "lane" && c.Path[0] is not ("days min" or "days base" or "days max")).ToArray();
        Fill(thing, own, [.. own.Select(c => cells[Array.IndexOf(columns, c)])], at, [], problems);
    }
}
