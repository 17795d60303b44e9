using System.Diagnostics;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>What makes the program pleasant: a chain to begin with, reports made again, completion, and slips that are understood.</summary>
public class ConvenienceTests : ProgramFixture
{
    [Test]
    public void A_chain_of_one_s_own_runs_as_it_is_written()
    {
        var (code, output, error) = Run("init", "mine");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.StartWith("mine/chain.yaml\nmine/ban.yaml\n").And.Contain("twin run mine/ban.yaml"));

        var (sound, said, warned) = Run("validate", "mine/ban.yaml");
        Assert.That((sound, warned), Is.EqualTo((0, "")), said);
        var ban = Run("run", "mine/ban.yaml", "--replications", "8", "--out", "there");
        Assert.That(ban.Code, Is.Zero, ban.Error);
        Assert.That(ban.Out, Does.Contain("users outside Northland run short after").And.Contain("control variate"));

        var again = Run("init", "mine");
        Assert.That((again.Code, again.Error.Trim()), Is.EqualTo((2, "twin: mine/chain.yaml is there already; name another folder")), "nothing of the user's is written over");
    }

    [Test]
    public void What_there_is_one_of_is_told_in_the_singular()
    {
        _ = Small;
        Assert.That(Run("validate", "small.yaml").Out, Does.StartWith("small.yaml is sound: 4 sites, 3 contracts, 1 demand, ").And.EndWith(" from 1 source.\n"));
    }

    [Test]
    public void A_report_is_made_again_from_the_folder_of_its_run()
    {
        _ = Small;
        Assert.That(Run("run", "small.yaml", "--replications", "6", "--out", "there").Code, Is.Zero);
        var first = File.ReadAllText(Files.PathOf("there/report.html"));
        File.Delete(Files.PathOf("small.yaml"));
        var (code, output, error) = Run("report", "there", "--out", "again.html");
        Assert.That((code, output), Is.EqualTo((0, "again.html\n")), error);

        // All the same but for the command: the run's folder is all that is left.
        static string WithoutCommand(string page) => System.Text.RegularExpressions.Regex.Replace(page, "<pre><code>.*?</code></pre>", "");
        var again = File.ReadAllText(Files.PathOf("again.html"));
        Assert.That(WithoutCommand(again), Is.EqualTo(WithoutCommand(first)));
        Assert.That(again, Does.Contain("twin run there/scenario.resolved.yaml --replications 6 --seed 3"));
        Assert.That(Run("run", "there/scenario.resolved.yaml", "--replications", "6", "--seed", "3", "--out", "third").Code, Is.Zero);
        Assert.That(File.ReadAllBytes(Files.PathOf("third/summary.json")), Is.EqualTo(File.ReadAllBytes(Files.PathOf("there/summary.json"))), "and the command makes the same run");
    }

    [Test]
    public void Runs_of_one_seed_are_compared_without_running_them_again()
    {
        _ = Small;
        Files.Write("more.yaml", "name: more\nformat: 1\nextends: small.yaml\ntitle: More leaks\npolicies: { ban: { leakage: { value: 30 % } } }\noverride: [policies.ban.leakage]\n");
        var compared = Run("compare", "small.yaml", "more.yaml", "--replications", "6", "--out", "both");
        Assert.That(compared.Code, Is.Zero, compared.Error);
        var (code, output, error) = Run("report", "both/small", "both/more");
        Assert.That((code, output), Is.EqualTo((0, "comparison.html\n")), error);
        Assert.That(File.ReadAllText(Files.PathOf("comparison.html")), Does.Contain("More leaks").And.Contain("data-chart=\"avoided\""));

        Assert.That(Run("run", "small.yaml", "--replications", "3", "--seed", "9", "--out", "other").Code, Is.Zero);
        Assert.That(Run("report", "both/small", "other").Error.Trim(), Is.EqualTo("twin: other cannot be paired with both/small: their seeds are 9 and 3. 'twin compare' runs them alike."));
    }

    [Test]
    public void Progress_tells_the_interval_so_far_and_ends_with_the_summary_s_own()
    {
        _ = Small;
        string Last(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.That(Run("run", "small.yaml", "--replications", "5", "--out", "there").Code, Is.Zero);
        var (code, _, error) = Run("run", "small.yaml", "--replications", "12", "--out", "there", "--resume");
        Assert.That(code, Is.Zero, error);

        using var summary = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Files.PathOf("there/summary.json")));
        var unmet = summary.RootElement.GetProperty("measures").GetProperty("unmet.EXCN");
        var (mean, high) = (unmet.GetProperty("mean").GetDouble(), unmet.GetProperty("high").GetDouble());
        Assert.That(Last(error), Does.EndWith($"; unmet.EXCN {Cli.Digits.Of(mean)} ±{Cli.Digits.Of(high - mean)} t"), "what was there before counts too");
    }

    [Test]
    public void Quiet_says_nothing_that_is_not_wrong()
    {
        _ = Small;
        var (code, output, error) = Run("run", "small.yaml", "--replications", "5", "--out", "there", "--quiet");
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("A small chain"));
    }

    [TestCase("rnu small.yaml", "twin: no command 'rnu'; did you mean 'run'?", "See: twin --help")]
    [TestCase("run --replicatons 3 small.yaml", "twin: no option '--replicatons'; did you mean '--replications'?", "See: twin run --help")]
    [TestCase("knockout small.yaml --repiar 3", "twin: no option '--repiar'; did you mean '--repair'?", "See: twin knockout --help")]
    [TestCase("frobnicate", "twin: no command 'frobnicate'", "See: twin --help")]
    [TestCase("report nowhere", "twin: there is no run in nowhere; name the folder that 'twin run' wrote", null)]
    public void A_slip_is_answered_by_what_may_be_meant(string line, string first, string? second)
    {
        var (code, output, error) = Run(line.Split(' '));
        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(second is null ? [first] : new[] { first, second }));
    }

    [TestCase("twin rep", "replay report")]
    [TestCase("twin knockout --rep", "--repair --replications")]
    public void Bash_completes_commands_and_options(string line, string completed)
    {
        // A real bash, with the program under its own name.
        Directory.CreateDirectory(Files.PathOf("bin"));
        File.WriteAllText(Files.PathOf("bin/twin"), $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "twin.dll")}' \"$@\"\n");
        Process.Start("chmod", ["+x", Files.PathOf("bin/twin")]).WaitForExit();
        var words = line.Split(' ');
        var script = $"""
            export PATH='{Files.PathOf("bin")}':$PATH
            source <(twin completion bash)
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({line}) COMP_CWORD={words.Length - 1}
            _twin
            echo "$(printf '%s\n' "{"${COMPREPLY[@]}"}" | sort | xargs)"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.That(bash.StandardOutput.ReadToEnd().Trim(), Is.EqualTo(completed));
        bash.WaitForExit();
    }

    [Test]
    public void What_is_read_run_and_written_is_told_to_those_who_ask_and_changes_nothing()
    {
        _ = Small;
        var (code, output, error) = Run("run", "small.yaml", "--replications", "5", "--out", "there", "--verbose");
        Assert.That(code, Is.Zero, error);
        string[] told = [.. error.Split('\n').Where(l => l.Contains("info: twin", StringComparison.Ordinal)).Select(l => l[(l.IndexOf("] ", StringComparison.Ordinal) + 2)..])];
        Assert.That(told.Select(l => string.Join(' ', l.Split(' ').Take(2))), Is.EqualTo(new[]
        {
            "read small", "wrote there/scenario.resolved.yaml,", "small: replications", "small: 5", "wrote there/run.msgpack,", "wrote there/summary.json,", "wrote there/report.html,",
        }));

        var plain = Run("run", "small.yaml", "--replications", "5", "--out", "there2");
        Assert.That(plain.Out.Replace("there2", "there", StringComparison.Ordinal), Is.EqualTo(output));
        Assert.That(plain.Error, Does.Not.Contain("info:"));
        Assert.That(File.ReadAllBytes(Files.PathOf("there2/run.msgpack")), Is.EqualTo(File.ReadAllBytes(Files.PathOf("there/run.msgpack"))));
    }

    [Test]
    public void A_number_is_changed_and_the_run_before_is_held_against_the_run_after()
    {
        _ = Small;
        Assert.That(Run("run", "small.yaml", "--replications", "8").Code, Is.Zero);
        Files.Write("small.yaml", SmallScenario.Text.Replace("2025: 1050 t", "2025: 1250 t", StringComparison.Ordinal));
        Assert.That(Run("run", "small.yaml", "--replications", "8").Code, Is.Zero);

        var (code, output, error) = Run("report", "runs/small-1", "runs/small-2");
        Assert.That((code, output), Is.EqualTo((0, "comparison.html\n")), error);
        var page = File.ReadAllText(Files.PathOf("comparison.html"));
        Assert.That(page, Does.Contain("A small chain (small-1)").And.Contain("A small chain (small-2)").And.Contain("2025: 1050 t magnet/yr").And.Contain("2025: 1250 t magnet/yr"));

        // A change that does nothing is no reason to refuse.
        Files.Write("small.yaml", SmallScenario.Text.Replace("2025: 1050 t", "2025: 1250 t", StringComparison.Ordinal).Replace("lanes:\n", "lanes:\n  air: { mode: air, days: 3 d, customs: 1 d }\n", StringComparison.Ordinal));
        Assert.That(Run("run", "small.yaml", "--replications", "8").Code, Is.Zero);
        var idle = Run("report", "runs/small-2", "runs/small-3");
        Assert.That(idle.Code, Is.Zero, idle.Error);
        Assert.That(File.ReadAllText(Files.PathOf("comparison.html")), Does.Contain("not distinguishable"));

        // The command that the page gives does it again; a run beside itself is refused.
        var again = Run("compare", "runs/small-1/scenario.resolved.yaml", "runs/small-2/scenario.resolved.yaml", "--replications", "8", "--seed", "3", "--out", "again");
        Assert.That(again.Code, Is.Zero, again.Error);
        Assert.That(Run("report", "runs/small-1", "runs/small-1").Error, Does.StartWith("twin: runs/small-1 and runs/small-1 are the same run: one result, "));
        Assert.That(Directory.GetDirectories(Files.PathOf("again")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "small", "small-2" }));
    }

    [Test]
    public void Alone_it_names_one_command_that_works_where_it_is_called()
    {
        Assert.That(Run().Out, Does.Contain("Try:   twin init my-chain\n"));
        Assert.That(Run("init", "my-chain").Code, Is.Zero);
    }
}
