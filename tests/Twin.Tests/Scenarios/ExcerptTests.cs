using NUnit.Framework;
using Twin.Scenarios;

namespace Twin.Tests;

/// <summary>Lines that are shown below a problem, and where their carets point.</summary>
public class ExcerptTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    string[]? Lines(string name, int line, string column) => Excerpt.Of(new Mark(_files.PathOf(name), line, column))?.Split(Environment.NewLine);

    [Test]
    public void The_caret_stands_below_the_column()
    {
        _files.Write("a.yaml", "format: 1\n  leekage: 10 %\n");

        Assert.That(Lines("a.yaml", 2, "3"), Is.EqualTo(["     2 |   leekage: 10 %", "       |   ^"]));
        Assert.That(Lines("a.yaml", 2, ""), Is.EqualTo(["     2 |   leekage: 10 %"]), "the line as a whole");
        Assert.That(Lines("a.yaml", 9, "3"), Is.Null);
        Assert.That(Lines("a.yaml", 0, ""), Is.Null, "the file as a whole");
        Assert.That(Lines("none.yaml", 1, "1"), Is.Null);
    }

    [Test]
    public void In_a_table_it_stands_below_the_cell_whatever_is_in_quotes()
    {
        _files.Write("a.csv", "site,name,\"room [d]\"\nx,\"Ba,otou\",many\n");

        Assert.That(Lines("a.csv", 2, "room [d]"), Is.EqualTo(["     2 | x,\"Ba,otou\",many", "       |             ^"]));
        Assert.That(Lines("a.csv", 2, "rooms"), Is.EqualTo(["     2 | x,\"Ba,otou\",many"]));
    }

    [Test]
    public void Of_a_long_line_the_part_is_shown_that_matters()
    {
        var cells = Enumerable.Range(0, 200).ToArray();
        _files.Write("a.csv", $"{string.Join(',', cells.Select(i => $"c{i}"))}\n{string.Join(',', cells)}\n");
        foreach (var i in cells)
        {
            var shown = Lines("a.csv", 2, $"c{i}")!;

            Assert.That(shown[0], Has.Length.LessThanOrEqualTo(109));
            Assert.That(shown[0][(shown[1].Length - 1)..].Split(',')[0], Is.EqualTo($"{i}").Or.EqualTo($"{i}"[..1]), $"cell {i}");
        }
    }
}
