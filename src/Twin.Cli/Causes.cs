using Twin.Reporting;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary>The measured causes of what users lacked, in words.</summary>
static class Causes
{
    const double Least = 0.005;

    public static List<Cause> Of(Network network, IReadOnlyDictionary<string, Measured> measures)
    {
        var found = measures.Where(m => m.Key.StartsWith("cause.", StringComparison.Ordinal)).Select(m => (Key: m.Key["cause.".Length..], m.Value.Mean)).ToArray();
        var total = found.Sum(f => f.Mean);
        if (total <= 0) return [];
        return
        [
            .. found.Where(f => f.Mean >= Least * total).OrderByDescending(f => f.Mean).ThenBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new Cause(Words(f.Key, network), f.Mean, f.Mean / total)),
        ];
    }

    static string Words(string key, Network network) => key switch
    {
        "lane" => "a way is closed or full",
        "price" => "plants rest, because it does not pay",
        "transit" => "it is on its way, or being made",
        "allocation" => "sellers gave it to others",
        "empty" => "a stock is empty that nobody fills",
        _ when network.Policies.FirstOrDefault(p => p.Id == key) is { } policy => $"{(policy.Name.Length > 0 ? policy.Name : policy.Id)} keeps it back",
        _ when key.Split('.') is ["capacity", var kind] => $"{Plants(kind)} are full",
        _ when key.Split('.') is ["outage", var kind] => $"{Plants(kind)} are down",
        _ => key,
    };

    static string Plants(string kind) => kind switch
    {
        "mine" => "mines",
        "refinery" => "refineries",
        "cracking" => "cracking plants",
        "recycler" => "recyclers",
        "metal" => "metal makers",
        "magnet" => "magnet makers",
        _ => kind,
    };
}
