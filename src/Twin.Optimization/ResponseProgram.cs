using Google.OrTools.LinearSolver;
using Twin.SupplyChain;

namespace Twin.Optimization;

/// <summary>The best that could be done without some plants or lanes, as a linear program: the performance impact.</summary>
/// <remarks>
/// After Simchi-Levi, Schmidt, Wei, Zhang, Combs, Ge, Gusikhin, Sanders, Zhang: Identifying risks and mitigating disruptions in
/// the automotive supply chain, Interfaces 45(5) 2015, https://doi.org/10.1287/inte.2015.0804, with flows for each content group so that
/// joint production keeps its books. Variables, in tonnes of content: y (route, group), x (recipe's input, group), z (recipe's
/// output, group), v (use, from its market), l (use, not had). Goods may be thrown away; lead times are nought.
/// </remarks>
public sealed class ResponseProgram
{
    const double Tolerance = 1e-9;

    readonly ResponseProblem _problem;
    readonly IReadOnlySet<string> _dead;

    /// <param name="problem">What there is, and what is wanted.</param>
    /// <param name="dead">Sites whose recipes stand still, and lanes on which nothing leaves, by id.</param>
    public ResponseProgram(ResponseProblem problem, IReadOnlySet<string> dead) => (_problem, _dead) = (problem, dead);

    /// <summary>Performance impact: the least that users of finished goods lose in the problem's days [t].</summary>
    /// <exception cref="InvalidOperationException">The solver found no optimum: we are wrong, for losing all is always possible.</exception>
    public double LeastLoss()
    {
        using var solver = Solver.CreateSolver("GLOP");
        var lost = Build(solver);
        using var objective = solver.Objective();
        foreach (var (variable, tonnes) in lost) objective.SetCoefficient(variable, tonnes);
        objective.SetMinimization();
        return Solve(solver);
    }

    static double Solve(Solver solver)
    {
        var status = solver.Solve();
        if (status != Solver.ResultStatus.OPTIMAL) throw new InvalidOperationException($"the program is {status}");
        using var objective = solver.Objective();
        return objective.Value() < Tolerance ? 0 : objective.Value();
    }

    /// <summary>Everything but the objective.</summary>
    /// <param name="solver">Takes it.</param>
    /// <returns>What is not had, by use, and the tonnes of goods that a unit of it is.</returns>
    List<(Variable Lost, double Tonnes)> Build(Solver solver)
    {
        var (problem, groups) = (_problem, _problem.Groups);
        var infinite = double.PositiveInfinity;

        // What goes out of a stock is no more than was there and came in: out − in ≤ what was there.
        var balance = problem.Stocks.SelectMany(s => s.Tonnes.Select(t => solver.MakeConstraint(-infinite, t))).ToArray();
        Constraint At(int stock, int group) => balance[(stock * groups) + group];
        foreach (var route in problem.Routes.Where(r => !_dead.Contains(r.Lane)))
        {
            for (var g = 0; g < groups; g++)
            {
                var y = solver.MakeNumVar(0, infinite, "");
                At(route.From, g).SetCoefficient(y, 1);
                At(route.To, g).SetCoefficient(y, -1);
            }
        }

        // Σ output / the most of it ≤ 1, over the recipes of a plant
        var plants = problem.Recipes.Select(r => r.Plant).Distinct().ToDictionary(p => p, _ => solver.MakeConstraint(-infinite, 1), StringComparer.Ordinal);
        foreach (var recipe in problem.Recipes.Where(r => r.Most > 0 && !_dead.Contains(r.Site))) Add(solver, recipe, At, plants[recipe.Plant]);

        List<(Variable, double)> lost = [];
        foreach (var use in problem.Uses)
        {
            // wanted − Σ from the market − not had ≤ buffer
            var l = solver.MakeNumVar(0, infinite, "");
            var want = solver.MakeConstraint(-infinite, use.Buffer - use.Wanted);
            want.SetCoefficient(l, -1);
            for (var g = 0; g < groups; g++)
            {
                var v = solver.MakeNumVar(0, infinite, "");
                want.SetCoefficient(v, -1);
                At(use.Stock, g).SetCoefficient(v, 1);
            }

            lost.Add((l, use.TonnesPerContent));
        }

        return lost;
    }

    void Add(Solver solver, ResponseRecipe recipe, Func<int, int, Constraint> at, Constraint plant)
    {
        var (groups, infinite) = (_problem.Groups, double.PositiveInfinity);
        if (recipe.Inputs.Count == 0)
        {
            // One number, the amount dug, with its assay in all groups.
            var dug = solver.MakeNumVar(0, infinite, "");
            foreach (var (stock, shares) in recipe.Outputs)
            {
                for (var g = 0; g < groups; g++) at(stock, g).SetCoefficient(dug, -shares[g]);
            }

            plant.SetCoefficient(dug, recipe.Outputs[recipe.Driver].Shares.Sum() / recipe.Most);
            return;
        }

        var run = solver.MakeNumVar(0, infinite, ""); // the whole input
        var outputs = recipe.Outputs.Select(_ => Enumerable.Range(0, groups).Select(_ => solver.MakeConstraint(double.NegativeInfinity, 0)).ToArray()).ToArray();
        foreach (var (stock, share) in recipe.Inputs)
        {
            // Σ over groups of an input = its share of the whole
            var proportion = solver.MakeConstraint(0, 0);
            proportion.SetCoefficient(run, -share);
            for (var g = 0; g < groups; g++)
            {
                var x = solver.MakeNumVar(0, infinite, "");
                proportion.SetCoefficient(x, 1);
                at(stock, g).SetCoefficient(x, 1);
                for (var o = 0; o < outputs.Length; o++) outputs[o][g].SetCoefficient(x, -recipe.Outputs[o].Shares[g]);
            }
        }

        for (var o = 0; o < outputs.Length; o++)
        {
            for (var g = 0; g < groups; g++)
            {
                // z ≤ recovery · Σ x
                var z = solver.MakeNumVar(0, infinite, "");
                outputs[o][g].SetCoefficient(z, 1);
                at(recipe.Outputs[o].Stock, g).SetCoefficient(z, -1);
                if (o == recipe.Driver) plant.SetCoefficient(z, 1 / recipe.Most);
            }
        }
    }
}
