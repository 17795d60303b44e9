using NUnit.Framework;
using Twin.Kernel;
using Twin.Scenarios;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>Broken copies of what ships: whatever is done to a file, the reader says what is wrong, and never breaks.</summary>
public class MutationTests
{
    static readonly string Root = Path.Combine(Repository.Root, "scenarios");

    static readonly string[] Starts =
    [
        "instruments/licence.yaml", "instruments/quota.yaml", "instruments/behaviour.yaml", "instruments/events.yaml", "instruments/stockpile.yaml", "instruments/reserve.yaml", "instruments/technology-ban.yaml",
        "instruments/price-floor.yaml", "instruments/giving-up.yaml", "instruments/contract-prices.yaml", "instruments/supply-response.yaml", "instruments/plants.yaml", "instruments/spot.yaml", "instruments/tariff.yaml", "textbook/serial.yaml", "textbook/min-max.yaml", "textbook/bullwhip.yaml", "rare-earths/china-export-ban.yaml", "rare-earths/october-2025-controls.yaml",
    ];

    [TestCase(0, 300)]
    [TestCase(300, 4000, Category = "Slow")]
    public void No_mutated_copy_of_a_shipped_file_breaks_the_reader(int from, int copies)
    {
        // A copy of everything, one file of it mutated: a line deleted, doubled, swapped with another or given a value of
        // another type. What reads without an error must also index and start.
        var (refused, read) = (0, 0);
        using var copy = new ScenarioCopy(Root);
        for (var i = from; i < from + copies; i++)
        {
            var chance = new RandomStream((ulong)i, 0, "mutation", "random").Sequence();
            var start = Starts[i % Starts.Length];
            var files = Files(start);
            var file = files[(int)(chance.Next().NextUniform() * files.Length)];
            var mutated = Mutate(File.ReadAllLines(Path.Combine(Root, file)), ref chance, out var what);
            copy.Write(file, mutated);
            try
            {
                var scenario = ScenarioReader.Read(copy.PathOf(start));
                read++;
                new ChainModel(new NetworkIndex(scenario.Network), 1).Prepare(0).RunUntil(SimTime.FromDays(30));
            }
            catch (ScenarioException e)
            {
                refused++;
                Assert.That(e.Problems, Is.Not.Empty);
                Assert.That(e.Problems.Select(p => p.Message), Has.All.Not.Empty);
            }
#pragma warning disable CA1031 // whatever else it is, it is a failure of the reader, and is told with its replay
            catch (Exception e)
#pragma warning restore CA1031
            {
                Assert.Fail($"copy {i} of {start}, {file}: {what}\n{e}");
            }
            finally
            {
                copy.Restore(file);
            }
        }

        Assert.That(refused, Is.GreaterThan(copies / 4), "most mutations hurt");
        Assert.That(read, Is.GreaterThan(copies / 20), "and some do not");
    }

    static string[] Files(string start)
    {
        var folder = start.Split('/')[0];
        return folder switch
        {
            "rare-earths" => [start, "rare-earths/base.yaml", "rare-earths/history.yaml", "rare-earths/sites.csv", "rare-earths/projects.csv", "rare-earths/recipes.csv", "rare-earths/lanes.csv", "rare-earths/contracts.csv", "rare-earths/demand.csv", "rare-earths/materials.csv"],
            "instruments" => [start, start, "instruments/chain.yaml"],
            _ => [start, start, "textbook/one-for-one.yaml"],
        };
    }

    static string[] Mutate(string[] lines, ref RandomSequence chance, out string what)
    {
        var sequence = chance;
        int Below(int n) => (int)(sequence.Next().NextUniform() * n);
        List<string> mutated = [.. lines];
        var at = Below(mutated.Count);
        switch (Below(6))
        {
            case 0:
                what = $"line {at + 1} deleted: {mutated[at]}";
                mutated.RemoveAt(at);
                break;
            case 1:
                what = $"line {at + 1} doubled: {mutated[at]}";
                mutated.Insert(at, mutated[at]);
                break;
            case 2:
                var other = Below(mutated.Count);
                what = $"lines {at + 1} and {other + 1} swapped";
                (mutated[at], mutated[other]) = (mutated[other], mutated[at]);
                break;
            case 3:
                // A number becomes a word, a list, a map or a monster.
                string[] instead = ["oops", "[1, 2]", "{ a: b }", "-1", "1e999", "0", "NaN", "null", "''", "999999999999999999999"];
                var value = instead[Below(instead.Length)];
                mutated[at] = System.Text.RegularExpressions.Regex.Replace(mutated[at], @"\d+(\.\d+)?", value, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
                what = $"line {at + 1}, numbers become {value}: {mutated[at]}";
                break;
            case 4:
                var cut = mutated[at].Length == 0 ? 0 : Below(mutated[at].Length);
                mutated[at] = mutated[at][..cut];
                what = $"line {at + 1} cut: {mutated[at]}";
                break;
            default:
                // A name becomes another one of the same line.
                var words = mutated[at].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
                what = $"line {at + 1}, a word moved: {mutated[at]}";
                if (words.Length > 1) mutated[at] = mutated[at].Replace(words[Below(words.Length)], words[Below(words.Length)], StringComparison.Ordinal);
                break;
        }

        chance = sequence;
        return [.. mutated];
    }

    /// <summary>A copy of the scenarios to break.</summary>
    sealed class ScenarioCopy : IDisposable
    {
        readonly string _root;
        readonly string _folder = Directory.CreateTempSubdirectory("twin-mutation").FullName;

        public ScenarioCopy(string root)
        {
            _root = root;
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(_folder, Path.GetRelativePath(root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        public string PathOf(string name) => Path.Combine(_folder, name);

        public void Write(string name, string[] lines) => File.WriteAllLines(PathOf(name), lines);

        public void Restore(string name) => File.Copy(Path.Combine(_root, name), PathOf(name), overwrite: true);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
