using NUnit.Framework;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>A simulation whose processes write down what happens to them. A unit of time is a minute.</summary>
public abstract class Logged
{
    protected Simulation Simulation { get; } = new();

    protected List<string> Said { get; } = [];

    protected static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    protected Delay Delay(double minutes) => Simulation.Delay(Minutes(minutes));

    protected Process Start(string name, Process process) => Simulation.Start(name, process);

    protected void Log(object? what) => Said.Add(FormattableString.Invariant($"{Simulation.Now.Milliseconds / 60_000.0:0.###}: {what}"));

    protected void RunTo(double minutes) => Simulation.RunUntil(SimTime.After(Minutes(minutes)));

    /// <summary>Runs to the end and compares all that was said.</summary>
    protected void Expect(params string[] said)
    {
        Simulation.Run();
        Assert.That(Said, Is.EqualTo(said));
    }
}
