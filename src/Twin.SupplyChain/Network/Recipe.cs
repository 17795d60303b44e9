namespace Twin.SupplyChain;

/// <summary>How a site turns inputs into outputs: joint production by assay and recovery.</summary>
/// <remarks>
/// Of each content group that goes in, each output takes its recovery; what no output takes is waste. The shares of
/// the outputs thus follow from what the feed really holds. A recipe cannot make matter: the recoveries of a group add
/// up to at most 1. A recipe without inputs is extraction: its outputs appear in the nominal composition of their
/// material, at the rate of its capacity.
/// </remarks>
public sealed record Recipe
{
    public required string Id { get; init; }

    /// <summary>What goes in; empty for extraction.</summary>
    public IReadOnlyList<RecipeInput> Inputs { get; init; } = [];

    /// <summary>What comes out; at least one driver.</summary>
    public required IReadOnlyList<RecipeOutput> Outputs { get; init; }

    /// <summary>Effective capacity of this recipe alone [t of driver output a year]; null where it shares the site's.</summary>
    public Course? Capacity { get; init; }

    /// <summary>From the start of a lot to its end [days]; rounded to whole days.</summary>
    public Estimate Cycle { get; init; } = Estimate.Certain(0);

    /// <summary>The first day that a lot may start; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day that no lot may start any more; null for never.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>An input of a recipe.</summary>
/// <param name="Slot">The stock it comes from. Recipes of one site that name the same slot share it.</param>
/// <param name="Materials">What may be put into the slot; contracts deliver these.</param>
/// <param name="Amount">Tonnes of the first material's basis for one lot unit; only the proportion between inputs matters.</param>
public sealed record RecipeInput(string Slot, IReadOnlyList<string> Materials, double Amount)
{
    /// <summary>How less of it is learned to do: of each gram saved, a gram more of the recipe's first input goes in. Null for not.</summary>
    public Adaptation? Thrift { get; init; }
}

/// <summary>An output of a recipe.</summary>
/// <param name="Material">What comes out.</param>
/// <param name="Recovery">Share of each content group of the inputs that goes into it, 0 to 1, in the order of <see cref="Network.Groups"/>; empty for extraction.</param>
/// <param name="IsDriver">Whether the recipe runs for its sake: a lot starts when it is below its target, and a full store of it stops the recipe.</param>
public sealed record RecipeOutput(string Material, IReadOnlyList<Estimate> Recovery, bool IsDriver)
{
    /// <summary>
    /// Whether what nobody fetches of a by-product is thrown away, instead of kept and counted. Law: after a lot its store holds at
    /// most the site's <see cref="Site.Room"/> in days of the orders for it as foreseen; what is beyond is waste.
    /// </summary>
    public bool Wastes { get; init; }
}
