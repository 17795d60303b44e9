using NUnit.Framework;
using Twin.Kernel;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Closed forms of inventory theory, out of scenario files run by the ordinary engine.</summary>
/// <remarks>
/// Each mean is held against its closed form at a level of 0.001 a comparison (z = 3.29; some thirty comparisons, 0.03 for
/// the family), plus what a day's grain may do where the file says so. Each test states how small a relative error it
/// would find: a standard error above its limit fails, because the test would then prove nothing.
/// </remarks>
public class TextbookTests
{
    const double Z = 3.29;

    [TestCase(304.05)]
    [TestCase(200)]
    [TestCase(450)]
    public void Economic_order_quantity(double lot)
    {
        // K d / Q + h Q / 2 a year of the book. A century has 42.8 cycles, and 43 orders: the set-ups are up to 1 in 29 too many.
        var model = Model("eoq", $"sites.store.orders.lot={FormattableString.Invariant($"{lot}")} t");
        var cost = model.Run(0).Costs.Of("store") / Years(model) * 10;

        Assert.That(cost, Is.EqualTo((10_400 / lot) + (0.1125 * lot)).Within(1).Percent);
        Assert.That(cost, Is.GreaterThanOrEqualTo(68.4105 * 0.996), "no lot is better than the best");
    }

    [TestCase(772.811, 173.950003)]
    [TestCase(700, 174.787117)]
    [Category("Slow")]
    public void Economic_order_quantity_with_a_supplier_that_is_down_at_times(double lot, double cost)
    {
        // Of 700 a lot, 1.26717 % of demand is lost: ψ (1 − …) of Berk and Arreola-Risa. The day that the supplier takes to
        // answer when it is back is 1 in 261 of an outage.
        var model = Model("eoq-disruptions", FormattableString.Invariant($"sites.store.orders.lot={lot} t"));
        List<double> costs = [], lost = [];
        for (var replication = 0; replication < 1600; replication++)
        {
            var record = model.Run(replication);
            costs.Add(record.Costs.Of("store") / Years(model) * 10);
            lost.Add(1 - (Sum(record.UsedOf(0)) / Sum(record.Wanted(0))));
        }

        Compare(MeanOf([.. costs]), cost, bias: 0.006, power: 0.012);
        if (lot == 700) Compare(MeanOf([.. lost]), 0.0126717134, bias: 0.01, power: 0.03);
    }

    [TestCase("fixed: 100 d")]
    [TestCase("exponential: 100 d")]
    [TestCase("lognormal: { median: 70.71 d, p90: 204.9 d }")]
    public void One_for_one_with_backorders_whatever_the_law_of_the_lead_time(string law)
    {
        // λ L = 10, S = 14: E[B] = Σ (n − 14)+ P(10; n) = 0.186937, E[OH] = 4 + E[B], fill 0.864464. The lognormal has mean
        // 100 and a coefficient of variation of 1. Customers of one day share a shipment here, one in twenty: what that
        // and whole days do to the closed form is computed exactly beside it, and is nothing for the fixed law.
        using var files = new LawFile("one-for-one", law);
        var model = Model(files.Path);
        var bin = Array.FindIndex(model.State.Index.Bins, b => model.State.Index.Sites[b.Site].Id == "store");
        var days = model.State.Index.Days;
        var (waiting, held, fill) = OneForOne(0.1, 14, model.State.Index.Lanes.Single().Days);

        Assert.That(waiting, Is.EqualTo(0.186937153).Within(law.StartsWith("fixed", StringComparison.Ordinal) ? 1e-6 : 11).Percent);
        Assert.That(held, Is.EqualTo(4.18693715).Within(1).Percent);
        Assert.That(fill, Is.EqualTo(0.864464423).Within(0.6).Percent);
        var found = Sample(160, model, r => [r.Costs.MeanWaiting(bin, days), r.Costs.MeanHeld(bin, days), Sum(r.UsedOf(0)) / Sum(r.Wanted(0))]);
        Compare(found[0], waiting, bias: 0.005, power: 0.022);
        Compare(found[1], held, bias: 0.003, power: 0.005);
        Compare(found[2], fill, bias: 0.001, power: 0.003);
    }

    /// <summary>Palm's theorem by whole days: what is on order is a sum over past days of batches, each still under way or not.</summary>
    /// <returns>E[B] and E[OH] at the end of a day, and the share of customers who find what they want.</returns>
    static (double Waiting, double Held, double Fill) OneForOne(double perDay, int level, Distribution lead)
    {
        const int Most = 80;
        double[] before = [1, .. new double[Most]], batch = [.. Enumerable.Range(0, Most + 1).Select(n => new Poisson(perDay).Cdf(n) - new Poisson(perDay).Cdf(n - 1))];
        for (var age = 1; age < 5000; age++)
        {
            // A shipment takes a whole number of days, the nearest, and at least one.
            var still = 1 - lead.Cdf(age + 0.5 - 1e-9);
            if (still < 1e-15) break;
            before = Add(before, [.. batch.Select((p, n) => (still * p) + (n == 0 ? 1 - still : 0))]);
        }

        var after = Add(before, batch); // today's orders are all under way
        var fill = 0.0;
        for (var n = 0; n <= level; n++)
        {
            for (var customers = 1; customers <= 12; customers++) fill += before[n] * batch[customers] * Math.Min(customers, level - n) / perDay;
        }

        return (after.Select((p, n) => p * Math.Max(0, n - level)).Sum(), after.Select((p, n) => p * Math.Max(0, level - n)).Sum(), fill);

        static double[] Add(double[] a, double[] b)
        {
            var sum = new double[a.Length];
            for (var i = 0; i < a.Length; i++)
            {
                for (var j = 0; j < Math.Min(12, a.Length - i); j++) sum[i + j] += a[i] * b[j];
            }

            return sum;
        }
    }

    [TestCase(3, 5, 107.923581)]
    public void Reorder_point_and_lot_size(int r, int q, double cost)
    {
        var model = Model("lots", $"sites.store.orders.at={r} t", $"sites.store.orders.lot={q} t");
        var bin = Array.FindIndex(model.State.Index.Bins, b => model.State.Index.Sites[b.Site].Id == "store");
        var days = model.State.Index.Days;

        var found = Sample(150, model, record =>
        [
            record.Costs.Of("store") / Years(model) * 200 / 365.25, record.Costs.MeanWaiting(bin, days), record.Costs.MeanHeld(bin, days), Sum(record.UsedOf(0)) / Sum(record.Wanted(0)),
        ]);
        Compare(found[0], cost, bias: 0.005, power: 0.006);
        Compare(found[1], 0.105432827, bias: 0.02, power: 0.03);
        Compare(found[2], 3.10543283, bias: 0.005, power: 0.005);
        Compare(found[3], 0.866632830, bias: 0.004, power: 0.004);
    }

    [TestCase(1, 4, 5, 6, 4, 10, 8.03411156)]
    [TestCase(40, 125, 150, 4, 2, 7, 223.574830)]
    [TestCase(1, 9, 64, 10, 6, 40, 35.0215553)]
    [TestCase(1, 9, 64, 20, 14, 62, 49.1730357)]
    [TestCase(1, 9, 64, 52, 44, 112, 72.2461056)]
    [TestCase(1, 9, 64, 64, 55, 74, 78.4023207)]
    public void Reorder_level_and_order_up_to_level(int h, int p, int k, int mean, int s, int upTo, double cost)
    {
        // Days are periods: the file is exact, and there is no bias to allow for.
        string[] sets =
        [
            $"sites.store.orders.at={s} t", $"sites.store.orders.up-to={upTo} t", $"sites.store.costs.order={k} USD",
            FormattableString.Invariant($"sites.store.costs.hold={h * 365.25} USD/t/yr"), FormattableString.Invariant($"sites.store.costs.late={p * 365.25} USD/t/yr"),
            FormattableString.Invariant($"demand.users.uses.item={mean * 365.25} t/yr"),
        ];
        var model = Model("min-max", sets);

        Compare(Sample(12, model, record => record.Costs.Of("store") / model.State.Index.Days), cost, bias: 0.0005, power: 0.003);
    }

    [Test]
    public void A_serial_system_at_its_best_echelon_levels()
    {
        var model = Model("serial");
        var cost = Sample(20, model, record => new[] { "stage-1", "stage-2", "stage-3" }.Sum(record.Costs.Of) / model.State.Index.Days);

        Compare(cost, 47.6601496, bias: 0.001, power: 0.002);

        // A tenth of a unit more or less at the customer costs more: the levels are the best.
        foreach (var level in new[] { 5.9, 7.1 })
        {
            var other = Model("serial", FormattableString.Invariant($"sites.stage-1.orders.up-to={level} t"));
            Assert.That(Sample(20, other, record => new[] { "stage-1", "stage-2", "stage-3" }.Sum(record.Costs.Of) / other.State.Index.Days).Mean, Is.GreaterThan(cost.Mean));
        }
    }

    [TestCase(1, "moving-average=4", 0, 1.625)]
    [TestCase(2, "moving-average=4", 0, 2.5)]
    [TestCase(4, "moving-average=5", 0, 3.88)]
    [TestCase(2, "moving-average=4", 0.5, 2.40625)]
    [TestCase(2, "smoothing=20 %", 0, 1.97777778)]
    public void Orders_vary_more_than_demand(int lead, string forecasts, double correlation, double ratio)
    {
        var smoothing = forecasts.StartsWith("smoothing", StringComparison.Ordinal);
        string[] sets =
        [
            $"sites.store.orders.up-to={lead} d", $"lanes.lead.days={lead} d", FormattableString.Invariant($"demand.users.noise.correlation={correlation}"),
            .. smoothing ? ["sites.store.forecasts.moving-average=null"] : Array.Empty<string>(), $"sites.store.forecasts.{forecasts}",
        ];
        var model = Model("bullwhip", sets);

        Compare(Bullwhip(model, 10, "store"), ratio, bias: 0.002, power: 0.006);
    }

    [Test]
    public void Three_stages_that_each_forecast_what_the_next_orders_make_it_worse_each_time()
    {
        // p = 5, L = 2 a stage: 1 + 4/5 + 8/25 = 2.12 a stage if each met independent demand; orders are not, and the product
        // of the three, 9.528, is a lower bound.
        using var file = new ChainFile();
        var model = Model(file.Path);
        double[] ratios = [.. new[] { "store", "depot", "works" }.Select(site => Bullwhip(model, 6, site).Mean)];

        Assert.That(ratios[0], Is.EqualTo(2.12).Within(1.5).Percent);
        Assert.That(ratios[1], Is.GreaterThan(ratios[0]));
        Assert.That(ratios[2], Is.GreaterThan(9.528128 * 0.97));
    }

    [Test, Category("Slow")]
    public void A_stockpile_against_a_ban_of_unknown_length()
    {
        var lost = Lost(180, 6000);

        // P(loss) = e^−½; E[lost] = 90 × 4 e^−½; a hundred days here are a week of the book.
        var share = lost.Average(l => l > 0.5 ? 1.0 : 0);
        Assert.That(share, Is.EqualTo(0.606530660).Within(Z * Math.Sqrt(0.6065 * 0.3935 / lost.Length) + 0.004));
        Compare(MeanOf(lost), 218.351037, bias: 0.01, power: 0.02);

        // VaR and CVaR at 95 %: 90 × 4 × (ln 20 − ½), and 360 more. The binomial band of the quantile, and a day's grain.
        var sorted = lost.Order().ToArray();
        var (var95, cvar95) = (898.463618, 1258.46362);
        Assert.That(sorted[(int)(0.95 * sorted.Length)], Is.EqualTo(var95).Within(5).Percent);
        Assert.That(sorted[(int)(0.95 * sorted.Length)..].Average(), Is.EqualTo(cvar95).Within(5).Percent);

        // Ten more in stock, met by the same bans: each saves e^−½ of itself.
        var more = Lost(190, 6000);
        var saved = lost.Zip(more, (a, b) => (a - b) / 10).ToArray();
        Compare(MeanOf(saved), (Math.Exp(-0.5) - Math.Exp(-0.5 - (10 / 360.0))) * 36, bias: 0.01, power: 0.015);
    }

    [Test]
    public void In_the_beer_game_every_swing_is_larger_than_the_one_before()
    {
        // Customers want 4 a week, and 8 from 29 January on; what each orders at its peak, retailer to distributor.
        var model = Model("beer-game");
        var arcs = new[] { "wholesaler>retailer>item", "distributor>wholesaler>item", "brewery>distributor>item" }.Select(id => model.State.Index.ArcNamed(id)).ToArray();
        var peaks = new double[3];
        var simulation = model.Prepare(0);
        for (var day = 0; day < model.State.Index.Days; day++)
        {
            simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(day + 1).Milliseconds - 1));
            for (var i = 0; i < 3; i++) peaks[i] = Math.Max(peaks[i], model.State.AskedToday(arcs[i]) / 1e6);
        }

        Assert.That(peaks[0], Is.GreaterThan(8 * 1.2));
        Assert.That(peaks[1], Is.GreaterThan(peaks[0] * 1.2));
        Assert.That(peaks[2], Is.GreaterThan(peaks[1] * 1.2));
    }

    static double[] Lost(int stock, int replications)
    {
        var model = Model("ban-and-stock", $"sites.store.stocks.item={stock} t");
        return [.. Enumerable.Range(0, replications).Select(r => model.Run(r).Costs.Of("store"))];
    }

    static ChainModel Model(string name, params string[] sets)
    {
        var path = Path.IsPathRooted(name) ? name : Path.Combine(Repository.Root, "scenarios", "textbook", name + ".yaml");
        return new ChainModel(new NetworkIndex(ScenarioReader.Read(path, sets).Network), 20261126);
    }

    static double Years(ChainModel model) => model.State.Index.Days / 365.25;

    static (double Mean, double Error) Sample(int replications, ChainModel model, Func<ChainRecord, double> measure) =>
        Sample(replications, model, record => [measure(record)])[0];

    /// <summary>Several measures of the same runs.</summary>
    static (double Mean, double Error)[] Sample(int replications, ChainModel model, Func<ChainRecord, double[]> measures)
    {
        double[][] values = [.. Enumerable.Range(0, replications).Select(r => measures(model.Run(r)))];
        return [.. Enumerable.Range(0, values[0].Length).Select(m => MeanOf([.. values.Select(v => v[m])]))];
    }

    static (double Mean, double Error) MeanOf(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length));
    }

    /// <param name="sample">The mean and its standard error.</param>
    /// <param name="exact">The closed form.</param>
    /// <param name="bias">What a day's grain may do, relative.</param>
    /// <param name="power">The largest standard error, relative, with which the comparison still says something.</param>
    static void Compare((double Mean, double Error) sample, double exact, double bias, double power)
    {
        Assert.That(sample.Error, Is.LessThanOrEqualTo(power * exact), $"the standard error of {sample.Mean}");
        Assert.That(sample.Mean, Is.EqualTo(exact).Within((Z * sample.Error) + (bias * exact)), $"standard error {sample.Error}");
    }

    /// <summary>The variance of a site's daily orders over that of the demand.</summary>
    static (double Mean, double Error) Bullwhip(ChainModel model, int replications, string site)
    {
        var index = model.State.Index;
        var arc = Array.FindIndex(index.Arcs, a => index.Sites[a.Buyer].Id == site);
        List<double> ratios = [];
        for (var replication = 0; replication < replications; replication++)
        {
            List<double> orders = [], uses = [];
            model.Listener = line =>
            {
                if (line.Kind == TraceKind.Used) uses.Add(line.Mass);
            };
            var (simulation, waiting) = (model.Prepare(replication), 0L);
            for (var day = 0; day < index.Days; day++)
            {
                simulation.RunUntil(SimTime.FromMilliseconds(SimTime.FromDays(day + 1).Milliseconds - 1));
                uses[^1] += model.State.Waiting[0].Total - waiting; // what is had, and what is waited for beyond that
                waiting = model.State.Waiting[0].Total;
                if (day >= 200) orders.Add(model.State.AskedToday(arc));
            }

            ratios.Add(Variance(orders) / Variance(uses[200..]));
        }

        return MeanOf([.. ratios]);

        static double Variance(List<double> values)
        {
            var mean = values.Average();
            return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        }
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>The file of a textbook with another law of the lead time.</summary>
    sealed class LawFile : IDisposable
    {
        readonly string _folder = Directory.CreateTempSubdirectory("twin-textbook").FullName;

        public LawFile(string name, string law)
        {
            var text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, "scenarios", "textbook", name + ".yaml"));
            File.WriteAllText(Path, text.Replace("exponential: 100 d", law, StringComparison.Ordinal));
        }

        public string Path => System.IO.Path.Combine(_folder, "law.yaml");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The bullwhip's file with three stages of lead time 2 and a moving average of 5.</summary>
    sealed class ChainFile : IDisposable
    {
        readonly string _folder = Directory.CreateTempSubdirectory("twin-textbook").FullName;

        public ChainFile()
        {
            const string Stage = "{ kind: market, country: Here, region: here, review: 1 d, orders: { rule: up-to, up-to: 2 d }, forecasts: { moving-average: 5 }, source: book, grade: D }";
            var file = System.IO.Path.Combine(Repository.Root, "scenarios", "textbook", "bullwhip.yaml").Replace('\\', '/');
            File.WriteAllText(Path, $$"""
                format: 1
                extends: {{file}}
                lanes: { lead: { days: 2 d } }
                sites:
                  store: { orders: { up-to: 2 d }, forecasts: { moving-average: 5 } }
                  depot: {{Stage}}
                  works: {{Stage}}
                contracts:
                  a: null
                  b: { seller: supplier, buyer: works, material: item, share: 100 %, lane: lead, source: book, grade: D }
                  c: { seller: works, buyer: depot, material: item, share: 100 %, lane: lead, source: book, grade: D }
                  d: { seller: depot, buyer: store, material: item, share: 100 %, lane: lead, source: book, grade: D }
                demand: { users: { noise: { cv: 1 % } } }

                """);
        }

        public string Path => System.IO.Path.Combine(_folder, "chain.yaml");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
