namespace Twin.SupplyChain;

/// <summary>What can keep goods from those who want them: the names of causes, numbered for a network.</summary>
/// <remarks>
/// A control by its id; <c>lane</c>, a closed or full way; <c>capacity.KIND</c> and <c>outage.KIND</c>, a plant that is full, or
/// down; <c>price</c>, one that rests because it does not pay; <c>transit</c>, goods that are on their way or in process, so
/// that nothing but time is missing; <c>allocation</c>, a seller that had goods and gave them to others; <c>empty</c>, a stock
/// that nobody fills.
/// </remarks>
sealed class CauseTable
{
    readonly int[] _controls;
    readonly int[] _capacity;
    readonly int[] _outage;

    public CauseTable(IReadOnlyList<Policy> policies, IReadOnlyList<Site> sites)
    {
        List<string> names = [];
        int Add(string name)
        {
            names.Add(name);
            return names.Count - 1;
        }

        _controls = [.. policies.Select(p => p is ExportControl ? Add(p.Id) : -1)];
        (_capacity, _outage) = (new int[Enum.GetValues<SiteKind>().Length], new int[Enum.GetValues<SiteKind>().Length]);
        foreach (var kind in sites.Where(s => s.Recipes.Count > 0).Select(s => s.Kind).Distinct().Order())
        {
            _capacity[(int)kind] = Add($"capacity.{RecordKeys.NameOf(kind)}");
            _outage[(int)kind] = Add($"outage.{RecordKeys.NameOf(kind)}");
        }

        (Lane, Price, Transit, Allocation, Empty) = (Add("lane"), Add("price"), Add("transit"), Add("allocation"), Add("empty"));
        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public int Lane { get; }

    public int Price { get; }

    public int Transit { get; }

    public int Allocation { get; }

    public int Empty { get; }

    public int Control(int policy) => _controls[policy];

    public int Capacity(SiteKind kind) => _capacity[(int)kind];

    public int Outage(SiteKind kind) => _outage[(int)kind];
}

/// <summary>What kept a recipe's output below what was wanted of it, at the last review.</summary>
enum LimitKind
{
    None,
    Capacity,
    Outage,
    Price,
    Feed,
}

/// <summary>The largest of what kept an output back.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Slot">The input that ran out, for <see cref="LimitKind.Feed"/>.</param>
/// <param name="Missing">How much was not made for it [g].</param>
readonly record struct Limit(LimitKind Kind, int Slot, double Missing);
