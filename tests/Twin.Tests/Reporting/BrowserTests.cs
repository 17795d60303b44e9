using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using NUnit.Framework;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

/// <summary>The pages in a real browser. Needs Debian's Chromium; skipped, loudly, where there is none.</summary>
[Parallelizable(ParallelScope.Self)] // beside other fixtures, one test at a time: they share a browser
sealed class BrowserTests : ProgramFixture
{
    static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
    static readonly string Axe = Path.Combine(Repository.Root, "src", "Twin.Reporting", "web", "node_modules", "axe-core", "axe.min.js");

    static readonly string[] Pages = ["run", "comparison", "study"];

    /// <summary>The drawings of each page that has them.</summary>
    static string[] DrawnOn(string page) => page switch
    {
        "run" => ["fan", "survival", "heat", "map", "sankey", "tornado"],
        "comparison" => ["avoided"],
        _ => ["answers"],
    };

    static IPlaywright? _playwright;
    static IBrowser? _browser;

    [OneTimeTearDown]
    public static async Task Close()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        (_browser, _playwright) = (null, null);
    }

    string Write(string page)
    {
        File.WriteAllText(Files.PathOf($"{page}.html"), page switch
        {
            "run" => HtmlReport.Of(Sample.Run()),
            "comparison" => ComparisonReport.ToHtml(Sample.Comparison()),
            _ => FactorialReport.ToHtml(Sample.Study()),
        });
        return new Uri(Files.PathOf($"{page}.html")).AbsoluteUri;
    }

    /// <summary>Opens a page, lets a test look, and gives back what the browser complained of and asked for.</summary>
    static async Task<(List<string> Complaints, List<string> Requests)> Look(string address, BrowserNewContextOptions options, Func<IPage, Task> look)
    {
        if (Chromium is null) Assert.Ignore("NO BROWSER: the report is not tested as a reader sees it; install Debian's chromium");
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
        await using var context = await _browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var (complaints, requests) = (new List<string>(), new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(address);
        await look(page);
        return (complaints, requests);
    }

    static BrowserNewContextOptions Wide(int width, ColorScheme scheme = ColorScheme.Light) => new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme };

    [Test]
    public async Task Every_drawing_is_there_at_every_width_and_nothing_is_asked_of_the_network([ValueSource(nameof(Pages))] string name, [Values(1440, 768, 390)] int width)
    {
        var address = Write(name);
        var (complaints, requests) = await Look(address, Wide(width), async page =>
        {
            Assert.That(await page.EvaluateAsync<string>("document.documentElement.dataset.drawn"), Is.EqualTo("yes"));
            var empty = await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll("[data-chart]")].filter(c => ![...c.querySelectorAll("svg path, svg rect, svg circle")].some(m => m.getBoundingClientRect().width > 3)).map(c => `${c.dataset.chart} ${c.dataset.key}`)
                """);
            Assert.That(empty, Is.Empty);
            Assert.That(await page.EvaluateAsync<string[]>("""[...new Set([...document.querySelectorAll("[data-chart]")].map(c => c.dataset.chart))]"""), Is.SupersetOf(DrawnOn(name)));
            var wide = await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.parentElement.closest(".scroll, .chart")).map(e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)
                """);
            Assert.That(wide, Is.Empty, "nothing is wider than the screen");
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
        });

        Assert.That(complaints, Is.Empty);
        Assert.That(requests, Is.EqualTo([address]));
    }

    [Test]
    public async Task A_reader_without_a_pointer_walks_along_a_chart() => await Look(Write("run"), Wide(1440), async page =>
    {
        const string Tip = """document.querySelector(".hero")?.textContent ?? "" """;
        await page.FocusAsync(".hero");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync($"({Tip}).includes('median')");
        var first = await page.EvaluateAsync<string>(Tip);
        for (var i = 0; i < 5; i++) await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync($"({Tip}).includes('median') && ({Tip}) !== {JsonSerializer.Serialize(first)}");
    });

    [Test]
    public async Task Another_kind_of_goods_is_drawn_when_it_is_chosen() => await Look(Write("run"), Wide(1440), async page =>
    {
        var before = await page.InnerHTMLAsync("#flow-map");
        await page.SelectOptionAsync("select[data-for=flow-map]", "mine");
        Assert.That(await page.InnerHTMLAsync("#flow-map"), Is.Not.EqualTo(before).And.Contain("<path"));
    });

    [Test]
    public async Task Without_JavaScript_the_answer_the_figures_and_the_tables_are_there() => await Look(Write("run"), new() { JavaScriptEnabled = false }, async page =>
    {
        Assert.That(await page.Locator(".answer").InnerTextAsync(), Does.Contain("run short after"));
        Assert.That(await page.Locator(".keys dd").CountAsync(), Is.GreaterThanOrEqualTo(4));
        Assert.That(await page.Locator("table.impacts").First.IsVisibleAsync());
        Assert.That(await page.GetByText("The drawings need JavaScript").First.IsVisibleAsync());
    });

    [Test]
    public async Task Axe_finds_no_serious_violation([ValueSource(nameof(Pages))] string name, [Values] bool dark)
    {
        if (!File.Exists(Axe)) Assert.Ignore("NO AXE: the report is not tested for those who read it aloud; run npm ci in src/Twin.Reporting/web");
        var options = Wide(1440, dark ? ColorScheme.Dark : ColorScheme.Light);
        options.BypassCSP = true; // lets axe in
        await Look(Write(name), options, async page =>
        {
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            await page.AddScriptTagAsync(new() { Path = Axe });
            var found = await page.EvaluateAsync<string[]>("""
                axe.run().then(r => r.violations.filter(v => ["serious", "critical"].includes(v.impact)).map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join(" | ")}`))
                """);
            Assert.That(found, Is.Empty, string.Join(Environment.NewLine, found));
        });
    }

    [Test]
    public async Task What_a_page_says_is_what_the_summary_says()
    {
        Files.Write("small.yaml", SmallScenario.Text);
        var (code, _, error) = Run("run", "small.yaml", "--replications", "20", "--out", "there");
        Assert.That(code, Is.Zero, error);
        using var summary = JsonDocument.Parse(File.ReadAllText(Files.PathOf("there/summary.json")));
        double Mean(string key) => summary.RootElement.GetProperty("measures").GetProperty(key).GetProperty("mean").GetDouble();
        double Of(string text) => double.Parse(new string([.. text.Where(c => char.IsAsciiDigit(c) || c is '.')]), CultureInfo.InvariantCulture);

        await Look(new Uri(Files.PathOf("there/report.html")).AbsoluteUri, Wide(1440), async page =>
        {
            var figures = await page.Locator(".keys dd:not(.around)").AllInnerTextsAsync();
            Assert.That(Of(figures[0]) / 100, Is.EqualTo(1 - Mean("fill.EXCN")).Within(0.0051));
            Assert.That(Of(figures[3]) / 100, Is.EqualTo(Mean("peak.EXCN")).Within(0.0051));

            var drawn = await page.EvaluateAsync<double[]>("""JSON.parse(document.getElementById("data").textContent).fans.find(f => f.id === "EXCN").p50""");
            Assert.That(drawn.Min(), Is.InRange(0, 1 - (0.5 * Mean("peak.EXCN"))), "the trough is drawn as deep as it is told");
        });
    }

    [Test]
    public async Task Drawings_become_files_that_need_nothing_but_themselves()
    {
        Files.Write("small.yaml", SmallScenario.Text);
        var (code, _, error) = Run("run", "small.yaml", "--replications", "20", "--out", "there");
        Assert.That(code, Is.Zero, error);
        if (Chromium is null) Assert.Ignore("NO BROWSER: drawings are not tested as files");
        var (drawn, output, complaint) = Run("report", "there", "--charts", "drawings");
        Assert.That(drawn, Is.Zero, complaint);
        string[] files = [.. Directory.EnumerateFiles(Files.PathOf("drawings")).Order(StringComparer.Ordinal)];
        Assert.That(files.Select(Path.GetFileName), Is.SupersetOf(new[] { "fan-de.svg", "fan-excn.svg", "heat.svg", "survival-tts.svg", "survival-ttr.svg" }));
        Assert.That(output.Split('\n').Where(l => l.EndsWith(".svg", StringComparison.Ordinal)).Count(), Is.EqualTo(files.Length));

        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.That(() => System.Xml.Linq.XDocument.Parse(text), Throws.Nothing, file);
            Assert.That(text, Does.Not.Contain("var(").And.Not.Contain("color-mix").And.Not.Contain("currentColor").And.Not.Contain("NaN"), file);
            var (complaints, requests) = await Look(new Uri(file).AbsoluteUri, Wide(1000), async page =>
                Assert.That(await page.EvaluateAsync<bool>("""[...document.querySelectorAll("path, rect")].some(m => m.getBoundingClientRect().width > 100)"""), file));
            Assert.That(complaints, Is.Empty, file);
            Assert.That(requests, Has.Count.EqualTo(1), file);
        }

        // The page is as it was: who opens it sees no files.
        Assert.That(File.ReadAllText(Files.PathOf("there/report.html")), Does.Not.Contain("<script type=\"application/json\" id=\"drawings\">"));
    }

    [Test]
    public void A_browser_that_is_none_is_said()
    {
        Files.Write("small.yaml", SmallScenario.Text);
        Assert.That(Run("run", "small.yaml", "--replications", "2", "--out", "there").Code, Is.Zero);
        var (code, _, error) = RunWith("TWIN_BROWSER", Files.PathOf("no-browser"), "report", "there", "--charts", "drawings");
        Assert.That((code, error), Is.EqualTo((2, $"twin: cannot start {Files.PathOf("no-browser")}: An error occurred trying to start process '{Files.PathOf("no-browser")}' with working directory '{Files.Folder}'. No such file or directory\n")));
        Assert.That(Directory.Exists(Files.PathOf("drawings")), Is.False);
    }
}
