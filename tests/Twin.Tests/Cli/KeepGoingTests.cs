using NUnit.Framework;
using Twin.Cli;
using Twin.Experiments;
using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Tests;

/// <summary>A replication that fails, in a run that is to go on all the same.</summary>
public class KeepGoingTests : ProgramFixture
{
    sealed class FailsAt(IReplicator real, params int[] those) : IReplicator
    {
        public ReplicationRecord Run(int replication, CancellationToken cancellation) =>
            those.Contains(replication) ? throw new InvalidOperationException("no ore") : real.Run(replication, cancellation);
    }

    [Test]
    public void The_page_says_how_many_failed_and_tells_the_others_as_if_those_had_not_been()
    {
        var scenario = ScenarioReader.Read(Files.Write("small.yaml", SmallScenario.Text));
        var window = ScenarioReplicator.WindowOf(scenario);
        var study = ScenarioReplicator.StudyOf(scenario, "1", scenario.Seed, 24, window);
        FinishedRun Run(string folder, params int[] those) => Runner.Run(
            scenario, study, () => new FailsAt(new ScenarioReplicator(scenario, study.Seed, window), those), RunFolder.At(Files.PathOf(folder)), CommonOptionValues.None with { KeepGoing = true, IsQuiet = true });
        var (all, some) = (Run("all"), Run("some", 2, 23));

        Assert.That((all.Summary.Failed.Count, some.Summary.Failed, some.Complete), Is.EqualTo((0, new[] { 2, 23 }, true)));
        var values = RunSummary.ValuesOf(all.Folder.Run, "unmet.EXCN");
        Assert.That(RunSummary.ValuesOf(some.Folder.Run, "unmet.EXCN"), Is.EqualTo(values.Where((_, i) => i is not (2 or 23))));

        var findings = FindingsOf.Run(some, "twin run small.yaml");
        Assert.That((findings.Provenance.Done, findings.Provenance.Failed), Is.EqualTo((22, 2)));
        Assert.That(HtmlReport.Of(findings).Replace('\u00a0', ' '), Does.Contain("2 replications failed and are in no number here."));
        Assert.That(findings.WeakestInputs, Is.Not.Empty, "influence is of the draws of those that did not fail");
        Assert.That(File.ReadAllText(some.Folder.Summary), Does.Match(@"""failed"": \[\s*2,\s*23\s*\]"));
        Assert.That(base.Run("export", "some", "--csv").Code, Is.Zero);
        Assert.That(File.ReadAllLines(Files.PathOf("some/export/replications.csv"))[3], Is.EqualTo("2,"), "no trace hash");
        Assert.That(base.Run("report", "all", "some").Error, Does.Contain("some replications failed"));
    }

    [Test]
    public void Where_nothing_fails_it_changes_nothing()
    {
        Files.Write("small.yaml", SmallScenario.Text);
        Assert.That(Run("run", "small.yaml", "--replications", "6", "--out", "a", "--keep-going").Code, Is.Zero);
        Assert.That(Run("run", "small.yaml", "--replications", "6", "--out", "b").Code, Is.Zero);
        Assert.That(File.ReadAllBytes(Files.PathOf("a/run.msgpack")), Is.EqualTo(File.ReadAllBytes(Files.PathOf("b/run.msgpack"))));
        Assert.That(Run("run", "small.yaml", "--epistemic", "3", "--aleatory", "2", "--keep-going"), Is.EqualTo((2, "", "twin: --keep-going would leave draws of --epistemic with unequal numbers of replications; leave one of them out\n")));
    }
}
