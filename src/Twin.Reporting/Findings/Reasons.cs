namespace Twin.Reporting;

/// <summary>A site or a rule that bound the flow of goods.</summary>
/// <param name="Name">The site's or the rule's name.</param>
/// <param name="Kind">What it is: "refinery", "export ban".</param>
/// <param name="TonneWeeks">Tonnes short because of it, summed over weeks.</param>
/// <param name="Share">Of all that was short, 0 to 1.</param>
/// <param name="Sentence">What it means, in words.</param>
public sealed record Bottleneck(string Name, string Kind, double TonneWeeks, double Share, string Sentence = "");

/// <summary>What kept goods from the users who lacked them, and how much of the lack that was.</summary>
/// <param name="Name">In words: "kept back by China's export ban".</param>
/// <param name="Tonnes">Mean of what was lacked for it [t].</param>
/// <param name="Share">Of all that was lacked, 0 to 1.</param>
public sealed record Cause(string Name, double Tonnes, double Share);

/// <summary>An input that the answer should not be trusted further than.</summary>
/// <param name="Path">Where it stands in the scenario.</param>
/// <param name="Value">Its best value.</param>
/// <param name="Unit">The unit of that value, printed after it.</param>
/// <param name="Source">Title of the source; null for none.</param>
/// <param name="Url">Address of the source. It becomes a link only if it begins with http: or https:.</param>
/// <param name="Grade">A measured or audited, B official statistic, C press or company claim, D our assumption.</param>
/// <param name="Influence">Rank correlation with unmet demand over the replications, −1 to 1; null where not measured.</param>
public sealed record WeakInput(string Path, double Value, string Unit, string? Source, string? Url, char Grade, double? Influence);

/// <summary>A number that the shock is made of.</summary>
/// <param name="Path">Where it stands in the scenario.</param>
/// <param name="Value">As it is written there.</param>
/// <param name="Range">What it may be, with the unit of both ends; null where it is taken to be known.</param>
/// <param name="Source">Title of the source; null for none.</param>
/// <param name="Url">Address of the source; see <see cref="WeakInput"/>.</param>
/// <param name="Grade">As of a <see cref="WeakInput"/>.</param>
public sealed record Assumption(string Path, string Value, (double Low, double High, string Unit)? Range, string? Source, string? Url, char Grade);

/// <summary>What is done to the chain: an export control, a loss of capacity, an answer to one.</summary>
public enum MoveKind
{
    /// <summary>Nothing may leave.</summary>
    Ban,

    /// <summary>What leaves needs a permit.</summary>
    Licence,

    /// <summary>No more than so much may leave.</summary>
    Quota,

    /// <summary>What crosses a border costs more.</summary>
    Tariff,

    /// <summary>A site or a lane loses capacity.</summary>
    Disruption,

    /// <summary>A stockpile, a new plant, a subsidy: what is done against a shortage.</summary>
    Response,
}

/// <summary>Something done to the chain, and when.</summary>
/// <param name="Name">Its name, as in the scenario.</param>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="From">The first day in force.</param>
/// <param name="Until">The first day not in force any more; null for never.</param>
/// <param name="By">Who does it, or from where.</param>
/// <param name="To">Whom it touches.</param>
/// <param name="What">What it is about: the goods, or the site.</param>
public sealed record Move(string Name, MoveKind Kind, DateOnly From, DateOnly? Until, string By, string To, string What);
