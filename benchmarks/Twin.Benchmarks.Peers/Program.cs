using System.Reflection;
using System.Runtime.InteropServices;
using Twin.Benchmarks;
using Twin.Benchmarks.Peers;

// The name of a model, how many times as fast as the peer it should be (0 where nothing is promised), and both forms of it.
Comparison[] all =
[
    new("timeout, 1 pending", 0, new TimeoutModel(1, 2_000_000), new TimeoutPeer(1, 2_000_000)),
    new("timeout, 100 pending", 6, new TimeoutModel(100, 2_000_000), new TimeoutPeer(100, 2_000_000)),
    new("timeout, 1,000 pending", 7, new TimeoutModel(1_000, 2_000_000), new TimeoutPeer(1_000, 2_000_000)),
    new("timeout, 10,000 pending", 0, new TimeoutModel(10_000, 2_000_000), new TimeoutPeer(10_000, 2_000_000)),
    new("request, hold, release, 10 processes", 10, new HoldingModel(10, 500_000), new HoldingPeer(10, 500_000)),
    new("request, hold, release, 100", 10, new HoldingModel(100, 500_000), new HoldingPeer(100, 500_000)),
    new("request, hold, release, 1,000", 10, new HoldingModel(1_000, 500_000), new HoldingPeer(1_000, 500_000)),
    new("M/M/1, a process for each customer", 6, new QueueModel(500_000), new QueuePeer(500_000)),
    new("request with patience", 12, new PatienceModel(300_000), new PatiencePeer(300_000)),
    new("interrupt, told as a result", 6, new InterruptModel(300_000), new InterruptPeer(300_000)),
    new("machine shop, 10 machines, per part", 6, new MachineShopModel(200), new MachineShopPeer(200)),
    new("short-lived processes", 8, new SpawnModel(500_000), new SpawnPeer(500_000)),
    new("network of 100 nodes, as processes in cohorts", 10, new NetworkModel(NetworkStyle.Cohorts), new NetworkPeer()),
    new("network of 100 nodes, a process for everything", 0, new NetworkModel(NetworkStyle.Processes), new NetworkPeer()),
    new("network of 100 nodes, as a sweep", 15, new NetworkModel(NetworkStyle.Sweep), new NetworkPeer()),
];

var rounds = 7;
switch (args)
{
    case ["--check"] or ["--ratios"]:
        break;
    case ["--ratios", "--rounds", var number] when int.TryParse(number, out rounds) && rounds > 0:
        break;
    default:
        Console.Error.WriteLine("usage: --check | --ratios [--rounds N]");
        return 2;
}

var different = 0;
if (args[0] == "--check")
{
    foreach (var comparison in all)
    {
        var (ours, theirs) = (comparison.Ours.Run(), comparison.Theirs.Run());
        Console.WriteLine($"{comparison.Name}: {ours} {(ours == theirs ? "=" : "≠")} {theirs}");
        if (ours != theirs) different++;
    }

    return different == 0 ? 0 : 1;
}

Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors; SimSharp {typeof(SimSharp.Simulation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}; processor time, median of {rounds} paired rounds");
Console.WriteLine();
Console.WriteLine("| model | Twin, ns | SimSharp, ns | times as fast | target | Twin, bytes | SimSharp, bytes |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var comparison in all)
{
    var result = comparison.Measure(rounds);
    if (result is not { } r)
    {
        Console.WriteLine($"| {comparison.Name} | checksums differ | | | | | |");
        different++;
        continue;
    }

    var target = comparison.Target > 0 ? $"{comparison.Target}" : "";
    Console.WriteLine(FormattableString.Invariant($"| {comparison.Name} | {Rounded(r.Ours):N0} | {Rounded(r.Theirs):N0} | {r.Ratio:F1} | {target} | {Rounded(r.OurBytes):N0} | {Rounded(r.TheirBytes):N0} |"));
}

return different == 0 ? 0 : 1;

// Three digits; the fourth is another in the next run.
static double Rounded(double value)
{
    var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 2));
    return Math.Round(value / unit) * unit;
}
