namespace Twin.Benchmarks;

/// <summary>
/// A supply network, without a kernel: five layers of twenty nodes, two suppliers each, 160 lanes. Nodes review their
/// stock daily and order up to a level; lanes are dispatched weekly; demand and travel times are lognormal; nodes fail
/// and are repaired. What a node or lane does when it is its turn is here, whoever calls it.
/// </summary>
/// <remarks>
/// Whole numbers only, and draws that are keyed by who and when, so that all kernels do the same to the last unit.
/// At one moment lanes go before nodes, each in order; arrivals, failures and repairs have moments of their own.
/// </remarks>
public sealed class NetworkState
{
    public const int Layers = 5;
    public const int Width = 20;
    public const int Nodes = Layers * Width;
    public const int Lanes = (Layers - 1) * Width * 2;
    const int Level = 1_400;
    const int PerDay = 110;

    static readonly int[] Demand = [.. Lognormals(100, 0.5)];
    static readonly int[] Travel = [.. Lognormals(8, 0.4)];
    static readonly int[] UpTime = [.. Inputs.Exponential.Select(t => 1 + (int)(t.TotalMilliseconds * 120 / 1000))];
    static readonly int[] DownTime = [.. Inputs.Exponential.Select(t => 1 + (int)(t.TotalMilliseconds * 5 / 1000))];

    readonly int[] _stock = new int[Nodes];
    readonly int[] _onOrder = new int[Nodes];
    readonly int[] _owed = new int[Lanes];
    readonly bool[] _down = new bool[Nodes];

    public long Lost { get; private set; }

    public long Arrived { get; private set; }

    public long Checksum => Inputs.Mix(Inputs.Mix(Lost, Arrived), _stock.Aggregate(0L, (a, b) => Inputs.Mix(a, b)));

    public void Clear()
    {
        Array.Fill(_stock, Level / 2);
        Array.Clear(_onOrder);
        Array.Clear(_owed);
        Array.Clear(_down);
        (Lost, Arrived) = (0, 0);
    }

    /// <summary>The two suppliers of a node of layers 1 to 4 are beside each other in the layer before.</summary>
    static int Supplier(int lane) => ((((lane / 2 / Width) + 1) - 1) * Width) + (((lane / 2 % Width) + (lane % 2)) % Width);

    static int Buyer(int lane) => Width + (lane / 2);

    /// <summary>A node's day: makes or sells, looks at its stock, orders what is missing.</summary>
    public void Review(int node, int day)
    {
        if (node < Width)
        {
            if (!_down[node]) _stock[node] = Math.Min(2 * Level, _stock[node] + (PerDay * 2));
            return;
        }

        if (node >= Nodes - Width)
        {
            var wanted = Demand[Draw(node, day)];
            var sold = Math.Min(wanted, _stock[node]);
            _stock[node] -= sold;
            Lost += wanted - sold;
        }

        var lane = (node - Width) * 2;
        var missing = Level - _stock[node] - _onOrder[node];
        if (missing <= 0) return;
        _onOrder[node] += missing;
        _owed[lane] += missing / 2;
        _owed[lane + 1] += missing - (missing / 2);
    }

    /// <summary>A lane's week: sends what is owed, as far as it is there.</summary>
    /// <returns>How much, and for how many days it travels; nothing is sent if that is 0.</returns>
    public (int Load, int Days) Dispatch(int lane, int day)
    {
        var supplier = Supplier(lane);
        if (_down[supplier]) return (0, 0);
        var load = Math.Min(_owed[lane], _stock[supplier]);
        if (load == 0) return (0, 0);
        _stock[supplier] -= load;
        _owed[lane] -= load;
        return (load, Travel[Draw(1000 + lane, day)]);
    }

    public void Arrive(int lane, int load)
    {
        _stock[Buyer(lane)] += load;
        _onOrder[Buyer(lane)] -= load;
        Arrived = Inputs.Mix(Arrived, (lane * 1000) + load);
    }

    /// <summary>Fails or is repaired.</summary>
    /// <returns>Days until it changes again.</returns>
    public int Change(int node, int times)
    {
        if (times > 0) _down[node] = !_down[node];
        return (_down[node] ? DownTime : UpTime)[Draw(2000 + node, times)];
    }

    /// <summary>When in the day the loads of a lane arrive; no two lanes at once.</summary>
    public static TimeSpan HourOfArrival(int lane) => TimeSpan.FromTicks((6 * TimeSpan.TicksPerHour) + (lane * TimeSpan.TicksPerMillisecond));

    /// <summary>When in the day a node fails or is repaired; no two nodes at once.</summary>
    public static TimeSpan HourOfChange(int node) => TimeSpan.FromHours(3) + TimeSpan.FromMilliseconds(node);

    static int Draw(int who, int when)
    {
        var x = ((ulong)who << 32) | (uint)when;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (int)(x >> 54);
    }

    /// <summary>The 1,024 middles of a lognormal law, whole, at least 1.</summary>
    static IEnumerable<int> Lognormals(double mean, double sigma)
    {
        for (var i = 0; i < 1024; i++)
        {
            var normal = Twin.Kernel.ExactMath.InverseNormal((i + 0.5) / 1024);
            yield return Math.Max(1, (int)Math.Round(mean * Math.Exp((sigma * normal) - (sigma * sigma / 2))));
        }
    }
}
