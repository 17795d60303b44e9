using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Twin.Reporting;

/// <summary>The drawings of a page: where they stand, and what they are drawn from by the script that <c>web/</c> is bundled into.</summary>
static class Charts
{
    static readonly string Bundle = Read();

    public static Html Script { get; } = Html.Script(Bundle);

    /// <summary>The one script that a page's policy lets run: its digest.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Html.InElement(Bundle))))}'";

    static string Read()
    {
        using var stream = typeof(Charts).Assembly.GetManifestResourceStream("charts.js") ?? throw new InvalidOperationException("the charts are not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>A place for a drawing.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="said">What it shows, for those who do not see it.</param>
    /// <param name="key">Of what.</param>
    /// <param name="look">A class of the page's style.</param>
    /// <param name="id">For what chooses between keys.</param>
    public static Html Place(string kind, string said, string key = "", string look = "", string id = "") => Html.Of($"""
        <div class="chart {kind} {look}" data-chart="{kind}" data-key="{key}" role="img" aria-label="{said}" tabindex="0"{(id.Length > 0 ? Html.Of($""" id="{id}" """) : Html.Empty)}></div>
        """);

    public const string WithoutScript = "The drawings need JavaScript, which is off. Every number that they show is in the tables.";

    /// <summary>What the drawings of a run are made from.</summary>
    public static string Of(RunFindings run) => Written(json =>
    {
        var calendar = Calendar.Of(run.Window, 0, 1);
        var first = Math.Max(0, (calendar.First.DayNumber - run.Window.Start.DayNumber) / 7);
        json.WriteStartObject("window");
        json.WriteString("start", Day(run.Window.Start));
        if (run.Window.Onset is { } onset) json.WriteString("onset", Day(onset));
        if (run.Window.ShockEnd is { } end) json.WriteString("shockEnd", Day(end));
        json.WriteString("horizon", Day(calendar.End));
        json.WriteString("drawn", Day(calendar.First));
        json.WriteNumber("firstWeek", first);
        json.WriteNumber("days", Math.Max(1, run.Window.Horizon.DayNumber - (run.Window.Onset ?? run.Window.Start).DayNumber));
        json.WriteNumber("firstYear", calendar.First.Year);
        json.WriteNumber("firstMonth", calendar.First.Month - 1);
        json.WriteEndObject();
        if (run.Acting is not null) json.WriteString("acting", run.Acting);
        Rows(json, "fans", run.WeeklyFill.OrderBy(f => f.Key, StringComparer.Ordinal), f =>
        {
            json.WriteString("id", f.Key);
            foreach (var (name, line) in new[] { ("p05", f.Value.P05), ("p25", f.Value.P25), ("p50", f.Value.P50), ("p75", f.Value.P75), ("p95", f.Value.P95) }) Numbers(json, name, line.Skip(first));
        });
        Rows(json, "survival", run.Survival, c =>
        {
            json.WriteString("measure", c.Measure);
            json.WriteString("name", c.Place.Name);
            json.WriteStartArray("steps");
            foreach (var (day, share, low, high) in c.Steps) Numbers(json, null, [day, share, low, high]);
            json.WriteEndArray();
        });
        Rows(json, "heat", run.Heat.Select(h => (Row: h, Months: HeatTable.Monthly(h, run.Window, calendar.First))).Where(h => h.Months.Any(m => m >= HeatTable.Worth)), h =>
        {
            json.WriteString("region", h.Row.Region.Name);
            json.WriteString("sector", h.Row.Sector.Name);
            Numbers(json, "unmet", h.Months);
        });
        Rows(json, "flows", run.Flows.Where(f => f.Usual + f.During > 0), f =>
        {
            json.WriteString("stage", f.Stage);
            json.WriteString("from", f.From);
            json.WriteString("to", f.To);
            json.WriteNumber("usual", Math.Round(f.Usual, 1));
            json.WriteNumber("during", Math.Round(f.During, 1));
        });
        Rows(json, "places", run.Places, p =>
        {
            json.WriteString("id", p.Id);
            json.WriteString("name", p.Name);
            json.WriteNumber("lat", Math.Round(p.Latitude, 2));
            json.WriteNumber("lon", Math.Round(p.Longitude, 2));
        });
        if (run.Sensitivity is { } found) Tornado(json, found);
    });

    static void Tornado(Utf8JsonWriter json, SensitivityFindings found)
    {
        json.WriteNumber("middle", found.Middle.Mean);
        json.WriteString("unit", Say.Unit(found.Unit));
        Rows(json, "tornado", found.Swings, s =>
        {
            json.WriteString("name", s.Input);
            json.WriteNumber("low", s.Low);
            json.WriteNumber("high", s.High);
        });
    }

    /// <summary>What the drawing of a study is made from.</summary>
    public static string Of(FactorialFindings study) => Written(json =>
    {
        json.WriteString("unit", Say.Unit(study.Cells[0][0].Loss.Unit));
        Rows(json, "answers", study.Answers.Index().SelectMany(a => study.Shocks.Index().Select(s => (Answer: a, Shock: s))), at =>
        {
            var loss = study.Cells[at.Answer.Index][at.Shock.Index].Loss;
            json.WriteString("answer", at.Answer.Item.Name);
            json.WriteString("shock", at.Shock.Item.Name);
            json.WriteNumber("mean", loss.Mean);
            json.WriteNumber("low", loss.Low);
            json.WriteNumber("high", loss.High);
            json.WriteBoolean("best", study.BestFor(at.Shock.Index) == at.Answer.Index);
        });
    });

    /// <summary>What the drawings of a comparison are made from.</summary>
    public static string Of(ComparisonFindings comparison)
    {
        string Title(string variant) => comparison.Variants.FirstOrDefault(v => v.Name == variant)?.Title ?? variant;
        return Written(json =>
        {
            Rows(json, "avoided", Avoided(comparison), d =>
            {
                json.WriteString("name", Title(d.Variant));
                json.WriteNumber("mean", -d.Mean);
                json.WriteNumber("low", -d.High);
                json.WriteNumber("high", -d.Low);
            });
            Rows(json, "pareto", Priced(comparison), c =>
            {
                json.WriteString("name", Title(c.Variant));
                json.WriteNumber("cost", c.Known!.Value.Value);
                json.WriteNumber("least", c.Known.Value.Low);
                json.WriteNumber("most", c.Known.Value.High);
                json.WriteNumber("saved", c.Saved);
                json.WriteBoolean("efficient", c.IsEfficient == true);
            });
        });
    }

    /// <summary>The differences to the base of the first measure, if that is a loss in tonnes.</summary>
    public static IEnumerable<PairedDifference> Avoided(ComparisonFindings comparison) => comparison.Differences.Where(d =>
        d.Unit == "t" && d.Key == comparison.Differences[0].Key && d.Against == comparison.Variants[0].Name && double.IsFinite(d.Mean + d.Low + d.High));

    /// <summary>The variants all of whose costs have a source.</summary>
    public static IEnumerable<VariantCost> Priced(ComparisonFindings comparison) => comparison.Costs.Where(c => c is { IsWhole: true, Known: not null });

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Written(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) // whose default encoder escapes what could be markup
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static void Rows<T>(Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>To a thousandth: less than a pixel of any drawing.</summary>
    static void Numbers(Utf8JsonWriter json, string? name, IEnumerable<double> values)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(double.IsFinite(value) ? Math.Round(value, 3) : 0);
        json.WriteEndArray();
    }
}
