using System.Globalization;
using System.Text;
using Twin.Experiments;
using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>An uncertain input beside what an answer owes to it.</summary>
/// <param name="Name">Its path, or the name of the group that moves together.</param>
/// <param name="Values">How many values stand behind it.</param>
/// <param name="Grade">Of its source: A to D; D where nobody said.</param>
/// <param name="Source">Title of its source.</param>
/// <param name="Effect">What Morris says.</param>
sealed record SensitivityRow(string Name, int Values, char Grade, string Source, MorrisIndex Effect)
{
    /// <summary>Influence times weakness: what is worth finding out.</summary>
    public double Worth => Effect.MeanAbsolute * (Grade - 'A' + 1);
}

/// <summary>The outcome of a sensitivity study, on the screen and as a table.</summary>
sealed class SensitivityTable
{
    public const string File = "sensitivity.csv";

    /// <summary>The folders of the designs.</summary>
    public const string Screening = "screening", Decomposition = "decomposition", Tornado = "tornado";

    const string Head = "input,values,grade,source,mean effect,mean absolute effect,deviation of effects,first order,first order low,first order high,total order,total order low,total order high,with it low,with it high,swing low,swing high";

    readonly IReadOnlyDictionary<string, SobolIndex> _shares;

    public SensitivityTable(
        Scenario scenario, SensitivityStudy study, IReadOnlyDictionary<string, MorrisIndex> effects, IReadOnlyDictionary<string, SobolIndex> shares, IReadOnlyList<Swing> swings)
    {
        Swings = swings;
        var titles = scenario.Sources.ToDictionary(s => s.Id, s => s.Title, StringComparer.Ordinal);
        var inputs = scenario.Inputs.Where(i => i.Estimate is { IsCertain: false }).ToLookup(i => i.Estimate!.Value.Name, StringComparer.Ordinal);
        _shares = shares;
        ByInfluence =
        [
            .. study.Names.Select(n =>
            {
                var first = inputs[n].First();
                var source = first.Source is { } id ? titles.GetValueOrDefault(id.Split('#')[0], id) : "no source";
                return new SensitivityRow(n, inputs[n].Count(), first.Grade is { Length: 1 } g ? g[0] : 'D', source, effects[n]);
            }).OrderByDescending(r => r.Effect.MeanAbsolute).ThenBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<SensitivityRow> ByInfluence { get; }

    public IEnumerable<SensitivityRow> WorthFindingOut => ByInfluence.OrderByDescending(r => r.Worth).ThenBy(r => r.Name, StringComparer.Ordinal);

    /// <summary>Shares of the variance, the largest total first; empty after a screening alone.</summary>
    public IReadOnlyList<KeyValuePair<string, SobolIndex>> Shares => [.. _shares.OrderByDescending(s => s.Value.Total.Mean).ThenBy(s => s.Key, StringComparer.Ordinal)];

    /// <summary>How far each of the inputs that were looked at moves the answer by itself, the widest first; empty after a screening alone.</summary>
    public IReadOnlyList<Swing> Swings { get; }

    public string ToCsv()
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var row in ByInfluence)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Cell(row.Name)},{row.Values},{row.Grade},{Cell(row.Source)},{row.Effect.Mean:R},{row.Effect.MeanAbsolute:R},{row.Effect.Deviation:R}");
            Append(text, _shares.TryGetValue(row.Name, out var share) ? share : null, Swings.FirstOrDefault(s => s.Input == row.Name));
        }

        foreach (var (name, share) in Shares.Where(s => ByInfluence.All(r => r.Name != s.Key)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Cell(name)},,,,,,");
            Append(text, share, null);
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, SobolIndex? share, Swing? swing)
    {
        text.Append(CultureInfo.InvariantCulture, $",{share?.First.Mean:R},{share?.First.Low:R},{share?.First.High:R},{share?.Total.Mean:R},{share?.Total.Low:R},{share?.Total.High:R}");
        text.Append(CultureInfo.InvariantCulture, $",{swing?.Low:R},{swing?.High:R},{swing?.Difference.Low:R},{swing?.Difference.High:R}\n");
    }

    static string Cell(string text) => text.Contains(',', StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>What a study found, for the report of a run of the same scenario.</summary>
    /// <exception cref="UserException">There is no such study there, or it is of another scenario.</exception>
    public static SensitivityFindings FindingsIn(string folder, Study run)
    {
        var (tornado, decomposition) = (RunFolder.At(Path.Combine(folder, Tornado)), RunFolder.At(Path.Combine(folder, Decomposition)));
        if (!tornado.HasRun || !decomposition.HasRun) throw new UserException($"twin: there is no tornado in {folder}; name a folder that 'twin sensitivity' wrote, with --keep above 0");
        var study = RunStore.Read(tornado.Run).Study;
        if (study.ScenarioHash != run.ScenarioHash) throw new UserException($"twin: the study in {folder} is of scenario {study.ScenarioHash[..12]}, the run is of {run.ScenarioHash[..12]}; make one of the two again");
        if (!RunStore.Read(tornado.Run).Records.Any() || !RunStore.Read(decomposition.Run).Records.Any()) throw new UserException($"twin: the study in {folder} has no tornado yet; go on with it by --resume");
        string[] kept = [.. TornadoReplicator.InputsOf(study.Measures.Select(m => m.Key))];
        var middles = RunSummary.ValuesOf(tornado.Run, TornadoReplicator.Middle);
        return new SensitivityFindings(
            SensitivityStudy.MeasureOf(study), study.Measures[0].Unit, Halved(Interval.OfMean(middles)), middles.Length,
            [.. Swing.In(tornado.Run, kept).Select(s => new SwingLine(s.Input, s.Low, s.High, Halved(s.Difference).Half))],
            [.. SharesIn(decomposition.Run, kept).Select(s => new VarianceShare(s.Name, Told(s.Share.First), Told(s.Share.Total))).OrderByDescending(s => s.Total.Mean)]);

        static (double Mean, double Half) Halved(Interval i) => (i.Mean, (i.High - i.Low) / 2);
        static (double Mean, double Low, double High) Told(Interval i) => (i.Mean, i.Low, i.High);
    }

    /// <summary>What each kept input, the others together, and chance have to do with the variance.</summary>
    public static IEnumerable<(string Name, SobolIndex Share)> SharesIn(string run, IReadOnlyList<string> kept)
    {
        double[] Column(string name) => RunSummary.ValuesOf(run, name);
        string[] columns = [.. kept, SobolReplicator.Others, SobolReplicator.Chance];
        return columns.Zip(Sobol.Of(Column("A"), Column("B"), [.. columns.Select(Column)]));
    }

    /// <summary>The influence of each input, mean absolute effect, read back from a study's folder.</summary>
    /// <exception cref="UserException">There is no study there.</exception>
    public static Dictionary<string, double> InfluencesIn(string folder)
    {
        var screening = RunFolder.At(Path.Combine(folder, Screening));
        if (!screening.HasRun) throw new UserException($"twin: there is no sensitivity study in {folder}; name a folder that 'twin sensitivity' wrote");
        return RunStore.Read(screening.Run).Study.Measures.ToDictionary(m => m.Key, m => MorrisIndex.Of(RunSummary.ValuesOf(screening.Run, m.Key)).MeanAbsolute, StringComparer.Ordinal);
    }
}
