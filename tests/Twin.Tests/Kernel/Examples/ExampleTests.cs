using NUnit.Framework;

namespace Twin.Tests;

/// <summary>
/// The examples print what the originals print: SimPy 3.0.8 under Python 3.11, random.seed(42) (SimPy is MIT licensed;
/// https://simpy.readthedocs.io/en/latest/examples/), SimSharp 3.4.2 (MIT; https://github.com/heal-research/SimSharp).
/// </summary>
public class ExampleTests
{
    static string[] Expected(string name) => File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Twin.Tests", "Kernel", "Examples", $"{name}.txt"));

    [Test]
    public void Python_s_random_numbers_are_Python_s()
    {
        // random.seed(42); random.random(), random.random(), randint(1, 6), expovariate(0.1), normalvariate(10, 2)
        var random = new PythonRandom(42);
        Assert.That((random.Next(), random.Next()), Is.EqualTo((0.6394267984578837, 0.025010755222666936)));
    }

    [Test]
    public void Bank_renege() => Assert.That(new BankRenege().Run(1_000).Lines, Is.EqualTo(Expected("bank_renege")));

    [Test]
    public void Car_wash() => Assert.That(new CarWash().Run(20).Lines, Is.EqualTo(Expected("carwash")));

    [Test]
    public void Machine_shop() => Assert.That(new MachineShop(preemption: true).Run(4 * 7 * 24 * 60), Is.EqualTo(Expected("machine_shop")));

    /// <summary>The original with a PriorityResource in place of the PreemptiveResource.</summary>
    [Test]
    public void Machine_shop_without_preemption() => Assert.That(new MachineShop(preemption: false).Run(4 * 7 * 24 * 60), Is.EqualTo(Expected("machine_shop_without_preemption")));

    [Test]
    public void Movie_renege() => Assert.That(new MovieRenege().Run(120), Is.EqualTo(Expected("movie_renege")));

    [Test]
    public void Gas_station_refuelling() => Assert.That(new GasStation().Run(1_000).Lines, Is.EqualTo(Expected("gas_station_refuel")));

    [Test]
    public void Process_communication() => Assert.That(new ProcessCommunication().Run(100), Is.EqualTo(Expected("process_communication")));

    [Test]
    public void Event_latency() => Assert.That(new EventLatency().Run(100).Lines, Is.EqualTo(Expected("latency")));

    /// <summary>SimSharp's sample with Python's random numbers, seed 42, for its own.</summary>
    [Test]
    public void Kanban() => Assert.That(new Kanban().Run(180 * 24 * 60), Is.EqualTo(Expected("kanban")));

    /// <summary>SimSharp's sample with Python's random numbers, seeds 1 to 5.</summary>
    [Test]
    public void M_M_1() => Assert.That(new MM1().Run(), Is.EqualTo(Expected("mm1")));
}
