using System.Globalization;
using Twin.Kernel;

namespace Twin.Tests;

/// <summary>An example of SimPy's or SimSharp's documentation, told to our kernel: it prints the same lines for the same inputs.</summary>
/// <remarks>A unit of the original's time, a minute or a second, is a milliard milliseconds here, so that rounding changes no order.</remarks>
abstract class Example
{
    protected Simulation Simulation { get; } = new();

    protected PythonRandom Random { get; } = new(42);

    /// <summary>What was printed.</summary>
    public List<string> Lines { get; } = [];

    protected double Now => Simulation.Now.Milliseconds / 1e9;

    public Example Run(double until)
    {
        Start();
        // SimPy stops before what is due at the end.
        Simulation.RunUntil(SimTime.FromMilliseconds((long)(until * 1e9) - 1));
        return this;
    }

    protected abstract void Start();

    protected static TimeSpan Time(double units) => TimeSpan.FromMilliseconds(Math.Round(units * 1e9));

    protected Delay Delay(double units) => Simulation.Delay(Time(units));

    protected void Print(FormattableString line) => Lines.Add(line.ToString(CultureInfo.InvariantCulture));
}
