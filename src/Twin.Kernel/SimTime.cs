namespace Twin.Kernel;

/// <summary>A moment of a simulation: whole milliseconds since its start.</summary>
/// <remarks>
/// Time is integer, so that 0.1 s + 0.2 s is 0.3 s and ties are ties. The range is some 290 million years. Durations
/// are rounded to the nearest millisecond, halves away from zero; this is the one place where time is rounded.
/// </remarks>
/// <param name="Milliseconds">Since the start; never negative for a moment that a simulation reaches.</param>
public readonly record struct SimTime(long Milliseconds) : IComparable<SimTime>
{
    const long PerDay = 86_400_000;

    /// <summary>The start.</summary>
    public static SimTime Zero => default;

    public static SimTime FromMilliseconds(long milliseconds) => new(milliseconds);

    public static SimTime FromDays(long days) => new(days * PerDay);

    /// <summary>The moment a duration after the start.</summary>
    public static SimTime After(TimeSpan duration) => new(Round(duration));

    /// <summary>Days since the start, with their fraction; for people.</summary>
    public double Days => (double)Milliseconds / PerDay;

    public int CompareTo(SimTime other) => Milliseconds.CompareTo(other.Milliseconds);

    public static bool operator <(SimTime a, SimTime b) => a.Milliseconds < b.Milliseconds;

    public static bool operator >(SimTime a, SimTime b) => a.Milliseconds > b.Milliseconds;

    public static bool operator <=(SimTime a, SimTime b) => a.Milliseconds <= b.Milliseconds;

    public static bool operator >=(SimTime a, SimTime b) => a.Milliseconds >= b.Milliseconds;

    public static SimTime operator +(SimTime a, TimeSpan duration) => new(checked(a.Milliseconds + Round(duration)));

    public static TimeSpan operator -(SimTime a, SimTime b) => TimeSpan.FromMilliseconds(a.Milliseconds - b.Milliseconds);

    public override string ToString() => $"day {Days:0.######}";

    internal static long Round(TimeSpan duration)
    {
        var (ticks, whole) = (duration.Ticks, duration.Ticks / TimeSpan.TicksPerMillisecond);
        var rest = ticks - (whole * TimeSpan.TicksPerMillisecond);
        return rest == 0 ? whole : whole + (rest * 2 / TimeSpan.TicksPerMillisecond);
    }
}
