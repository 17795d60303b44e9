using System.Text.Json;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>Questions that take more than one scenario: sensitivity, knock-out, reverse stress, as commands.</summary>
public class StudyCommandTests : ProgramFixture
{
    [Test]
    public void Sensitivity_ranks_the_inputs_shares_out_the_variance_and_tells_data_what_matters()
    {
        _ = Small;
        var (code, output, error) = Run("sensitivity", "small.yaml", "--of", "unmet.DE", "--trajectories", "4", "--keep", "1", "--rows", "16", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("what does unmet.DE hang on?").And.Contain("Worth finding out first").And.Contain("chance").And.Contain("all other inputs"));
        var rows = File.ReadAllLines(Files.PathOf("there/sensitivity.csv"));
        Assert.That(rows[0], Does.StartWith("input,values,grade,source,mean effect,mean absolute effect"));
        Assert.That(rows.Skip(1).Select(r => r.Split(',')[0]), Is.EquivalentTo(["policies.ban.leakage", "cover-de", "sites.refinery.capacity", "all other inputs", "chance"]));

        // Longer stocks and more leakage both mean less that is unmet: with the input low there is more of it, in every interval.
        Assert.That(output, Does.Contain("Tornado: unmet.DE [t]").And.Contain("█"));
        var swing = rows.Single(r => r.Split(',') is ["policies.ban.leakage" or "cover-de", .., { Length: > 0 }]).Split(',')[^4..].Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That(swing[0], Is.GreaterThan(swing[1]));
        Assert.That(swing[1] - swing[0], Is.InRange(swing[2], swing[3]));
        Assert.That(swing[3], Is.Negative);

        var second = Run("sensitivity", "small.yaml", "--of", "unmet.DE", "--trajectories", "4", "--keep", "1", "--rows", "16", "--out", "here", "--threads", "1");
        Assert.That(second.Code, Is.Zero);
        Assert.That(File.ReadAllText(Files.PathOf("here/sensitivity.csv")), Is.EqualTo(string.Join('\n', rows) + "\n"), "neither threads nor folders reach it");

        // The report of a run of the same scenario says it; of another it refuses.
        Assert.That(Run("run", "small.yaml", "--replications", "3", "--out", "run").Code, Is.Zero);
        var report = Run("report", "run", "--sensitivity", "there");
        Assert.That(report.Code, Is.Zero, report.Error);
        Assert.That(File.ReadAllText(Files.PathOf("run/report.html")), Does.Contain("How sure we are").And.Contain("\"tornado\""));
        Files.Write("other.yaml", SmallScenario.Text.Replace("seed: 3", "seed: 4", StringComparison.Ordinal).Replace("cycle: 20 d", "cycle: 21 d", StringComparison.Ordinal));
        Assert.That(Run("run", "other.yaml", "--replications", "3", "--out", "other").Code, Is.Zero);
        Assert.That(Run("report", "other", "--sensitivity", "there").Error, Does.StartWith("twin: the study in there is of scenario "));
        Assert.That(Run("report", "run", "--sensitivity", "run").Error, Is.EqualTo("twin: there is no tornado in run; name a folder that 'twin sensitivity' wrote, with --keep above 0\n"));

        // Of the three, the capacity alone has a source; it is not scarce, and the table of data says so.
        var data = Run("data", "small.yaml", "--sensitivity", "there");
        Assert.That(data.Code, Is.Zero, data.Error);
        Assert.That(data.Out.Split('\n').SkipWhile(l => !l.StartsWith("grade", StringComparison.Ordinal)).Take(2), Is.EqualTo(new[]
        {
            "grade   range  values     effect  input, and where it comes from",
            "B        x1.2       1          0  sites.refinery.capacity: A book",
        }));
    }

    [Test]
    public void What_does_not_happen_within_the_window_hangs_on_nothing_and_breaks_nothing()
    {
        // China bans its own exports, and never runs short: its time to survive is the window whatever is turned.
        _ = Small;
        var (code, output, error) = Run("sensitivity", "small.yaml", "--of", "tts.CN", "--trajectories", "2", "--keep", "1", "--rows", "4", "--storms", "2", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));
        Assert.That(Run("run", "small.yaml", "--replications", "3", "--out", "run").Code, Is.Zero);
        var report = Run("report", "run", "--sensitivity", "there");
        Assert.That(report.Code, Is.Zero, report.Error);
        var page = File.ReadAllText(Files.PathOf("run/report.html"));
        Assert.That(page[..page.IndexOf("<script", StringComparison.Ordinal)], Does.Contain("How sure we are").And.Not.Contain("NaN"));
    }

    [Test]
    public void A_knock_out_ranks_plants_and_lanes_and_writes_them_all_to_a_table()
    {
        _ = Small;
        var (code, output, error) = Run("knockout", "small.yaml", "--from", "2024-10-01", "--repair", "200", "--region", "DE", "--replications", "4", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("A small chain: ").And.Contain("1.00").And.Contain("exposed").And.Contain("there/knockout.csv"));
        var rows = File.ReadAllLines(Files.PathOf("there/knockout.csv"));
        Assert.That(rows.Skip(1).Select(r => r.Split(',')[0]), Is.EquivalentTo(["mine", "refinery", "plant", "sea"]));
        Assert.That(File.Exists(Files.PathOf("there/run.msgpack")));
    }

    [Test]
    public void A_knock_out_may_say_what_each_loss_would_cost_at_best()
    {
        _ = Small;
        var (code, output, error) = Run("knockout", "small.yaml", "--from", "2024-10-01", "--repair", "200", "--programs", "--replications", "4", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("at best [t]"));
        var plant = File.ReadAllLines(Files.PathOf("there/knockout.csv")).Single(r => r.StartsWith("plant,", StringComparison.Ordinal)).Split(',');
        double Number(int column) => double.Parse(plant[column], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(Number(plant.Length - 2), Is.InRange(1, Number(4)), "it is the only one, so it costs something, and no more than the simulation says");
        Assert.That(Number(plant.Length - 1), Is.InRange(7, 200));
    }

    [Test]
    public void Break_says_how_long_and_how_tight_a_ban_has_to_be()
    {
        _ = Small;
        var (code, output, error) = Run("break", "small.yaml", "--until", "fill.DE < 0.95", "--replications", "8", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("what brings fill.DE below 0.95?").And.Contain("Shortest").And.Contain("days in the median run").And.Contain("stopped in the median run"));
    }

    [Test]
    public void A_comparison_names_the_best_and_sets_what_is_saved_against_what_it_costs()
    {
        _ = Small;
        string Overlay(string name, string title, int days, string costs) => Files.Write($"{name}.yaml", $$"""
            format: 1
            name: {{name}}
            title: {{title}}
            costs: { stock: { {{costs}}, source: book, grade: D, note: made up } }
            demand: { EV.DE: { cover: {{days}} d } }
            """);
        Overlay("more", "More stock", 120, "capex: { value: 20 MUSD, range: [15 MUSD, 30 MUSD] }, carrying: { value: 2 MUSD/yr, range: [1 MUSD/yr, 4 MUSD/yr] }");
        Overlay("waste", "As much for more", 120, "capex: 30 MUSD");
        Overlay("less", "A little", 70, "capex: 5 MUSD");

        var (code, output, error) = Run("compare", "small.yaml", "--each", "more.yaml", "waste.yaml", "less.yaml", "--replications", "100", "--out", "there");
        Assert.That(code, Is.Zero, error);
        var text = string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        // The two with 120 days are the same to the gram: a tie that no number of replications breaks.
        Assert.That(text, Does.Contain("Not distinguishable at n = 100").And.Contain("“More stock”, “As much for more”"));

        // From January 2025 to the end are 365 days: 20 + 2 million. Dearer for the same is not efficient.
        Assert.That(text, Does.Match(@"More stock 22 [\d,.]+ [\d,.]+ yes"));
        Assert.That(text, Does.Match(@"As much for more 30 [\d,.]+ [\d,.]+ no"));
        Assert.That(text, Does.Match(@"A little 5 [\d,.]+ [\d,.]+ yes"));
        var page = File.ReadAllText(Files.PathOf("there/report.html"));
        Assert.That(page, Does.Contain("What it costs").And.Contain("What was changed"));
        Assert.That(page, Does.Contain("22 (16 to 34)"), "at least 15 + 1, at most 30 + 4");
        using var json = JsonDocument.Parse(File.ReadAllText(Files.PathOf("there/comparison.json")));
        var more = json.RootElement.GetProperty("costs").GetProperty("more");
        Assert.That(new[] { "value", "low", "high" }.Select(k => more.GetProperty(k).GetDouble()), Is.EqualTo([22.0, 16, 34]).Within(0.01), "365 days are not quite a year");
        Assert.That($"{more.GetProperty("unit")} {more.GetProperty("savedOf")} {more.GetProperty("savedUnit")}", Does.Match(@"^MUSD unmet\.\w+ t$"));
        Assert.That((more.GetProperty("whole").GetBoolean(), more.GetProperty("efficient").GetBoolean()), Is.EqualTo((true, true)));
        Assert.That(Run("report", "there", "--out", "again.html"), Is.EqualTo((0, "again.html\n", "")), "two that differ in their costs alone have one result, and are two all the same");
        Assert.That(page, Does.Match(@"demand\.EV\.DE\.cover</code></th><td>40 d[^<]*</td><td>120 d</td>"));
    }

    [Test]
    public void A_run_is_called_by_what_it_is_and_by_all_that_is_laid_over_it()
    {
        _ = Small;
        Files.Write("more.yaml", "format: 1\nname: more\ntitle: More stock\ndemand: { EV.DE: { cover: 120 d } }\n");
        Files.Write("leaks.yaml", "format: 1\npolicies: { ban: { leakage: { value: 30 % } } }\n");
        var (code, output, error) = Run("run", "small.yaml", "--with", "more.yaml", "--with", "leaks.yaml", "--replications", "3", "--out", "run");
        Assert.That(code, Is.Zero, error);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.StartWith("A small chain + More stock\n").And.Contain("With “A small chain + More stock”, from"));
            Assert.That(Run("report", "run", "--out", "again.html").Code, Is.Zero);
            Assert.That(File.ReadAllText(Files.PathOf("again.html")), Does.Contain("<h1>A small chain + More stock</h1>"), "said again by the run's folder alone");
        }
    }

    [Test]
    public void A_run_goes_on_until_it_knows_enough_or_tells_ignorance_from_chance()
    {
        _ = Small;
        var enough = Run("run", "small.yaml", "--precision", "5%", "--on", "unmet.DE", "--out", "enough");
        Assert.That(enough.Code, Is.Zero, enough.Error);
        Assert.That(enough.Out, Does.Match(@"unmet\.DE is known to ±[0-4]\.\d% after \d+ replications\."));

        var split = Run("run", "small.yaml", "--epistemic", "10", "--aleatory", "3", "--out", "split");
        Assert.That(split.Code, Is.Zero, split.Error);
        Assert.That(split.Out, Does.Contain("(10 draws, each run 3 times)"));
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Files.PathOf("split/summary.json")));
        Assert.That(json.RootElement.GetProperty("replications").GetInt32(), Is.EqualTo(30));
        Assert.That(json.RootElement.GetProperty("measures").GetProperty("unmet.DE").GetProperty("epistemic").GetDouble(), Is.InRange(0.5, 1), "cover and leakage are not known; noise evens out");
        Assert.That(Run("replay", "split", "--replication", "7").Code, Is.Zero);
    }

    [Test]
    public void The_bench_tells_speed_by_threads_and_counts_the_facts_of_a_replication()
    {
        _ = Small;
        var (code, output, error) = Run("bench", "small.yaml", "--seconds", "0.05", "--threads", "3");
        Assert.That(code, Is.Zero, error);
        var rows = output.Split('\n').SkipWhile(l => !l.StartsWith("threads", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.Length > 0).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.That(rows.Select(r => r[0]), Is.EqualTo(["1", "2", "3"]));

        // The facts are those of the run's trace and of the twin's, after what both share.
        Assert.That(Run("run", "small.yaml", "--replications", "1", "--out", "there").Code, Is.Zero);
        Run("replay", "there", "--trace", "run.csv");
        Run("replay", "there", "--trace", "twin.csv", "--baseline");
        string[] Lines(string file) => File.ReadAllLines(Files.PathOf(file))[1..];
        var twin = Lines("twin.csv").Count(l => string.CompareOrdinal(l, "2025-01-01") >= 0);
        Assert.That(output, Does.Contain($"with its twin, {(Lines("run.csv").Length + twin).ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)} facts a replication"));
        Assert.That(Run("bench", "small.yaml", "--seconds", "0").Error, Is.EqualTo("twin: --seconds is more than 0\n"));
    }

    [Test]
    public void Stockpile_tells_what_a_tonne_saves_by_material_and_region()
    {
        _ = Small;
        var (code, output, error) = Run("stockpile", "small.yaml", "--days", "20", "--replications", "4", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("20 days of the region's use").And.Match(@"magnet +\d\.\d\d ±\d\.\d\d"));
        Assert.That(Run("stockpile", "small.yaml", "--days", "0").Error, Is.EqualTo("twin: --days is more than 0\n"));
    }

    [TestCase("break small.yaml --until", "fill.DE < 0.95", "fill.DE < 0.9")]
    [TestCase("stockpile small.yaml --days", "20", "30")]
    [TestCase("knockout small.yaml --from 2024-10-01 --repair", "100", "200")]
    [TestCase("sensitivity small.yaml --trajectories 2 --keep 0 --of", "unmet.DE", "unmet.WORLD")]
    public void Another_question_does_not_go_on_with_the_answers_to_the_first(string command, string first, string second)
    {
        _ = Small;
        string[] words = command.Split(' ');
        Assert.That(Run([.. words, first, "--out", "there"]).Code, Is.Zero);
        var (code, _, error) = Run([.. words, second, "--out", "there", "--resume"]);
        Assert.That((code, error), Is.EqualTo((2, error)));
        Assert.That(error, Does.Contain("cannot be gone on with: it answers '").And.Contain("this asks '"));
        Assert.That(Run([.. words, first, "--out", "there", "--resume"]).Code, Is.Zero, "the same question does");
    }

    [Test]
    public void Replay_does_not_take_another_study_for_a_run_that_has_changed()
    {
        _ = Small;
        Assert.That(Run("break", "small.yaml", "--until", "fill.DE < 0.95", "--replications", "2", "--out", "there").Code, Is.Zero);
        var (code, output, error) = Run("replay", "there");
        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.Contain("replay reads the folder of a 'twin run', or of one variant of a 'twin compare'"));
    }

    [TestCase("run small.yaml --on fill.DE", "twin: --on says which measure --precision speaks of; give both")]
    [TestCase("run small.yaml --precision 5% --on fill.XX", "twin: no measure 'fill.XX'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of regions, sectors and sites: unmet.WORLD")]
    [TestCase("run small.yaml --epistemic 3", "twin: --epistemic and --aleatory go together")]
    [TestCase("run small.yaml --epistemic 3 --aleatory 0", "twin: --epistemic and --aleatory are 1 or more")]
    [TestCase("run small.yaml --epistemic 3 --aleatory 2 --replications 6", "twin: --epistemic times --aleatory is the number of replications; leave --replications out")]
    [TestCase("sensitivity small.yaml --of fill.XX", "twin: no measure 'fill.XX'; there is fill, unmet, tts, ttr, lost-area, peak and peak-day, of CN, DE, WORLD, EXCN, and of sectors and sites")]
    [TestCase("sensitivity small.yaml --trajectories 1", "twin: --trajectories is 2 or more")]
    [TestCase("sensitivity small.yaml --storms 1", "twin: --storms is 2 or more")]
    [TestCase("data small.yaml --sensitivity nowhere", "twin: there is no sensitivity study in nowhere; name a folder that 'twin sensitivity' wrote")]
    [TestCase("knockout small.yaml --from 2030-01-01", "twin: the run goes from 2024-01-01 to 2025-12-31; --from lies between")]
    [TestCase("knockout small.yaml --from soon", "twin: 'soon' is no date; write it as 2027-01-01")]
    [TestCase("knockout small.yaml --region XX", "twin: no region 'XX'; there is WORLD, EXCN, CN, DE")]
    [TestCase("knockout small.yaml --from 2025-12-25 --programs", "twin: --programs needs a whole week between 2025-12-25 and the end of the run, 2025-12-31; name an earlier day by --from")]
    [TestCase("knockout small.yaml --repair 0", "twin: --repair is a number of days, 1 or more")]
    [TestCase("break small.yaml --until fill.DE<0.9", "twin: 'fill.DE<0.9' is no condition; write it as 'fill.EU < 0.9' or 'unmet.JP > 1000'")]
    public void What_cannot_be_asked_is_said_in_one_line_and_writes_nothing(string line, string message)
    {
        _ = Small;
        var (code, output, error) = Run(line.Split(' '));
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.Trim(), Does.EndWith(message));
        Assert.That(Directory.Exists(Files.PathOf("runs")), Is.False);
        if (!line.StartsWith("data", StringComparison.Ordinal)) Assert.That(output, Is.Empty);
    }
}
