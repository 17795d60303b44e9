namespace Twin.Kernel;

/// <summary>A part of a model that keeps state in a simulation: a resource, a stock, a gate.</summary>
/// <remarks>After <see cref="Simulation.Reset"/> it is as it was made, from its first use on; nothing is registered anywhere.</remarks>
public abstract class Part
{
    int _epoch;

    private protected Part(Simulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        (Simulation, _epoch) = (simulation, simulation.Epoch);
    }

    /// <summary>Called when its state has changed: a level, units in use, things in a store, a gate.</summary>
    /// <remarks>For monitors and conditions. Handlers look, and do not act on the part. They stay when the simulation is reset.</remarks>
    public event Action? Changed;

    internal Simulation Simulation { get; }

    private protected int Epoch => _epoch;

    /// <summary>Called first in every use: makes a part of an earlier run as new.</summary>
    private protected void Refresh()
    {
        if (_epoch == Simulation.Epoch) return;
        _epoch = Simulation.Epoch;
        Renew();
    }

    private protected void Tell() => Changed?.Invoke();

    private protected abstract void Renew();
}
