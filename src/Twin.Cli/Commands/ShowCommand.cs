using System.CommandLine;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin show</c>: what a scenario comes to when all of its files are put together.</summary>
static class ShowCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var resolved = new Option<bool>("--resolved") { Description = "All of it as one file, with the file and line that each value comes from." };
        var options = new CommonOptions();
        var command = new Command("show", "Show what a scenario comes to.\n\nExample: twin show scenarios/rare-earths/china-export-ban.yaml --resolved") { file, resolved, options.Set, options.With };
        command.SetAction(parsed =>
        {
            var scenario = Runner.Read(parsed.GetRequiredValue(file), options.Of(parsed));
            if (parsed.GetValue(resolved)) Console.Write(ResolvedWriter.Write(scenario, marks: true));
            else Summarize(scenario);
            return ExitCode.Ok;
        });
        return command;
    }

    static void Summarize(Scenario scenario)
    {
        var network = scenario.Network;
        Console.WriteLine(scenario.Title);
        Console.WriteLine($"{scenario.Name}, {network.Start:yyyy-MM-dd} to {network.End.AddDays(-1):yyyy-MM-dd}, {scenario.Replications} replications with seed {scenario.Seed}, hash {scenario.Hash[..12]}");
        Console.WriteLine();
        foreach (var kind in network.Sites.GroupBy(s => s.Kind).OrderBy(g => g.Key)) Console.WriteLine($"{kind.Count(),5}  {kind.Key}");
        Console.WriteLine($"{network.Contracts.Count,5}  contracts over {network.Lanes.Count} lanes");
        Console.WriteLine($"{network.Demands.Count,5}  demands");
        foreach (var policy in network.Policies.OrderBy(c => c.From)) Console.WriteLine($"       {policy.Name}, from {policy.From:yyyy-MM-dd}{(policy.Until is { } until ? $" to {until.AddDays(-1):yyyy-MM-dd}" : "")}");
        Console.WriteLine($"{network.Disruptions.Count,5}  disruptions");
        foreach (var cost in scenario.Costs) Console.WriteLine($"       {cost.Id}: {Money(cost.Capex, "USD to build")}{Money(cost.Opex, "USD/yr to run")}{Money(cost.Carrying, "USD/yr to hold")}{(cost.Capex is null && cost.Opex is null && cost.Carrying is null ? "cost not known; " : "")}{cost.Note}");
        Console.WriteLine();
        foreach (var grade in scenario.Inputs.GroupBy(i => i.Grade ?? "none").OrderBy(g => g.Key, StringComparer.Ordinal)) Console.WriteLine($"{grade.Count(),5}  values of grade {grade.Key}");
        Console.WriteLine($"{scenario.Inputs.Count(i => i.Source is null),5}  values without a source of their own");
        Console.WriteLine();
        Console.WriteLine($"Files: {string.Join(", ", scenario.Files)}");
    }

    static string Money(SupplyChain.Estimate? amount, string unit)
    {
        if (amount is not { } a) return "";
        var range = a.IsCertain ? "" : FormattableString.Invariant($" ({a.Low / 1e6:#,0.#} to {a.High / 1e6:#,0.#})");
        return FormattableString.Invariant($"{a.Value / 1e6:#,0.#}{range} million {unit}; ");
    }
}
