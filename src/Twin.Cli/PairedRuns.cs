using Twin.Experiments;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>Scenarios run with the same random numbers, each into a folder of its own below one: what compare and a study have in common.</summary>
/// <param name="Runs">In the order of the scenarios; when it was interrupted, those that it came to.</param>
/// <param name="Window">First day and first day after, of what all measures look at.</param>
/// <param name="Pairs">Differences to the first, run by run; empty when it was interrupted.</param>
/// <param name="Complete">Whether all have what was asked.</param>
/// <param name="Known">The widest half-width of a difference to the first, as a share of the first's mean, where a precision was asked for.</param>
sealed record PairedRuns(
    IReadOnlyList<FinishedRun> Runs, (int From, int To) Window, IReadOnlyList<(FinishedRun Run, IReadOnlyList<PairedComparison> Differences)> Pairs, bool Complete, double? Known)
{
    /// <summary>One seed, one number of replications and one window for all: else the differences would mean nothing.</summary>
    /// <param name="scenarios">The first is what the others are held against; each has a name of its own.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="options">What was said of seed, threads and resuming.</param>
    /// <param name="goal">How well the differences are to be known; null for as many replications as were asked for.</param>
    /// <exception cref="UserException">They cannot be paired.</exception>
    public static PairedRuns Of(IReadOnlyList<Scenario> scenarios, string folder, CommonOptionValues options, Precision? goal)
    {
        if (scenarios.Select(s => s.Name).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserException($"twin: two of these scenarios are the same, '{twice.Key}'; leave one out, or name another file");
        if (scenarios.Select(s => s.Network.Start).Distinct().Count() > 1) throw new UserException("twin: these scenarios start on different days and cannot be paired");
        var windows = scenarios.Select(ScenarioReplicator.WindowOf).ToArray();
        var onsets = windows.Where((_, i) => scenarios[i].Onset is not null).Select(w => w.From).ToArray();
        var window = (From: onsets.Length > 0 ? onsets.Min() : 0, To: windows.Min(w => w.To));

        var seed = options.Seed ?? scenarios[0].Seed;
        var most = options.Replications ?? (goal is null ? scenarios[0].Replications : Precision.Cap);
        var studies = scenarios.Select(s => ScenarioReplicator.StudyOf(s, Version.Text, seed, most, window)).ToArray();
        var folders = scenarios.Select(s => RunFolder.At(Path.Combine(folder, s.Name))).ToArray();
        if (goal is not null) Runner.Check(studies[0], goal.Measure);
        for (var i = 0; i < scenarios.Count; i++) folders[i].Begin(scenarios[i]);

        var (upTo, known, goesOn) = (goal is null ? most : Math.Min(StoppingRule.Every, most), (double?)null, options.Resume);
        while (true)
        {
            for (var i = 0; i < scenarios.Count; i++)
            {
                if (Runner.Fill(studies[i], () => new ScenarioReplicator(scenarios[i], seed, window), folders[i], options with { Resume = goesOn }, upTo, FindingsOf.MainMeasure(scenarios[i].Network))) continue;
                return new PairedRuns([.. Enumerable.Range(0, i + 1).Select(k => Runner.Finish(scenarios[k], studies[k], folders[k], k < i))], window, [], false, null);
            }

            known = goal?.Reached(studies[0], folders, upTo);
            if (upTo == most || known <= goal!.Relative) break;
            (upTo, goesOn) = (Math.Min(Precision.After(upTo), most), true);
        }

        FinishedRun[] runs = [.. scenarios.Select((s, i) => Runner.Finish(s, studies[i], folders[i], true))];
        return new PairedRuns(runs, window, [.. runs.Skip(1).Select(r => (r, RunSummary.Compare(r.Folder.Run, runs[0].Folder.Run)))], true, known);
    }
}

/// <summary>How well differences to a base are to be known.</summary>
/// <param name="Measure">Of which measure.</param>
/// <param name="Relative">Half-width of their 95 % intervals, as a share of the base's mean.</param>
sealed record Precision(string Measure, double Relative)
{
    /// <summary>The most replications that it may take, unless said otherwise.</summary>
    public const int Cap = 20_000;

    /// <summary>When it is looked at next: after a quarter more, in whole steps of <see cref="StoppingRule.Every"/>.</summary>
    /// <remarks>Of the replications of all variants, in order, so neither threads nor interruptions reach the number. Each look reads the files again: growing steps keep all looks together to a few readings of the last.</remarks>
    public static int After(int replications) => replications + Math.Max(1, replications / 4 / StoppingRule.Every) * StoppingRule.Every;

    /// <summary>The widest half-width over the base's mean, from the first so many replications of each; infinite where that mean is nought.</summary>
    public double Reached(Study study, IReadOnlyList<RunFolder> folders, int replications)
    {
        var measure = study.Measures.First(m => m.Key == Measure);
        double[][] values = [.. folders.Select(f => RunSummary.ValuesOf(f.Run, Measure)[..replications].Select(v => Math.Min(v, measure.Cap ?? v)).ToArray())];
        var mean = Math.Abs(Interval.OfMean(values[0]).Mean);
        return values.Skip(1).Max(v => PairedComparison.Of(measure, v, values[0]).Difference is var d && mean > 0 ? (d.High - d.Low) / 2 / mean : double.PositiveInfinity);
    }
}
