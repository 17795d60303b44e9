using NUnit.Framework;
using Twin.Scenarios;

namespace Twin.Tests;

/// <summary>Every way in which a file can be wrong, and the whole message about it.</summary>
public class ProblemTests
{
    readonly SmallScenario _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    string[] Read(string path, params string[] sets)
    {
        try
        {
            ScenarioReader.Read(path, sets);
            return [];
        }
        catch (ScenarioException e)
        {
            return [.. e.Problems.Select(p => p.ToString().Replace(_files.Folder + "/", "", StringComparison.Ordinal).Replace(_files.Folder, "FOLDER", StringComparison.Ordinal))];
        }
    }

    [Test]
    public void The_small_scenario_is_sound()
    {
        Assert.That(Read(_files.Write("small.yaml", SmallScenario.Text)), Is.Empty);
    }

    // One line each: what is replaced, by what, and the problem that is said.
    [TestCase("output-cover: 10 d", "outputcover: 10 d", "small.yaml:35:5  sites.plant.outputcover  unknown key 'outputcover'; did you mean 'output-cover'?")]
    [TestCase("seller: mine,", "seller: mien,", "small.yaml:40:16  contracts.a.seller  no site 'mien'; did you mean 'mine'?")]
    [TestCase("lane: sea }\n  b", "lane: air }\n  b", "small.yaml:40:74  contracts.a.lane  no lane 'air'; there is sea")]
    [TestCase("of: [ore]", "of: [ores]", "small.yaml:29:35  sites.refinery.recipes.split.in.feed  no material 'ores'; did you mean 'ore'?")]
    [TestCase("region: DE, market", "region: DD, market", "small.yaml:44:32  demand.EV.DE.region  no region 'DD'; did you mean 'DE'?")]
    [TestCase("  market: { kind: market", "  plant: { kind: market", "small.yaml:38:3  'plant' stands here twice; it was first at line 30")]
    [TestCase("input-cover: 20 d", "input-cover: 20", "small.yaml:26:18  sites.refinery.input-cover  '20' has no unit; write '45 d', '6 weeks', '3 mo' or '2 yr'")]
    [TestCase("input-cover: 20 d", "input-cover: 20 t", "small.yaml:26:18  sites.refinery.input-cover  't' is no unit of a duration; write '45 d', '6 weeks', '3 mo' or '2 yr'")]
    [TestCase("capacity: 9000 t REO/yr", "capacity: 9000 t oxide/yr", "small.yaml:20:61  sites.mine.capacity  't oxide/yr' is no unit of a rate; write '100 t REO/yr'")]
    [TestCase("capacity: 9000 t REO/yr", "capacity: '9,000 t REO/yr'", "small.yaml:20:61  sites.mine.capacity  '9,000 t REO/yr' is not a rate; write 9000 t REO/yr")]
    [TestCase("recovery: { NdPr: 90 % }", "recovery: { NdPr: 120 % }", "small.yaml:29:109  sites.refinery.recipes.split.out.oxide.recovery.NdPr  is above 100 %")]
    [TestCase("out: { oxide: { driver: yes, recovery: { NdPr: 90 % } } }", "out: { oxide: { driver: yes, recovery: { NdPr: 90 % } }, ore: { recovery: { NdPr: 20 % } } }", "small.yaml:29:67  sites.refinery.recipes.split.out  makes mass: the recoveries of NdPr add up to 110 %, and at most 100 % can come out")]
    [TestCase("  c: { seller: plant, buyer: market, material: magnet, share: 100 %, lane: sea }\n", "", "small.yaml:43:3  demand.EV.DE  cannot be reached: nobody delivers 'magnet' to 'market'; add a contract with that buyer and material")]
    [TestCase("  b: { seller: refinery, buyer: plant, material: oxide, share: 100 %, lane: sea }\n", "", "small.yaml:30:3  sites.plant  nobody delivers 'oxide' to it; add a contract with buyer 'plant'")]
    [TestCase("seller: refinery, buyer: plant, material: oxide", "seller: mine, buyer: plant, material: oxide", "small.yaml:41:6  contracts.mine>plant>oxide  'mine' does not make 'oxide'; there is ore")]
    [TestCase("customs: 2 d", "customs: -2 d", "small.yaml:18:82  lanes.sea.customs  '-2 d' is negative; a duration is not")]
    [TestCase("customs: 2 d", "customs: NaN d", "small.yaml:18:82  lanes.sea.customs  'NaN d' is not a duration; write '45 d', '6 weeks', '3 mo' or '2 yr'")]
    [TestCase("end: 2025-12-31", "end: 2023-12-31", "small.yaml:4:34  clock.end  the clock ends on 2023-12-31, before it starts on 2024-01-01")]
    [TestCase("start: 2024-01-01", "start: 2024-13-01", "small.yaml:4:17  clock.start  '2024-13-01' is no date; write it as 2027-01-31")]
    [TestCase("for: 3 mo", "until: 2024-06-01", "small.yaml:52:12  policies.ban.until  ends on 2024-06-01, before it begins on 2025-01-01")]
    [TestCase("grade: B", "grade: E", "small.yaml:25:107  sites.refinery.capacity.grade  'E' is no grade; write A, B, C or D")]
    [TestCase("source: book#p1", "source: boko", "small.yaml:25:91  sites.refinery.capacity  no source 'boko'; did you mean 'book'?")]
    [TestCase("range: [900 t oxide/yr, 1100 t oxide/yr]", "range: [1050 t oxide/yr, 1100 t oxide/yr]", "small.yaml:25:48  sites.refinery.capacity  the value is outside of its range")]
    [TestCase("triangular: [20 d, 30 d, 50 d]", "triangular: [20 d, 30 d]", "small.yaml:18:35  lanes.sea.days.dist  a triangular law has three: [low, mode, high]")]
    [TestCase("triangular: [20 d, 30 d, 50 d]", "gamma: [20 d, 30 d]", "small.yaml:18:37  lanes.sea.days.dist  no law 'gamma'; there is exponential, fixed, lognormal, triangular, uniform")]
    [TestCase("shock: [policies.ban]", "shock: [policies.bann]", "small.yaml:54:9  shock  there is no 'policies.bann'; name a policy or a disruption: policies.export-ban; did you mean 'policies.ban'?")]
    [TestCase("kind: ban", "kind: embargo", "small.yaml:47:11  policies.ban.kind  no kind 'embargo'; there is ban, licence")]
    [TestCase("by: { regions: [CN] }", "by: { regions: [CH] }", "small.yaml:48:21  policies.ban.by.regions  no region 'CH'; did you mean 'CN'?")]
    [TestCase("format: 1", "format: 2", "small.yaml:1:9  format  this program reads format 1, not '2'")]
    [TestCase("name: small", "name: a/b", "small.yaml:2:7  name  'a/b' becomes the name of a folder: write letters, digits and hyphens")]
    [TestCase("    capacity: 2000 t magnet/yr\n", "", "small.yaml:31:5  sites.plant.capacity  has no capacity; write what it can make: 'capacity: 1000 t/yr'")]
    [TestCase("groups: [LaCe, NdPr]", "groups: &g [LaCe, NdPr]", "small.yaml:7:9  an anchor; write the value out, or use an overlay")]
    [TestCase("groups: [LaCe, NdPr]", "groups: !!seq [LaCe, NdPr]", "small.yaml:7:9  a tag, tag:yaml.org,2002:seq; leave it out")]
    public void Each_mistake_is_said_with_its_place_and_its_remedy(string old, string replacement, string message)
    {
        Assert.That(Read(_files.WriteWith(old.ReplaceLineEndings("\n"), replacement)), Does.Contain(message));
    }

    [Test]
    public void All_problems_come_at_once()
    {
        var path = _files.Write("small.yaml", SmallScenario.Text.Replace("input-cover: 20 d", "input-cover: 20", StringComparison.Ordinal).Replace("seller: plant", "seller: plnt", StringComparison.Ordinal).Replace("noise: 10 %", "noice: 10 %", StringComparison.Ordinal));

        Assert.That(Read(path), Has.Length.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void Files_that_cannot_be_scenarios_are_told_apart()
    {
        File.WriteAllBytes(_files.PathOf("binary.yaml"), [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3]);
        File.WriteAllBytes(_files.PathOf("latin.yaml"), [0x6E, 0xE9, 0x0A]);
        using (var big = File.Create(_files.PathOf("big.yaml"))) big.SetLength(50L << 20);

        Assert.That(Read(_files.PathOf("none.yaml")), Is.EqualTo(["none.yaml  there is no such file"]));
        Assert.That(Read(_files.Write("empty.yaml", "")), Is.EqualTo(["empty.yaml  is empty; begin with 'format: 1'"]));
        Assert.That(Read(_files.Write("comment.yaml", "# nothing\n")), Is.EqualTo(["comment.yaml  holds nothing; begin with 'format: 1'"]));
        Assert.That(Read(_files.Write("list.yaml", "- a\n")), Is.EqualTo(["list.yaml:1:1  a scenario is a map, this is a list; begin with 'format: 1'"]));
        Assert.That(Read(_files.PathOf("binary.yaml")), Is.EqualTo(["binary.yaml  is not a text file"]));
        Assert.That(Read(_files.PathOf("latin.yaml")), Is.EqualTo(["latin.yaml  is not a text file in UTF-8"]));
        Assert.That(Read(_files.PathOf("big.yaml")), Is.EqualTo(["big.yaml  is 50 MB; a scenario file has at most 20"]));
        Assert.That(Read(_files.Folder), Is.EqualTo(["FOLDER  is a folder; name a file in it"]));
        Assert.That(Read(_files.Write("broken.yaml", "a: [1, 2\nb: 3\n")), Has.Length.EqualTo(1).And.All.Contain("this is no YAML"));
        Assert.That(Read(_files.Write("deep.yaml", string.Concat(Enumerable.Repeat("[", 200)))), Has.Length.EqualTo(1));
    }

    [Test]
    public void What_extends_itself_is_found_out()
    {
        _files.Write("b.yaml", "format: 1\nextends: a.yaml\n");

        Assert.That(Read(_files.Write("a.yaml", "format: 1\nextends: b.yaml\n")), Is.EqualTo(["a.yaml  extends  goes round in a circle: a.yaml → b.yaml → a.yaml"]));
    }

    [Test]
    public void Tables_say_which_cell_is_wrong()
    {
        _files.Write("lanes.csv", "lane,mode,days min,days base,days max,customs [d]\nsea,sea,20,\"3,0\",50,2\nsea,sea,1,2,3,4\nair,air,1\n");
        var problems = Read(_files.WriteWith("lanes:\n  sea: { mode: sea, days: { dist: { triangular: [20 d, 30 d, 50 d] } }, customs: 2 d }", "tables: { lanes: lanes.csv, lane: x.csv }"));

        Assert.That(problems, Is.EqualTo([
            "small.yaml:17:29  tables.lane  no table 'lane'; did you mean 'lanes'?",
            "lanes.csv:4  has 3 cells, the head 6; a comma inside a cell needs quotes round it",
            "lanes.csv:2:days base  '3,0' is not a number; write 30",
            "lanes.csv:3:lane  sea  'sea' stands in this table twice; it was first at line 2",
        ]));
    }

    [Test]
    public void Values_are_set_from_the_command_line_or_it_says_why_not()
    {
        var path = _files.Write("small.yaml", SmallScenario.Text);

        Assert.That(ScenarioReader.Read(path, ["policies.ban.leakage=0 %", "demand.EV.DE.noise=5 %"]).Network.Demands[0].Noise, Is.EqualTo(0.05));
        Assert.That(Read(path, "policies.bann.leakage=0 %"), Is.EqualTo(["--set  policies.bann.leakage  there is no 'bann'; did you mean 'ban'?"]));
        Assert.That(Read(path, "leakage"), Is.EqualTo(["--set  'leakage' sets nothing; write path=value"]));
    }

    [Test]
    public void Three_hundred_mutilated_copies_are_read_or_refused_and_never_crash()
    {
        var lines = SmallScenario.Text.Split('\n');
        for (var i = 0; i < 300; i++)
        {
            var draw = new Kernel.RandomStream(2024, i, "mutant", "line").At(0);
            var mutant = lines.ToList();
            for (var cuts = 0; cuts <= i % 3; cuts++)
            {
                var at = (int)(draw.NextUniform() * mutant.Count);
                var line = mutant[at];
                var column = line.Length == 0 ? 0 : (int)(draw.NextUniform() * line.Length);
                switch ((int)(draw.NextUniform() * 5))
                {
                    case 0: mutant.RemoveAt(at); break;
                    case 1: mutant.Insert(at, line); break;
                    case 2: (mutant[at], mutant[^1]) = (mutant[^1], line); break;
                    case 3: mutant[at] = line[..column]; break;
                    default: mutant[at] = line.Insert(column, "{[:\"'- 0"[(int)(draw.NextUniform() * 8)].ToString()); break;
                }
            }

            Assert.That(() => Read(_files.Write("mutant.yaml", string.Join('\n', mutant))), Throws.Nothing, $"mutant {i}");
        }
    }
}
