namespace Twin.Reporting;

/// <summary>Days laid out from left to right.</summary>
sealed record Calendar(DateOnly First, DateOnly End, double Left, double Right)
{
    /// <summary>The part of a run worth drawing: half a year before the onset, where little happens, to the horizon.</summary>
    public static Calendar Of(Window window, double left, double right)
    {
        var first = window.Onset is { } onset && onset.AddMonths(-6) > window.Start ? onset.AddMonths(-6) : window.Start;
        return new(first, window.Horizon > first ? window.Horizon : first.AddDays(1), left, right);
    }

    /// <summary>Where a day is; one outside is at the edge.</summary>
    public double At(DateOnly day) =>
        Left + ((Right - Left) * Math.Clamp(day.DayNumber - First.DayNumber, 0, End.DayNumber - First.DayNumber) / (End.DayNumber - First.DayNumber));

    /// <summary>The first days of quarters inside.</summary>
    public IEnumerable<DateOnly> Quarters
    {
        get
        {
            var day = new DateOnly(First.Year, (((First.Month - 1) / 3) * 3) + 1, 1);
            if (day < First) day = day.AddMonths(3);
            for (; day < End; day = day.AddMonths(3)) yield return day;
        }
    }

    /// <summary>Each year inside, and the middle of the part of it that is.</summary>
    public IEnumerable<(string Year, double Start, double Middle, double Width)> Years
    {
        get
        {
            for (var year = First.Year; year <= End.AddDays(-1).Year; year++)
            {
                var (start, end) = (At(new(year, 1, 1)), At(new(year + 1, 1, 1)));
                yield return ($"{year}", start, (start + end) / 2, end - start);
            }
        }
    }
}
