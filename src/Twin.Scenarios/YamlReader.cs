using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Twin.Scenarios;

/// <summary>YAML text into nodes that know where they stand. A subset: no anchors, aliases, tags, or second documents.</summary>
static class YamlReader
{
    const int MostDepth = 64;
    const int MostNodes = 1_000_000;
    const long MostBytes = 20 << 20;

    /// <returns>The document; null when it cannot be read, with the reason among the problems.</returns>
    public static MapNode? Read(string path, string name, Problems problems)
    {
        if (ReadText(path, name, "begin with 'format: 1'", problems) is not { } text) return null;
        if (Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            problems.Error(new Mark(name, 0, ""), "", "is a table; name the scenario that reads it");
            return null;
        }

        var reader = new Reader(text, name);
        try
        {
            return reader.Document();
        }
        catch (RefusedException e)
        {
            problems.Error(e.Mark, "", e.Message);
        }
        catch (YamlException) when (LineWithTab(text) is > 0 and var line)
        {
            problems.Error(new Mark(name, line, ""), "", "is indented by a tab; write spaces");
        }
        catch (YamlException e)
        {
            problems.Error(new Mark(name, (int)e.Start.Line, Number(e.Start.Column)), "", $"this is no YAML: {Plain(e.Message)}");
        }
#pragma warning disable CA1031 // the parser throws InvalidOperationException and others on some broken input
        catch (Exception e)
#pragma warning restore CA1031
        {
            problems.Error(reader.Last, "", $"this is no YAML, from here on or just before: {Plain(e.Message)}");
        }

        return null;
    }

    /// <summary>The first line, from 1, with a tab before its text; 0 for none.</summary>
    static int LineWithTab(string text) => 1 + Array.FindIndex(text.Split('\n'), l => l.AsSpan(0, l.Length - l.AsSpan().TrimStart().Length).Contains('\t') && l.AsSpan().Trim().Length > 0);

    /// <summary>A text file that is one, of a size that can be a scenario.</summary>
    public static string? ReadText(string path, string name, string beginning, Problems problems)
    {
        var whole = new Mark(name, 0, "");
        try
        {
            if (Directory.Exists(path)) problems.Error(whole, "", "is a folder; name a file in it");
            else if (!File.Exists(path)) problems.Error(whole, "", "there is no such file");
            else if (new FileInfo(path).Length > MostBytes) problems.Error(whole, "", $"is {new FileInfo(path).Length >> 20} MB; a scenario file has at most {MostBytes >> 20}");
            else if (new FileInfo(path).Length == 0) problems.Error(whole, "", $"is empty; {beginning}");
            else
            {
                var text = new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
                if (!text.Contains('\0', StringComparison.Ordinal)) return text;
                problems.Error(whole, "", "is not a text file");
            }
        }
        catch (DecoderFallbackException)
        {
            problems.Error(whole, "", "is not a text file in UTF-8; save it as one (in a spreadsheet: CSV UTF-8)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Error(whole, "", $"cannot be read: {e.Message}");
        }

        return null;
    }

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string Plain(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');

    sealed class RefusedException(Mark mark, string message) : Exception(message)
    {
        public Mark Mark { get; } = mark;
    }

    sealed class Reader(string text, string name)
    {
        readonly Parser _parser = new(new StringReader(text));
        int _nodes;

        public Mark Last { get; private set; } = new(name, 1, "1");

        public MapNode Document()
        {
            _parser.Consume<StreamStart>();
            if (_parser.Accept<StreamEnd>(out _)) throw new RefusedException(new Mark(name, 0, ""), "holds nothing; begin with 'format: 1'");
            _parser.Consume<DocumentStart>();
            var root = Node(0);
            _parser.Consume<DocumentEnd>();
            if (!_parser.Accept<StreamEnd>(out _)) throw Refused("a file holds one document; remove '---' and what follows");
            return root as MapNode ?? throw new RefusedException(root.Mark, $"a scenario is a map, this is {root.Kind}; begin with 'format: 1'");
        }

        Node Node(int depth)
        {
            if (depth > MostDepth) throw Refused($"is nested more than {MostDepth} deep");
            if (++_nodes > MostNodes) throw Refused($"holds more than {MostNodes} values");
            switch (Next())
            {
                case Scalar scalar:
                    var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "null" or "~" or "";
                    return new ScalarNode(scalar.Value, Last, isNull);
                case SequenceStart:
                    var (listMark, items) = (Last, new List<Node>());
                    while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
                    return new ListNode(items, listMark);
                case MappingStart:
                    var map = new MapNode(Last);
                    while (!_parser.TryConsume<MappingEnd>(out _)) Entry(map, depth);
                    return map;
                default:
                    throw Refused("something other than a value, a list or a map");
            }
        }

        void Entry(MapNode map, int depth)
        {
            if (Next() is not Scalar key) throw Refused("a key is a name, not a list or a map");
            var mark = Last;
            if (map.Find(key.Value) is not null) throw new RefusedException(mark, $"'{key.Value}' stands here twice; it was first at line {map.KeyMark(key.Value).Line}");
            map.Set(key.Value, Node(depth + 1), mark);
        }

        ParsingEvent Next()
        {
            var current = _parser.Current ?? throw Refused("ends too early");
            Last = new Mark(name, (int)current.Start.Line, Number(current.Start.Column));
            if (current is AnchorAlias) throw Refused("an alias; write the value out, or use an overlay");
            if (current is NodeEvent { Anchor.IsEmpty: false }) throw Refused("an anchor; write the value out, or use an overlay");
            if (current is NodeEvent { Tag.IsEmpty: false } tagged) throw Refused($"a tag, {tagged.Tag.Value}; leave it out");
            _parser.MoveNext();
            return current;
        }

        RefusedException Refused(string message) => new(Last, message);
    }
}
