using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Twin.Experiments;

/// <summary>Runs the replications of a study that are not on disk yet, on some threads.</summary>
/// <remarks>
/// Threads take numbers from a counter and hand their records to one writer, which appends them in order of number:
/// the file is the same bytes whatever the number of threads. A thread that is more than <see cref="Ahead"/> records
/// ahead of the slowest waits, so memory does not grow with the batch.
/// </remarks>
public static class Batch
{
    /// <summary>What a monitor listens to: <c>dotnet-counters monitor -n twin --counters Twin.Experiments</c>.</summary>
    public const string MeterName = "Twin.Experiments";

    static readonly Meter Meter = new(MeterName);
    static readonly Counter<long> Written = Meter.CreateCounter<long>("twin.replications", "{replication}", "Replications on disk");
    static readonly Histogram<double> Took = Meter.CreateHistogram<double>("twin.replication.duration", "s", "Time that a replication took on its thread");

    static readonly ObservableGauge<long> Memory = Meter.CreateObservableGauge("twin.memory", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory in use");

    /// <summary>Records that may wait for a slower one, per thread.</summary>
    public const int Ahead = 4;

    /// <param name="study">What is asked.</param>
    /// <param name="makeReplicator">Called once on each thread.</param>
    /// <param name="store">Where the records go; what it holds is not run again.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="report">Told of every record that has been written, on the thread that wrote it.</param>
    /// <param name="watch">Told, once each, of replications that take much longer than others; null for nobody.</param>
    /// <param name="upTo">Not all of the study's replications, but the first so many; null for all.</param>
    /// <param name="failed">Told of replications that throw, which then stay without answers; null to stop at the first.</param>
    /// <param name="cancellation">Stops after the replications under way; what is contiguous is on disk then.</param>
    /// <exception cref="ReplicationFailedException">One threw. All before it are on disk.</exception>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it had finished.</exception>
    public static void Run(
        Study study, Func<IReplicator> makeReplicator, RunStore store, int threads, Action<Progress> report, CancellationToken cancellation, Watchdog? watch = null, int? upTo = null, Action<ReplicationFailedException>? failed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var last = Math.Min(upTo ?? study.Replications, study.Replications);
        using var work = new Work(study, last, store, report, Ahead * threads, failed, cancellation);
        if (work.IsEnough) return;
        var workers = Enumerable.Range(0, Math.Min(threads, Math.Max(1, last - store.Count)))
            .Select(i => new Thread(() => work.Run(makeReplicator, watch)) { Name = $"replications {i}", IsBackground = true })
            .ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers)
        {
            while (!worker.Join(watch?.Every ?? Timeout.InfiniteTimeSpan)) watch?.Look();
        }

        work.ThrowIfFailed();
        if (store.Count < last && !work.IsEnough) cancellation.ThrowIfCancellationRequested();
    }

    sealed class Work(Study study, int last, RunStore store, Action<Progress> report, int ahead, Action<ReplicationFailedException>? failed, CancellationToken cancellation) : IDisposable
    {
        readonly Lock _lock = new();
        readonly SortedDictionary<int, ReplicationRecord> _waiting = [];
        readonly SemaphoreSlim _room = new(ahead);
        readonly Stopwatch _since = Stopwatch.StartNew();
        readonly int _before = store.Count;
        readonly Precision? _precision = study.Stop is { } stop ? new Precision(study, stop, store) : null;
        int _next = store.Count - 1;
        Exception? _failure;
        int _failedAt = int.MaxValue;

        /// <summary>Whether the stopping rule is content with what is on disk.</summary>
        public bool IsEnough => _precision?.IsEnough == true;

        public void Dispose() => _room.Dispose();

        public void Run(Func<IReplicator> makeReplicator, Watchdog? watch)
        {
            var replication = -1;
            try
            {
                var replicator = makeReplicator();
                while (_failure is null && !IsEnough && !cancellation.IsCancellationRequested)
                {
                    while (!_room.Wait(50, CancellationToken.None))
                    {
                        if (_failure is not null || IsEnough || cancellation.IsCancellationRequested) return;
                    }

                    replication = Interlocked.Increment(ref _next);
                    if (replication >= last) return;
                    watch?.Begin(replication);
                    var began = Stopwatch.GetTimestamp();
                    ReplicationRecord record;
                    try
                    {
                        record = replicator.Run(replication, cancellation);
                    }
                    catch (Exception e) when (failed is not null && e is not (OperationCanceledException or IOException))
                    {
                        failed(new ReplicationFailedException(replication, e));
                        record = ReplicationRecord.OfFailed(replication);
                        replicator = makeReplicator(); // in whatever state the other stopped
                    }

                    Took.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
                    Hand(record);
                    watch?.End(replication);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The one under way is given up; those before it are written.
            }
#pragma warning disable CA1031 // kept for the caller, whose thread it is thrown on
            catch (Exception e)
#pragma warning restore CA1031
            {
                Fail(replication, e);
            }
        }

        /// <summary>Throws the failure of the lowest number: the same one whichever thread was first.</summary>
        public void ThrowIfFailed()
        {
            if (_failure is null) return;
            if (_failure is IOException) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            throw new ReplicationFailedException(_failedAt, _failure);
        }

        void Fail(int replication, Exception e)
        {
            lock (_lock)
            {
                if (replication >= _failedAt) return;
                (_failure, _failedAt) = (e, replication);
            }
        }

        void Hand(ReplicationRecord record)
        {
            lock (_lock)
            {
                _waiting.Add(record.Replication, record);
                // What others have run ahead of the last that counts is given up.
                while (!IsEnough && _waiting.Remove(store.Count, out var next))
                {
                    store.Append(next);
                    Written.Add(1);
                    _precision?.Add(next);
                    _room.Release();
                    report(Now(next));
                }
            }
        }

        /// <summary>Looks at the mean that a stopping rule speaks of.</summary>
        sealed class Precision
        {
            readonly StoppingRule _rule;
            readonly RunningInterval _interval;
            readonly int _at;
            int _count;

            public Precision(Study study, StoppingRule rule, RunStore store)
            {
                (_rule, _at) = (rule, study.Measures.Index().First(m => m.Item.Key == rule.Measure).Index);
                _interval = new RunningInterval(study.Repeats, study.Measures[_at].Cap ?? double.PositiveInfinity);
                foreach (var value in store.Watched) Add(value);
            }

            public volatile bool IsEnough;

            public void Add(ReplicationRecord record)
            {
                if (!record.HasFailed) Add(record.Values[_at]);
            }

            void Add(double value)
            {
                _interval.Add(value);
                if (++_count % StoppingRule.Every == 0) IsEnough = _interval.IsWithin(_rule.Relative);
            }
        }

        Progress Now(ReplicationRecord newest)
        {
            var (done, seconds) = (store.Count - _before, _since.Elapsed.TotalSeconds);
            var rate = seconds > 0 ? done / seconds : 0;
            return new Progress(store.Count, last, rate, rate > 0 ? TimeSpan.FromSeconds((last - store.Count) / rate) : null, newest);
        }
    }
}
