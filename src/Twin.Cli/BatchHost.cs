using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twin.Experiments;

namespace Twin.Cli;

/// <summary>A batch to run: what is asked, who answers, where the results go, how many replications of it are enough for now, and whether it goes on when one fails.</summary>
sealed record BatchJob(Study Study, Func<IReplicator> MakeReplicator, RunStore Store, int Threads, int UpTo, bool KeepGoing = false);

/// <summary>Runs one batch inside a Generic Host, which turns Ctrl-C and SIGTERM into a cancellation.</summary>
static class BatchHost
{
    /// <returns>Whether the batch was finished; false when it was interrupted, with what was finished saved.</returns>
    public static bool Run(BatchJob job, Action<Progress> report)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(job);
        builder.Services.AddSingleton(report);
        var outcome = new BatchOutcome();
        builder.Services.AddSingleton(outcome);
        builder.Services.AddHostedService<BatchService>();
        builder.Services.AddSingleton(Logs.Factory);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(1)); // one slow replication
        using var host = builder.Build();
        host.Run();

        if (outcome.Failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return outcome.Finished;
    }
}

sealed class BatchOutcome
{
    public bool Finished { get; set; }

    public Exception? Failure { get; set; }
}

sealed class BatchService(BatchJob job, Action<Progress> report, BatchOutcome outcome, IHostApplicationLifetime lifetime) : BackgroundService
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static void Tell(BatchJob job, int replication, TimeSpan time, TimeSpan usual) => Console.Error.WriteLine(FormattableString.Invariant(
        $"twin: replication {replication} (seed {job.Study.Seed}) has been running for {time.TotalSeconds:0} s{(usual > TimeSpan.Zero ? $", where others took {usual.TotalSeconds:0.00} s" : "")}; Ctrl-C keeps what is finished"));

    static void Tell(BatchJob job, ReplicationFailedException e) => Console.Error.WriteLine($"twin: {e.Message}; {Runner.Reported(job.Study, e)}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (before, since) = (job.Store.Count, Stopwatch.StartNew());
        Logs.BatchBegun(job.Study, before, job.UpTo, job.Threads);
        try
        {
            await Task.Run(
                () => Batch.Run(
                    job.Study, job.MakeReplicator, job.Store, job.Threads, report, stoppingToken, new Watchdog(Patience, (r, time, usual) => Tell(job, r, time, usual)), job.UpTo,
                    job.KeepGoing ? e => Tell(job, e) : null),
                CancellationToken.None);
            outcome.Finished = !stoppingToken.IsCancellationRequested || job.Store.Count >= job.UpTo;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was finished is on disk; the command says so.
        }
#pragma warning disable CA1031 // whatever it was is thrown again by the command, on its own thread
        catch (Exception e)
#pragma warning restore CA1031
        {
            outcome.Failure = e;
        }
        finally
        {
            Logs.BatchEnded(job.Study, job.Store.Count - before, since.Elapsed);
            lifetime.StopApplication();
        }
    }
}

/// <summary>Says on standard error how far a batch has come: one line that is written over on a terminal, else a line now and then.</summary>
sealed class ProgressLine
{
    readonly Stopwatch _since = Stopwatch.StartNew();
    readonly bool _overwrite = !Console.IsErrorRedirected && !Logs.IsOpen;
    readonly bool _isQuiet;
    readonly string _name;
    readonly Measure? _shown;
    readonly int _at;
    readonly RunningInterval _interval;
    TimeSpan _next;
    bool _open;

    /// <param name="study">What runs.</param>
    /// <param name="shown">The measure whose mean is told as it goes; one that the study does not have, or null, for none.</param>
    /// <param name="before">Its values in the replications that are there already.</param>
    /// <param name="isQuiet">Whether nothing is told at all.</param>
    public ProgressLine(Study study, string? shown, IEnumerable<double> before, bool isQuiet)
    {
        _isQuiet = isQuiet;
        (_name, _at) = (study.Scenario, study.Measures.Select(m => m.Key).ToList().IndexOf(shown ?? ""));
        _shown = _at < 0 ? null : study.Measures[_at];
        _interval = new RunningInterval(study.Repeats, _shown?.Cap ?? double.PositiveInfinity);
        if (_shown is not null) foreach (var value in before) _interval.Add(value);
    }

    public void Report(Progress progress)
    {
        if (_isQuiet) return;
        if (_shown is not null && progress.Newest is { HasFailed: false } newest) _interval.Add(newest.Values[_at]);
        if (_since.Elapsed < _next && progress.Done < progress.Total) return;

        _next = _since.Elapsed + (_overwrite ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5));
        var eta = progress.Eta is { } left ? $", {Math.Ceiling(left.TotalSeconds):0} s to go" : "";
        var so = _interval.Now is { } i ? $"; {_shown!.Key} {Digits.Of(i.Mean)} ±{Digits.Of((i.High - i.Low) / 2)} {_shown.Unit}" : "";
        var line = $"{_name}: {progress.Done}/{progress.Total} replications, {progress.PerSecond:0.0}/s{eta}{so}";
        if (!_overwrite)
        {
            Console.Error.WriteLine(line);
            return;
        }

        Console.Error.Write($"\r{line,-79}");
        _open = true;
    }

    public void End()
    {
        if (_open) Console.Error.WriteLine();
    }
}
