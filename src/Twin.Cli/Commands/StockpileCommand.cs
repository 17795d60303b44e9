using System.CommandLine;
using System.Globalization;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin stockpile</c>: what a tonne in store is worth under a shock, by material and region.</summary>
static class StockpileCommand
{
    const int Replications = 32;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A scenario with a shock." };
        var days = new Option<double>("--days") { Description = "How large each stock is [days of use].", HelpName = "DAYS", DefaultValueFactory = _ => 30 };
        var options = new CommonOptions();
        var command = new Command("stockpile", "Say what a tonne in store saves under a shock, by material and region.\n\nExample: twin stockpile scenarios/rare-earths/china-export-ban.yaml --days 30") { file, days };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(days), options.Of(parsed)));
        return command;
    }

    static int Run(string file, double days, CommonOptionValues options)
    {
        if (!(days > 0)) throw new UserException("twin: --days is more than 0");
        var scenario = Runner.Read(file, options);
        var value = Runner.Ask(() => new StockpileValue(scenario, days));
        var study = value.StudyOf(Version.Text, options.Seed ?? scenario.Seed, options.Replications ?? Replications);
        var folder = RunFolder.Choose($"stockpile-{scenario.Name}", options.Out, options.Resume);
        var run = Runner.Run(scenario, study, () => new StockpileReplicator(value, study.Seed), folder, options);
        if (!run.Complete)
        {
            Runner.SayInterrupted([run], CommandLine.Of("stockpile", [file, "--days", days.ToString(CultureInfo.InvariantCulture)], options with { Out = folder.Path, Resume = true }));
            return ExitCode.Interrupted;
        }

        if (options.Json) Console.OpenStandardOutput().Write(run.Summary.ToJson());
        else Print(value, run);
        return ExitCode.Ok;
    }

    static void Print(StockpileValue value, FinishedRun run)
    {
        var network = value.Scenario.Network;
        var means = run.Summary.Measures.ToDictionary(m => m.Key, m => m.Mean, StringComparer.Ordinal);
        string[] regions = [.. network.Regions.Select(r => r.Id).Where(r => value.Gifts.Any(g => g.Region == r))];
        Console.WriteLine($"{value.Scenario.Title}: tonnes of unmet demand that a tonne in store saves, the world over");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Summary.Completed} replications. Each stock by itself: {value.Days:0.#} days of the region's use of the material, in the users' hands on the day of the onset."));
        Console.WriteLine();
        Console.WriteLine($"{"",-34}{string.Concat(regions.Select(r => $"{r,13}"))}");
        foreach (var material in network.Materials.Where(m => value.Gifts.Any(g => g.Material == m.Id)))
        {
            var name = material.Name.Length > 33 ? material.Name[..32] + "…" : material.Name;
            Console.WriteLine($"{name,-34}{string.Concat(regions.Select(r => means.TryGetValue($"{material.Id}.{r}", out var mean) ? string.Create(CultureInfo.InvariantCulture, $"{$"{mean.Mean:0.00} ±{(mean.High - mean.Low) / 2:0.00}",13}") : $"{"—",13}"))}");
        }

        Console.WriteLine();
        Console.WriteLine($"Results: {run.Folder.Path}");
    }
}
