using NUnit.Framework;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>What a tonne in store is worth follows from how long the shortage is.</summary>
public class StockpileTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    double Value(double days, int replication, params string[] set)
    {
        var value = new StockpileValue(ScenarioReader.Read(_files.Write("small.yaml", SmallScenario.Text), set, []), days);
        Assert.That(value.Gifts.Select(StockpileValue.KeyOf), Is.EqualTo(["magnet.DE"]));
        return new StockpileReplicator(value, 3).Run(replication, CancellationToken.None).Values.Single();
    }

    [Test]
    public void Where_the_shortage_outlasts_the_stock_a_tonne_saves_a_tonne()
    {
        // A ban for good that does not leak: every gram given is used before the end of the year, and nothing else comes.
        for (var replication = 0; replication < 5; replication++)
            Assert.That(Value(60, replication, "policies.ban.for=12 mo", "policies.ban.leakage=0%"), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Where_nobody_goes_short_it_saves_nothing_and_where_it_saves_all_twice_the_stock_is_worth_half()
    {
        for (var replication = 0; replication < 5; replication++)
        {
            Assert.That(Value(30, replication, "policies.ban.for=1 wk"), Is.Zero, "a ban of a week is nothing to 40 days of cover");

            // A ban of three months: with 80 days more of stock nobody lacks anything, and with 160 days neither.
            var (enough, twice) = (Value(80, replication), Value(160, replication));
            Assert.That(enough, Is.InRange(0.1, 1), "something has to be saved for this to mean anything");
            Assert.That(twice, Is.EqualTo(enough / 2).Within(1e-4).Percent);
        }
    }

    [Test]
    public void A_gift_is_in_the_books_to_the_gram()
    {
        var model = new ChainModel(new NetworkIndex(SmallChain.Network()), 5);
        model.RunTo(2, 300);
        var (mined, held) = (model.State.Ledger.Mined.ToArray().Sum(), model.State.Cell.Sum(c => c.Held));
        Giving.To(model.State, new Gift("DE", "mag-n", 321.5));
        model.State.Ledger.Check();

        // 321.5 t at 0.31 t of content; each of the two users leaves less than a gram to rounding.
        var given = model.State.Cell.Sum(c => c.Held) - held;
        Assert.That(given, Is.InRange(321.5 * 0.31e6 - 2, 321.5 * 0.31e6));
        Assert.That(model.State.Ledger.Mined.ToArray().Sum() - mined, Is.EqualTo(given));
        Assert.That(() => Giving.To(model.State, new Gift("DE", "ndpr-oxide", 1)), Throws.ArgumentException.With.Message.EqualTo("nobody in 'DE' keeps 'ndpr-oxide'"));
    }
}
