namespace Twin.Scenarios;

/// <summary>A part of a document: a scalar, a list, or a map in the order of the file. Immutable, but for maps while a document is put together.</summary>
abstract class Node(Mark mark)
{
    public Mark Mark { get; } = mark;

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }
}

sealed class ScalarNode(string text, Mark mark, bool isNull = false) : Node(mark)
{
    public string Text { get; } = text;

    /// <summary>A plain <c>null</c> or <c>~</c>, or nothing at all: in an overlay, it removes.</summary>
    public bool IsNull { get; } = isNull;

    public override string Kind => "a value";
}

sealed class ListNode(IReadOnlyList<Node> items, Mark mark) : Node(mark)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override string Kind => "a list";
}

sealed class MapNode(Mark mark) : Node(mark)
{
    readonly Dictionary<string, (Node Value, Mark Mark)> _entries = new(StringComparer.Ordinal);
    readonly List<string> _order = [];

    public override string Kind => "a map";

    public IReadOnlyList<string> Keys => _order;

    public Node this[string key] => _entries[key].Value;

    public Node? Find(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public Mark KeyMark(string key) => _entries[key].Mark;

    public void Set(string key, Node value, Mark mark)
    {
        if (!_entries.ContainsKey(key)) _order.Add(key);
        _entries[key] = (value, mark);
    }

    public void Remove(string key)
    {
        if (_entries.Remove(key)) _order.Remove(key);
    }

    /// <summary>The map below a key, made if it is not there; null when something else is there.</summary>
    public MapNode? Below(string key, Mark mark)
    {
        if (Find(key) is { } node) return node as MapNode;
        var below = new MapNode(mark);
        Set(key, below, mark);
        return below;
    }
}
