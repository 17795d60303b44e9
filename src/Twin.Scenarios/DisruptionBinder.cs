using Twin.Kernel;
using Twin.SupplyChain;

namespace Twin.Scenarios;

/// <summary>What happens to sites and lanes: at a date, after something else, or by itself.</summary>
sealed class DisruptionBinder(string id, Section section, Dictionary<string, Site> sites, string[] lanes)
{
    static readonly Dictionary<string, RecoveryShape> Shapes = new()
    {
        ["step"] = RecoveryShape.Step,
        ["linear"] = RecoveryShape.Linear,
        ["exponential"] = RecoveryShape.Exponential,
        ["s-curve"] = RecoveryShape.SCurve,
    };

    static readonly Dictionary<string, WorkInProcess> Works = new() { ["freeze"] = WorkInProcess.Freeze, ["lose"] = WorkInProcess.Lose };

    public Disruption? Bind()
    {
        var (struckSites, struckLanes) = Where();
        var (from, after) = (section.Date("from"), After());
        var every = section.Estimate("every", Dimension.Duration);
        var (lasts, law) = Lasts();
        var disruption = new Disruption
        {
            Id = id,
            Name = section.Text("name") ?? id,
            Sites = struckSites,
            Lanes = struckLanes,
            From = from,
            After = after,
            Every = every,
            Days = lasts ?? Estimate.Certain(1),
            Lasts = law,
            Loss = section.Share("loss") ?? Estimate.Certain(1),
            Probability = section.Share("probability")?.Value ?? 1,
            Recovery = section.Choice("recovery", Shapes, RecoveryShape.Step),
            RecoveryDays = section.Estimate("recovers-in", Dimension.Duration) ?? Estimate.Certain(0),
            WorkInProcess = section.Choice("work", Works, WorkInProcess.Freeze),
            InTransit = section.Choice("in-transit", PolicyBinder.Rules, InTransitRule.Continue),
            Delay = section.Estimate("delay", Dimension.Duration) ?? Estimate.Certain(0),
        };
        section.End();
        Check(disruption);
        return lasts is null && law is null ? null : disruption;
    }

    void Check(Disruption d)
    {
        var times = (d.From is null ? 0 : 1) + (section.Map.Find("after") is null ? 0 : 1) + (d.Every is null ? 0 : 1);
        if (times == 0) section.Error("from", "does not say when: write 'from: 2027-01-01', 'after: { event: …, days: … }' or 'every: 400 d'");
        if (times > 1) section.Error("from", "says twice when it happens; leave one of 'from', 'after' and 'every' out");
        if (d.Every is { Low: <= 0 }) section.Error("every", "is nothing; what is always there is no disruption");
        if (d.Loss.Low <= 0 && d.Delay.High <= 0) section.Error("loss", "is nothing; leave the disruption out");
        if (d.Every is not null && d.Probability < 1) section.Error("probability", "is said by 'every' already");
        if (d.Recovery != RecoveryShape.Step && d.RecoveryDays.Low <= 0) section.Error("recovery", "takes time: write 'recovers-in: 60 d'");
        if (d.Recovery == RecoveryShape.Step && d.RecoveryDays.High > 0) section.Error("recovers-in", "needs a shape: write 'recovery: linear'");
        if (d.Lanes.Count == 0 && d.InTransit != InTransitRule.Continue) section.Error("in-transit", "speaks of lanes, and none is struck");
        if (d.Lanes.Count == 0 && d.Delay.High > 0) section.Error("delay", "speaks of lanes, and none is struck");
    }

    (List<string> Sites, List<string> Lanes) Where()
    {
        List<string> struckSites = [], struckLanes = [];
        if (section.Text("site") is { } site) Add(struckSites, site, sites.Keys, "site", section.Map["site"].Mark, section.Below("site"));
        if (section.Sub("on") is { } on)
        {
            foreach (var (name, mark) in on.List("sites")) Add(struckSites, name, sites.Keys, "site", mark, on.Below("sites"));
            foreach (var (name, mark) in on.List("lanes")) Add(struckLanes, name, lanes, "lane", mark, on.Below("lanes"));
            foreach (var (name, mark) in on.List("makers-of"))
            {
                var makers = sites.Values.Where(s => s.Recipes.Any(r => r.Outputs.Any(o => o.Material == name))).Select(s => s.Id).ToArray();
                if (makers.Length == 0) section.Problems.Error(mark, section.Below("on"), $"nobody makes '{name}'{Problems.Suggest(name, sites.Values.SelectMany(s => s.Recipes).SelectMany(r => r.Outputs).Select(o => o.Material))}");
                struckSites.AddRange(makers.Where(m => !struckSites.Contains(m)));
            }

            on.End();
        }

        if (section.Map.Find("site") is null && section.Map.Find("on") is not MapNode { Keys.Count: > 0 }) section.Error("on", "strikes nothing: write 'site: …' or 'on: { sites: [], lanes: [], makers-of: [] }'");
        return (struckSites, struckLanes);
    }

    void Add(List<string> found, string name, IEnumerable<string> known, string what, Mark mark, string path)
    {
        if (!known.Contains(name)) section.Problems.Error(mark, path, $"no {what} '{name}'{Problems.Suggest(name, known)}");
        else if (!found.Contains(name)) found.Add(name);
    }

    (string, Estimate)? After()
    {
        if (section.Sub("after") is not { } after) return null;
        var (other, days) = (after.Text("event", required: true), after.Estimate("days", Dimension.Duration) ?? Estimate.Certain(0));
        after.End();
        return other is null ? null : (other, days);
    }

    /// <summary>How long: one value for a replication, or a law that is drawn each time.</summary>
    (Estimate?, Distribution?) Lasts()
    {
        if (section.Map.Find("lasts") is MapNode map && map.Find("dist") is not null) return (null, section.Distribution("lasts", Dimension.Duration));
        return (section.Estimate("lasts", Dimension.Duration, required: true), null);
    }
}
