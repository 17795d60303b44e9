using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>What a ban would cost if goods flowed like water: a loss that can be worked out beforehand, with its mean.</summary>
/// <remarks>
/// Σ d φ (1 − λ) (τ − s / φ)⁺ over users of finished goods: d what one uses a day at the onset, φ the share of it that comes from under the ban by the
/// contracts of its market, λ the leakage, τ the ban's length, s the buffer in days of use. It knows nothing of upstream
/// stocks, plants and queues, and goes with what the simulation loses because both hang on the same draws. These are
/// independent, so its mean is a product of means, each by quadrature over the triangular law.
/// </remarks>
public sealed class FluidLoss
{
    const int Points = 4096;

    readonly IReadOnlyList<Term> _terms;

    FluidLoss(IReadOnlyList<Term> terms) => (_terms, Mean) = (terms, terms.Sum(t => t.Mean));

    /// <summary>Mean over all that may be believed of the inputs [t].</summary>
    public double Mean { get; }

    /// <summary>The fluid loss of a scenario's shock.</summary>
    /// <returns>Null where its shock has no dated ban of finished goods, or where nothing that the loss hangs on is uncertain.</returns>
    public static FluidLoss? Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Baseline is not { } baseline) return null;
        var network = scenario.Network;
        var before = baseline.Policies.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        List<Term> terms = [];
        foreach (var ban in network.Policies.OfType<ExportBan>().Where(b => !before.Contains(b.Id)))
        {
            var until = ban.Until is { } end && end < network.End ? end : network.End;
            foreach (var demand in network.Demands)
            {
                foreach (var (material, rate) in demand.Uses.Where(u => network.Finished.Contains(u.Material) && ban.Materials.Contains(u.Material)))
                {
                    var sources = network.Contracts.Where(c => c.Buyer == demand.Market && c.Material == material && (c.From is null || c.From <= ban.From) && (c.Until is null || c.Until > ban.From)).ToArray();
                    var under = ban.Destinations.Contains(demand.Market) ? sources.Where(c => ban.Origins.Contains(c.Seller)).Sum(c => c.Share) : 0;
                    if (under <= 0) continue;
                    var term = new Term(rate.BestOn(ban.From) / 365.25, under / sources.Sum(c => c.Share), ban.Leakage, until.DayNumber - ban.From.DayNumber, demand.Direct ? 0 : demand.Cover.BestOn(ban.From) / demand.Cover.Factor.Value, demand.Cover.Factor);
                    if (term.Leakage is { IsCertain: false } && term.Leakage.Name == term.Factor.Name) return null; // not independent
                    terms.Add(term);
                }
            }
        }

        return terms.Any(t => !t.Leakage.IsCertain || !t.Factor.IsCertain) ? new FluidLoss(terms) : null;
    }

    /// <summary>In one replication [t].</summary>
    public double In(ulong seed, int replication)
    {
        var draws = new EpistemicDraws(seed, replication, true);
        return _terms.Sum(t => t.Of(draws.Of(t.Leakage), draws.Of(t.Factor)));
    }

    /// <param name="Daily">d [t].</param>
    /// <param name="Share">φ.</param>
    /// <param name="Leakage">λ.</param>
    /// <param name="Days">τ.</param>
    /// <param name="Cover">s, but for what is uncertain of it [days].</param>
    /// <param name="Factor">What is: the cover is multiplied by it.</param>
    sealed record Term(double Daily, double Share, Estimate Leakage, double Days, double Cover, Estimate Factor)
    {
        public double Mean => Daily * Share * (1 - MeanOf(Leakage, l => l)) * MeanOf(Factor, f => Short(f));

        public double Of(double leakage, double factor) => Daily * Share * (1 - leakage) * Short(factor);

        double Short(double factor) => Math.Max(0, Days - (Cover * factor / Share));

        /// <summary>By the midpoint rule over quantiles.</summary>
        static double MeanOf(Estimate estimate, Func<double, double> of)
        {
            if (estimate.IsCertain) return of(estimate.Value);
            var (law, sum) = (new Triangular(estimate.Low, estimate.Value, estimate.High), 0.0);
            for (var i = 0; i < Points; i++) sum += of(law.Quantile((i + 0.5) / Points));
            return sum / Points;
        }
    }
}
