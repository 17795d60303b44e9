using System.Diagnostics;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>The program as a user has it: a process of its own, that is interrupted and killed for real.</summary>
public class ProgramTests : ProgramFixture
{
    static string RareEarths(string file) => Path.Combine(Repository.Root, "scenarios", "rare-earths", file);

    [Test]
    public void A_run_leaves_its_four_files_and_a_second_run_the_next_folder()
    {
        _ = Small;
        var (code, output, error) = Run("run", "small.yaml");
        var second = Run("run", "small.yaml", "--threads", "1");

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("A small chain").And.Contain("runs/small-1"));
        Assert.That(error, Does.Contain("small: 0/5 replications"));
        Assert.That(Directory.GetFiles(Files.PathOf("runs/small-1")).Select(Path.GetFileName), Is.EquivalentTo(["run.msgpack", "summary.json", "scenario.resolved.yaml", "report.html"]));
        Assert.That(second.Out, Does.Contain("runs/small-2"));
        foreach (var file in new[] { "run.msgpack", "summary.json" })
            Assert.That(File.ReadAllBytes(Files.PathOf($"runs/small-2/{file}")), Is.EqualTo(File.ReadAllBytes(Files.PathOf($"runs/small-1/{file}"))), $"{file}: the number of threads and the folder must not reach it");
    }

    [Test]
    public void With_json_the_summary_and_nothing_else_is_on_standard_output()
    {
        _ = Small;
        var (_, output, _) = Run("run", "small.yaml", "--json", "--out", "there");

        Assert.That(output, Is.EqualTo(File.ReadAllText(Files.PathOf("there/summary.json"))));
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.That(json.RootElement.EnumerateObject().Select(p => p.Name), Is.EqualTo(["format", "version", "scenario", "scenarioHash", "seed", "replications", "completed", "resultHash", "measures"]));
        var fill = json.RootElement.GetProperty("measures").GetProperty("fill.DE");
        Assert.That(fill.EnumerateObject().Select(p => p.Name), Is.EqualTo(["mean", "low", "high", "p05", "p50", "p95", "cvar95", "cvar95Error", "unit"]));
        Assert.That(json.RootElement.GetProperty("measures").GetProperty("ttr.DE").TryGetProperty("censored", out _));
    }

    [TestCase("KILL"), TestCase("TERM"), TestCase("INT")]
    public void Killed_or_interrupted_and_gone_on_with_the_results_are_the_same_bytes(string signal)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("needs POSIX signals");
        _ = Small;
        var whole = Run("run", "small.yaml", "--replications", "1500", "--out", "whole");
        Assert.That(whole.Code, Is.Zero, whole.Error);

        using (var process = Start(Files.Folder, "run", "small.yaml", "--replications", "1500", "--out", "broken"))
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            for (var i = 0; i < 2_000 && new FileInfo(Files.PathOf("broken/run.msgpack")) is not { Exists: true, Length: > 100_000 }; i++) Thread.Sleep(2);
            Signal(process, signal);
            process.WaitForExit();
            if (signal != "KILL")
            {
                Assert.That(process.ExitCode, Is.EqualTo(130), error.Result);
                Assert.That(error.Result, Does.Contain("of 1500 replications of small are saved in broken. Go on with:").And.Contain("--out broken --resume"));
            }
        }

        var resumed = Run("run", "small.yaml", "--replications", "1500", "--out", "broken", "--resume", "--threads", "1");

        Assert.That(resumed.Code, Is.Zero, resumed.Error);
        foreach (var file in new[] { "summary.json", "run.msgpack" })
            Assert.That(File.ReadAllBytes(Files.PathOf($"broken/{file}")), Is.EqualTo(File.ReadAllBytes(Files.PathOf($"whole/{file}"))), file);
    }

    [Test]
    public void The_answer_is_the_same_for_any_threads_interruptions_culture_and_time_zone()
    {
        _ = Small;
        string Hash(string folder) => System.Text.Json.JsonDocument.Parse(File.ReadAllText(Files.PathOf($"{folder}/summary.json"))).RootElement.GetProperty("resultHash").GetString()!;
        foreach (var threads in new[] { 1, 2, 8 })
            Assert.That(Run("run", "small.yaml", "--replications", "800", "--threads", $"{threads}", "--out", $"t{threads}").Code, Is.Zero);

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Files.Folder };
        foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "twin.dll"), "run", "small.yaml", "--replications", "800", "--out", "elsewhere" }) start.ArgumentList.Add(word);
        foreach (var (name, value) in new[] { ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0") }) start.Environment[name] = value;
        using (var process = Process.Start(start)!)
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero);
        }

        for (var interruption = 0; interruption < 3; interruption++)
        {
            string[] resume = interruption == 0 ? [] : ["--resume"];
            using var process = Start(Files.Folder, ["run", "small.yaml", "--replications", "800", "--out", "broken", .. resume]);
            var error = process.StandardError.ReadToEndAsync();
            var file = Files.PathOf("broken/run.msgpack");
            var before = File.Exists(file) ? new FileInfo(file).Length : 0;
            SpinWait.SpinUntil(() => process.HasExited || (File.Exists(file) && new FileInfo(file).Length > before + 20_000), 30_000);
            if (!process.HasExited) Signal(process, "KILL");
            process.WaitForExit();
        }

        var last = Run("run", "small.yaml", "--replications", "800", "--out", "broken", "--resume");
        Assert.That(last.Code, Is.Zero, last.Error);
        Assert.That(new[] { "t2", "t8", "elsewhere", "broken" }.Select(Hash), Has.All.EqualTo(Hash("t1")));
    }

    [Test]
    public void A_damaged_run_is_said_cut_and_gone_on_with()
    {
        _ = Small;
        Run("run", "small.yaml", "--out", "whole");
        var bytes = File.ReadAllBytes(Files.PathOf("whole/run.msgpack"));
        var damaged = bytes.ToArray();
        damaged[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Files.PathOf("whole/run.msgpack"), damaged);

        var (code, _, error) = Run("run", "small.yaml", "--out", "whole", "--resume");

        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Contain("is damaged at byte").And.Contain("are run again"));
        Assert.That(File.ReadAllBytes(Files.PathOf("whole/run.msgpack")), Is.EqualTo(bytes));
    }

    [Test]
    public void Another_seed_does_not_go_on_with_a_run()
    {
        _ = Small;
        Run("run", "small.yaml", "--out", "there");
        var (code, _, error) = Run("run", "small.yaml", "--out", "there", "--resume", "--seed", "99");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("twin: there/run.msgpack cannot be gone on with: its seed is 3, this one is 99"));
    }

    [Test]
    public void Two_scenarios_are_compared_pair_by_pair()
    {
        _ = Small;
        Files.Write("more.yaml", "format: 1\nname: more\ntitle: More in store\nextends: small.yaml\ndemand: { EV.DE: { cover: 90 d } }\n");
        var (code, output, error) = Run("compare", "small.yaml", "more.yaml", "--replications", "30");

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("More in store").And.Contain("better"));
        Assert.That(Directory.GetFileSystemEntries(Files.PathOf("runs/compare-small-1")).Select(Path.GetFileName), Is.EquivalentTo(["small", "more", "comparison.json", "report.html"]));
    }

    [TestCase("run none.yaml", "none.yaml  there is no such file")]
    [TestCase("run small.yaml --replications 0", "twin: --replications takes a whole number from 1 to 100000000, not '0'")]
    [TestCase("run small.yaml --seed x", "twin: --seed takes a whole number, not 'x'")]
    [TestCase("run small.yaml --out .", "twin: . is not empty; name another folder, or go on with what is there by --resume")]
    [TestCase("run small.yaml --out small.yaml", "twin: small.yaml is a file; name a folder for the results")]
    [TestCase("run small.yaml --resume", "twin: there is no run of small under runs to go on with")]
    [TestCase("run small.yaml --out none --resume", "twin: there is no run in none to go on with; leave --resume out")]
    [TestCase("run small.yaml --out /dev/null/x", "twin: cannot write to /dev/null/x:")]
    [TestCase("run", "twin: Required argument missing for command: 'run'.")]
    [TestCase("rum small.yaml", "twin: no command 'rum'; did you mean 'run'?")]
    [TestCase("compare small.yaml small.yaml", "twin: two of these scenarios are the same, 'small'; leave one out, or name another file")]
    [TestCase("run small.yaml --set demand.EV.DE.noise=lots", "--set  demand.EV.DE.noise  'lots' is not a share; write '90 %' or '0.9'")]
    public void What_cannot_be_done_is_said_in_one_clear_line_and_writes_nothing(string line, string message)
    {
        _ = Small;
        var (code, output, error) = Run(line.Split(' '));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.StartWith(message));
        Assert.That(error, Does.Not.Contain("   at "), "no stack trace");
        Assert.That(output, Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(Files.Folder), Has.Length.EqualTo(1), "nothing but the scenario");
    }

    [Test]
    public void The_balance_is_a_command_that_fails_when_a_judged_total_is_off()
    {
        var good = Run("validate", RareEarths("base.yaml"), "--balance");
        var bad = Run("validate", RareEarths("base.yaml"), "--balance", "--set", "sites.MAG_CN_REST.capacity=20000 t/yr");

        Assert.That(good.Code, Is.Zero, good.Error);
        Assert.That(good.Out, Does.EndWith("All judged rows are within their tolerance.\n"));
        Assert.That(bad.Code, Is.EqualTo(1), bad.Error);
        Assert.That(bad.Out, Does.Contain("beyond 5 %").Or.Contain("beyond 5%"));
    }

    [Test]
    public void What_a_scenario_comes_to_can_be_shown_and_read_back()
    {
        var (code, output, _) = Run("show", RareEarths("china-export-ban.yaml"), "--resolved");

        Assert.That(code, Is.Zero);
        Assert.That(Scenarios.ScenarioReader.Read(Files.Write("resolved.yaml", output)).Hash, Is.EqualTo(Scenarios.ScenarioReader.Read(RareEarths("china-export-ban.yaml")).Hash));
        Assert.That(output, Does.Contain("sites.csv:"));
    }

    [Test]
    public void The_schema_is_JSON_and_knows_every_key_of_the_small_scenario()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(Run("schema").Out);
        var known = schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToArray();

        Assert.That(known, Is.SupersetOf(["format", "name", "clock", "sites", "contracts", "demand", "policies", "shock", "tables", "extends", "with"]));
    }
}
