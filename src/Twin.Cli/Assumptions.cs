using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>What a scenario takes the shock to be, number by number, with who says so.</summary>
static class Assumptions
{
    public static List<Assumption> Of(Scenario scenario)
    {
        if (scenario.Baseline is not { } calm) return [];
        var sources = new Sources(scenario);
        string[] shock =
        [
            .. scenario.Network.Policies.Select(p => p.Id).Except(calm.Policies.Select(p => p.Id)).Select(id => $"policies.{id}."),
            .. scenario.Network.Disruptions.Select(d => d.Id).Except(calm.Disruptions.Select(d => d.Id)).Select(id => $"disruptions.{id}."),
        ];
        Assumption Told(Input input)
        {
            var (title, url, grade) = sources.Of(input);
            return new Assumption(input.Path, input.Text, input.Estimate is { IsCertain: false } e ? (e.Low, e.High, input.Unit) : null, title, url, grade);
        }

        return [.. scenario.Inputs.Where(i => shock.Any(s => i.Path.StartsWith(s, StringComparison.Ordinal))).Select(Told)];
    }
}
