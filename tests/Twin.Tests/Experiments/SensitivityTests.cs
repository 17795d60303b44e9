using NUnit.Framework;
using Twin.Experiments;
using Twin.Kernel;
using Twin.Scenarios;

namespace Twin.Tests;

/// <summary>Sensitivity analysis finds what is known to matter.</summary>
public class SensitivityTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    Scenario Small() => ScenarioReader.Read(_files.Write("small.yaml", SmallScenario.Text), [], []);

    /// <summary>Ishigami's function with a = 7, b = 0.1 over (−π, π)³: indices known exactly.</summary>
    static double Ishigami(double[] u)
    {
        double X(int i) => Math.PI * ((2 * u[i]) - 1);
        return Math.Sin(X(0)) + (7 * Math.Sin(X(1)) * Math.Sin(X(1))) + (0.1 * Math.Pow(X(2), 4) * Math.Sin(X(0)));
    }

    [Test]
    public void Sobol_indices_of_Ishigami_are_those_of_the_book()
    {
        const int Rows = 8192;
        var (a, b) = (new double[Rows], new double[Rows]);
        double[][] mixed = [new double[Rows], new double[Rows], new double[Rows]];
        for (var r = 0; r < Rows; r++)
        {
            var draw = new RandomStream(7, r, "ishigami", "row").At(0);
            double[] x = [draw.NextUniform(), draw.NextUniform(), draw.NextUniform()];
            double[] y = [draw.NextUniform(), draw.NextUniform(), draw.NextUniform()];
            (a[r], b[r]) = (Ishigami(x), Ishigami(y));
            for (var i = 0; i < 3; i++) mixed[i][r] = Ishigami([.. x.Select((v, k) => k == i ? y[k] : v)]);
        }

        // ANALYTIC, S01. Six intervals of 95 %, doubled: a sound estimator misses one in two thousand times.
        double[] first = [0.313905191, 0.442411145, 0], total = [0.557588855, 0.442411145, 0.243683664];
        foreach (var (i, index) in Sobol.Of(a, b, mixed).Index())
        {
            Near(index.First, first[i], $"S{i + 1}");
            Near(index.Total, total[i], $"ST{i + 1}");
            Assert.That(index.Total.High - index.Total.Low, Is.LessThan(0.08), "an interval that is too wide shows nothing");
        }

        static void Near(Interval found, double exact, string what)
        {
            var half = (found.High - found.Low) / 2;
            Assert.That(exact, Is.InRange(found.Low - half, found.High + half), what);
        }
    }

    [Test]
    public void Elementary_effects_of_a_plane_are_its_slopes_and_of_a_product_depend_on_the_other()
    {
        double[] slopes = [3, -2, 0, 0.5];
        for (var t = 0; t < 50; t++)
        {
            var effects = new MorrisTrajectory(4, 1, t).Walk(u => u.Zip(slopes).Sum(p => p.First * p.Second) + 10);
            Assert.That(effects, Is.EqualTo(slopes).Within(1e-12));
        }

        double[] product = [.. Enumerable.Range(0, 400).Select(t => new MorrisTrajectory(2, 1, t).Walk(u => u[0] * u[1])[0])];
        var index = MorrisIndex.Of(product);
        Assert.That(index.Mean, Is.EqualTo(0.5).Within(0.05), "the mean of the other input");
        Assert.That(index.Deviation, Is.EqualTo(Math.Sqrt(5) / 8).Within(0.02), "its deviation over the middles of the quarters: √(5/64)");
    }

    [Test]
    public void A_trajectory_moves_every_input_once_by_half_of_its_range_and_stays_within()
    {
        for (var t = 0; t < 200; t++)
        {
            List<double[]> points = [];
            new MorrisTrajectory(7, 5, t).Walk(u =>
            {
                points.Add([.. u]);
                return 0;
            });
            Assert.That(points, Has.Count.EqualTo(8));
            Assert.That(points.SelectMany(p => p), Has.All.InRange(0.125, 0.875));
            Assert.That(points.Zip(points.Skip(1)).Select(p => p.First.Zip(p.Second).Count(c => c.First != c.Second)), Has.All.EqualTo(1));
            Assert.That(points[0].Zip(points[^1]).Select(c => Math.Abs(c.First - c.Second)), Has.All.EqualTo(0.5));
        }
    }

    [Test]
    public void The_rows_of_a_decomposition_are_the_replications_of_a_run()
    {
        var scenario = Small();
        var study = new SensitivityStudy(scenario, "unmet.DE");
        var window = ScenarioReplicator.WindowOf(scenario);
        var at = ScenarioReplicator.StudyOf(scenario, "1", 3, 1, window).Measures.Index().First(m => m.Item.Key == "unmet.DE").Index;
        for (var row = 0; row < 4; row++)
        {
            var found = new SobolReplicator(study, ["policies.ban.leakage"], 3).Run(row, CancellationToken.None).Values;
            var plain = new ScenarioReplicator(scenario, 3, window);
            Assert.That(found[0], Is.EqualTo(plain.Run(2 * row, CancellationToken.None).Values[at]), $"A of row {row}");
            Assert.That(found[1], Is.EqualTo(plain.Run((2 * row) + 1, CancellationToken.None).Values[at]), $"B of row {row}");
            Assert.That(found, Has.Length.EqualTo(5));
        }
    }

    [Test]
    public void More_leakage_and_more_cover_leave_less_unmet_and_what_does_nothing_has_no_effect()
    {
        var study = new SensitivityStudy(Small(), "unmet.DE");
        Assert.That(study.Names, Is.SupersetOf(new[] { "policies.ban.leakage", "cover-de" }));
        var walker = new MorrisReplicator(study, 3);
        double[][] effects = [.. Enumerable.Range(0, 6).Select(t => walker.Run(t, CancellationToken.None).Values)];
        MorrisIndex Of(string name) => MorrisIndex.Of([.. effects.Select(e => e[study.Names.ToList().IndexOf(name)])]);

        Assert.That(Of("policies.ban.leakage").Mean, Is.Negative);
        Assert.That(Of("cover-de").Mean, Is.Negative);
        Assert.That(Of("cover-de").MeanAbsolute, Is.EqualTo(-Of("cover-de").Mean), "more cover never does harm");
    }

    [Test]
    public void The_answers_are_the_same_bytes_for_any_number_of_threads()
    {
        var study = new SensitivityStudy(Small(), "unmet.DE");
        var question = study.Screening("1", 3, 5);
        byte[] Bytes(int threads)
        {
            var path = Path.Combine(_files.Folder, Path.GetRandomFileName());
            using (var store = RunStore.Create(path, question)) Batch.Run(question, () => new MorrisReplicator(study, 3), store, threads, _ => { }, CancellationToken.None);
            return File.ReadAllBytes(path);
        }

        Assert.That(Bytes(3), Is.EqualTo(Bytes(1)));
    }
}
