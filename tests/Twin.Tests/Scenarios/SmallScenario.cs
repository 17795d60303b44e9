namespace Twin.Tests;

/// <summary>A whole scenario in forty lines, and files with something wrong in them.</summary>
sealed class SmallScenario : IDisposable
{
    public const string Text = """
        format: 1
        name: small
        title: A small chain
        clock: { start: 2024-01-01, end: 2025-12-31 }
        replications: 5
        seed: 3
        groups: [LaCe, NdPr]
        finished: [magnet]
        sources:
          book: { title: A book, url: "https://example.org" }
        regions: { CN: { name: China }, DE: { name: Germany } }
        sectors: { EV: { name: Cars } }
        materials:
          ore: { kind: concentrate, basis: t REO, content: { LaCe: 80 %, NdPr: 20 % } }
          oxide: { kind: oxide, basis: t oxide, content: { NdPr: 100 % } }
          magnet: { kind: magnet, basis: t magnet, content: { NdPr: 30 % } }
        lanes:
          sea: { mode: sea, days: { dist: { triangular: [20 d, 30 d, 50 d] } }, customs: 2 d }
        sites:
          mine: { kind: mine, country: China, region: CN, capacity: 9000 t REO/yr, recipes: { dig: { out: { ore: { driver: yes } } } } }
          refinery:
            kind: refinery
            country: China
            region: CN
            capacity: { value: 1000 t oxide/yr, range: [900 t oxide/yr, 1100 t oxide/yr], source: book#p1, grade: B }
            input-cover: 20 d
            output-cover: 15 d
            recipes:
              split: { in: { feed: { of: [ore], amount: 1 t REO } }, out: { oxide: { driver: yes, recovery: { NdPr: 90 % } } }, cycle: 30 d }
          plant:
            kind: magnet
            country: China
            region: CN
            capacity: 2000 t magnet/yr
            output-cover: 10 d
            recipes:
              press: { in: { oxide: { of: [oxide], amount: 1 t oxide } }, out: { magnet: { driver: yes, recovery: { NdPr: 70 % } } }, cycle: 20 d }
          market: { kind: market, country: Germany, region: DE }
        contracts:
          a: { seller: mine, buyer: refinery, material: ore, share: 100 %, lane: sea }
          b: { seller: refinery, buyer: plant, material: oxide, share: 100 %, lane: sea }
          c: { seller: plant, buyer: market, material: magnet, share: 100 %, lane: sea }
        demand:
          EV.DE: { sector: EV, region: DE, market: market, cover: { value: 40 d, range: [20 d, 60 d], group: cover-de }, noise: 10 %, uses: { magnet: { 2024: 1000 t magnet/yr, 2025: 1050 t magnet/yr } } }
        policies:
          ban:
            kind: ban
            by: { regions: [CN] }
            to: { all-except: { regions: [CN] } }
            on: { kinds: [magnet] }
            from: 2025-01-01
            for: 3 mo
            leakage: { value: 10 %, range: [5 %, 20 %] }
        shock: [policies.ban]

        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("twin-scenario").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Writes the whole scenario with one text replaced by another.</summary>
    public string WriteWith(string old, string replacement)
    {
        if (!Text.Contains(old, StringComparison.Ordinal)) throw new ArgumentException($"the text has no '{old}'");
        return Write("small.yaml", Text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
