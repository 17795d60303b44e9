using System.Globalization;

namespace Twin.Scenarios;

/// <summary>A figure that the undisturbed chain should reproduce.</summary>
/// <param name="Row">Its number in the table.</param>
/// <param name="Quantity">What it is, for people.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="Overlay">The overlay that it is checked on: <c>history</c>; <c>base</c> for none.</param>
/// <param name="Measure">The question; see <see cref="SupplyChain.BalanceQuery"/>.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tolerance">The largest relative deviation.</param>
/// <param name="IsJudged">Whether being beyond it is a failure, or only printed.</param>
/// <param name="Mark">Where it stands.</param>
public sealed record BalanceTarget(
    string Row, string Quantity, int Year, string Overlay, string Measure, double Value, string Unit, double Tolerance, bool IsJudged, Mark Mark)
{
    /// <exception cref="ScenarioException">The table is missing, or not one.</exception>
    public static IReadOnlyList<BalanceTarget> Read(string path)
    {
        var problems = new Problems();
        var csv = CsvTable.Read(path, path.Replace('\\', '/'), problems);
        problems.ThrowIfAny();
        string[] needed = ["row", "quantity", "year", "scenario", "measure", "target", "unit", "tolerance [%]", "judged"];
        foreach (var head in needed.Where(h => !csv!.Head.Contains(h))) problems.Error(new Mark(csv!.File, 1, ""), "", $"has no column '{head}'");
        problems.ThrowIfAny();

        var columns = csv!.Head.Index().ToDictionary(h => h.Item, h => h.Index);
        List<BalanceTarget> targets = [];
        foreach (var (line, cells) in csv.Rows)
        {
            string Cell(string head) => cells[columns[head]];
            double Number(string head)
            {
                if (double.TryParse(Cell(head), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
                problems.Error(new Mark(csv.File, line, head), "", $"'{Cell(head)}' is not a number");
                return 1;
            }

            targets.Add(new BalanceTarget(
                Cell("row"), Cell("quantity"), (int)Number("year"), Cell("scenario"), Cell("measure"), Number("target"), Cell("unit"),
                Number("tolerance [%]") / 100, Cell("judged") == "yes", new Mark(csv.File, line, "measure")));
        }

        problems.ThrowIfAny();
        return targets;
    }
}
