using System.Text.RegularExpressions;

namespace Twin.Reporting;

/// <summary>What every page has around its findings: head, style, how to make it again, what the words mean.</summary>
static partial class Page
{
    /// <summary>How many warnings stand before the findings.</summary>
    const int AtTop = 4;

    /// <remarks>The policy in the head makes the page's promise the browser's law: nothing is loaded, and no script runs but ours.</remarks>
    /// <param name="title">What the page is called.</param>
    /// <param name="header">The answer.</param>
    /// <param name="body">The rest.</param>
    /// <param name="data">What its charts draw, as JSON; null for a page without charts.</param>
    public static Html Of(string title, Html header, Html body, string? data = null) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{(data is null ? "" : $"; script-src {Charts.Source}")}"/>
        <meta name="generator" content="twin"/>
        <style>
        {Stylesheet.Text}
        </style>
        </head>
        <body>
        <header>
        {header}</header>
        <main>
        {body}</main>
        {(data is null ? Html.Empty : Html.Of($"{Html.Data("data", data)}\n{Charts.Script}"))}
        </body>
        </html>

        """);

    public static Html Header(string kind, string title, IEnumerable<string> sentences, IEnumerable<string> facts, Html figures = default) => Html.Of($"""
        <p class="kind">{kind}</p>
        <h1>{title}</h1>
        <p class="answer">{Answer(string.Join(" ", sentences))}</p>
        {figures}
        <ul class="facts">{facts.Select(f => Html.Of($"<li>{f}</li>"))}</ul>

        """);

    /// <summary>The answer, with what stands in brackets drawn back, so that it can be read over.</summary>
    static Html Answer(string answer) => Html.Join(Brackets().Split(answer).Select(part =>
        part.StartsWith('(') ? Html.Of($"<span>{part}</span>") : Html.Of($"{part}")));

    [GeneratedRegex(@"(\([^()]*\d[^()]*\))")]
    private static partial Regex Brackets();

    /// <summary>What has to be known before a number is used; a partial run comes first. The rest is at the end, under <see cref="Limits"/>.</summary>
    public static Html Warnings(IReadOnlyList<string> all) => all.Count == 0 ? Html.Empty : Html.Of($"""
        <section class="warnings" role="note" aria-label="Before you use these numbers"><h2>Before you use these numbers</h2>
        <ul>{all.Take(AtTop).Select(w => Html.Of($"<li>{w}</li>"))}{(all.Count <= AtTop ? Html.Empty : Html.Of(
            $"""<li><a href="#limits">{Say.Count(all.Count - AtTop, "more warning")}</a></li>"""))}</ul></section>

        """);

    /// <summary>What no interval on the page covers, and the warnings that the top had no room for.</summary>
    public static Html Limits(IReadOnlyList<string> all) => Html.Of($"""
        <section id="limits"><h2>What this does not tell</h2>
        <ul class="limits">{all.Skip(AtTop).Concat(Always).Select(w => Html.Of($"<li>{w}</li>"))}</ul></section>

        """);

    static readonly IReadOnlyList<string> Always =
    [
        "It is no forecast of what governments will do. It says what follows if they do this, and if the chain is as the scenario describes it.",
        "No interval here covers a mistake in the structure of the model, or a site, rule or substitute that nobody wrote into the scenario.",
        "More replications narrow the interval of the mean. Only better sources narrow what is not known.",
    ];

    public static IEnumerable<string> Shortfalls(Provenance run)
    {
        if (run.IsPartial)
            yield return $"This is a partial run: {run.Done:#,0} of {run.Asked:#,0} replications were done when it stopped. The intervals hold for what was done, and are wider than was asked.";
        if (run.Failed > 0) yield return $"{Say.Count(run.Failed, "replication")} failed and {(run.Failed == 1 ? "is" : "are")} in no number here.";
    }

    /// <summary>The command of all the runs, or where they differ that of each; and what each gave.</summary>
    public static Html Reproduce(IReadOnlyList<(string? Title, Provenance Run)> runs)
    {
        var one = runs.Select(r => r.Run.Command).Distinct().Count() == 1;
        Html Command(Provenance run) => Html.Of($"<pre><code>{run.Command}</code></pre>");
        return Html.Of($"""
            <section><h2>How to reproduce this</h2>
            <p>The same version, scenario and seed give the same results on any machine and any number of cores, to the bit; the result hash then is the same.</p>
            {(one ? Command(runs[0].Run) : Html.Empty)}
            {runs.Select(r => Html.Of($"""
            {(r.Title is null ? Html.Empty : Html.Of($"<h3>{r.Title}</h3>"))}{(one ? Html.Empty : Command(r.Run))}
            <dl class="provenance"><div><dt>Version</dt><dd>{r.Run.Version}</dd></div><div><dt>Seed</dt><dd>{$"{r.Run.Seed}"}</dd></div><div><dt>Scenario hash</dt><dd><code>{r.Run.ScenarioHash}</code></dd></div><div><dt>Result hash</dt><dd><code>{r.Run.ResultHash}</code></dd></div></dl>

            """))}</section>

            """);
    }

    public static Html Glossary(IEnumerable<(string Term, string Meaning)> terms) => Html.Of($"""
        <section><h2>What the words mean</h2>
        <dl class="glossary">{terms.Select(t => Html.Of($"<div><dt>{t.Term}</dt><dd>{t.Meaning}</dd></div>\n"))}</dl></section>

        """);

    /// <summary>The words that are not measures, but say how far a measure goes.</summary>
    public static readonly IReadOnlyList<(string Term, string Meaning)> Statistics =
    [
        ("95 % interval of the mean", "How well so many replications fix the mean. It narrows with more of them; what nobody knows about the inputs does not."),
        ("Nine runs in ten", "The range from the 5th to the 95th percentile of the replications. It holds two things together: chance, such as breakdowns and weather, and inputs that are known only as a range."),
        ("Not by the horizon", "The simulation ended before it happened. Such runs are counted, never left out: the mean given is then a lower bound, and a percentile beyond the horizon is called so."),
    ];
}
