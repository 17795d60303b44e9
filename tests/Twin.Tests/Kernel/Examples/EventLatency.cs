using Twin.Kernel;

namespace Twin.Tests;

/// <summary>A cable with a delay between a sender and a receiver. Shows a transit: no process for a message under way.</summary>
sealed class EventLatency : Example
{
    protected override void Start()
    {
        Print($"Event Latency");
        var received = new Store<string>(Simulation);
        Simulation.Start("sender", Send(new Transit<string>(Simulation, message => received.TryPut(message), "cable")));
        Simulation.Start("receiver", Receive(received));
    }

    async Process Send(Transit<string> cable)
    {
        while (true)
        {
            await Delay(5);
            cable.Send($"Sender sent this at {Now}", Time(10));
        }
    }

    async Process Receive(Store<string> received)
    {
        while (true)
        {
            var message = await received.Get();
            Print($"Received this at {Now} while {message}");
        }
    }
}
