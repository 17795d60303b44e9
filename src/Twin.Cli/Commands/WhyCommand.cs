using System.CommandLine;
using System.Globalization;
using Twin.Experiments;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary><c>twin why</c>: what keeps a user from what it wants, on a date of one replication.</summary>
static class WhyCommand
{
    /// <summary>Branches below this share of a shortage are added up in one line.</summary>
    const double Small = 0.03;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run, or a scenario file." };
        var demand = new Option<string>("--demand") { Description = "Who lacks something: sector and region, EV.EU.", HelpName = "SECTOR.REGION", Required = true };
        var date = new Option<string>("--date") { Description = "A day, or a month for its first day.", HelpName = "2027-06-15", Required = true };
        var replication = new Option<int>("--replication") { Description = "Which replication, from 0.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var options = new CommonOptions();
        var command = new Command("why", "Say why a user does not have what it wants.\n\nExample: twin why runs/china-export-ban-1 --demand EV.EU --date 2027-06") { run, demand, date, replication, options.Seed };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetRequiredValue(demand), parsed.GetRequiredValue(date), parsed.GetValue(replication), parsed.GetValue(options.Seed)));
        return command;
    }

    static int Run(string run, string demand, string date, int replication, ulong? seed)
    {
        var (scenario, root, repeats) = Read(run);
        var network = scenario.Network;
        if (!DateOnly.TryParseExact(date, ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new UserException($"twin: '{date}' is no date; write it as 2027-06-15, or 2027-06");
        if (day < network.Start || day >= network.End) throw new UserException($"twin: the run goes from {network.Start:yyyy-MM-dd} to {network.End.AddDays(-1):yyyy-MM-dd}; {day:yyyy-MM-dd} is not in it");
        if (replication < 0) throw new UserException("twin: replications count from 0");
        if (!network.Demands.Any(d => d.Id == demand)) throw new UserException($"twin: no demand '{demand}'; there is {string.Join(", ", network.Demands.Select(d => d.Id).Order(StringComparer.Ordinal).Take(12))}{(network.Demands.Count > 12 ? ", …" : "")}");

        var answers = new ChainModel(new NetworkIndex(network), seed ?? root) { Repeats = repeats }.AskWhy(replication, demand, day);
        var names = network.Sites.ToDictionary(s => s.Id, s => s.Name, StringComparer.Ordinal);
        var week = network.Start.AddDays((day.DayNumber - network.Start.DayNumber) / 7 * 7);
        Console.WriteLine($"{demand} in the week from {week:yyyy-MM-dd}, replication {replication}, seed {seed ?? root}");
        foreach (var (material, wanted, had, branches) in answers)
        {
            Console.WriteLine();
            var missing = wanted - had;
            if (missing <= 1e-9)
            {
                Console.WriteLine(FormattableString.Invariant($"{material}: wanted {wanted:0.00} t, and had all of it"));
                continue;
            }

            Console.WriteLine(FormattableString.Invariant($"{material}: wanted {wanted:0.00} t, had {had:0.00} t; {missing:0.00} t are missing, because"));
            foreach (var branch in branches.Where(b => b.Share >= Small)) Console.WriteLine(FormattableString.Invariant($"{branch.Share,6:0%}  {Tell(branch, names, material)}"));
            var rest = branches.Where(b => b.Share < Small).Sum(b => b.Share);
            if (rest > 0.0005) Console.WriteLine(FormattableString.Invariant($"{rest,6:0.0%}  {branches.Count(b => b.Share < Small)} smaller reasons"));
        }

        return ExitCode.Ok;
    }

    static string Tell(WhyBranch branch, Dictionary<string, string> names, string material) =>
        string.Join(" ← ", branch.Steps.Select(s => $"{names[s.Site]}{(s.What == material ? "" : $" ({s.What})")}: {s.Because}"));

    /// <summary>A run as it was run, with its seed; or a scenario as it stands.</summary>
    static (Scenario Scenario, ulong Seed, int Repeats) Read(string run)
    {
        if (!Directory.Exists(run))
        {
            var scenario = Runner.Read(run, CommonOptionValues.None);
            return (scenario, scenario.Seed, 1);
        }

        var folder = RunFolder.At(run);
        if (!folder.HasRun || !File.Exists(folder.Scenario)) throw new UserException($"twin: there is no run in {run}; name the folder that 'twin run' wrote, or a scenario file");
        var study = RunStore.Read(folder.Run).Study;
        return (Runner.Read(folder.Scenario, CommonOptionValues.None), study.Seed, study.Repeats);
    }
}
