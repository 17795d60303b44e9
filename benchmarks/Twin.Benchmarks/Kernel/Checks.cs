namespace Twin.Benchmarks;

/// <summary>Whoever runs a model, it is the same model: the checksums of all agree.</summary>
public static class Checks
{
    /// <summary>Runs each model in every form, small, twice.</summary>
    /// <exception cref="InvalidOperationException">Two of them differ.</exception>
    public static void Run()
    {
        Agree("timeout, 1", new TimeoutModel(1, 1_000), new TimeoutMachine(1, 1_000), new FourAryHeap(1, 1_000));
        Agree("timeout, 777", new TimeoutModel(777, 50_000), new TimeoutMachine(777, 50_000), new FourAryHeap(777, 50_000));
        Agree("holding, 10", new HoldingModel(10, 10_000), new HoldingMachine(10, 10_000));
        Agree("holding, 300", new HoldingModel(300, 10_000), new HoldingMachine(300, 10_000));
        Agree("network", [.. Enum.GetValues<NetworkStyle>().Select(s => new NetworkModel(s, 200))]);
        Agree("queue", new QueueModel(5_000));
        Agree("patience", new PatienceModel(5_000));
        Agree("interrupt", new InterruptModel(5_000));
        Agree("spawn", new SpawnModel(5_000));
        Agree("machine shop", new MachineShopModel(5));
    }

    static void Agree(string name, params IModel[] forms)
    {
        // The second run is in the memory of the first.
        var sums = forms.SelectMany(f => new[] { f.Run(), f.Run() }).Distinct().ToArray();
        Console.WriteLine($"{name}: {string.Join(", ", sums)}");
        if (sums.Length > 1) throw new InvalidOperationException($"{name}: the forms of the model differ");
    }
}
