using Twin.Kernel;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>An example file of scenarios/instruments, run by hand.</summary>
sealed class Instrument
{
    Instrument(Scenario scenario, ChainModel model) => (Scenario, Model) = (scenario, model);

    public static string Folder => Path.Combine(Repository.Root, "scenarios", "instruments");

    public Scenario Scenario { get; }

    public ChainModel Model { get; }

    public ChainState Chain => Model.State;

    public NetworkIndex Index => Model.State.Index;

    public static Scenario Read(string name, params string[] sets) => ScenarioReader.Read(Path.Combine(Folder, name + ".yaml"), sets);

    /// <summary>With nothing left to chance: numbers that a hand can check.</summary>
    public static Instrument Quiet(string name, params string[] sets)
    {
        var scenario = Read(name, sets);
        return new Instrument(scenario, new ChainModel(new NetworkIndex(scenario.Network), 1, noise: false, epistemic: false));
    }

    /// <summary>The same with a network that no file writes.</summary>
    public static Instrument Quiet(string name, Func<Network, Network> change)
    {
        var scenario = Read(name);
        return new Instrument(scenario, new ChainModel(new NetworkIndex(change(scenario.Network)), 1, noise: false, epistemic: false));
    }

    /// <summary>With chance, by seed.</summary>
    public static Instrument Noisy(string name, int seed, params string[] sets)
    {
        var scenario = Read(name, sets);
        return new Instrument(scenario, new ChainModel(new NetworkIndex(scenario.Network), (ulong)seed));
    }

    public int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - Scenario.Network.Start.DayNumber;

    public int Arc(string id) => Index.ArcNamed(id) is >= 0 and var arc ? arc : throw new ArgumentException($"no arc '{id}'");

    public int Bin(string site, string name) => Array.FindIndex(Index.Bins, b => Index.Sites[b.Site].Id == site && b.Name == name) is >= 0 and var bin ? bin : throw new ArgumentException($"no '{name}' at '{site}'");

    public int Policy(string id) => Chain.PolicyOf(id);

    public int Lane(string id) => Array.FindIndex(Index.Lanes, l => l.Id == id);

    public int Site(string id) => Index.SiteOf(id);

    public int Cell(string id) => Array.FindIndex(Index.Cells, c => c.Id == id);

    /// <summary>Tonnes of an arc's material.</summary>
    public double Tonnes(int arc, long grams) => Index.TonnesOf(Index.Arcs[arc].Material, grams);

    /// <summary>Runs to the end, and looks at the end of every day.</summary>
    public Instrument EachDay(Action<int> look)
    {
        var simulation = Model.Prepare(0);
        for (var day = 0; day < Index.Days; day++)
        {
            simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(day + 1).Milliseconds - 1));
            look(day);
        }

        return this;
    }

    /// <summary>Runs to the end of a day.</summary>
    public Instrument Until(int day)
    {
        Model.Prepare(0).RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(day + 1).Milliseconds - 1));
        return this;
    }

    /// <summary>Runs to the end; what was dispatched, day by day, on the arcs of a policy.</summary>
    public List<(int Day, int Arc, long Mass)> Dispatched(params int[] arcs)
    {
        var keys = arcs.ToDictionary(a => Index.Arcs[a].Key, a => a);
        List<(int, int, long)> sent = [];
        Model.Listener = line =>
        {
            if (line.Kind == TraceKind.Dispatched && keys.TryGetValue(line.Key, out var arc)) sent.Add((line.Day, arc, line.Mass));
        };
        Model.Run(0);
        Model.Listener = null;
        return sent;
    }
}
