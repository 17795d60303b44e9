using NUnit.Framework;
using Twin.Reporting;

namespace Twin.Tests.Reporting;

public class HeadlineTests
{
    [Test]
    public void The_answer_is_two_sentences() => Assert.That(Answer(Sample.Run()), Is.EqualTo(
        "With a 12-month ban on all Chinese exports of rare-earth magnets and materials, European Union users run short after 48 days " +
        "(nine runs in ten: 34 to 70); 38 % of their demand in the window goes unmet (30 to 46 %). " +
        "Their supply is back to normal 525 days after the onset (437 to 643); world demand goes short by 61,200 t (51,400 to 72,900 t)."));

    [Test]
    public void A_few_runs_that_never_run_short_are_said_beside_the_median() => Assert.That(
        Answer(With("tts.EU", new(61, 58, 64, 33, 47, 400, "d", 0.03))), Does.Contain(
        "European Union users run short after a median of 47 days (nine runs in ten: 33 to 400; in 3 % of runs not before the horizon)"));

    [Test]
    public void A_range_that_ends_beyond_the_window_is_said_to() => Assert.That(
        Answer(With("tts.EU", new(190, 180, 200, 33, 47, null, "d", 0.12))), Does.Contain(
        "European Union users run short after a median of 47 days (nine runs in ten: 33 days to beyond the horizon; in 12 % of runs not before the horizon)"));

    [Test]
    public void Where_most_runs_never_run_short_the_sentence_begins_with_them() => Assert.That(
        Answer(With("tts.EU", new(800, 780, 820, 33, null, null, "d", 0.62))), Does.Contain(
        "in 62 % of runs European Union users do not run short before the horizon, and one run in twenty does within 33 days; 38 % of their demand"));

    [Test]
    public void Where_hardly_a_run_runs_short_no_day_is_given() => Assert.That(
        Answer(With("tts.EU", new(1_090, 1_085, 1_095, null, null, null, "d", 0.974))), Does.Contain(
        "materials, in 97 % of runs European Union users do not run short before the horizon; 38 %"));

    [Test]
    public void Where_no_run_runs_short_it_says_so() => Assert.That(
        Answer(With("tts.EU", new(1_096, 1_096, 1_096, null, null, null, "d", 1))), Does.Contain(
        "European Union users do not run short before the horizon in any run"));

    [Test]
    public void A_recovery_that_some_runs_do_not_live_to_see_is_a_median() => Assert.That(
        Answer(With("ttr.EU", new(894, 871, 917, 560, 902, null, "d", 0.12))), Does.Contain(
        "Their supply is back to normal a median of 902 days after the onset (560 days to beyond the horizon; in 12 % of runs not before the horizon); world"));

    [Test]
    public void A_recovery_that_most_runs_do_not_see_is_told_as_such() => Assert.That(
        Answer(With("ttr.EU", new(1_050, 1_040, 1_060, 700, null, null, "d", 0.8))), Does.Contain(
        "In 80 % of runs their supply is not back to normal before the horizon, and one run in twenty is within 700 days of the onset; world"));

    [Test]
    public void A_recovery_that_no_run_sees_is_told_as_such() => Assert.That(
        Answer(With("ttr.EU", new(1_096, 1_096, 1_096, null, null, null, "d", 1))), Does.Contain(
        "Their supply is not back to normal before the horizon in any run; world"));

    [Test]
    public void A_supply_that_never_fell_has_nothing_to_recover_from() => Assert.That(
        Answer(Sample.Run() with { Focus = "CN" }), Does.Contain("Their supply never leaves its normal range; world"));

    [Test]
    public void An_undisturbed_run_speaks_of_demand_alone() => Assert.That(
        Answer(Sample.Run() with { Asked = null, Title = "Base", Window = new(new(2024, 1, 1), null, null, new(2030, 1, 1)) }), Is.EqualTo(
        "In “Base”, 38 % of the demand of European Union users in the window goes unmet (nine runs in ten: 30 to 46 %). " +
        "World demand goes short by 61,200 t (51,400 to 72,900 t)."));

    [Test]
    public void Where_nobody_lacks_anything_the_headline_says_so_once()
    {
        var run = Sample.Run() with { Asked = null, Title = "Base", Window = new(new(2024, 1, 1), null, null, new(2030, 1, 1)) };
        var measures = new Dictionary<string, Measured>(run.Measures) { ["fill.EU"] = new(1, 1, 1, 1, 1, 1, "1", 0), ["unmet.WORLD"] = new(0, 0, 0, 0, 0, 0, "t", 0) };
        Assert.That(Answer(run with { Measures = measures }), Is.EqualTo("In “Base”, all of the demand of European Union users in the window is met, in every run."));
    }

    [Test]
    public void One_run_alone_has_no_range()
    {
        var run = Sample.Run();
        Assert.That(Answer(run with { Provenance = run.Provenance with { Done = 1 } }), Does.Contain(
            "run short after 48 days; 38 % of their demand in the window goes unmet. Their supply is back to normal 525 days after the onset; world demand goes short by 61,200 t."));
    }

    [Test]
    public void What_users_give_up_is_a_third_sentence() => Assert.That(
        Answer(With("forgone.EU", new(5_240, 5_000, 5_480, 3_100, 5_200, 7_400, "t"))), Does.EndWith(
        ". European Union users give up 5,240 t (3,100 to 7,400 t) more, for the price or for something else that they use."));

    [Test]
    public void Where_nothing_is_given_up_nothing_is_said_of_it() => Assert.That(
        Answer(With("forgone.EU", new(0, 0, 0, 0, 0, 0, "t"))), Is.EqualTo(Answer(Sample.Run())));

    [Test]
    public void Users_who_want_more_are_said_to() => Assert.That(
        Answer(With("forgone.EU", new(-812, -900, -700, -1_000, -800, -600, "t"))), Does.EndWith(". European Union users want 812 t more than without it."));

    [Test]
    public void Without_a_focus_it_speaks_of_the_region_that_loses_the_largest_share() =>
        Assert.That(Answer(Sample.Run() with { Focus = null }), Does.Contain("India users run short"));

    [Test]
    public void A_run_without_measures_says_that_there_are_none() => Assert.That(
        Answer(Sample.Run() with { Measures = new Dictionary<string, Measured>() }), Does.EndWith("materials, nothing was measured."));

    [Test]
    public void A_comparison_names_the_best_by_how_much_and_what_cannot_be_told_from_it() => Assert.That(
        SayTests.Plain(string.Join(" ", ComparisonHeadline.Of(Sample.Comparison()))), Is.EqualTo(
        "Of 4 variants, “Stockpile of 180 days” does best: unmet demand (World) is 38,000 t against 61,200 t for “As is”. " +
        "The difference is −23,300 t (95 % interval −24,100 to −22,400 t), and it does better in 98 % of the paired runs. " +
        "“Second source” cannot be told apart from it with so many runs."));

    [Test]
    public void A_comparison_says_which_variants_are_worth_what_they_cost()
    {
        VariantCost Cost(string variant, double cost, double saved, bool isWhole, bool? isEfficient) => new(variant, new CostSpan(cost, cost, cost), isWhole, saved, isEfficient);
        string Said(params VariantCost[] costs) => SayTests.Plain(ComparisonHeadline.Of(Sample.Comparison() with { Costs = costs })[^1]);

        Assert.That(Said(Cost("stockpile-180d", 2_840, 23_270, true, true), Cost("second-source", 40, 20_820, true, true), Cost("recycling", 350, 918, true, false)), Is.EqualTo(
            "Of the 3 whose costs are all known, none does as much for less than “Second source” (40 million USD for 20,800 t) and “Stockpile of 180 days” (2,840 million USD for 23,300 t)."));
        Assert.That(Said(Cost("stockpile-180d", 2_840, 23_270, true, true) with { Known = new CostSpan(2_840, 2_170, 4_540) }, Cost("recycling", 350, 918, true, false)), Does.EndWith(
            "than “Stockpile of 180 days” (2,840 million USD, between 2,170 and 4,540, for 23,300 t)."));
        Assert.That(Said(Cost("stockpile-180d", 2_840, 23_270, true, true), Cost("as-is", 7, 1_000, true, true), Cost("second-source", 40, 20_820, true, true), Cost("recycling", 5, 918, true, true)), Is.EqualTo(
            "Of the 4 whose costs are all known, 4 do more than any that costs less, from “Recycling quota of 10 %” (5 million USD for 918 t) to “Stockpile of 180 days” (2,840 million USD for 23,300 t)."));
        Assert.That(Said(Cost("stockpile-180d", 2_840, 23_270, true, true), Cost("recycling", 350, 918, false, null)), Does.Not.Contain("million"), "one cost is nothing to choose by");
    }

    [Test]
    public void A_difference_that_does_not_clear_nought_is_none()
    {
        var comparison = Sample.Comparison();
        Assert.That(SayTests.Plain(string.Join(" ", ComparisonHeadline.Of(comparison with { Variants = [comparison.Variants[0], comparison.Variants[3]] }))), Is.EqualTo(
            "Of 2 variants, “Recycling quota of 10 %” does best: unmet demand (World) is 60,300 t against 61,200 t for “As is”. " +
            "The difference cannot be told from none (95 % interval −2,020 to +182 t)."));
    }

    [Test]
    public void Where_the_first_is_the_best_nothing_is_said_to_beat_it()
    {
        var comparison = Sample.Comparison();
        Assert.That(ComparisonHeadline.Of(comparison with { Shown = ["ttr.EU"] })[0], Does.StartWith("Of 4 variants, none does better than “As is”: time to recover (European Union) is 525"));
    }

    static RunFindings With(string key, Measured measured)
    {
        var run = Sample.Run();
        return run with { Measures = new Dictionary<string, Measured>(run.Measures) { [key] = measured } };
    }

    static string Answer(RunFindings run) => SayTests.Plain(string.Join(" ", Headline.Of(run)));
}
