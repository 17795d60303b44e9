using System.CommandLine;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary><c>twin validate</c>: whether a scenario is sound, and whether its baseline reproduces what is known.</summary>
static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var balance = new Option<bool>("--balance")
        {
            Description = "Run it once without chance and hold it against balance-targets.csv beside it; 1 when a judged row is beyond its tolerance.",
        };
        var options = new CommonOptions();
        var command = new Command("validate", "Check a scenario and say everything that is wrong with it.\n\nExample: twin validate scenarios/rare-earths/base.yaml --balance") { file, balance, options.Set, options.With };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(balance), options.Of(parsed)));
        return command;
    }

    static int Run(string file, bool balance, CommonOptionValues options)
    {
        if (StudyReader.IsStudy(file))
        {
            if (balance) throw new UserException("twin: a study has no balance; give --balance with one of its scenarios");
            var (study, _) = FactorialStudy.Read(file, options);
            Console.WriteLine($"{file} is sound: {study.Shocks.Count} shocks, {study.Answers.Count} answers, and so are all scenarios that they make.");
            return ExitCode.Ok;
        }

        var scenario = Runner.Read(file, options);
        var network = scenario.Network;
        Console.WriteLine($"{file} is sound: {Digits.Count(network.Sites.Count, "site")}, {Digits.Count(network.Contracts.Count, "contract")}, {Digits.Count(network.Demands.Count, "demand")}, {Digits.Count(scenario.Inputs.Count, "value")} from {Digits.Count(scenario.Sources.Count, "source")}.");
        return balance ? Balance(file, options) : ExitCode.Ok;
    }

    static int Balance(string file, CommonOptionValues options)
    {
        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", "balance-targets.csv");
        IReadOnlyList<BalanceTarget> targets;
        try
        {
            targets = BalanceTarget.Read(path);
        }
        catch (ScenarioException e)
        {
            throw new UserException($"twin: --balance needs targets beside the scenario{Environment.NewLine}{e.Message}");
        }

        Console.WriteLine();
        Console.WriteLine("Base values, without noise, breakdowns and epistemic draws. Targets marked * are judged.");
        Console.WriteLine();
        var width = targets.Max(t => Name(t).Length);
        Console.WriteLine($"{"row".PadRight(width)} {"quantity",-46} {"year",4} {"target",11} {"model",11} {"deviation",9}  unit");
        var beyond = 0;
        foreach (var scenario in targets.GroupBy(t => t.Overlay))
        {
            var (index, record) = RunOnce(file, scenario.Key, options);
            foreach (var target in scenario) beyond += Print(target, width, index, record);
        }

        Console.WriteLine();
        Console.WriteLine(beyond == 0 ? "All judged rows are within their tolerance." : $"{beyond} judged rows are beyond their tolerance.");
        return beyond == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    static (NetworkIndex Index, ChainRecord Record) RunOnce(string file, string overlay, CommonOptionValues options)
    {
        string[] with = overlay == "base" ? [] : [Path.Combine(Path.GetDirectoryName(file) ?? "", $"{overlay}.yaml")];
        var scenario = Runner.Read(file, options with { With = [.. with, .. options.With] });
        var index = new NetworkIndex(scenario.Network);
        return (index, new ChainModel(index, scenario.Seed, noise: false, epistemic: false).Run(0));
    }

    /// <returns>1 when it is judged and beyond its tolerance.</returns>
    static int Print(BalanceTarget target, int width, NetworkIndex index, ChainRecord record)
    {
        double model;
        try
        {
            model = BalanceQuery.Ask(target.Measure, index, record, target.Year);
        }
        catch (FormatException e)
        {
            throw new UserException($"{target.Mark}  {e.Message}");
        }

        var deviation = (model - target.Value) / target.Value;
        var wrong = target.IsJudged && Math.Abs(deviation) > target.Tolerance;
        var quantity = target.Quantity.Length > 46 ? target.Quantity[..45] + "…" : target.Quantity;
        Console.WriteLine($"{Name(target).PadRight(width)} {quantity,-46} {target.Year,4} {Number(target.Value)} {Number(model)} {deviation,9:+0.0%;-0.0%;0.0%}  {target.Unit}{(wrong ? $"   beyond {target.Tolerance:0%}" : "")}");
        return wrong ? 1 : 0;
    }

    static string Name(BalanceTarget target) => target.Row + (target.IsJudged ? " *" : "");

    /// <summary>Tonnes in whole numbers, shares with three digits.</summary>
    static string Number(double value) => Math.Abs(value) < 10 ? $"{value,11:0.000}" : $"{value,11:#,0}";
}
