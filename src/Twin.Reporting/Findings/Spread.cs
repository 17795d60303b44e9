namespace Twin.Reporting;

/// <summary>How many runs had not seen something yet, as time goes on.</summary>
/// <param name="Measure">What: <c>tts</c>, running short, or <c>ttr</c>, being back to normal.</param>
/// <param name="Place">Whose.</param>
/// <param name="Steps">Days since the onset, and the share of runs in which it had not happened by then, with its 95 % interval.</param>
public sealed record SurvivalLine(string Measure, Named Place, IReadOnlyList<(double Day, double Share, double Low, double High)> Steps);

/// <summary>A sector in a region, week by week.</summary>
/// <param name="Unmet">Mean over the runs of the share of demand that is unmet, 0 to 1, from the run's first week on.</param>
public sealed record HeatRow(Named Region, Named Sector, IReadOnlyList<double> Unmet);

/// <summary>What sites of a kind send from one region to another.</summary>
/// <param name="Stage">Their kind: mine, refinery, metal, magnet, …</param>
/// <param name="From">Id of the region that sends.</param>
/// <param name="To">Id of the region that gets.</param>
/// <param name="Usual">Mean of the undisturbed twins in the time of the shock [t of content a year].</param>
/// <param name="During">Mean of the runs in that time [t of content a year].</param>
public sealed record Flow(string Stage, string From, string To, double Usual, double During);

/// <summary>The price of a good in a zone, over that of the undisturbed twin.</summary>
/// <param name="Good">Its name.</param>
/// <param name="Zone">Where; null where the world is one zone.</param>
/// <param name="Mean">Mean of the weeks of the window [1].</param>
/// <param name="Peak">The highest week [1].</param>
/// <param name="Paid">Mean by what is bought [1]; null in a run of a version that did not count it.</param>
public sealed record PriceLine(string Good, string? Zone, Measured Mean, Measured Peak, Measured? Paid);

/// <summary>Where a region is drawn on a map: in degrees.</summary>
public sealed record Place(string Id, string Name, double Latitude, double Longitude);
