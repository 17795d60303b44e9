using System.Globalization;
using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>A map that is being read: what is asked for is known, what is left over at the end is a mistake.</summary>
sealed class Section(MapNode map, string path, Problems problems, List<Input> inputs, (string? Source, string? Grade) inherited = default)
{
    readonly HashSet<string> _asked = ["note", "source", "grade"];

    // Where a value says nothing of its source or grade, what it stands in does: its row, its recipe, its site.
    readonly (string? Source, string? Grade) _provenance = (TextOf(map, "source") ?? inherited.Source, TextOf(map, "grade") ?? inherited.Grade);

    public MapNode Map { get; } = map;

    public string Path { get; } = path;

    public Mark Mark => Map.Mark;

    public Problems Problems { get; } = problems;

    public string Below(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>The node of a key; null when it is not there, with a problem when it has to be.</summary>
    public Node? Take(string key, bool required = false)
    {
        _asked.Add(key);
        var node = Map.Find(key);
        if (node is null && required) Problems.Error(Map.Mark, Path, $"has no '{key}'");
        return node;
    }

    public void Error(string key, string message) => Problems.Error(Map.Find(key)?.Mark ?? Map.Mark, Below(key), message);

    /// <summary>Ends the reading: what nobody asked for is unknown.</summary>
    public void End()
    {
        if (Map.Find("grade") is ScalarNode grade && grade.Text is not ("A" or "B" or "C" or "D"))
            Problems.Error(grade.Mark, Below("grade"), $"'{grade.Text}' is no grade; write A, B, C or D");
        foreach (var key in Map.Keys.Where(k => !_asked.Contains(k)))
            Problems.Error(Map.KeyMark(key), Below(key), $"unknown key '{key}'{Problems.Suggest(key, _asked)}");
    }

    /// <summary>What every file begins with: the format, its name, its title.</summary>
    public (string Name, string Title) Head()
    {
        if (Text("format", required: true) is { } format && format != "1") Error("format", $"this program reads format 1, not '{format}'");
        var name = Text("name", required: true) ?? "";
        CheckName("name", name);
        return (name, Text("title") ?? name);
    }

    public ulong? Seed()
    {
        if (Text("seed") is not { } text) return null;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return seed;
        Error("seed", $"'{text}' is no whole number");
        return null;
    }

    /// <summary>Says so if a name cannot be that of a folder.</summary>
    public void CheckName(string key, string name)
    {
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || name is "." or "..") Error(key, $"'{name}' becomes the name of a folder: write letters, digits and hyphens");
    }

    public string? Text(string key, bool required = false)
    {
        if (Take(key, required) is not { } node) return null;
        if (node is ScalarNode scalar) return scalar.Text;
        Problems.Error(node.Mark, Below(key), $"is {node.Kind}; write a text");
        return null;
    }

    /// <summary>One of some names.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices, T otherwise, bool required = false)
    {
        if (Text(key, required) is not { } text) return otherwise;
        if (choices.TryGetValue(text, out var value)) return value;
        Problems.Error(Map[key].Mark, Below(key), $"no {key} '{text}'{Problems.Suggest(text, choices.Keys)}");
        return otherwise;
    }

    public DateOnly? Date(string key, bool required = false)
    {
        if (Text(key, required) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Problems.Error(Map[key].Mark, Below(key), $"'{text}' is no date; write it as 2027-01-31");
        return null;
    }

    public int? Whole(string key)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Problems.Error(Map[key].Mark, Below(key), $"'{text}' is no whole number");
        return null;
    }

    /// <summary>Yes or no; no when it is not there.</summary>
    public bool YesOrNo(string key)
    {
        if (Text(key) is not { } text) return false;
        if (text is not ("yes" or "true" or "no" or "false")) Error(key, $"'{text}' is neither yes nor no");
        return text is "yes" or "true";
    }

    /// <summary>The map below a key, as a section; null when it is not there.</summary>
    public Section? Sub(string key, bool required = false)
    {
        if (Take(key, required) is not { } node) return null;
        if (node is MapNode below) return new Section(below, Below(key), Problems, inputs, _provenance);
        Problems.Error(node.Mark, Below(key), $"is {node.Kind}; it should be a map");
        return null;
    }

    /// <summary>The maps below a key, by id.</summary>
    public IEnumerable<(string Id, Section Section)> Each(string key, bool required = false)
    {
        if (Sub(key, required) is not { } all) yield break;
        foreach (var id in all.Map.Keys)
        {
            if (all.Sub(id) is { } section) yield return (id, section);
        }
    }

    /// <summary>The texts of a list.</summary>
    public IEnumerable<(string Text, Mark Mark)> List(string key, bool required = false)
    {
        if (Take(key, required) is not { } node) yield break;
        if (node is not ListNode list)
        {
            Problems.Error(node.Mark, Below(key), $"is {node.Kind}; write a list: [a, b]");
            yield break;
        }

        foreach (var item in list.Items)
        {
            if (item is ScalarNode scalar) yield return (scalar.Text, scalar.Mark);
            else Problems.Error(item.Mark, Below(key), $"holds {item.Kind}; write names");
        }
    }

    /// <summary>A number that may be uncertain.</summary>
    public Estimate? Estimate(string key, Dimension dimension, bool required = false) =>
        Take(key, required) is { } node ? EstimateOf(node, dimension, Below(key)) : null;

    /// <summary>A number that may be uncertain, 0 to 1.</summary>
    public Estimate? Share(string key, bool required = false)
    {
        if (Estimate(key, Dimension.Share, required) is not { } share) return null;
        if (share.High <= 1) return share;
        Error(key, $"is above 100 %");
        return null;
    }

    public Estimate? EstimateOf(Node node, Dimension dimension, string path)
    {
        if (node is ScalarNode scalar)
        {
            if (Quantity.Read(scalar, dimension, path, Problems) is not { } number) return null;
            Note(path, scalar.Text, dimension.Unit, node, null);
            return SupplyChain.Estimate.Certain(number);
        }

        if (node is not MapNode map)
        {
            Problems.Error(node.Mark, path, $"is {node.Kind}; write {dimension.Example}");
            return null;
        }

        var value = new Section(map, path, Problems, inputs, _provenance);
        var best = value.Take("value", required: true) is ScalarNode v ? Quantity.Read(v, dimension, path, Problems) : null;
        var group = value.Text("group");
        var (low, high) = (best, best);
        if (value.Take("range") is { } range)
        {
            if (range is ListNode { Items: [ScalarNode a, ScalarNode b] }) (low, high) = (Quantity.Read(a, dimension, path, Problems), Quantity.Read(b, dimension, path, Problems));
            else Problems.Error(range.Mark, path, "a range is a list of two values: [low, high]");
        }

        value.End();
        if (best is null || low is null || high is null) return null;
        if (!(low <= best && best <= high))
        {
            Problems.Error(map.Find("range")!.Mark, path, "the value is outside of its range");
            return null;
        }

        var estimate = new Estimate(best.Value, low.Value, high.Value, group ?? path);
        Note(path, ((ScalarNode)map["value"]).Text, dimension.Unit, map, estimate);
        return estimate;
    }

    void Note(string path, string text, string unit, Node node, Estimate? estimate)
    {
        var own = node as MapNode;
        inputs.Add(new Input(path, text, unit, TextOf(own, "source") ?? _provenance.Source, TextOf(own, "grade") ?? _provenance.Grade, estimate, node.Mark));
    }

    static string? TextOf(MapNode? map, string key) => (map?.Find(key) as ScalarNode)?.Text;

    /// <summary>A quantity over time: one value, or yearly figures, each on 1 July of its year.</summary>
    public Course? Course(string key, Dimension dimension, bool required = false)
    {
        if (Take(key, required) is not { } node) return null;
        if (node is MapNode map && map.Keys.FirstOrDefault(k => k.Length == 4 && char.IsAsciiDigit(k[0])) is not null) return Yearly(map, dimension, Below(key));
        if (EstimateOf(node, dimension, Below(key)) is not { } e) return null;
        if (e.IsCertain || e.Value == 0) return SupplyChain.Course.Level(e.Value);
        return SupplyChain.Course.Level(e.Value) with { Factor = new Estimate(1, e.Low / e.Value, e.High / e.Value, e.Name) };
    }

    Course? Yearly(MapNode map, Dimension dimension, string path)
    {
        List<(DateOnly, double)> points = [];
        var section = new Section(map, path, Problems, inputs, _provenance);
        foreach (var key in map.Keys)
        {
            if (key is "source" or "grade" or "note" or "range" or "group" or "value") continue;
            if (key.Length != 4 || !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year < 1)
            {
                Problems.Error(map.KeyMark(key), path, $"'{key}' is no year");
                continue;
            }

            if (map[key] is not ScalarNode scalar)
            {
                Problems.Error(map[key].Mark, path, $"is {map[key].Kind}; write {dimension.Example}");
                continue;
            }

            if (Quantity.Read(scalar, dimension, $"{path}.{key}", Problems) is { } value) points.Add((new DateOnly(year, 7, 1), value));
        }

        if (points.Count == 0) return null;
        points.Sort();
        var first = points[0].Item2;
        var factor = SupplyChain.Estimate.Certain(1);
        if (map.Find("range") is ListNode { Items: [ScalarNode low, ScalarNode high] } && first > 0
            && Quantity.Read(low, dimension, path, Problems) is { } l && Quantity.Read(high, dimension, path, Problems) is { } h)
        {
            // The range of yearly figures is stated for the first of them, and holds for all in proportion.
            factor = new Estimate(1, Math.Min(1, l / first), Math.Max(1, h / first), (map.Find("group") as ScalarNode)?.Text ?? path);
        }

        section.Note(path, Figures(map), "× the yearly figures", map, factor.IsCertain ? null : factor);
        return new Course { Points = points, Factor = factor };
    }

    /// <summary>Yearly figures in a line: 2027: 5686 t/yr, 2028: 5778 t/yr.</summary>
    static string Figures(MapNode map) => string.Join(", ", map.Keys.Where(k => k.Length == 4 && map[k] is ScalarNode).Order(StringComparer.Ordinal).Select(k => $"{k}: {((ScalarNode)map[k]).Text}"));

    /// <summary>A law of chance, or one value, which never varies.</summary>
    public Distribution? Distribution(string key, Dimension dimension, bool required = false)
    {
        if (Take(key, required) is not { } node) return null;
        if (node is not MapNode map || map.Find("dist") is null) return EstimateOf(node, dimension, Below(key)) is { } e ? new Fixed(e.Value) : null;

        var value = new Section(map, Below(key), Problems, inputs, _provenance);
        var law = value.Sub("dist");
        value.End();
        if (law is null) return null;
        if (law.Map.Keys.Count != 1)
        {
            Problems.Error(law.Mark, law.Path, "names one law: fixed, uniform, triangular, exponential or lognormal");
            return null;
        }

        var name = law.Map.Keys[0];
        Note(Below(key), $"{name} law", dimension.Unit, map, null);
        return Law(law, name, dimension);
    }

    Distribution? Law(Section law, string name, Dimension dimension)
    {
        try
        {
            switch (name)
            {
                case "fixed" or "exponential":
                    if (law.Take(name) is not ScalarNode one || Quantity.Read(one, dimension, law.Path, Problems) is not { } mean) break;
                    return name == "fixed" ? new Fixed(mean) : new Exponential(mean);
                case "uniform" or "triangular":
                    var numbers = law.Take(name) is ListNode list ? list.Items.Select(i => i is ScalarNode s ? Quantity.Read(s, dimension, law.Path, Problems) : null).ToArray() : [];
                    if (law.Map[name] is ListNode bounds && bounds.Items.FirstOrDefault(i => i is not ScalarNode) is { } odd) Problems.Error(odd.Mark, law.Path, $"holds {odd.Kind}; write numbers with their units");
                    if (numbers.Any(n => n is null)) return null;
                    if (name == "uniform" && numbers is [{ } low, { } high]) return new Uniform(low, high);
                    if (name == "triangular" && numbers is [{ } a, { } b, { } c]) return new Triangular(a, b, c);
                    break;
                case "lognormal":
                    if (law.Sub(name) is not { } parameters) break;
                    var (median, p90) = (parameters.Estimate("median", dimension, required: true), parameters.Estimate("p90", dimension, required: true));
                    parameters.End();
                    return median is { } m && p90 is { } p ? LogNormal.FromMedianAndP90(m.Value, p.Value) : null;
                default:
                    Problems.Error(law.Map.KeyMark(name), law.Path, $"no law '{name}'{Problems.Suggest(name, ["fixed", "uniform", "triangular", "exponential", "lognormal"])}");
                    return null;
            }
        }
        catch (ArgumentException e)
        {
            Problems.Error(law.Mark, law.Path, $"no such {name} law: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }

        Problems.Error(law.Mark, law.Path, name switch
        {
            "uniform" => "a uniform law has two bounds: [low, high]",
            "triangular" => "a triangular law has three: [low, mode, high]",
            _ => $"a {name} law has one value",
        });
        return null;
    }
}
