using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>The ids behind the keys of a trace: contracts, users, recipes, sites, policies and events of a network.</summary>
public sealed class TraceNames
{
    readonly Dictionary<ulong, string> _names = [];

    public TraceNames(NetworkIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        IEnumerable<string> ids =
        [
            .. index.Contracts.Select((_, a) => index.IdOf(a)), .. index.Cells.Select(c => c.Id), .. index.Recipes.Select(r => r.Id),
            .. index.Sites.Select(s => s.Id), .. index.Policies.Select(p => p.Id), .. index.Disruptions.Select(d => d.Id),
        ];
        foreach (var id in ids) _names[StableHash.Of(id)] = id;
    }

    /// <summary>To whom a fact happened: <c>SELLER&gt;BUYER&gt;material</c> for goods on their way, <c>DEMAND.material</c> for a user, <c>SITE.recipe</c> for a lot.</summary>
    public string Of(TraceLine line) => _names.TryGetValue(line.Key, out var name) ? name : FormattableString.Invariant($"{line.Key:x16}");
}
