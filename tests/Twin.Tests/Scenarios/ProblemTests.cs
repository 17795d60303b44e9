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
    [TestCase("kind: ban", "kind: embargo", "small.yaml:47:11  policies.ban.kind  no kind 'embargo'; there is ban, licence, offtake, price-floor, quota, stockpile-release, subsidy, tariff, technology-ban")]
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

    // The same without the place: what is replaced, by what, and the path and problem that are said.
    [TestCase("format: 1\n", "", "has no 'format'")]
    [TestCase("replications: 5", "replications: 0", "replications  there must be at least one")]
    [TestCase("replications: 5", "replications: many", "replications  'many' is no whole number")]
    [TestCase("seed: 3", "seed: -3", "seed  '-3' is no whole number")]
    [TestCase("end: 2025-12-31", "end: 2225-12-31", "clock.end  a run of more than a hundred years; is the year right?")]
    [TestCase("groups: [LaCe, NdPr]", "groups: []", "groups  there are 0 groups; there can be 1 to 16")]
    [TestCase("groups: [LaCe, NdPr]", "groups: LaCe", "groups  is a value; write a list: [a, b]")]
    [TestCase("groups: [LaCe, NdPr]", "groups: [LaCe, [NdPr]]", "groups  holds a list; write names")]
    [TestCase("finished: [magnet]", "finished: [magnets]", "finished  no material 'magnets'; did you mean 'magnet'?")]
    [TestCase("content: { NdPr: 100 % }", "content: { NdPr: 0 % }", "materials.oxide.content  holds none of LaCe, NdPr")]
    [TestCase("content: { NdPr: 100 % }", "content: { Nd: 100 % }", "materials.oxide.content.Nd  unknown key 'Nd'; there is LaCe, NdPr, grade, note, source")]
    [TestCase("kind: oxide,", "kind: oxyde,", "materials.oxide.kind  no kind 'oxyde'; did you mean 'oxide'?")]
    [TestCase("lane: sea }\n  c:", "lane: sea, from: 2025-01-01, until: 2024-01-01 }\n  c:", "contracts.b.until  ends before it begins")]
    [TestCase("  c: { seller", "  d: { seller: mine, buyer: refinery, material: ore, share: 1 %, lane: sea }\n  c: { seller", "contracts.d  'refinery' has a contract with 'mine' for 'ore' already")]
    [TestCase("seller: plant, buyer: market", "seller: plant, buyer: mine", "contracts.plant>mine>magnet  'mine' has no use for 'magnet'")]
    [TestCase("material: magnet, share: 100 %", "material: magnet, share: 0 %", "contracts.plant>market>magnet  its share is nothing; leave the contract out")]
    [TestCase("material: magnet, share: 100 %", "material: magnet, share: 100 %, priority: first", "contracts.c.priority  'first' is no whole number")]
    [TestCase("market: market, cover", "market: plant, cover", "demand.EV.DE  'plant' is no market: it has recipes")]
    [TestCase("uses: { magnet: { 2024: 1000 t magnet/yr, 2025: 1050 t magnet/yr } }", "uses: {}", "demand.EV.DE  uses nothing; leave it out")]
    [TestCase("2025: 1050 t magnet/yr", "next: 1050 t magnet/yr", "demand.EV.DE.uses.magnet  'next' is no year")]
    [TestCase("2025: 1050 t magnet/yr", "2025: [1050]", "demand.EV.DE.uses.magnet  is a list; write '100 t magnet/yr'")]
    [TestCase("sector: EV, region", "sector: EB, region", "demand.EV.DE.sector  no sector 'EB'; did you mean 'EV'?")]
    [TestCase("for: 3 mo", "for: 3 mo\n    until: 2025-06-01", "policies.ban.for  says when it ends, and so does 'until'; leave one of them out")]
    [TestCase("on: { kinds: [magnet] }", "on: { kinds: [magnets] }", "policies.ban.on.kinds  no kind of material 'magnets'; did you mean 'magnet'?")]
    [TestCase("on: { kinds: [magnet] }", "on: { materials: [magnets] }", "policies.ban.on.materials  no material 'magnets'; did you mean 'magnet'?")]
    [TestCase("by: { regions: [CN] }", "by: { countries: [Chine] }", "policies.ban.by.countries  no site in 'Chine'; did you mean 'China'?")]
    [TestCase("by: { regions: [CN] }", "by: { sites: [plants] }", "policies.ban.by.sites  no site 'plants'; did you mean 'plant'?")]
    [TestCase("by: { regions: [CN] }", "by: CN", "policies.ban.by  is a value; it should be a map")]
    [TestCase("by: { regions: [CN] }\n", "\n", "policies.ban  has no 'by'")]
    [TestCase("leakage: { value: 10 %, range: [5 %, 20 %] }", "leakage: { value: 10 %, range: 5 % }", "policies.ban.leakage  a range is a list of two values: [low, high]")]
    [TestCase("leakage: { value: 10 %, range: [5 %, 20 %] }", "leakage: { range: [5 %, 20 %] }", "policies.ban.leakage  has no 'value'")]
    [TestCase("leakage: { value: 10 %, range: [5 %, 20 %] }", "leakage: [5 %, 20 %]", "policies.ban.leakage  is a list; write '90 %' or '0.9'")]
    [TestCase("leakage: { value: 10 %, range: [5 %, 20 %] }", "in-transit: burn", "policies.ban.in-transit  no in-transit 'burn'; there is continue, hold, return, seize")]
    [TestCase("kind: ban", "kind: licence\n    review: 30 d\n    approval: { default: 50 % }\n    in-transit: hold", "policies.ban.in-transit  what has left needs no licence any more; write 'continue', or use a ban")]
    [TestCase("kind: ban", "kind: licence\n    review: 30 d\n    approval: { default: 50 % }\n    throughput: 0 %", "policies.ban.throughput  is nothing: a desk that takes up nothing is a ban")]
    [TestCase("kind: ban", "kind: licence\n    approval: { default: 50 % }", "policies.ban  has no 'review'")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    fails: { every: 0 d, repair: 5 d }", "sites.plant.fails.every  is nothing; a site that always fails has no capacity")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    fails: { every: 100 d, repair: 5 d, loss: 0 % }", "sites.plant.fails.loss  is nothing; leave the failure out")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    fails: { every: 100 d, repair: { median: 9 d, p90: 5 d } }", "sites.plant.fails.repair  its ninetieth percentile is below its median")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    stocks: { magnets: 5 t }", "sites.plant.stocks.magnets  no material 'magnets'; did you mean 'magnet'?")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    follows-price: { of: magnet, elasticity: 0.5 }", "sites.plant.follows-price.of  'magnet' has no price; write 'price: { start: … }' at the material")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    follows-price: { of: magnett, elasticity: 0.5 }", "sites.plant.follows-price.of  no material 'magnett'; did you mean 'magnet'?")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    follows-price: { of: magnet, in: there, elasticity: 0.5 }", "sites.plant.follows-price.in  no price zone 'there'")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    follows-price: { of: magnet, elasticity: -0.5 }", "sites.plant.follows-price.elasticity  '-0.5' is negative; a number")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    follows-price: { of: magnet }", "sites.plant.follows-price  has no 'elasticity'")]
    [TestCase("finished: [magnet]", "finished: [magnet]\nzones: { home: [CN], abroad: [DE] }\ncontract-prices: { abroad: { share: 98 %, follow: hone } }", "contract-prices.abroad.follow  no price zone 'hone'; did you mean 'home'?; contracts that keep their price follow 'nothing'")]
    [TestCase("finished: [magnet]", "finished: [magnet]\ncontract-prices: { abroad: { share: 98 %, follow: nothing } }", "contract-prices.abroad  there are no price zones; write 'zones: { inside: [CN], outside: [...] }'")]
    [TestCase("finished: [magnet]", "finished: [magnet]\nzones: { home: [CN], abroad: [DE] }\ncontract-prices: { abroad: { share: { value: 98 %, range: [90 %, 130 %], source: F1 }, follow: home } }", "contract-prices.abroad.share  is above 100 %")]
    [TestCase("finished: [magnet]", "finished: [magnet]\nzones: { home: [CN], abroad: [DE] }\ncontract-prices: { abord: { share: 98 %, follow: home } }", "contract-prices.abord  no price zone 'abord'; did you mean 'abroad'?")]
    [TestCase("finished: [magnet]", "finished: [magnet]\nzones: { home: [CN], abroad: [DE] }\ncontract-prices: { abroad: { follow: home } }", "contract-prices.abroad  has no 'share'")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    runs-above: { of: magnet, price: 50 kUSD/t, stops-in-a-year: 120 % }", "sites.plant.runs-above.stops-in-a-year  is above 100 %")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    runs-above: { of: magnet, price: 50 kUSD/t, stops-in-a-year: 0 % }", "sites.plant.runs-above.stops-in-a-year  is nothing: it never stops; leave 'runs-above' out")]
    [TestCase("noise: 10 %", "noise: 10 %, elasticity: { short-run: 0.3 }", "demand.EV.DE.elasticity.short-run  is above 0: more would be wanted when it is dearer")]
    [TestCase("noise: 10 %", "noise: 10 %, elasticity: { lag: 2 yr }", "demand.EV.DE.elasticity  says neither 'short-run' nor 'long-run'; users who answer to no price say 'short-run: 0'")]
    [TestCase("noise: 10 %", "noise: 10 %, elasticity: { short-run: -0.3, lag: 0 d }", "demand.EV.DE.elasticity.lag  is nothing; demand that adjusts at once has only 'short-run'")]
    [TestCase("noise: 10 %", "noise: 10 %, elasticity: { short: -0.3 }", "demand.EV.DE.elasticity.short  unknown key 'short'")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    turndown: 140 %", "sites.plant.turndown")]
    [TestCase("capacity: 2000 t magnet/yr", "capacity: 2000 t magnet/yr\n    allocation: fair", "sites.plant.allocation  no allocation 'fair'; there is contract-priority, domestic-first, highest-price, pro-rata")]
    [TestCase("feed: { of: [ore], amount: 1 t REO }", "feed: { amount: 1 t REO }", "sites.refinery.recipes.split.in.feed.of  says nothing of what goes in; write 'of: [material]'")]
    [TestCase("feed: { of: [ore], amount: 1 t REO }", "feed: { of: [ore], amount: 0 t REO }", "sites.refinery.recipes.split.in.feed.amount  is nothing; leave the input out")]
    [TestCase("oxide: { driver: yes, recovery", "oxide: { driver: perhaps, recovery", "sites.refinery.recipes.split.out.oxide.driver  'perhaps' is neither yes nor no")]
    [TestCase("oxide: { driver: yes, recovery", "oxide: { recovery", "sites.refinery.recipes.split.out  has no driver; mark the output that it runs for: 'driver: yes'")]
    [TestCase("out: { oxide: { driver: yes, recovery: { NdPr: 90 % } } }", "out: { oxide: { driver: yes, recovery: { NdPr: 90 % } }, ore: { driver: yes, recovery: { LaCe: 20 % } } }", "sites.refinery.recipes.split.out  has several drivers; a recipe runs for one output")]
    [TestCase("{ ore: { driver: yes } }", "{ ore: { driver: yes, recovery: { NdPr: 50 % } } }", "sites.mine.recipes.dig.out.ore.recovery  there is nothing to recover from: the recipe has no input")]
    [TestCase("cycle: 30 d", "cycle: 30 d, from: 2025-01-01, until: 2024-01-01", "sites.refinery.recipes.split.until  ends before it begins")]
    [TestCase("title: A small chain", "title: [A, B]", "title  is a list; write a text")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\ntables: sites.csv", "tables  is a value; write 'sites: sites.csv' below it")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\nextends: [a.yaml]", "extends  is a list; write the name of a file")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\ndisruptions: { fire: { site: plnt, from: 2025-01-01, lasts: 5 d, loss: 0 % } }", "disruptions.fire.loss  is nothing; leave the disruption out")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\ndisruptions: { fire: { site: plnt, from: 2025-01-01, lasts: 5 d } }", "disruptions.fire.site  no site 'plnt'; did you mean 'plant'?")]
    [TestCase("dist: { triangular: [20 d, 30 d, 50 d] }", "dist: { triangular: [20 d, 30 d, 50 d], fixed: 3 d }", "lanes.sea.days.dist  names one law: fixed, uniform, triangular, exponential or lognormal")]
    [TestCase("dist: { triangular: [20 d, 30 d, 50 d] }", "dist: { uniform: [20 d] }", "lanes.sea.days.dist  a uniform law has two bounds: [low, high]")]
    [TestCase("dist: { triangular: [20 d, 30 d, 50 d] }", "dist: { fixed: [20 d] }", "lanes.sea.days.dist  a fixed law has one value")]
    [TestCase("dist: { triangular: [20 d, 30 d, 50 d] }", "dist: { triangular: [50 d, 30 d, 20 d] }", "lanes.sea.days.dist  no such triangular law: ")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\n---\na: b", "a file holds one document; remove '---' and what follows")]
    [TestCase("shock: [policies.ban]", "shock: [policies.ban]\n? [a, b]\n: c", "a key is a name, not a list or a map")]
    [TestCase("shock: [policies.ban]", "shock: *g", "an alias; write the value out, or use an overlay")]
    public void Each_other_mistake_is_said_too(string old, string replacement, string message)
    {
        Assert.That(Read(_files.WriteWith(old, replacement)), Has.Some.Contains(message));
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
        Assert.That(Read(_files.PathOf("latin.yaml")), Is.EqualTo(["latin.yaml  is not a text file in UTF-8; save it as one (in a spreadsheet: CSV UTF-8)"]));
        Assert.That(Read(_files.PathOf("big.yaml")), Is.EqualTo(["big.yaml  is 50 MB; a scenario file has at most 20"]));
        Assert.That(Read(_files.Folder), Is.EqualTo(["FOLDER  is a folder; name a file in it"]));
        Assert.That(Read(_files.Write("tab.yaml", "a: 1\nb:\n\tc: 1\n")), Is.EqualTo(["tab.yaml:3  is indented by a tab; write spaces"]));
        Assert.That(Read(_files.Write("sites.csv", "site,kind\na,mine\n")), Is.EqualTo(["sites.csv  is a table; name the scenario that reads it"]));
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

    [TestCase("lanes", "mode,days min\nsea,3\n", "lanes.csv:1  lanes  has no column 'lane'; its key columns are lane")]
    [TestCase("lanes", "lane,lane\nsea,3\n", "lanes.csv:1:lane  this column stands in the head twice")]
    [TestCase("lanes", "lane,mode\nsea,\"sea\n", "lanes.csv:2  a quote that is not closed on its line")]
    [TestCase("lanes", "lane,mode\n,sea\n", "lanes.csv:2:lane  has no id")]
    [TestCase("recipes", "site,recipe,role,slot,material\nplant,,in,,oxide\n", "recipes.csv:2:recipe  sites.plant.recipes.  a row of recipes names a site and a recipe")]
    [TestCase("recipes", "site,recipe,role,slot,material\nplant,press,out,,oxide\n", "recipes.csv:2:role  sites.plant.recipes.press  no role 'out'; there is by-product, cycle, driver, in")]
    [TestCase("demand", "demand,material,rate 2024 [t/yr]\nEV.DE,magnet,5\nEV.DE,magnet,6\n", "demand.csv:3:material  demand.EV.DE  'magnet' stands in this table twice")]
    [TestCase("lanes", "", "lanes.csv  is empty; begin with a row of heads")]
    [TestCase("lanes", "lane;mode;customs [d]\nair;air;2\n", "lanes.csv:1  its cells are parted by semicolons; part them by commas")]
    [TestCase("lanes", "lane\tmode\nair\tair\n", "lanes.csv:1  its cells are parted by tabs; part them by commas")]
    [TestCase("lanes", "lane,mood,days base\nair,air,2\n", "lanes.csv:1:mood  no column 'mood'; did you mean 'mode'?")]
    [TestCase("lanes", "lane,mode,coustoms [d]\na,air,2\nb,air,2\nc,air,2\nd,air,2\ne,air,2\n", "lanes.csv:2:coustoms [d]  lanes.a.coustoms  unknown key 'coustoms'; did you mean 'customs'? (and so in 4 more rows)")]
    public void A_table_that_is_none_is_told_apart(string table, string text, string message)
    {
        _files.Write($"{table}.csv", text);

        Assert.That(Read(_files.WriteWith("shock: [policies.ban]", $"shock: [policies.ban]\ntables: {{ {table}: {table}.csv }}")), Has.Some.EqualTo(message));
    }

    [Test]
    public void Values_are_set_from_the_command_line_or_it_says_why_not()
    {
        var path = _files.Write("small.yaml", SmallScenario.Text);

        Assert.That(ScenarioReader.Read(path, ["policies.ban.leakage=0 %", "demand.EV.DE.noise=5 %"]).Network.Demands[0].Varies.Cv, Is.EqualTo(0.05));
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
