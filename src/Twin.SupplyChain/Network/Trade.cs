using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Which of several open lanes a shipment takes.</summary>
public enum LaneChoice
{
    /// <summary>The contract's own while it is open and has room, then the alternatives in their order.</summary>
    InOrder,

    /// <summary>The one with the shortest mean travel time, delays included.</summary>
    Fastest,

    /// <summary>The one with the lowest freight.</summary>
    Cheapest,
}

/// <summary>How goods travel and how long it takes.</summary>
/// <param name="Id">Its name in the scenario.</param>
/// <param name="Mode">Sea, rail, truck, air, for people.</param>
/// <param name="Days">Travel time of one shipment [days], drawn for each; rounded to whole days.</param>
/// <param name="Customs">Days at the border, added to each.</param>
public sealed record Lane(string Id, string Mode, Distribution Days, Estimate Customs)
{
    /// <summary>Freight [USD per t of the material's basis].</summary>
    public Estimate Cost { get; init; } = Estimate.Certain(0);

    /// <summary>Most that leaves on it in a week, all goods together [t of their bases]; null for no limit.</summary>
    public Estimate? Capacity { get; init; }

    /// <summary>The first day that it is used; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day that it is not used any more; null for never.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The lanes that goods may take instead, in order of preference.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>How one of them is chosen.</summary>
    public LaneChoice Choice { get; init; }
}

/// <summary>A buyer's standing source for a material.</summary>
/// <param name="Seller">The site that sells.</param>
/// <param name="Buyer">The site that buys: one whose recipe has a slot for the material, or a market.</param>
/// <param name="Material">What is bought.</param>
/// <param name="Share">
/// Share of what the buyer's slot takes in, in content; relative to the other contracts of the slot that are in force
/// (they need not add up to 1).
/// </param>
/// <param name="Lane">How it travels.</param>
public sealed record Contract(string Seller, string Buyer, string Material, double Share, string Lane)
{
    /// <summary>Who is served first under <see cref="AllocationRule.ContractPriority"/>; lower comes first.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>The first day that an order may be placed; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day that no order is placed any more; what is open then is cancelled. Null for never.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>
    /// How long the seller's goods must be qualified before the first order [days]; null where they are. The buyer begins
    /// with it when its qualified sellers leave a fifth of what is open unfilled, and not before.
    /// </summary>
    public Estimate? Qualification { get; init; }

    /// <summary>
    /// The most that is ordered under it [t of the material's basis a year]; null for no bound. Law: at a review at most this much
    /// for the time since the last; what is beyond goes to the slot's other sources by their shares: the spot market. Where all
    /// are full it is not ordered. (An <see cref="Offtake"/> is the least, and goes before it.)
    /// </summary>
    public Estimate? Volume { get; init; }

    /// <summary>What the buyer pays above the price of its zone, as a share; read with <see cref="AllocationRule.HighestPrice"/>.</summary>
    public double Premium { get; init; }
}

/// <summary>Who uses what: one sector in one region.</summary>
public sealed record Demand
{
    /// <summary>Sector and region: <c>EV.EU</c>.</summary>
    public required string Id { get; init; }

    public required string Sector { get; init; }

    public required string Region { get; init; }

    /// <summary>The market that it draws from.</summary>
    public required string Market { get; init; }

    /// <summary>Use of each material [t of its basis a year].</summary>
    public required IReadOnlyList<(string Material, Course Rate)> Uses { get; init; }

    /// <summary>Buffer that it holds [days of use].</summary>
    public Course Cover { get; init; } = Course.Level(30);

    /// <summary>The first day of use; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day without use; null for never.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How its use varies.</summary>
    public DemandLaw Varies { get; init; } = new(0);

    /// <summary>Whether it holds no buffer of its own and takes what it uses from the market's stock.</summary>
    public bool Direct { get; init; }

    /// <summary>Who is served first when the market is short, where the market allocates by priority; lower comes first.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Factors of the twelve calendar months on all of its rates, January first; empty for none.</summary>
    public IReadOnlyList<double> Season { get; init; } = [];

    /// <summary>What it learns to use instead when it is short; empty for nothing.</summary>
    public IReadOnlyList<Substitution> Substitutions { get; init; } = [];

    /// <summary>How much more it holds when it hears of a control, or is badly served; null for nothing.</summary>
    public Hoarding? Hoards { get; init; }

    /// <summary>How it answers to the prices of what it uses; null for as users of each do (<see cref="PriceLaw.Users"/>).</summary>
    public PriceElasticity? Elasticity { get; init; }

    /// <summary>How long a user waits for what the buffer does not hold [days]; 0 for not at all: it is lost at once.</summary>
    public double Waits { get; init; }
}

/// <summary>What is learned when something runs short, and not unlearned.</summary>
/// <remarks>
/// Law: <paramref name="After"/> days after the need arose, the share begins to grow, and reaches half of
/// <paramref name="Share"/> after another <paramref name="HalfTime"/>: Share × (1 − 2^(−t / HalfTime)).
/// </remarks>
/// <param name="Share">What it comes to in the end, 0 to 1.</param>
/// <param name="After">Days from the need to the first of it.</param>
/// <param name="HalfTime">Days from there to half of it; 0 for all at once.</param>
/// <param name="From">The day of the need; null for the first week in which less than four fifths of it was had.</param>
public sealed record Adaptation(Estimate Share, Estimate After, Estimate HalfTime, DateOnly? From = null);

/// <summary>Users who go over to another material, or do without.</summary>
/// <remarks>Law: of what would be wanted of <paramref name="Material"/>, the learned share is wanted of <paramref name="By"/>, tonne for tonne; without it, of nothing, and that is not counted as unmet.</remarks>
/// <param name="Material">What they used.</param>
/// <param name="By">What they use instead: a grade shift; null for a way without any of it.</param>
/// <param name="Learns">How much and how fast.</param>
public sealed record Substitution(string Material, string? By, Adaptation Learns);

/// <summary>Buyers that put more by when they are afraid.</summary>
/// <remarks>
/// Law: cover × (1 + <paramref name="More"/>) from the announcement of a control on what they buy until its end, and
/// whenever less than <paramref name="WhenFillBelow"/> of what they have open is delivered.
/// </remarks>
/// <param name="More">Share of cover on top, 0 or more.</param>
/// <param name="WhenFillBelow">Smoothed fill below which they are afraid, 0 to 1; 0 for never.</param>
public sealed record Hoarding(Estimate More, double WhenFillBelow);


/// <summary>How use varies from review to review round its rate.</summary>
/// <param name="Cv">Coefficient of variation of the use of one review period; 0 for none. Not read with <paramref name="Unit"/>.</param>
/// <param name="Unit">Tonnes of one customer's order where they come by a Poisson process; 0 for a steady stream.</param>
/// <param name="Correlation">Of one period with the one before, −1 to 1: with it, use is normal and autoregressive, AR(1); without, lognormal and independent.</param>
/// <param name="Normal">Whether it is normal even without correlation.</param>
public sealed record DemandLaw(double Cv, double Unit = 0, double Correlation = 0, bool Normal = false);
