using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>The sources of a scenario, by what cites them.</summary>
sealed class Sources(Scenario scenario)
{
    readonly Dictionary<string, Source> _byId = scenario.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal);

    /// <summary>Title and address of an input's source, null for none; its grade, D where nobody gave one.</summary>
    public (string? Title, string? Url, char Grade) Of(Input input)
    {
        var source = input.Source is { } id && _byId.TryGetValue(id.Split('#')[0], out var known) ? known : null;
        return (source?.Title, source?.Url, input.Grade is { Length: 1 } g ? g[0] : 'D');
    }
}
