using System.Text;

namespace Twin.Scenarios;

/// <summary>A scenario as one file: everything it extends, its overlays and tables put together. It reads back to the same hash.</summary>
public static class ResolvedWriter
{
    /// <param name="scenario">What to write.</param>
    /// <param name="marks">Whether to say of each value where it was set.</param>
    public static string Write(Scenario scenario, bool marks = false)
    {
        var text = new StringBuilder();
        Write(Named(scenario), 0, text, marks);
        return text.ToString();
    }

    /// <summary>The document under the scenario's own name: a study names its variants otherwise than their files do.</summary>
    static MapNode Named(Scenario scenario)
    {
        var document = scenario.Document;
        var named = new MapNode(document.Mark);
        foreach (var key in document.Keys) named.Set(key, document[key], document.KeyMark(key));
        foreach (var (key, text) in new[] { ("name", scenario.Name), ("title", scenario.Title) })
        {
            // A title that is the name need not be said.
            var mark = document.Find(key)?.Mark ?? document.Mark;
            if (document.Find(key) is not null || text != scenario.Name) named.Set(key, new ScalarNode(text, mark), mark);
        }

        return named;
    }

    static void Write(MapNode map, int depth, StringBuilder text, bool marks)
    {
        foreach (var key in map.Keys)
        {
            text.Append(' ', depth * 2).Append(Scalar(key)).Append(':');
            switch (map[key])
            {
                case MapNode { Keys.Count: 0 }:
                    text.Append(" {}\n");
                    break;
                case MapNode below:
                    text.Append('\n');
                    Write(below, depth + 1, text, marks);
                    break;
                case { } leaf:
                    text.Append(' ').Append(Flow(leaf));
                    if (marks) text.Append("  # ").Append(leaf.Mark);
                    text.Append('\n');
                    break;
            }
        }
    }

    static string Flow(Node node) => node switch
    {
        ScalarNode scalar => Scalar(scalar.Text),
        ListNode list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        MapNode map => $"{{ {string.Join(", ", map.Keys.Select(k => $"{Scalar(k)}: {Flow(map[k])}"))} }}",
        _ => "",
    };

    /// <summary>Plain where that cannot be taken for anything else, quoted where it could.</summary>
    static string Scalar(string text) =>
        text.Length > 0 && text is not ("null" or "~") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ' or '%' or '>' or '+') && text[0] is not (' ' or '-' or '%' or '>' or '.') && text[^1] != ' '
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";
}
