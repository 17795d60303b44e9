using System.Diagnostics;

namespace Twin.Experiments;

/// <summary>Notices replications that take much longer than others, and names them: a stuck run says where it is stuck.</summary>
/// <remarks>It changes nothing of the results: it only looks at the clock, and only to tell.</remarks>
/// <param name="patience">Nothing is said of a replication before it has taken so long; six times that while none has ended.</param>
/// <param name="tell">Told of each such replication once: which, for how long, and how long the others took in the mean (nought where none has ended).</param>
public sealed class Watchdog(TimeSpan patience, Action<int, TimeSpan, TimeSpan> tell)
{
    /// <summary>How many times longer than the mean of the others it has to take as well.</summary>
    const int Times = 20;

    readonly Lock _lock = new();
    readonly Dictionary<int, Stopwatch> _running = [];
    readonly HashSet<int> _told = [];
    TimeSpan _sum;
    int _ended;

    /// <summary>How often it looks.</summary>
    internal TimeSpan Every { get; } = patience / 4;

    internal void Begin(int replication)
    {
        lock (_lock) _running[replication] = Stopwatch.StartNew();
    }

    internal void End(int replication)
    {
        lock (_lock)
        {
            _sum += _running[replication].Elapsed;
            _ended++;
            _running.Remove(replication);
        }
    }

    internal void Look()
    {
        List<(int Replication, TimeSpan For)> stuck;
        TimeSpan usual;
        lock (_lock)
        {
            usual = _ended > 0 ? _sum / _ended : TimeSpan.Zero;
            stuck = [.. _running.Where(r => r.Value.Elapsed > (_ended > 0 ? patience : 6 * patience) && r.Value.Elapsed > usual * Times && _told.Add(r.Key)).Select(r => (r.Key, r.Value.Elapsed))];
        }

        foreach (var (replication, time) in stuck.Order()) tell(replication, time, usual);
    }
}
