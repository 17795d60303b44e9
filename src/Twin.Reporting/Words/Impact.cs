namespace Twin.Reporting;

/// <summary>A measure that reports show of each region and sector: its key, the head of its column, the same where there is little room, and what it means.</summary>
sealed record Impact(string Key, string Head, string Brief, string Meaning)
{
    public static readonly Impact Fill = new("fill", "Demand met", "Met",
        "Tonnes delivered to users on time, over tonnes that they wanted, in the window.");

    public static readonly Impact Unmet = new("unmet", "Unmet demand", "Unmet",
        "Tonnes that users wanted in the window and did not get on time: lost, or too late.");

    public static readonly Impact Forgone = new("forgone", "Given up", "Given up",
        "Tonnes that users would have wanted in the window without the shock and no longer ask for, because of the price or because they use something else. They are in no other column.");

    public static readonly Impact Survive = new("tts", "Time to survive", "Survive",
        "From the onset to the first week in which unmet demand exceeds that of the same run without the shock by one per cent of a week’s demand: how long stocks and other sellers bridge the gap.");

    public static readonly Impact Recover = new("ttr", "Time to recover", "Recover",
        "From the onset until supply is back at 95 % of that of the same run without the shock, or of what is still wanted, and stays there for four weeks. Nought if it never left.");

    public static readonly Impact Lost = new("lost-area", "Lost supply", "Lost",
        "The area under the dip: one month is a month’s undisturbed supply lost, all at once or little by little.");

    /// <summary>In the order of the tables' columns.</summary>
    public static readonly IReadOnlyList<Impact> All = [Fill, Unmet, Forgone, Survive, Recover, Lost];

    /// <summary>Those that some of these places have, with the unit that they come in; without a shock none that begins with one.</summary>
    public static IReadOnlyList<(Impact Impact, string Unit)> Taken(RunFindings run, IEnumerable<Named> places) =>
        [.. from impact in All
            where run.Window.Onset is not null || !impact.IsOfShock
            let measured = places.Select(p => impact.Of(run.Measures, p.Id)).FirstOrDefault(m => m is not null)
            where measured is not null
            select (impact, measured.Unit)];

    /// <summary>Whether it is said of a shock: counted from its onset, or held against the same run without it.</summary>
    bool IsOfShock => this == Forgone || this == Survive || this == Recover || this == Lost;

    public Measured? Of(IReadOnlyDictionary<string, Measured> measures, string id) => measures.GetValueOrDefault($"{Key}.{id}");

    /// <summary>"unmet demand (Japan)" for unmet.JP, to stand in a sentence.</summary>
    public static string PhraseOf(string key, IReadOnlyList<Named> names)
    {
        var parts = NameOf(key, names).Split(", ", 2);
        return parts.Length < 2 ? key : $"{char.ToLowerInvariant(parts[0][0])}{parts[0][1..]} ({parts[1]})";
    }

    /// <summary>"Unmet demand, Japan" for unmet.JP; the key itself where it is not known.</summary>
    public static string NameOf(string key, IReadOnlyList<Named> names)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return key;
        var (measure, id) = (key[..dot], key[(dot + 1)..]);
        var head = All.FirstOrDefault(i => i.Key == measure)?.Head ?? measure;
        return $"{head}, {names.FirstOrDefault(n => n.Id == id)?.Name ?? id}";
    }
}
