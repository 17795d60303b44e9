using System.Runtime.InteropServices;
using Google.OrTools.LinearSolver;
using Twin.SupplyChain;

namespace Twin.Optimization;

/// <summary>What the loss of a plant or lane would cost at best, and for how long the chain would do without.</summary>
/// <param name="Node">The site or lane.</param>
/// <param name="Impact">Least loss of the users that count, together, while it is repaired, beyond what the simulation loses undisturbed [t].</param>
/// <param name="Survives">For how long no more is lost than that, and 1 % of a week's use, when it is not repaired [days]; infinite to the end of the run.</param>
public readonly record struct BestResponse(string Node, double Impact, double Survives);

/// <summary>Every plant and lane struck out, and answered as well as could be.</summary>
/// <remarks>
/// For the best values of a network, without chance, with the stocks that the simulation has at the onset. Time to survive is
/// searched by halving over whole weeks, each with its own demand and capacities: the program with time as a variable
/// takes them for constant, and where demand grows it gives up too early. The simulation without chance never loses less
/// than the program and never survives longer.
/// </remarks>
public sealed class KnockoutPrograms
{
    readonly ChainModel _trunk;
    readonly ChainModel _model;
    readonly int _onset;
    readonly int _late;   // what of the first week is left out [days]
    readonly int _repair; // weeks
    readonly double _slack;
    readonly string _region;
    readonly Dictionary<int, ResponseProblem> _problems = [];

    /// <param name="network">The chain.</param>
    /// <param name="onset">The day on which each is struck out, counted from the start, 1 or later. The programs begin with the next whole week, so that they never lose what the simulation does not.</param>
    /// <param name="repair">How long a repair takes [days]; the programs see the whole weeks in it.</param>
    /// <param name="region">Whose users count, and are served first; see <see cref="ResponseProblem.Of"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The onset is the first day, or the run ends before a whole week is over.</exception>
    public KnockoutPrograms(Network network, int onset, int repair, string region = ImpactMeasures.World)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(onset, 1);
        var index = new NetworkIndex(network);
        _region = region;
        _onset = (onset + 6) / 7 * 7;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_onset + 7, index.Days, nameof(onset));
        _late = _onset > onset ? 7 : 0;
        (_trunk, _model) = (new ChainModel(index, 0, noise: false, epistemic: false), new ChainModel(new NetworkIndex(network), 0, noise: false, epistemic: false));
        _trunk.RunTo(0, _onset);
        Weeks = (index.Days - _onset) / 7;
        _repair = Math.Clamp((onset + repair - _onset) / 7, 0, Weeks);
        _slack = 0.01 / Weeks * Over(Weeks).Uses.Sum(u => u.Wanted * u.TonnesPerContent);
    }

    /// <summary>Whether the native library of OR-Tools is here: a program packed without it does all else.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("google-ortools-native", typeof(Solver).Assembly, null, out _);

    /// <summary>From the onset to the end of the run [weeks].</summary>
    public int Weeks { get; }

    /// <summary>Solves the programs for one site or lane.</summary>
    public BestResponse Of(string node)
    {
        HashSet<string> dead = [node];
        var impact = _repair == 0 ? 0 : Math.Max(0, Beyond(dead, _repair));
        if (Beyond(dead, Weeks) <= _slack) return new BestResponse(node, impact, double.PositiveInfinity);

        var (survives, fails) = (0, Weeks);
        while (fails - survives > 1)
        {
            var middle = (survives + fails) / 2;
            (survives, fails) = Beyond(dead, middle) <= _slack ? (middle, fails) : (survives, middle);
        }

        return new BestResponse(node, impact, (survives * 7) + _late);
    }

    /// <summary>What is lost at best in some weeks beyond what the simulation loses undisturbed [t].</summary>
    double Beyond(HashSet<string> dead, int weeks) => new ResponseProgram(Over(weeks), dead).LeastLoss() - Over(weeks).Lost;

    ResponseProblem Over(int weeks) => _problems.TryGetValue(weeks, out var known) ? known : _problems[weeks] = ResponseProblem.Of(_model, _trunk, 0, _onset, weeks * 7, _region);
}
