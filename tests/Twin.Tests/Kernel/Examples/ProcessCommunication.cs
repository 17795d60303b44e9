using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Messages from one process to another, or to several. Shows stores as pipes.</summary>
sealed class ProcessCommunication : Example
{
    protected override void Start()
    {
        Print($"Process communication");
        Print($"");
        Print($"One-to-one pipe communication");
        Begin("Consumer A");
    }

    /// <summary>The second half, in a simulation of its own as in the original, with the random numbers that follow.</summary>
    public new List<string> Run(double until)
    {
        base.Run(until);
        Simulation.Reset();
        Print($"");
        Print($"One-to-many pipe communication");
        Begin("Consumer A", "Consumer B");
        Simulation.RunUntil(SimTime.FromMilliseconds((long)(until * 1e9) - 1));
        return Lines;
    }

    void Begin(params string[] consumers)
    {
        Print($"");
        var pipes = consumers.Select(_ => new Store<(double Sent, string Text)>(Simulation)).ToArray();
        Simulation.Start("Generator A", Generate("Generator A", pipes));
        foreach (var (consumer, pipe) in consumers.Zip(pipes)) Simulation.Start(consumer, Consume(consumer, pipe));
    }

    async Process Generate(string name, Store<(double Sent, string Text)>[] pipes)
    {
        while (true)
        {
            await Delay(Random.Integer(6, 10));
            foreach (var pipe in pipes) pipe.TryPut((Now, $"{name} says hello at {Now}"));
        }
    }

    async Process Consume(string name, Store<(double Sent, string Text)> pipe)
    {
        while (true)
        {
            var (sent, text) = await pipe.Get();
            if (sent < Now) Print($"LATE Getting Message: at time {Now}: {name} received message: {text}");
            else Print($"at time {Now}: {name} received message: {text}.");
            await Delay(Random.Integer(4, 8));
        }
    }
}
