using NUnit.Framework;
using Twin.SupplyChain;

namespace Twin.Tests;

/// <summary>A shipment, a lot, an order, a licence or a breakdown costs no memory once the pools have grown.</summary>
[NonParallelizable]
public class ChainAllocationTests
{
    static IEnumerable<string> Names() => Directory.EnumerateFiles(Instrument.Folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileNameWithoutExtension(f));

    [TestCaseSource(nameof(Names))]
    public void Four_more_years_allocate_no_more_than_what_happens_in_them_by_date(string file)
    {
        // Per replication processes are made anew; per event a closure or two. Four years of ten shipments a week, a lot a
        // week and site, and thirty reviews a week would show: at 24 bytes each they are above 100,000.
        var (three, seven) = (Allocated(file, "2027-12-31"), Allocated(file, "2031-12-31"));

        Assert.That(seven - three, Is.LessThan(6_000), $"{three} bytes for three years, {seven} for seven");
    }

    static long Allocated(string file, string end)
    {
        var model = new ChainModel(new NetworkIndex(Instrument.Read(file, $"clock.end={end}").Network), 1);
        for (var warm = 0; warm < 3; warm++) model.Run(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Run(1);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
