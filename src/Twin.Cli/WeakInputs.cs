using Twin.Experiments;
using Twin.Reporting;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary>The inputs to doubt first: badly known, and the answer hangs on them.</summary>
/// <remarks>
/// Influence is the rank correlation between what a replication took an uncertain number to be and its unmet demand.
/// It is measured on the run itself, so it is blunt: up to 1.96 / √(n − 1) is chance, 0.14 at 200 replications.
/// </remarks>
static class WeakInputs
{
    const int Shown = 10;

    public static List<WeakInput> Of(FinishedRun run)
    {
        if (run.Summary.Answered.Count < 20) return [];
        var unmet = Ranks(RunSummary.ValuesOf(run.Folder.Run, FindingsOf.MainMeasure(run.Scenario.Network)));
        var sources = new Sources(run.Scenario);
        List<(WeakInput Input, double Weight)> all = [];
        foreach (var group in run.Scenario.Inputs.Where(i => i.Estimate is { IsCertain: false }).GroupBy(i => i.Estimate!.Value.Name, StringComparer.Ordinal))
        {
            var (input, estimate) = (group.First(), group.First().Estimate!.Value);
            var draws = run.Summary.Answered.Select(r => new EpistemicDraws(run.Study.Seed, r / run.Study.Repeats, Enabled: true).Of(estimate)).ToArray();
            var influence = Correlation(Ranks(draws), unmet);
            var (title, url, grade) = sources.Of(input);
            var path = group.Count() > 1 ? $"{estimate.Name} ({group.Count()} values)" : input.Path;
            all.Add((new WeakInput(path, estimate.Value, input.Unit, title, url, grade, influence), Math.Abs(influence) * (grade - 'A' + 1)));
        }

        return [.. all.OrderByDescending(i => i.Weight).ThenBy(i => i.Input.Path, StringComparer.Ordinal).Take(Shown).Select(i => i.Input)];
    }

    static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to + 1 < order.Length && values[order[to + 1]] == values[order[from]]) to++;
            for (var i = from; i <= to; i++) ranks[order[i]] = (from + to) / 2.0;
            from = to + 1;
        }

        return ranks;
    }

    static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }
}
