namespace Twin.Kernel;

/// <summary>A process threw. The run has stopped at that moment; no process runs on beside a broken one.</summary>
/// <param name="process">The name it was started with.</param>
/// <param name="time">When.</param>
/// <param name="waitedFor">What it had last waited for.</param>
/// <param name="cause">What it threw.</param>
public sealed class ProcessFailedException(string process, SimTime time, string waitedFor, Exception cause)
    : Exception($"process '{process}' failed at {time}, after waiting for {waitedFor}: {cause.Message}", cause)
{
    public string Process { get; } = process;

    public SimTime Time { get; } = time;

    public string WaitedFor { get; } = waitedFor;
}

/// <summary>A process was interrupted while it waited; it may catch this and go on.</summary>
/// <param name="cause">What the interrupter gave as a reason.</param>
/// <param name="left">How much of the delay was left; zero where it ended in the same moment.</param>
public sealed class InterruptedException(object? cause, TimeSpan left) : Exception($"interrupted: {cause}")
{
    public object? Cause { get; } = cause;

    public TimeSpan Left { get; } = left;
}
