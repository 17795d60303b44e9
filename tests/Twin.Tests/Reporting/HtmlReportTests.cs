using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using NUnit.Framework;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

public partial class HtmlReportTests
{
    static readonly Dictionary<string, string> Pages = new()
    {
        ["run"] = HtmlReport.Of(Sample.Run()),
        ["comparison"] = ComparisonReport.ToHtml(Sample.Comparison()),
        ["hostile run"] = HtmlReport.Of(Hostile()),
        ["bare run"] = HtmlReport.Of(Bare()),
    };

    static IEnumerable<string> Names => Pages.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_page_is_well_formed(string name) => Assert.That(() => Parse(Pages[name]), Throws.Nothing);

    [Test]
    public void Prices_have_a_row_for_each_good_and_zone_and_no_section_where_there_are_none()
    {
        var share = new Measured(1.84, 1.75, 1.93, 1.38, 1.8, 2.33, "1");
        var rows = Parse(HtmlReport.Of(Sample.Run() with { Prices = [new("NdPr oxide", "outside", share, share with { Mean = 4.8 }, share with { Mean = 2.6 }), new("NdPr oxide", "china", share, share, share)] }))
            .Descendants().Single(e => e.Name.LocalName == "section" && e.Elements().First().Value == "Prices").Descendants().Where(e => e.Name.LocalName == "tr").Skip(1).ToList();
        Assert.That(rows.Select(r => string.Join("|", r.Elements().Take(2).Select(c => c.Value))), Is.EqualTo(new[] { "NdPr oxide|outside", "NdPr oxide|china" }));
        Assert.That(rows[0].Elements().ElementAt(3).Value, Does.Contain("480"));
        Assert.That(rows[0].Elements().Last().Value, Does.Contain("260"));
        Assert.That(HtmlReport.Of(Sample.Run() with { Prices = [new("NdPr oxide", "outside", share, share, null)] }), Does.Contain($"<td class=\"number\">{Say.None}</td>"), "a run of an older version has no such figure");
        Assert.That(Pages["run"], Does.Not.Contain("<h2>Prices</h2>"));
    }

    [TestCaseSource(nameof(Names))]
    public void A_page_loads_nothing_and_runs_nothing_but_its_charts(string name)
    {
        var page = Parse(Pages[name]);
        var style = page.Descendants("style").Single().Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Descendants().Select(e => e.Name.LocalName), Has.None.AnyOf("img", "link", "iframe", "object", "embed", "video", "audio", "use", "image", "base", "form"));
            Assert.That(page.Descendants().Attributes().Select(a => a.Name.LocalName), Has.None.Match("^(src|srcset|data|action|on.*)$"));
            Assert.That(style, Does.Not.Match(@"@import|url\(|@font-face"));
            Assert.That(page.Descendants().Attributes("href").Select(a => a.Value), Is.All.Matches("^(https?://|#)"));

            // The policy lets one script run, by its digest; a browser takes what is between the tags, and the values beside it are no script.
            var scripts = Scripts().Matches(Pages[name]).Select(m => m.Groups[1].Value).ToArray();
            var digests = scripts.Select(s => $"; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s)))}'");
            Assert.That(page.Descendants("script").Select(s => s.Attribute("type")?.Value), Is.EqualTo(new[] { "application/json", null }));
            Assert.That(page.Descendants("meta").Attributes("content").Select(a => a.Value), Has.Some.EqualTo($"default-src 'none'; style-src 'unsafe-inline'{string.Concat(digests)}"));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_page_says_what_its_parts_are_to_those_who_do_not_see_it(string name)
    {
        var page = Parse(Pages[name]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Root!.Attribute("lang")?.Value, Is.EqualTo("en"));
            Assert.That(page.Descendants("h1").Count(), Is.EqualTo(1));
            Assert.That(page.Descendants("table").Select(t => t.Elements().First().Name.LocalName), Is.All.EqualTo("caption"));
            Assert.That(page.Descendants("th").Select(t => t.Attribute("scope")?.Value), Has.None.Null);
            Assert.That(page.Descendants("svg").Where(s => s.Attribute("aria-hidden") is null).Select(s => (s.Attribute("role")?.Value, s.Element("title")?.Value)),
                Is.All.Matches<(string? Role, string? Title)>(s => s.Role == "img" && s.Title is { Length: > 0 }));
            Assert.That(page.Descendants("meta").Attributes("name").Select(a => a.Value), Has.Some.EqualTo("viewport"));
        }
    }

    [Test]
    public void The_answer_comes_first()
    {
        var answer = Parse(Pages["run"]).Descendants("p").First(p => p.Attribute("class")?.Value == "answer").Value;
        Assert.That(answer, Is.EqualTo(string.Join(" ", Headline.Of(Sample.Run()))));
    }

    [Test]
    public void Sections_come_in_the_order_of_a_reader_s_questions() => Assert.That(
        Parse(Pages["run"]).Descendants("h2").Select(h => h.Value), Is.EqualTo(new[]
        {
            "Before you use these numbers", "How long it takes", "Who goes without, and when", "Region by region", "Demand met, week by week", "Sectors worst hit", "Where it flows", "What held the flow back",
            "How sure we are", "What to doubt first", "Who does what, and when", "What the shock is taken to be", "How to reproduce this", "What the words mean", "What this does not tell",
        }));

    [Test]
    public void A_script_in_a_name_stays_a_name()
    {
        var page = Pages["hostile run"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Scripts().Count(page), Is.EqualTo(1));
            Assert.That(Regex.Count(page, "<script"), Is.EqualTo(2), "the values, and the charts");
            Assert.That(page, Does.Not.Contain("<script>alert").And.Not.Contain("<img src=x").And.Not.Contain("href=\"javascript").And.Not.Contain("\u001b"));
            Assert.That(page, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;"));
            Assert.That(Parse(page).Descendants("h1").Single().Value, Is.EqualTo(Evil.Replace("\u001b", "", StringComparison.Ordinal)));
        }
    }

    [Test]
    public void Every_region_has_a_chart_and_a_row()
    {
        var page = Parse(Pages["run"]);
        var names = Sample.Totals.Concat(Sample.Regions).Select(r => r.Name).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Descendants("figure").Where(f => f.Attribute("class")?.Value == "fan").Select(f => f.Descendants("b").First().Value), Is.EqualTo(names));
            Assert.That(page.Descendants("table").First(t => t.Attribute("class")?.Value == "impacts").Descendants("th").Where(t => t.Attribute("scope")?.Value == "row").Select(t => t.Value), Is.EqualTo(names));
        }
    }

    [Test]
    public void Without_a_shock_nothing_is_said_that_begins_with_one()
    {
        var run = Sample.Run() with { Asked = null, Window = new(new(2024, 1, 1), null, null, new(2030, 1, 1)) };
        var (page, screen) = (HtmlReport.Of(run), TerminalReport.ToText(run, null));

        Assert.That(page, Does.Contain("Demand met").And.Not.Contain("Time to survive").And.Not.Contain("Time to recover").And.Not.Contain("Lost supply"));
        Assert.That(screen, Does.Contain("Unmet [t]").And.Not.Contain("Survive").And.Not.Contain("Recover").And.Not.Contain("lower bound").And.Not.Contain("lower\nbound"));
    }

    [Test]
    public void A_censored_mean_is_shown_as_the_lower_bound_that_it_is()
    {
        var row = Parse(Pages["run"]).Descendants("table").First(t => t.Attribute("class")?.Value == "impacts").Descendants("tr").First(r => r.Element("th")?.Value == "India");
        Assert.That(SayTests.Plain(row.Elements("td").ElementAt(3).Value), Is.EqualTo("≥ 894 (871–917)560 – beyond12 % not by horizon"));
    }

    [Test]
    public void A_partial_run_says_so_before_anything_else()
    {
        var run = Sample.Run();
        var page = Parse(HtmlReport.Of(run with { Provenance = run.Provenance with { Done = 312, IsPartial = true, Failed = 2 } }));
        Assert.That(page.Descendants("li").Select(l => SayTests.Plain(l.Value)), Is.SupersetOf(new[]
        {
            "This is a partial run: 312 of 1,000 replications were done when it stopped. The intervals hold for what was done, and are wider than was asked.",
            "2 replications failed and are in no number here.",
        }));
    }

    [Test]
    public void Numbers_in_drawings_are_numbers() => Assert.That(Drawings().Matches(Pages["run"].Split("<script")[0]).Select(m => m.Groups[1].Value), Is.All.Match(@"^[MLHVZvh0-9 .-]+$"));

    [Test]
    public void The_same_findings_give_the_same_bytes() => Assert.That(HtmlReport.Of(Sample.Run()), Is.EqualTo(Pages["run"]));

    [Test]
    public void A_page_of_ten_regions_and_six_years_stays_below_200_kB_beside_its_charts()
    {
        var script = Scripts().Match(Pages["run"]).Length;
        Assert.That(Encoding.UTF8.GetByteCount(Pages["run"]) - script, Is.LessThan(200_000));
        Assert.That(script, Is.LessThan(400_000));
    }

    [Test]
    public void The_charts_are_the_bundle_of_their_sources()
    {
        // As build.js has it: package.json, then the sources in order of name.
        var web = Path.Combine(Repository.Root, "src", "Twin.Reporting", "web");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files = [Path.Combine(web, "package.json"), .. Directory.EnumerateFiles(Path.Combine(web, "src")).Order(StringComparer.Ordinal)];
        foreach (var file in files) hash.AppendData(Encoding.UTF8.GetBytes(File.ReadAllText(file).ReplaceLineEndings("\n")));
        var made = File.ReadLines(Path.Combine(web, "..", "Html", "charts.js")).First();

        Assert.That(made, Is.EqualTo($"/* sources {Convert.ToHexStringLower(hash.GetHashAndReset())}"), "npm ci && npm run build in src/Twin.Reporting/web");
    }

    [Test]
    public void What_the_charts_draw_is_what_the_findings_say()
    {
        var run = Sample.Run();
        using var data = JsonDocument.Parse(Parse(Pages["run"]).Descendants("script").First().Value);
        var fan = data.RootElement.GetProperty("fans").EnumerateArray().Single(f => f.GetProperty("id").GetString() == "EU");
        var first = data.RootElement.GetProperty("window").GetProperty("firstWeek").GetInt32();

        Assert.That(run.Window.Start.AddDays(7 * first), Is.GreaterThan(run.Window.Onset!.Value.AddMonths(-6).AddDays(-7)).And.LessThanOrEqualTo(run.Window.Onset.Value.AddMonths(-6)));
        Assert.That(fan.GetProperty("p50").EnumerateArray().Select(v => v.GetDouble()), Is.EqualTo(run.WeeklyFill["EU"].P50.Skip(first)).Within(0.0005));
        Assert.That(data.RootElement.GetProperty("flows").EnumerateArray().Select(f => f.GetProperty("during").GetDouble()), Is.EqualTo(run.Flows.Select(f => f.During)));
        Assert.That(data.RootElement.GetProperty("survival").GetArrayLength(), Is.EqualTo(16));
    }

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex(" d=\"([^\"]*)\"")]
    private static partial Regex Drawings();

    static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    const string Evil = "<script>alert(1)</script> \" onload='x' & ]]> \u001b[31m <img src=x>";

    static RunFindings Hostile()
    {
        var run = Sample.Run();
        return run with
        {
            Title = Evil,
            Name = Evil,
            Asked = Evil,
            Regions = [.. run.Regions.Select(r => r with { Name = Evil + r.Name })],
            Sectors = [.. run.Sectors.Select(s => s with { Name = Evil })],
            Bottlenecks = [new(Evil, Evil, double.NaN, double.PositiveInfinity, Evil)],
            Assumed = [new(Evil, Evil, (0, 1, Evil), Evil, "javascript:alert(1)", '<')],
            WeakestInputs = [new(Evil, 1, Evil, Evil, "javascript:alert(1)", '<', 7), new(Evil, 1, "t", "quote", "https://example.org/\"onclick=\"x", 'D', double.NaN)],
            Moves = [new(Evil, MoveKind.Ban, new(2050, 1, 1), new(1990, 1, 1), Evil, Evil, Evil)],
            Warnings = [Evil, Evil, Evil, Evil, Evil, Evil],
            Provenance = run.Provenance with { Command = Evil, Version = Evil },
        };
    }

    /// <summary>A run of which nearly nothing is known.</summary>
    static RunFindings Bare()
    {
        var run = Sample.Run();
        return new()
        {
            Title = "Bare",
            Name = "bare",
            Window = new(new(2024, 1, 1), null, null, new(2024, 1, 1)),
            Provenance = run.Provenance,
            Regions = [new("X", "X")],
            Sectors = [],
            Measures = new Dictionary<string, Measured>(),
            WeeklyFill = new Dictionary<string, Band> { ["X"] = new([], [], [], [], []) },
        };
    }
}
