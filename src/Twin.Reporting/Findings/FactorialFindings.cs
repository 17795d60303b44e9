namespace Twin.Reporting;

/// <summary>Every answer tried against every shock, by one measure of which less is better.</summary>
public sealed record FactorialFindings
{
    /// <summary>The study's title, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Key of the measure.</summary>
    public required string Measure { get; init; }

    /// <summary>Columns. An id is the name of the folder in which a shock's own comparison is.</summary>
    public required IReadOnlyList<Named> Shocks { get; init; }

    /// <summary>Rows; the first is what the others are held against.</summary>
    public required IReadOnlyList<Named> Answers { get; init; }

    /// <summary>Names for the id in the measure's key.</summary>
    public required IReadOnlyList<Named> Names { get; init; }

    /// <summary>By answer, then shock.</summary>
    public required IReadOnlyList<IReadOnlyList<FactorialCell>> Cells { get; init; }

    /// <summary>The best answer to a shock, by its mean.</summary>
    public int BestFor(int shock) => Enumerable.Range(0, Answers.Count).MinBy(a => Cells[a][shock].Loss.Mean);

    /// <summary>How much worse an answer is than the best one, under the shock where that is most; null where it is the best under all.</summary>
    /// <remarks>Regret of robust decision making: for those who do not know which shock comes (Lempert, Popper, Bankes: Shaping the Next One Hundred Years, RAND 2003, https://doi.org/10.7249/MR1626).</remarks>
    public PairedDifference? RegretOf(int answer) => Cells[answer].Select(c => c.ToBest).OfType<PairedDifference>().MaxBy(d => d.Mean);

    /// <summary>The answer whose largest regret is least.</summary>
    public int MostRobust => Enumerable.Range(0, Answers.Count).MinBy(a => RegretOf(a)?.Mean ?? 0);

    /// <summary>Whether the best answer to a shock can be told from all others.</summary>
    public bool IsClear(int shock) => Cells.All(c => c[shock].ToBest is not { Low: <= 0 });
}

/// <summary>An answer under a shock.</summary>
/// <param name="Loss">The measure.</param>
/// <param name="ToFirst">Its difference to the first answer under the same shock; null for the first itself.</param>
/// <param name="ToBest">Its difference to the best answer to the same shock; null for the best itself.</param>
/// <param name="Run">What it takes to run it again.</param>
public sealed record FactorialCell(Measured Loss, PairedDifference? ToFirst, PairedDifference? ToBest, Provenance Run);
