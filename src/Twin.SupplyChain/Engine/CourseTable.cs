namespace Twin.SupplyChain;

/// <summary>All courses of a network in one table, with one replication's draws: what holds on which day.</summary>
/// <remarks>
/// Each course keeps the line that it was on when last asked, so that a look-up costs a compare and a multiplication
/// instead of a search, wherever it stays on that line (some 250,000 look-ups a replication).
/// </remarks>
sealed class CourseTable(DateOnly start, DateOnly end)
{
    readonly List<Course> _courses = [];
    readonly List<int> _first = [0];
    readonly List<int> _ramp = [];
    readonly List<double[]?> _season = [];
    readonly byte[] _month = [.. Enumerable.Range(0, end.DayNumber - start.DayNumber + 2).Select(d => (byte)(start.AddDays(d).Month - 1))];
    int[] _days = [];
    double[] _base = [];
    double[] _values = [];
    Line[] _lines = [];

    /// <summary>Where a course is: the straight line that holds for some days.</summary>
    struct Line
    {
        public double Value;
        public double Slope;
        public int From;     // the day of its value
        public int Since;    // the first day that it holds
        public uint Days;    // for how many
        public bool Special; // a season, or a ramp
    }

    /// <summary>How the plants come into being that some of the courses are capacities of.</summary>
    public RampTable Ramps { get; } = new(start);

    /// <summary>Adds a course; the number it is known by from now on.</summary>
    public int Add(Course course)
    {
        _courses.Add(course);
        _season.Add(course.Season.Count > 0 ? [.. course.Season] : null);
        _ramp.Add(course.Ramp is { } ramp ? Ramps.Add(ramp) : -1);
        return _courses.Count - 1;
    }

    /// <summary>Fixes the dates of all points, those of the growing tail included.</summary>
    public void Seal()
    {
        List<int> days = [];
        List<double> values = [];
        foreach (var course in _courses)
        {
            foreach (var (date, value) in course.Points)
            {
                days.Add(date == DateOnly.MinValue ? 0 : date.DayNumber - start.DayNumber);
                values.Add(value);
            }

            if (course.Growth != Estimate.Certain(0))
            {
                // Compounded at each anniversary of the last point, with straight lines between.
                for (var date = course.Points[^1].Date; date < end;)
                {
                    date = date.AddYears(1);
                    days.Add(date.DayNumber - start.DayNumber);
                    values.Add(double.NaN);
                }
            }

            _first.Add(days.Count);
        }

        Ramps.Seal();
        (_days, _base) = ([.. days], [.. values]);
        _values = new double[days.Count];
        _lines = new Line[_courses.Count];
    }

    /// <summary>Takes one replication's draws and goes back to the first day.</summary>
    public void Resolve(EpistemicDraws draws)
    {
        for (var c = 0; c < _courses.Count; c++)
        {
            var (factor, growth) = (draws.Of(_courses[c].Factor), 1 + draws.Of(_courses[c].Growth));
            for (var i = _first[c]; i < _first[c + 1]; i++)
                _values[i] = double.IsNaN(_base[i]) ? _values[i - 1] * growth : _base[i] * factor;
            _lines[c] = new Line { Special = _season[c] is not null || _ramp[c] >= 0 }; // holds on no day
        }
    }

    /// <summary>The ramp of a course; -1 where it has none.</summary>
    public int RampOf(int course) => course < 0 ? -1 : _ramp[course];

    /// <summary>The value of a course on a day, counted from the start: its line, its season and its ramp.</summary>
    public double At(int course, int day)
    {
        ref var line = ref LineOf(course, day);
        var value = line.Value + (line.Slope * (day - line.From));
        return line.Special ? Shaped(course, day, value) : value;
    }

    /// <summary>The same without season and ramp: what holds over a year when all is built.</summary>
    public double LevelAt(int course, int day)
    {
        ref var line = ref LineOf(course, day);
        return line.Value + (line.Slope * (day - line.From));
    }

    ref Line LineOf(int course, int day)
    {
        ref var line = ref _lines[course];
        if ((uint)(day - line.Since) >= line.Days) Seek(ref line, _first[course], _first[course + 1] - 1, day);
        return ref line;
    }

    /// <summary>The same without season: what of a plant stands.</summary>
    public double BuiltAt(int course, int day) => LevelAt(course, day) * (_ramp[course] < 0 ? 1 : Ramps.Share(_ramp[course], day));

    double Shaped(int course, int day, double value)
    {
        if (_season[course] is { } season) value *= season[_month[day]];
        return _ramp[course] < 0 ? value : value * Ramps.Share(_ramp[course], day);
    }

    void Seek(ref Line line, int first, int last, int day)
    {
        const int Ever = int.MaxValue / 2;
        var i = first;
        while (i < last && _days[i + 1] <= day) i++;
        (line.Value, line.Slope, line.From) = (_values[i], 0, _days[i]);
        if (day < _days[first])
        {
            (line.Since, line.Days) = (-Ever, (uint)(_days[first] + Ever));
        }
        else if (i == last)
        {
            (line.Since, line.Days) = (_days[i], (uint)(Ever - _days[i]));
        }
        else
        {
            (line.Since, line.Days) = (_days[i], (uint)(_days[i + 1] - _days[i]));
            line.Slope = (_values[i + 1] - _values[i]) / line.Days;
        }
    }
}
