using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Twin.Cli;

/// <summary>What the program says of its own doings, on standard error: nothing, unless it is asked to by <c>--verbose</c>.</summary>
static partial class Logs
{
    static ILogger _log = NullLogger.Instance;

    /// <summary>For the host, whose own news is only told where something is wrong.</summary>
    public static ILoggerFactory Factory { get; private set; } = NullLoggerFactory.Instance;

    /// <summary>Whether anything is told.</summary>
    public static bool IsOpen => _log != NullLogger.Instance;

    /// <summary>Begins to tell.</summary>
    public static void Open()
    {
        Factory = LoggerFactory.Create(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.ColorBehavior) = (true, "HH:mm:ss.fff ", LoggerColorBehavior.Disabled))
            .Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        _log = Factory.CreateLogger("twin");
    }

    /// <summary>Lets what was said reach the screen.</summary>
    public static void Close()
    {
        Factory.Dispose();
        (Factory, _log) = (NullLoggerFactory.Instance, NullLogger.Instance);
    }

    public static void ScenarioRead(Scenarios.Scenario scenario, TimeSpan took) => ScenarioRead(_log, scenario.Name, scenario.Hash[..12], scenario.Inputs.Count, scenario.Sources.Count, scenario.Files.Count, took.TotalMilliseconds);

    public static void BatchBegun(Experiments.Study study, int from, int to, int threads) => BatchBegun(_log, study.Scenario, from, to - 1, threads, study.Seed, study.Version);

    public static void BatchEnded(Experiments.Study study, int count, TimeSpan took) =>
        BatchEnded(_log, study.Scenario, count, took.TotalSeconds, count / Math.Max(1e-9, took.TotalSeconds), GC.GetTotalMemory(false) / 1e6, GC.CollectionCount(2));

    public static void Written(string file, long bytes) => Written(_log, file, bytes / 1e3);

    [LoggerMessage(1, LogLevel.Information, "read {Scenario} {Hash}: {Inputs} values and {Sources} sources from {Files} files in {Milliseconds:0} ms")]
    static partial void ScenarioRead(ILogger log, string scenario, string hash, int inputs, int sources, int files, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Study}: replications {From} to {To} on {Threads} threads, seed {Seed}, version {Version}")]
    static partial void BatchBegun(ILogger log, string study, int from, int to, int threads, ulong seed, string version);

    [LoggerMessage(3, LogLevel.Information, "{Study}: {Count} replications in {Seconds:0.0} s, {Rate:0.0}/s; {Megabytes:0} MB of managed memory, {Collections} full collections")]
    static partial void BatchEnded(ILogger log, string study, int count, double seconds, double rate, double megabytes, int collections);

    [LoggerMessage(4, LogLevel.Information, "wrote {File}, {Kilobytes:0} kB")]
    static partial void Written(ILogger log, string file, double kilobytes);
}
