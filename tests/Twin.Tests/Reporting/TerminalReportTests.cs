using NUnit.Framework;
using Spectre.Console;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

public class TerminalReportTests
{
    [Test]
    public void A_run_is_told_on_one_screen() => Assert.That(TerminalReport.ToText(Sample.Run(), "runs/1"), Is.EqualTo("""
        Total Chinese export ban, 12 months
        With a 12-month ban on all Chinese exports of rare-earth magnets and materials, European Union users
        run short after 48 days (nine runs in ten: 34 to 70); 38 % of their demand in the window goes unmet
        (30 to 46 %). Their supply is back to normal 525 days after the onset (437 to 643); world demand
        goes short by 61,200 t (51,400 to 72,900 t).
        ! The control “0.1 % rule” ended before the shock and touches no flow in the window.
        ! Demand in India rests on one source of grade D.
        1,000 replications · Shock 1 Jan 2027 – 1 Jan 2028 · Simulated 1 Jan 2024 – 1 Jan 2030 · 212 sources

        Region                  Met [%]      Unmet [t]  Survive [days]  Recover [days]  By week
        World                   87 ±0.6  61,200 ±1,200        123 ±1.2        448 ±1.2  ███▇▆▆▆▆▆▇▇█████████
        Outside China           68 ±0.6  58,900 ±1,200         65 ±1.2        507 ±1.2  ███▇▄▃▃▃▄▅▆█████████
        China                 99.3 ±0.6      2,340 ±47       ≥ 960 ±12            0 ±0  ████████████████████
        European Union          62 ±0.6     6,850 ±140         48 ±1.2        525 ±1.2  ███▇▃▂▂▂▃▄▆▇████████
        Japan                   74 ±0.6      4,590 ±92         85 ±1.2        487 ±1.2  ███▇▅▄▄▄▄▅▇█████████
        United States           68 ±0.6     5,850 ±120         64 ±1.2        508 ±1.2  ███▇▄▃▃▃▃▅▆█████████
        South Korea             69 ±0.6     5,510 ±110         70 ±1.2        502 ±1.2  ███▇▄▃▃▃▄▅▇█████████
        South-East Asia         81 ±0.6      3,340 ±67        105 ±1.2        466 ±1.2  ███▇▆▅▅▅▅▆▇█████████
        India                   60 ±0.6     7,180 ±140         42 ±1.2       ≥ 894 ±23  ███▆▃▂▂▂▂▄▆▇████████
        Other                   77 ±0.6      4,180 ±84         92 ±1.2        480 ±1.2  ███▇▅▄▄▅▅▆▇█████████
        Sectors worst hit
        Defence                   39 ±1    25,000 ±500         49 ±1.2        542 ±1.2
        Industrial robots       53 ±0.9    19,300 ±390         64 ±1.2        514 ±1.2
        Electric-vehicle tr…    61 ±0.8    16,000 ±320         77 ±1.2        498 ±1.2
        Wind turbines           72 ±0.6    11,500 ±230        107 ±1.2        476 ±1.2
        Other automotive (s…    79 ±0.4     8,610 ±170        143 ±1.2        462 ±1.2
        Means with the 95 % interval of the mean. ≥: not in every run by the horizon; the mean is a lower
        bound. By week: median share met, ▁ none, █ all, Jul 2026 – Jan 2030.
        Bottleneck: Export ban on heavy rare earths (export control), 46 % of the shortage. Dysprosium and
        terbium oxide do not leave; outside China nobody separates enough of either.
        Next: Kuantan (refinery), 23 % of the shortage.
        twin 0.1.0 (d30cd52) · seed 1 · scenario china-export-ban-12 8f14e45fceea · result c9f0f895fb98
        Results: runs/1

        """));

    [Test]
    public void A_comparison_is_told_on_one_screen() => Assert.That(ComparisonReport.ToText(Sample.Comparison(), "runs/answers"), Is.EqualTo("""
        Four answers to a total ban
        Of 4 variants, “Stockpile of 180 days” does best: unmet demand (World) is 38,000 t against 61,200 t
        for “As is”. The difference is −23,300 t (95 % interval −24,100 to −22,400 t), and it does better in
        98 % of the paired runs. “Second source” cannot be told apart from it with so many runs.
        4 variants · 500 replications each · Shock 1 Jan 2027 – 1 Jan 2028 · Simulated 1 Jan 2024 –
        1 Jan 2030

        Variant                   Unmet demand          Demand met        Time to survive
                                     World [t]  European Union [%]  European Union [days]
        As is                    61,200 ±1,200             62 ±0.6                48 ±1.2
        Stockpile of 180 days      38,000 ±760             76 ±0.6                77 ±1.9
        Second source              40,400 ±810             75 ±0.6                72 ±1.8
        Recycling quota of 10 %  60,300 ±1,200             63 ±0.6                48 ±1.2
        Means, 95 % interval of the mean.

        Unmet demand, World, run by run [t]
                                 Difference       95 % interval  Better in  Verdict
        against As is
        Stockpile of 180 days       −23,300  −24,100 to −22,400       98 %  better
        Second source               −20,800  −22,100 to −19,600       94 %  better
        Recycling quota of 10 %        −918      −2,020 to +182       55 %  not distinguishable at n = 500
        against Second source
        Stockpile of 180 days        −2,450      −5,450 to +550       57 %  not distinguishable at n = 500
        Results: runs/answers

        """));

    [Test]
    public void The_screen_keeps_its_size_whatever_the_scenario_holds()
    {
        var run = Sample.Run();
        var crowded = run with
        {
            Title = Long("Title"),
            Asked = Long("With a ban"),
            Regions = [.. Enumerable.Range(0, 60).Select(i => new Named($"R{i}", Long("Region")))],
            Measures = Enumerable.Range(0, 60).SelectMany(i => run.Measures.Where(m => m.Key.EndsWith(".EU", StringComparison.Ordinal))
                .Select(m => (Key: m.Key.Replace("EU", $"R{i}", StringComparison.Ordinal), m.Value)))
                .Concat(run.Measures.Select(m => (m.Key, m.Value))).ToDictionary(m => m.Key, m => m.Value),
            Bottlenecks = [.. run.Bottlenecks.Select(b => b with { Name = Long(b.Name), Sentence = Long(b.Sentence) })],
            Warnings = [.. Enumerable.Repeat(Long("Warning"), 9)],
        };

        var lines = TerminalReport.ToText(crowded, Long("runs/")).TrimEnd('\n').Split('\n');

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(l => l.Length), Is.All.AtMost(100));
            Assert.That(lines, Has.Length.AtMost(40));
            Assert.That(lines, Has.Some.Contain("more regions in the report"));
            Assert.That(lines, Has.Some.EqualTo("! 7\u00a0more warnings in the report".Replace('\u00a0', ' ')));
        }

        static string Long(string start) => start + string.Concat(Enumerable.Repeat(" and so on", 30));
    }

    [Test]
    public void A_name_reaches_the_terminal_as_text_and_not_as_an_order_to_it()
    {
        var text = TerminalReport.ToText(Sample.Run() with { Title = "[red]a[/] [[b]] \u001b[2J\u0007 {0}" });
        Assert.That(text, Does.StartWith("[red]a[/] [[b]] [2J {0}\n"));
    }

    [TestCase(60), TestCase(80), TestCase(200)]
    public void Lines_keep_to_the_width_of_the_terminal_and_to_100_columns(int width)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        TerminalReport.Write(Sample.Run(), console, "runs/1");
        ComparisonReport.Write(Sample.Comparison(), console, "runs/1");
        Assert.That(writer.ToString().Split('\n').Select(l => l.Length), Is.All.AtMost(Math.Min(100, width)));
    }

    [Test]
    public void A_terminal_without_colours_gets_no_colour()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        TerminalReport.Write(Sample.Run(), console);
        Assert.That(writer.ToString(), Does.Not.Match(@"\x1b\[[0-9;]*(3[0-7]|38;)[0-9;]*m"));
    }

    [TestCase(new[] { 0.0, 1.0 }, 2, "▁█"), TestCase(new[] { 0.0, 0.0, 1.0, 1.0 }, 2, "▁█"), TestCase(new[] { 0.5 }, 9, "▅"), TestCase(new double[0], 4, ""), TestCase(new[] { -1.0, 2.0 }, 5, "▁█")]
    public void A_sparkline_goes_from_none_to_all(double[] shares, int columns, string line) => Assert.That(Sparkline.Of(shares, columns), Is.EqualTo(line));
}
