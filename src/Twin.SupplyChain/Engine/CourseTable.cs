namespace Twin.SupplyChain;

/// <summary>All courses of a network in one table, with one replication's draws: what holds on which day.</summary>
/// <remarks>
/// Days must not go back within a replication: each course keeps a cursor, so that a look-up costs a compare and a
/// line instead of a search (some 200,000 look-ups a replication).
/// </remarks>
sealed class CourseTable(DateOnly start, DateOnly end)
{
    readonly List<Course> _courses = [];
    readonly List<int> _first = [0];
    readonly List<int> _ramp = [];
    readonly List<double[]?> _season = [];
    readonly byte[] _month = [.. Enumerable.Range(0, end.DayNumber - start.DayNumber + 2).Select(d => (byte)(start.AddDays(d).Month - 1))];
    double[] _days = [];
    double[] _base = [];
    double[] _values = [];
    int[] _cursor = [];
    bool[] _special = [];

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
        List<double> days = [];
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
        _cursor = new int[_courses.Count];
        _special = [.. _courses.Select(c => c.Season.Count > 0 || c.Ramp is not null)];
    }

    /// <summary>Takes one replication's draws and goes back to the first day.</summary>
    public void Resolve(EpistemicDraws draws)
    {
        for (var c = 0; c < _courses.Count; c++)
        {
            var (factor, growth) = (draws.Of(_courses[c].Factor), 1 + draws.Of(_courses[c].Growth));
            for (var i = _first[c]; i < _first[c + 1]; i++)
                _values[i] = double.IsNaN(_base[i]) ? _values[i - 1] * growth : _base[i] * factor;
            _cursor[c] = _first[c];
        }
    }

    /// <summary>The ramp of a course; -1 where it has none.</summary>
    public int RampOf(int course) => course < 0 ? -1 : _ramp[course];

    /// <summary>The value of a course on a day, counted from the start: its line, its season and its ramp.</summary>
    public double At(int course, int day)
    {
        var value = LevelAt(course, day);
        if (!_special[course]) return value;
        if (_season[course] is { } season) value *= season[_month[day]];
        return _ramp[course] < 0 ? value : value * Ramps.Share(_ramp[course], day);
    }

    /// <summary>The same without season and ramp: what holds over a year when all is built.</summary>
    public double LevelAt(int course, int day)
    {
        var (i, last) = (_cursor[course], _first[course + 1] - 1);
        while (i < last && _days[i + 1] <= day) i++;
        _cursor[course] = i;
        if (i == last || day <= _days[i]) return _values[i];

        return _values[i] + ((_values[i + 1] - _values[i]) * (day - _days[i]) / (_days[i + 1] - _days[i]));
    }
}
