using NUnit.Framework;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

public class SayTests
{
    [TestCase(0, "0")]
    [TestCase(-0.0, "0")]
    [TestCase(5, "5")]
    [TestCase(0.01234, "0.0123")]
    [TestCase(3.9, "3.9")]
    [TestCase(47.36, "47.4")]
    [TestCase(99.96, "100")]
    [TestCase(999.6, "1,000")]
    [TestCase(21_387, "21,400")]
    [TestCase(1_234_567, "1,230,000")]
    [TestCase(-918, "−918")]
    [TestCase(double.NaN, "—")]
    [TestCase(double.PositiveInfinity, "—")]
    public void A_number_has_three_significant_digits(double value, string written) =>
        Assert.That(Say.Number(value), Is.EqualTo(written));

    [TestCase(0, "0 %")]
    [TestCase(0.0001, "< 0.1 %")]
    [TestCase(0.004, "0.4 %")]
    [TestCase(0.0099, "1 %")]
    [TestCase(0.015, "2 %")]
    [TestCase(0.38, "38 %")]
    [TestCase(0.9899, "99 %")]
    [TestCase(0.997, "99.7 %")]
    [TestCase(0.99999, "> 99.9 %")]
    [TestCase(1, "100 %")]
    [TestCase(-0.004, "−0.4 %")]
    [TestCase(-0.00001, "0 %")]
    public void A_share_is_whole_per_cents_except_next_to_nothing_and_to_everything(double share, string written) =>
        Assert.That(Plain(Say.Share(share)), Is.EqualTo(written));

    [TestCase(0, "0 days")]
    [TestCase(1, "1 day")]
    [TestCase(3.44, "3.4 days")]
    [TestCase(9.97, "10 days")]
    [TestCase(47.4, "47 days")]
    [TestCase(1_234.5, "1,235 days")]
    public void Days_are_whole_from_ten_on(double days, string written) => Assert.That(Plain(Say.Days(days)), Is.EqualTo(written));

    [TestCase(33.0, 70.0, "d", "33–70", "33 to 70")]
    [TestCase(0.29, 0.46, "1", "29–46", "29 to 46 %")]
    [TestCase(18_211.0, 25_099.0, "t", "18,200–25,100", "18,200 to 25,100 t")]
    [TestCase(-2.5, 1.25, "t", "−2.50 to 1.25", "−2.50 to 1.25 t")]
    [TestCase(0.99, 0.9996, "1", "99 to > 99.9", "99 to > 99.9 %")]
    [TestCase(33.0, null, "d", "33 – beyond", "33 days to beyond the horizon")]
    [TestCase(null, null, "d", "—", "beyond the horizon")]
    public void A_range_is_a_dash_in_a_table_and_words_in_a_sentence(double? low, double? high, string unit, string inTable, string inSentence)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Plain(Say.Span(low, high, unit)), Is.EqualTo(inTable));
            Assert.That(Plain(Say.Range(low, high, unit)), Is.EqualTo(inSentence));
        }
    }

    [TestCase(0.001, "< 0.01"), TestCase(-5.7e-7, "> −0.01"), TestCase(0.0835, "0.08"), TestCase(3.9, "3.90"), TestCase(12, "12.0"), TestCase(0, "0"), TestCase(25_000, "25,000")]
    public void A_column_keeps_its_closing_noughts(double value, string written) => Assert.That(Plain(Say.Bare(value, "months")), Is.EqualTo(written));

    [TestCase(0.1449, "1", "+14.5"), TestCase(-0.002, "1", "−0.2"), TestCase(-23_270, "t", "−23,300"), TestCase(0, "t", "0"), TestCase(0.001, "t", "0"), TestCase(-0.001, "t", "0"), TestCase(12.4, "d", "+12")]
    public void A_change_has_its_sign_and_that_of_shares_is_in_points(double change, string unit, string written) =>
        Assert.That(Say.Change(change, unit), Is.EqualTo(written));

    [Test]
    public void A_yearly_growth_is_in_per_cent_a_year() =>
        Assert.That((Plain(Say.Value(0.05, "1/yr")), Plain(Say.Range(0.03, 0.08, "1/yr")), Say.Unit("1/yr")), Is.EqualTo(("5 %/yr", "3 to 8 %/yr", "%/yr")));

    [Test]
    public void What_is_missing_is_a_dash()
    {
        Assert.That(new[] { Say.Number(null), Say.Share(null), Say.Days(null), Say.Bare(null, "d"), Say.Value(null, "t") }, Is.All.EqualTo("—"));
    }

    [Test]
    public void No_line_breaks_between_a_number_and_its_unit()
    {
        Assert.That(new[] { Say.Share(0.38), Say.Days(47.0), Say.Value(3.9, "t"), Say.Count(2, "source"), Say.Day(new(2025, 4, 4)) }, Has.None.Contains(' '));
    }

    [Test]
    public void A_day_is_written_with_the_month_in_letters()
    {
        Assert.That(Plain(Say.Days(new(2025, 4, 4), null)), Is.EqualTo("4 Apr 2025 – open"));
    }

    /// <summary>With common spaces, so that a test can be read.</summary>
    internal static string Plain(string text) => text.Replace('\u00a0', ' ');
}
