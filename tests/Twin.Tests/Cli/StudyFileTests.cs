using System.Text.Json;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>Every answer against every shock from one file, and comparisons that go on until they know enough.</summary>
public class StudyFileTests : ProgramFixture
{
    const string Study = """
        format: 1
        name: both
        title: Two answers to two bans
        study:
          shock: { short: small.yaml, long: [small.yaml, long.yaml] }
          strategy: { as-is: [], stock: more.yaml, late: [more.yaml, less.yaml] }
          replications: 12
          seed: 5
        """;

    void WriteAll()
    {
        _ = Small;
        Files.Write("long.yaml", "format: 1\npolicies: { ban: { for: 9 mo } }\n");
        Files.Write("more.yaml", "format: 1\ntitle: More stock\ndemand: { EV.DE: { cover: 120 d } }\n");
        Files.Write("less.yaml", "format: 1\ndemand: { EV.DE: { cover: 30 d } }\n");
        Files.Write("study.yaml", Study);
    }

    [Test]
    public void A_study_tries_every_answer_against_every_shock_and_each_cell_is_what_a_run_of_it_gives()
    {
        WriteAll();
        var (code, output, error) = Run("compare", "study.yaml", "--out", "there");
        Assert.That(code, Is.Zero, error);
        var text = string.Join(' ', output.Split([' ', '\n', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
        Assert.That(text, Does.StartWith("Two answers to two bans “More stock” leaves the least unmet demand (Outside China) under all 2 shocks. Whatever the shock, no other does better on average.").And.Contain("2 shocks · 3 answers · 12 replications each"));

        using var json = JsonDocument.Parse(File.ReadAllText(Files.PathOf("there/study.json")));
        var answers = json.RootElement.GetProperty("answers");
        double Mean(string answer, string shock) => answers.GetProperty(answer).GetProperty("shocks").GetProperty(shock).GetProperty("mean").GetDouble();
        Assert.That(Run("run", "small.yaml", "--with", "long.yaml", "--with", "more.yaml", "--seed", "5", "--replications", "12", "--out", "alone").Code, Is.Zero);
        using var alone = JsonDocument.Parse(File.ReadAllText(Files.PathOf("alone/summary.json")));
        Assert.That(Mean("stock", "long"), Is.EqualTo(alone.RootElement.GetProperty("measures").GetProperty("unmet.EXCN").GetProperty("mean").GetDouble()));
        Assert.That(Mean("as-is", "long"), Is.GreaterThan(Mean("as-is", "short")), "a longer ban costs more");

        // Regret by hand: the most, over the shocks, of what the best answer there would have saved.
        foreach (var answer in new[] { "as-is", "stock", "late" })
        {
            var regret = new[] { "short", "long" }.Max(s => Mean(answer, s) - new[] { "as-is", "stock", "late" }.Min(a => Mean(a, s)));
            var told = answers.GetProperty(answer).TryGetProperty("largestRegret", out var largest) ? largest.GetProperty("mean").GetDouble() : 0;
            Assert.That(told, Is.EqualTo(regret).Within(1e-9).Percent, answer);
        }

        var difference = answers.GetProperty("stock").GetProperty("shocks").GetProperty("long").GetProperty("difference").GetProperty("mean").GetDouble();
        Assert.That(difference, Is.EqualTo(Mean("stock", "long") - Mean("as-is", "long")).Within(1e-9).Percent);
        var titles = JsonDocument.Parse(File.ReadAllText(Files.PathOf("there/study.json"))).RootElement.GetProperty("answers").EnumerateObject().Select(a => a.Name);
        Assert.That(titles, Is.EqualTo(["as-is", "stock", "late"]), "in the order of the file");
        Assert.That(File.Exists(Files.PathOf("there/short/report.html")) && File.Exists(Files.PathOf("there/long/comparison.json")));
        Assert.That(File.ReadAllText(Files.PathOf("there/report.html")), Does.Contain("href=\"long/report.html\""));
    }

    [Test]
    public void The_pages_of_a_study_and_of_its_comparisons_are_made_again_from_their_folders()
    {
        WriteAll();
        Assert.That(Run("compare", "study.yaml", "--out", "there").Code, Is.Zero);
        Assert.That(Run("report", "there", "--out", "again.html"), Is.EqualTo((0, "again.html\n", "")));
        Assert.That(File.ReadAllText(Files.PathOf("again.html")), Is.EqualTo(File.ReadAllText(Files.PathOf("there/report.html"))));

        // But for the command: of a comparison it names the scenarios as they were run, which are in its folder.
        IEnumerable<string> Found(string file) => File.ReadAllLines(Files.PathOf(file)).Where(l => !l.Contains("twin compare", StringComparison.Ordinal));
        Assert.That(Run("report", "there/long", "--out", "long.html"), Is.EqualTo((0, "long.html\n", "")));
        Assert.That(Found("long.html"), Is.EqualTo(Found("there/long/report.html")));

        Assert.That(Run("report", "there", "--sensitivity", "there"), Is.EqualTo((2, "", "twin: --sensitivity belongs to the report of one run\n")));
        Files.Write("there/long/comparison.json", "{}");
        Assert.That(Run("report", "there").Error, Does.Match("comparison.json is not what this version writes: .* Run the comparison again."));
        File.Delete(Files.PathOf("there/long/comparison.json"));
        Assert.That(Run("report", "there").Error, Is.EqualTo($"twin: there is no finished comparison in {Path.Combine("there", "long")}; run it again\n"));
    }

    [TestCase("long: [small.yaml, long.yaml]", "long: nothing.yaml", "study.yaml:5:37  study.shock.long  there is no file 'nothing.yaml' beside the study")]
    [TestCase("long: [small.yaml, long.yaml]", "long: []", "study.yaml:5:37  study.shock.long  names no scenario; write its file")]
    [TestCase(", stock: more.yaml, late: [more.yaml, less.yaml]", "", "study.yaml:6:13  study.strategy  there must be two to compare: the first is what the others are held against, 'as-is: []'")]
    [TestCase("replications: 12", "replications: { until: { half-width: 0 % }, max: 10 }", "study.yaml:7:40  study.replications.until.half-width  is a share above 0 and below 100 %")]
    [TestCase("replications: 12", "replications: { max: 10 }", "study.yaml:7:17  study.replications  has no 'until'")]
    [TestCase("strategy:", "strategies:", "study.yaml:6:3  study.strategies  unknown key 'strategies'; did you mean 'strategy'?")]
    [TestCase("seed: 5", "seed: five", "study.yaml:8:9  study.seed  'five' is no whole number")]
    public void What_is_wrong_with_a_study_is_said_with_file_line_and_remedy(string right, string wrong, string problem)
    {
        WriteAll();
        Files.Write("study.yaml", Study.Replace(right, wrong, StringComparison.Ordinal));
        var (code, output, error) = Run("compare", "study.yaml");
        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error.Split('\n'), Does.Contain(problem));
        Assert.That(Directory.Exists(Files.PathOf("runs")), Is.False);
    }

    [Test]
    public void What_is_wrong_with_any_scenario_of_a_study_is_said_before_anything_runs()
    {
        WriteAll();
        Files.Write("less.yaml", "format: 1\ndemand: { EV.DE: { cover: 30 } }\n");
        var (code, _, error) = Run("compare", "study.yaml");
        Assert.That((code, error), Is.EqualTo((2, "less.yaml:2:27  demand.EV.DE.cover  '30' has no unit; write '45 d', '6 weeks', '3 mo' or '2 yr'\n     2 | demand: { EV.DE: { cover: 30 } }\n       |                           ^\n")), "once, though two scenarios have it");
        Assert.That(Run("run", "study.yaml").Error, Is.EqualTo("twin: study.yaml is a study of several scenarios; run it by: twin compare study.yaml\n"));
    }

    [Test]
    public void A_comparison_goes_on_until_all_differences_are_known_well_enough_whatever_the_threads()
    {
        WriteAll();
        string Precise(string where, string threads, params string[] more)
        {
            var (code, output, error) = Run(["compare", "small.yaml", "--each", "more.yaml", "--precision", "4%", "--on", "unmet.DE", "--threads", threads, "--out", where, .. more]);
            Assert.That(code, Is.Zero, error);
            return output.Split('\n').Single(l => l.StartsWith("All differences", StringComparison.Ordinal));
        }

        Files.Write("more.yaml", "format: 1\nname: more\ntitle: More stock\ndemand: { EV.DE: { cover: 120 d } }\n");
        var line = Precise("one", "1");
        Assert.That(line, Does.Match(@"^All differences of unmet\.DE are known to ±[0-3]\.\d% of the base after \d+ replications\.$"));
        Assert.That(Precise("two", "2"), Is.EqualTo(line));
        Assert.That(File.ReadAllBytes(Files.PathOf("two/comparison.json")), Is.EqualTo(File.ReadAllBytes(Files.PathOf("one/comparison.json"))));

        // What was there before, as after an interruption, does not reach the number either.
        Assert.That(Run("compare", "small.yaml", "--each", "more.yaml", "--replications", "40", "--out", "three").Code, Is.Zero);
        Assert.That(Precise("three", "2", "--resume"), Is.EqualTo(line));
        Assert.That(File.ReadAllBytes(Files.PathOf("three/comparison.json")), Is.EqualTo(File.ReadAllBytes(Files.PathOf("one/comparison.json"))));
    }

    [Test]
    public void Times_beyond_the_window_count_as_the_window_when_a_comparison_asks_how_well_it_knows_them()
    {
        WriteAll();
        Files.Write("more.yaml", "format: 1\nname: more\ndemand: { EV.DE: { cover: 400 d } }\n"); // never runs short: its time to survive is infinite
        var (code, output, error) = Run("compare", "small.yaml", "--each", "more.yaml", "--precision", "50%", "--on", "tts.DE", "--replications", "128", "--out", "there");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Match(@"All differences of tts\.DE are known to ±\d+\.\d% of the base after 64 replications\."));
    }

    [Test]
    public void A_study_is_validated_with_all_scenarios_that_it_makes()
    {
        WriteAll();
        Assert.That(Run("validate", "study.yaml").Out, Is.EqualTo("study.yaml is sound: 2 shocks, 3 answers, and so are all scenarios that they make.\n"));
        Files.Write("long.yaml", "format: 1\npolicies: { ban: { for: 9 } }\n");
        Assert.That(Run("validate", "study.yaml").Code, Is.EqualTo(2));
    }
}
