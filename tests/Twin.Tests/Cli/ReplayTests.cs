using System.Globalization;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>Any replication can be had again, and told line by line.</summary>
public class ReplayTests : ProgramFixture
{
    string ARun()
    {
        _ = Small;
        var (code, _, error) = Run("run", "small.yaml", "--out", "there");
        Assert.That(code, Is.Zero, error);
        return "there";
    }

    [Test]
    public void Every_replication_of_a_run_comes_again_to_the_bit()
    {
        ARun();
        for (var replication = 0; replication < 5; replication++)
        {
            var (code, output, error) = Run("replay", "there", "--replication", $"{replication}");
            Assert.That(code, Is.Zero, error);
            Assert.That(output, Does.Contain("The same to the bit as it was"));
        }
    }

    [Test]
    public void A_run_whose_scenario_was_touched_is_not_what_it_was()
    {
        ARun();
        var path = Files.PathOf("there/scenario.resolved.yaml");
        var text = File.ReadAllText(path);
        var other = text.Replace("range: [5 %, 20 %]", "range: [6 %, 20 %]", StringComparison.Ordinal);
        Assert.That(other, Is.Not.EqualTo(text), "something has to change for this to mean anything");
        File.WriteAllText(path, other);

        var (code, output, _) = Run("replay", "there", "--replication", "1");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("Not what it was").And.Contain("has been changed, or this is a fault of ours"));
    }

    [Test]
    public void A_trace_holds_all_that_happens_in_order_of_date_and_a_run_and_its_twin_part_at_the_onset()
    {
        ARun();
        Assert.That(Run("replay", "there", "--replication", "2", "--trace", "run.csv").Code, Is.Zero);
        Assert.That(Run("replay", "there", "--replication", "2", "--trace", "twin.csv", "--baseline").Code, Is.Zero);

        var lines = File.ReadAllLines(Files.PathOf("run.csv"));
        Assert.That(lines[0], Is.EqualTo("date,fact,who,grams"));
        var rows = lines.Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.That(rows.All(r => r.Length == 4 && long.Parse(r[3], CultureInfo.InvariantCulture) >= 0));
        Assert.That(rows.Select(r => r[0]), Is.Ordered);
        Assert.That(rows.Select(r => r[1]).Distinct(), Is.SupersetOf(new[] { "dispatched", "arrived", "used", "delivered", "control-on", "control-off" }));

        // What leaves arrives, or is still under way at the end.
        long Sum(string fact) => rows.Where(r => r[1] == fact).Sum(r => long.Parse(r[3], CultureInfo.InvariantCulture));
        Assert.That(Sum("arrived"), Is.InRange(0.8 * Sum("dispatched"), 1.2 * Sum("dispatched")));

        var onset = rows.First(r => r[1] == "control-on")[0];
        var (code, output, _) = Run("trace", "diff", "run.csv", "twin.csv");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain($"run.csv: {onset}  control-on ban"));
        Assert.That(Run("trace", "diff", "run.csv", "run.csv"), Is.EqualTo((0, string.Create(CultureInfo.InvariantCulture, $"The same {rows.Length:#,0} facts, to {rows[^1][0]}.\n"), "")));
    }

    [TestCase("replay there --replication 99", "twin: there has no replication 99; it has 0 to 4")]
    [TestCase("replay there --replication -1", "twin: replications count from 0")]
    [TestCase("replay nowhere", "twin: there is no run in nowhere; name the folder that 'twin run' wrote")]
    [TestCase("trace diff a.csv b.csv", "twin: there is no file a.csv; 'twin replay RUN --trace FILE' writes one")]
    [TestCase("trace diff small.yaml small.yaml", "twin: small.yaml is no trace; its first line would be date,fact,who,grams")]
    public void What_is_not_there_is_said(string line, string message)
    {
        ARun();
        var (code, output, error) = Run(line.Split(' '));
        Assert.That((code, output, error.Trim()), Is.EqualTo((2, "", message)));
    }
}
