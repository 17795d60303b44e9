namespace Twin.Reporting;

/// <summary>What a study comes to, in two sentences: which answer is best under how many shocks, and which is the safest.</summary>
static class FactorialHeadline
{
    public static IReadOnlyList<string> Of(FactorialFindings study)
    {
        var wins = Enumerable.Range(0, study.Shocks.Count).GroupBy(study.BestFor).OrderByDescending(g => g.Count()).First();
        var where = wins.Count() < study.Shocks.Count ? $"{wins.Count()} of {study.Shocks.Count} shocks" : wins.Count() == 1 ? "the shock" : $"all {wins.Count()} shocks";
        var unclear = wins.Count(s => !study.IsClear(s));
        var doubt = unclear == 0 ? "" : $"; under {(unclear == study.Shocks.Count ? "none" : $"{unclear}")} of them it can{(unclear == study.Shocks.Count ? "" : "not")} be told from the next with so many runs";
        return [$"“{study.Answers[wins.Key].Name}” leaves the least {Impact.PhraseOf(study.Measure, study.Names)} under {where}{doubt}.", Safest(study)];
    }

    static string Safest(FactorialFindings study) => study.RegretOf(study.MostRobust) is not { } regret
        ? "Whatever the shock, no other does better on average."
        : $"For whoever does not know which shock comes, “{study.Answers[study.MostRobust].Name}” is the safest: on average it is at most {Say.Value(regret.Mean, regret.Unit)} worse than the best answer (95 % interval {Say.Range(regret.Low, regret.High, regret.Unit)}).";
}
