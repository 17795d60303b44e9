namespace Twin.SupplyChain;

/// <summary>A stockpile of a material that is handed to the users of a region on one day, in proportion to what they use.</summary>
/// <param name="Region">Whose users.</param>
/// <param name="Material">Which material that they use.</param>
/// <param name="Tonnes">How much in all, 0 or more [t of its basis].</param>
public sealed record Gift(string Region, string Material, double Tonnes);

/// <summary>Puts a gift into the buffers of users. It comes from outside of the chain: the ledger counts it as mined.</summary>
static class Giving
{
    /// <exception cref="ArgumentException">There is nobody to give it to.</exception>
    public static void To(ChainState chain, Gift gift)
    {
        var index = chain.Index;
        var material = index.MaterialOf(gift.Material);
        int[] cells =
        [
            .. Enumerable.Range(0, index.Cells.Length).Where(c =>
                index.Cells[c].Material == material && index.Demands[index.Cells[c].Demand] is { Direct: false } d && d.Region == gift.Region),
        ];
        var use = cells.Sum(c => chain.Cell[c].Forecast);
        if (use <= 0) throw new ArgumentException($"nobody in '{gift.Region}' keeps '{gift.Material}'");
        var grams = index.GramsOf(material, gift.Tonnes);
        Span<long> content = stackalloc long[chain.Width];
        foreach (var c in cells)
        {
            var mass = (long)(grams * chain.Cell[c].Forecast / use);
            content.Clear();
            var left = mass;
            for (var g = 0; g < chain.G; g++)
            {
                content[g] = Math.Min(left, (long)(mass * (index.Materials[material].Content[g] / index.Materials[material].ContentPerTonne)));
                left -= content[g];
            }

            content[index.Materials[material].Content.Index().MaxBy(x => x.Item).Index] += left;
            chain.Ledger.Mine(content);
            Contents.Add(chain.InBuffer(c), content);
            chain.Cell[c].Held += mass;
        }
    }
}
