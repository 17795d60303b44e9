using System.CommandLine;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary><c>twin data</c>: what a scenario rests on, weakest inputs first.</summary>
static class DataCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario, or a folder with a base.yaml." };
        var all = new Option<bool>("--all") { Description = "All values, not the weakest forty." };
        var sensitivity = new Option<string?>("--sensitivity") { Description = "The folder of a sensitivity study: weakness then counts as much as influence.", HelpName = "DIR" };
        var options = new CommonOptions();
        var command = new Command("data", "List what a scenario rests on, weakest inputs first, and what has no source.\n\nExample: twin data scenarios/rare-earths") { file, all, sensitivity, options.Set, options.With };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(all), parsed.GetValue(sensitivity), options.Of(parsed)));
        return command;
    }

    static int Run(string file, bool all, string? sensitivity, CommonOptionValues options)
    {
        if (Directory.Exists(file))
        {
            var inside = Path.Combine(file, "base.yaml");
            if (!File.Exists(inside)) throw new UserException($"twin: there is no base.yaml in {file}; name a scenario file");
            file = inside;
        }

        var scenario = Runner.Read(file, options);
        var sources = scenario.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var without = scenario.Inputs.Where(i => i.Source is null).ToArray();
        Console.WriteLine($"{Digits.Count(scenario.Inputs.Count, "value")} from {Digits.Count(sources.Count, "source")}: {string.Join(", ", "ABCD".Select(g => $"{scenario.Inputs.Count(i => i.Grade == g.ToString())} of grade {g}"))}{(scenario.Inputs.Any(i => i.Grade is null) ? $", {scenario.Inputs.Count(i => i.Grade is null)} without a grade" : "")}.");
        Console.WriteLine(without.Length == 0 ? "None is without a source." : $"{without.Length} have no source:");
        foreach (var input in without.Take(all ? int.MaxValue : 20)) Console.WriteLine($"  {input.Mark}  {input.Path}");

        // By grade, and within a grade by how far the range reaches: what is least known comes first. With a study, by grade ×
        // influence: what is little known and matters.
        var influences = sensitivity is null ? null : SensitivityTable.InfluencesIn(sensitivity);
        double Worth(string name, Input input) => influences is null ? 0 : influences.GetValueOrDefault(name) * (input.Grade is { Length: 1 } g ? g[0] - 'A' + 1 : 4);
        var weakest = scenario.Inputs.Where(i => i.Source is not null).GroupBy(i => i.Estimate is { IsCertain: false } e ? e.Name : i.Path, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Input: g.First(), Count: g.Count(), Spread: Spread(g.First())))
            .OrderByDescending(g => Worth(g.Name, g.Input)).ThenByDescending(g => g.Input.Grade ?? "E", StringComparer.Ordinal).ThenByDescending(g => g.Spread).ThenBy(g => g.Name, StringComparer.Ordinal).ToArray();
        Console.WriteLine();
        Console.WriteLine($"{"grade",-5} {"range",7}  {"values",6}  {(influences is null ? "" : $"{"effect",9}  ")}input, and where it comes from");
        foreach (var (name, input, count, spread) in weakest.Take(all ? int.MaxValue : 40))
            Console.WriteLine(FormattableString.Invariant($"{input.Grade ?? "-",-5} {(spread > 0 ? $"x{1 + spread:0.0}" : "none"),7}  {count,6}  {(influences is null ? "" : $"{Digits.Of(influences.GetValueOrDefault(name)),9}  ")}{name}: {(sources.TryGetValue(input.Source!.Split('#')[0], out var source) ? source.Title : input.Source)}"));
        if (!all && weakest.Length > 40) Console.WriteLine($"and {weakest.Length - 40} more: --all");
        Console.WriteLine();
        Console.WriteLine(influences is null ? "How much each moves an answer: twin sensitivity, and then --sensitivity with its folder." : "Effect: mean size of what moving it over its whole range does to the measure of the study.");
        return ExitCode.Ok;
    }

    /// <summary>How far the range reaches: the highest over the lowest, less 1; 0 for a value without one.</summary>
    static double Spread(Input input) => input.Estimate is { IsCertain: false } e ? (e.Low > 0 ? (e.High / e.Low) - 1 : 99) : 0;
}
