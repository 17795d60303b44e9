using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Twin.Benchmarks;

/// <summary>The processor time of the calling thread, garbage collection on it included: machines are shared, and wall time is not ours.</summary>
public static partial class Cpu
{
    const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Nanoseconds, since some moment. Elsewhere than on Linux, of the whole process.</summary>
    public static long Nanoseconds()
    {
        if (!OperatingSystem.IsLinux()) return Process.GetCurrentProcess().TotalProcessorTime.Ticks * 100;
        if (GetTime(ThreadClock, out var time) != 0) throw new InvalidOperationException("the thread's clock cannot be read");
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    /// <summary>What one run of something costs.</summary>
    public static double Of(Action run)
    {
        var before = Nanoseconds();
        run();
        return Nanoseconds() - before;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);
}
