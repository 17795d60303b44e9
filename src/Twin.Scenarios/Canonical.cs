using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Twin.Scenarios;

/// <summary>A tree as text that does not depend on how it was written: keys in order, numbers plain, nothing of files and lines.</summary>
static class Canonical
{
    // What explains a value does not change a run.
    static readonly HashSet<string> Words = ["source", "sources", "note", "title", "name", "replications", "seed", "operator", "lat", "lon", "grade"];

    public static string Text(Node node)
    {
        var text = new StringBuilder();
        Write(node, text, all: true);
        return text.ToString();
    }

    /// <summary>SHA-256 of what a run depends on, as 64 hexadecimal digits.</summary>
    public static string Hash(MapNode document)
    {
        // What an answer costs changes no run either; what a site counts its stocks at does belong to it.
        var counted = new MapNode(document.Mark);
        foreach (var key in document.Keys.Where(k => k != "costs")) counted.Set(key, document[key], document.KeyMark(key));
        var text = new StringBuilder();
        Write(counted, text, all: false);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static void Write(Node node, StringBuilder text, bool all)
    {
        switch (node)
        {
            case ScalarNode scalar:
                var number = double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
                text.Append('"').Append(number ? value.ToString("R", CultureInfo.InvariantCulture) : scalar.Text).Append('"');
                break;
            case ListNode list:
                text.Append('[');
                foreach (var item in list.Items)
                {
                    Write(item, text, all);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case MapNode map:
                text.Append('{');
                foreach (var key in map.Keys.Order(StringComparer.Ordinal).Where(k => all || !Words.Contains(k)))
                {
                    text.Append(key).Append(':');
                    Write(map[key], text, all);
                    text.Append(';');
                }

                text.Append('}');
                break;
        }
    }
}
