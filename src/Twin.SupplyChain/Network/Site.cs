using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>What a site is to people who read results. The engine does not look at it: sites differ by their recipes.</summary>
public enum SiteKind
{
    Mine,
    Cracking,
    Refinery,
    Recycler,
    MetalMaker,
    MagnetMaker,
    Market,
    Stockpile,
}

/// <summary>How a seller shares out a stock that does not cover its order book.</summary>
public enum AllocationRule
{
    /// <summary>In proportion to what each buyer has open.</summary>
    ProRata,

    /// <summary>Buyers in the seller's own region first, pro rata among them; then the others, pro rata.</summary>
    DomesticFirst,

    /// <summary>By the priority of the contract, lower numbers first; pro rata within one priority.</summary>
    ContractPriority,

    /// <summary>Who pays most first: the quotation of the buyer's zone × (1 + premium of the contract); pro rata within one price.</summary>
    HighestPrice,
}

/// <summary>A place with stocks, and recipes that turn some of them into others: mine, refinery, magnet plant, market.</summary>
/// <remarks>
/// A market is a site without recipes: what it buys is what it sells, and the demands of its region draw from it.
/// A stockpile is a site without recipes and without purchases.
/// </remarks>
public sealed record Site
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required SiteKind Kind { get; init; }

    public required string Country { get; init; }

    /// <summary>The region that results and policies speak of: CN, EU, JP, …</summary>
    public required string Region { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string Operator { get; init; } = "";

    /// <summary>In order of preference: the first makes what it can of what is wanted, the next the rest.</summary>
    public IReadOnlyList<Recipe> Recipes { get; init; } = [];

    /// <summary>What the recipes without a capacity of their own share [t of driver output a year]; null where every recipe has one.</summary>
    public Course? Capacity { get; init; }

    /// <summary>
    /// The least that it can run at, as a share of its capacity, 0 to 1. Law: at a review it starts lots of at least this share
    /// of what it can make in a review, recipes that share a plant together, or none, and waits until there is enough to do and
    /// to do it with.
    /// </summary>
    public double Turndown { get; init; }

    /// <summary>Stock of each input that it aims to hold above its lead time [days of use].</summary>
    public Course InputCover { get; init; } = Course.Level(0);

    /// <summary>Stock of each driver output that it aims to hold above its cycle time [days of sales].</summary>
    public Course OutputCover { get; init; } = Course.Level(0);

    /// <summary>Room for each driver output [days of capacity]; infinite for none. A full store stops the recipe.</summary>
    public double Room { get; init; } = 60;

    public AllocationRule Allocation { get; init; } = AllocationRule.ProRata;

    /// <summary>Days from one review to the next: it orders, starts lots and dispatches once in so many.</summary>
    public int Review { get; init; } = 7;

    /// <summary>When it orders its inputs and how much; null for its cover on top of lead time and review (base stock).</summary>
    public OrderRule? Orders { get; init; }

    /// <summary>How it foresees what is wanted of it.</summary>
    public Forecasting Forecasts { get; init; } = new();

    /// <summary>What its stocks, orders and shortages cost; null where nobody counts.</summary>
    public StockCosts? Costs { get; init; }

    public Reliability? Fails { get; init; }

    /// <summary>Overhauls, holidays and rains.</summary>
    public IReadOnlyList<PlannedStop> Stops { get; init; } = [];

    /// <summary>Whether its goods leave only while a <see cref="StockpileRelease"/> opens it.</summary>
    public bool Guarded { get; init; }

    /// <summary>What a stockpile buys up to; empty for nothing.</summary>
    public IReadOnlyList<FillRule> Fills { get; init; } = [];

    /// <summary>Share of what it orders elsewhere that it leaves on order at the first seller too, 0 to 1.</summary>
    public double DoubleOrdering { get; init; }

    /// <summary>How much more of its inputs it holds when it is afraid; null for nothing.</summary>
    public Hoarding? Hoards { get; init; }

    /// <summary>Elasticity of substitution between its sources by delivered cost (Armington), 0 or more; 0 for a buyer that does not look at cost.</summary>
    public double SourceElasticity { get; init; }

    /// <summary>The price that it runs above; null where it runs at any.</summary>
    public PriceTrigger? RunsAbove { get; init; }

    /// <summary>How its capacity follows a price; null where it does not.</summary>
    public SupplyResponse? FollowsPrice { get; init; }

    /// <summary>Stocks at the start beyond what the balanced start needs: material and tonnes of its basis.</summary>
    public IReadOnlyList<(string Material, Estimate Tonnes)> Stocks { get; init; } = [];
}

/// <summary>How a site breaks down by itself.</summary>
/// <param name="TimeBetweenFailures">Mean calendar days from one failure to the next; the law is exponential.</param>
/// <param name="Repair">Days until it is repaired.</param>
/// <param name="Loss">Share of capacity lost while down, above 0 and up to 1.</param>
public sealed record Reliability(Estimate TimeBetweenFailures, Distribution Repair, Estimate Loss);

/// <summary>How a stockpile fills.</summary>
/// <remarks>Law: while it is not released, it orders <paramref name="PerYear"/> until it holds <paramref name="Tonnes"/>.</remarks>
/// <param name="Material">Of what.</param>
/// <param name="Tonnes">Its aim [t of the material's basis].</param>
/// <param name="PerYear">How fast [t/yr].</param>
/// <param name="From">The first day; null for the first of the run.</param>
public sealed record FillRule(string Material, Estimate Tonnes, Estimate PerYear, DateOnly? From);

/// <summary>Capacity that waits for a price: a mothballed mine, a plant that is only worth running in a crisis.</summary>
/// <remarks>
/// Law: it runs while what a tonne of the material costs in the zone (<see cref="ContractPrices"/>), or a floor under it, plus subsidies, has been at or above
/// <paramref name="Price"/> for <paramref name="StartsAfter"/> days, and until it has been below for <paramref name="StopsAfter"/>;
/// with <paramref name="YearlyChance"/> p it then stops in a week with probability 1 − (1 − p)^(7 d / 1 yr). At the start it runs if it pays;
/// one that stops by chance runs in any case, and its days at a loss are counted from there.
/// </remarks>
/// <param name="Material">Whose price.</param>
/// <param name="Zone">In which price zone; null for the site's own.</param>
/// <param name="Price">The least at which it pays [USD per t of the material's basis].</param>
/// <param name="StartsAfter">Days from the price to the first output.</param>
/// <param name="StopsAfter">Days that it runs at a loss.</param>
/// <param name="YearlyChance">Chance that one that runs at a loss for longer stops within a year, 0 to 1; null where it stops at once.</param>
public sealed record PriceTrigger(string Material, string? Zone, Estimate Price, Estimate StartsAfter, Estimate StopsAfter, Estimate? YearlyChance = null);

/// <summary>Capacity that follows a price: shifts, collectors and plants come where a tonne brings more, and go where it brings less.</summary>
/// <remarks>
/// Law, weekly: capacity × e^(ε·x̄), with x = ln(p / p0), p what a tonne of the material costs in the zone, or a floor under it, plus
/// subsidies, p0 the price at the start, and x̄ the third-order exponential delay of x with mean <paramref name="Lag"/>
/// (Sterman 2000, Business Dynamics, chapter 11), so that what must be built first comes late: of a price that stays, 3 % is
/// followed after a fifth of the lag, 58 % after all of it. In the end it is (p / p0)^ε.
/// Room, ramps and contracts stay what they are, and more capacity makes nothing without more feed.
/// </remarks>
/// <param name="Material">Whose price.</param>
/// <param name="Zone">In which price zone; null for the site's own.</param>
/// <param name="Elasticity">ε, the elasticity of supply, 0 or more.</param>
/// <param name="Lag">Mean lag [days], 0 or more.</param>
public sealed record SupplyResponse(string Material, string? Zone, Estimate Elasticity, Estimate Lag);

/// <summary>An amount, in mass or in days of forecast.</summary>
/// <param name="Amount">Tonnes of the material's basis, or days of forecast use.</param>
/// <param name="InDays">Which of the two.</param>
public readonly record struct StockLevel(Estimate Amount, bool InDays);

/// <summary>The classic rules of inventory.</summary>
public enum OrderKind
{
    /// <summary>Each review, up to a level: (R, S); with one review a unit of demand, (S − 1, S).</summary>
    UpTo,

    /// <summary>When the position is at or below s, up to S: (s, S).</summary>
    MinMax,

    /// <summary>When the position is at or below r, as many lots Q as bring it above: (r, Q).</summary>
    Lots,

    /// <summary>A fixed amount at fixed times, whatever the stock.</summary>
    Schedule,
}

/// <summary>When a buyer orders and how much, by its inventory position: in stock + on order + under way − owed.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="At">The position that triggers an order: s or r. Not read by the others.</param>
/// <param name="To">Where to, or how much: S, Q, or the amount of a schedule.</param>
/// <param name="Every">Days from one order of a schedule to the next; rounded up to its reviews.</param>
public sealed record OrderRule(OrderKind Kind, StockLevel At, StockLevel To, double Every);

/// <summary>How a site foresees.</summary>
/// <param name="Smoothing">Weight of the newest review in exponential smoothing, above 0 and up to 1; a thirteenth remembers a quarter of a year of weeks.</param>
/// <param name="MovingAverage">How many reviews a moving average goes over; 0 for exponential smoothing.</param>
public sealed record Forecasting(double Smoothing = 1.0 / 13, int MovingAverage = 0);

/// <summary>What stocks cost, for those who count it.</summary>
/// <param name="Hold">USD per tonne and year in stock.</param>
/// <param name="Order">USD per order placed.</param>
/// <param name="Late">USD per tonne and year that users wait.</param>
/// <param name="Lost">USD per tonne that is not had.</param>
/// <param name="UnderWay">USD per tonne and year on its way to the site.</param>
public sealed record StockCosts(double Hold, double Order, double Late, double Lost, double UnderWay);
