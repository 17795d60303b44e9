using NUnit.Framework;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

/// <summary>Not a test of anything: writes the invented reports to a folder, so that somebody can look at them.</summary>
[Explicit("run with TWIN_LOOK=<folder> to have the reports written there")]
public class LookTests
{
    [Test]
    public void Reports_are_written_for_somebody_to_look_at()
    {
        var folder = Environment.GetEnvironmentVariable("TWIN_LOOK") ?? Path.GetTempPath();
        File.WriteAllText(Path.Combine(folder, "run.html"), HtmlReport.Of(Sample.Run()));
        File.WriteAllText(Path.Combine(folder, "run.txt"), TerminalReport.ToText(Sample.Run(), "runs/china-export-ban-12/report.html"));
        File.WriteAllText(Path.Combine(folder, "compare.html"), ComparisonReport.ToHtml(Sample.Comparison()));
        File.WriteAllText(Path.Combine(folder, "compare.txt"), ComparisonReport.ToText(Sample.Comparison(), "runs/answers/"));
        Assert.That(File.Exists(Path.Combine(folder, "run.html")));
    }
}
