namespace Twin.SupplyChain;

/// <summary>A stock, with all that is there at the beginning, under way to it, or in process for it [t of content, by group].</summary>
/// <param name="Site">Whose.</param>
public sealed record ResponseStock(string Site, IReadOnlyList<double> Tonnes);

/// <summary>A recipe.</summary>
/// <param name="Site">Where.</param>
/// <param name="Inputs">Stock, and share of the whole input; none for extraction.</param>
/// <param name="Outputs">Stock, and what goes into it of each group: share of what goes in, or, for extraction, of the output.</param>
/// <param name="Driver">The output that capacity speaks of.</param>
/// <param name="Most">How much of its driver it can make in these days, if nothing else uses its plant [t of content]; infinite for no bound.</param>
/// <param name="Plant">Whose time it takes: recipes that name one plant share it.</param>
public sealed record ResponseRecipe(
    string Site, IReadOnlyList<(int Stock, double Share)> Inputs, IReadOnlyList<(int Stock, IReadOnlyList<double> Shares)> Outputs, int Driver, double Most, string Plant);

/// <summary>A way from one stock to another.</summary>
public sealed record ResponseRoute(int From, int To, string Lane);

/// <summary>A use of finished goods.</summary>
/// <param name="Stock">Where it draws from.</param>
/// <param name="Wanted">What was wanted [t of content].</param>
/// <param name="Buffer">What the user holds at the beginning [t of content].</param>
/// <param name="TonnesPerContent">Tonnes of the goods' own basis that a tonne of content is.</param>
public sealed record ResponseUse(int Stock, double Wanted, double Buffer, double TonnesPerContent);

/// <summary>What a chain has and may do in some days, and what was wanted of it: the numbers of a linear program.</summary>
/// <remarks>
/// It keeps less than the simulation does: no lead times, no order rules, no contracts' shares, no policies; goods of one
/// stock may be parted by group. Whatever happens in the simulation could happen here too, so the best response here never
/// loses more than the simulation did. Capacity that follows a price is, all the time, the most that it came to there.
/// </remarks>
public sealed record ResponseProblem
{
    /// <summary>How many days it is about.</summary>
    public required int Days { get; init; }

    /// <summary>How many content groups.</summary>
    public required int Groups { get; init; }

    public required IReadOnlyList<ResponseStock> Stocks { get; init; }

    public required IReadOnlyList<ResponseRecipe> Recipes { get; init; }

    public required IReadOnlyList<ResponseRoute> Routes { get; init; }

    public required IReadOnlyList<ResponseUse> Uses { get; init; }

    /// <summary>Finished goods that these users wanted in these days and did not have, then or late, in the simulation [t].</summary>
    public required double Lost { get; init; }

    const double Grams = 1e-6; // tonnes

    /// <summary>Goes on from where a model stands, for some days, and says what there was to work with.</summary>
    /// <param name="model">Goes on; the network of the trunk but for what begins on that day or later.</param>
    /// <param name="trunk">Has been run to the day.</param>
    /// <param name="replication">That of the trunk's run.</param>
    /// <param name="day">The first day, a whole number of weeks from the start.</param>
    /// <param name="days">How many, whole weeks that end before the run does.</param>
    /// <param name="region">Whose users count: a region, <see cref="ImpactMeasures.World"/>, or all but the acting one. The others get what is left, which is nothing.</param>
    public static ResponseProblem Of(ChainModel model, ChainModel trunk, int replication, int day, int days, string region = ImpactMeasures.World)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(trunk);
        var chain = trunk.State;
        var index = chain.Index;
        if (day % 7 != 0 || days % 7 != 0 || days < 7 || day + days > index.Days) throw new ArgumentOutOfRangeException(nameof(days), $"{day} and {days} are not whole weeks of the run");
        var stocks = Stocked(chain);
        ResponseRecipe[] recipes = [.. Enumerable.Range(0, index.Recipes.Length).Select(r => RecipeOf(chain, r, day, days))];
        ResponseRoute[] routes =
        [
            .. index.Arcs.Where(a => a.From < day + days && a.Until > day && !a.Guarded).Select(a => new ResponseRoute(a.SellerBin, a.BuyerBin, index.Lanes[a.Lane].Id)),
        ];
        var buffers = Enumerable.Range(0, index.Cells.Length).Select(c => chain.Cell[c].Held * Grams).ToArray();
        var (wanted, lost) = (new double[index.Cells.Length], 0.0);
        bool[] counts = [.. index.Cells.Select(c => c.Finished && ImpactMeasures.IsIn(index.Network, index.Demands[c.Demand].Region, region))];
        model.State.Measures.Listener = (cell, week, want, had) =>
        {
            if (week < day / 7 || week >= (day + days) / 7) return;
            wanted[cell] += want;
            if (counts[cell]) lost += want - had;
        };
        var record = model.RunOn(trunk, replication, day);
        model.State.Measures.Listener = null;
        for (var k = 0; k < index.Network.Regions.Count; k++)
        {
            if (!ImpactMeasures.IsIn(index.Network, index.Network.Regions[k].Id, region)) continue;
            for (var w = day / 7; w < (day + days) / 7; w++) lost -= record.LateOf(k)[w];
        }

        double ContentOf(int cell) => index.Cells[cell].ContentPerTonne;
        return new ResponseProblem
        {
            Days = days,
            Groups = chain.G,
            Stocks = stocks,
            Recipes = [.. recipes.Select((r, i) => r with { Most = r.Most * model.State.LargestScale[index.Recipes[i].Site] })],
            Routes = routes,
            Uses = [.. Enumerable.Range(0, wanted.Length).Where(c => counts[c]).Select(c => new ResponseUse(index.Cells[c].MarketBin, wanted[c] * ContentOf(c), buffers[c], 1 / ContentOf(c)))],
            Lost = lost,
        };
    }

    static ResponseStock[] Stocked(ChainState chain)
    {
        var tonnes = chain.Index.Bins.Select((_, b) => chain.In(b)[..chain.G].ToArray().Select(g => g * Grams).ToArray()).ToArray();
        for (var p = 0; p < chain.Shipments.HighWater; p++)
        {
            if (!chain.Shipments.IsLive(p)) continue;
            var to = tonnes[chain.Index.Arcs[chain.Shipments.Owner(p)].BuyerBin];
            for (var g = 0; g < chain.G; g++) to[g] += chain.Shipments.Content(p)[g] * Grams;
        }

        for (var p = 0; p < chain.Lots.HighWater; p++)
        {
            if (!chain.Lots.IsLive(p)) continue;
            ref readonly var row = ref chain.Index.Recipes[chain.Lots.Owner(p)];
            for (var o = row.FirstOutput; o < row.EndOutput; o++)
            {
                var to = tonnes[chain.Index.Outputs[o].Bin];
                for (var g = 0; g < chain.G; g++) to[g] += chain.Lots.Content(p)[g] * Grams * chain.Recovery(o)[g];
            }
        }

        return [.. tonnes.Select((t, b) => new ResponseStock(chain.Index.Sites[chain.Index.Bins[b].Site].Id, t))];
    }

    static ResponseRecipe RecipeOf(ChainState chain, int recipe, int day, int days)
    {
        var index = chain.Index;
        var row = index.Recipes[recipe];
        var course = row.Capacity >= 0 ? row.Capacity : index.SiteCapacity[row.Site];
        var most = 0.0;
        for (var d = Math.Max(day, row.From); d < Math.Min(day + days, row.Until); d++)
        {
            if (course < 0) most = double.PositiveInfinity;
            else if (d % index.Period[row.Site] == index.ReviewDay[row.Site]) most += index.Courses.At(course, d) * index.GramsPerReview[row.DriverBin] * Grams;
        }

        IReadOnlyList<double> SharesOf(int output)
        {
            if (row.FirstInput < row.EndInput) return chain.Recovery(output)[..chain.G].ToArray();
            var nominal = index.Materials[index.Bins[index.Outputs[output].Bin].Nominal];
            return [.. nominal.Content.Select(c => c / nominal.ContentPerTonne)];
        }

        var site = index.Sites[row.Site].Id;
        return new ResponseRecipe(
            site,
            [.. Enumerable.Range(row.FirstInput, row.EndInput - row.FirstInput).Select(i => (index.Inputs[i].Bin, chain.InputShare[i]))],
            [.. Enumerable.Range(row.FirstOutput, row.EndOutput - row.FirstOutput).Select(o => (index.Outputs[o].Bin, SharesOf(o)))],
            row.Driver - row.FirstOutput, most, row.Capacity >= 0 ? row.Id : site);
    }
}
