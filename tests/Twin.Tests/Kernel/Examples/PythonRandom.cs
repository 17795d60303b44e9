namespace Twin.Tests;

/// <summary>Python's random numbers, so that an example of SimPy has the same inputs here as there.</summary>
/// <remarks>
/// MT19937 by Matsumoto and Nishimura, ACM Transactions on Modeling and Computer Simulation 8 (1998) 3–30,
/// https://doi.org/10.1145/272991.272995, and the laws as CPython 3.11 draws them (Lib/random.py).
/// </remarks>
sealed class PythonRandom
{
    const int N = 624;

    readonly uint[] _state = new uint[N];
    int _next = N;

    public PythonRandom(uint seed)
    {
        _state[0] = 19_650_218;
        for (var i = 1; i < N; i++) _state[i] = (1_812_433_253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        var at = 1;
        for (var k = 0; k < N; k++) Stir(1_664_525, seed);
        for (var k = 0; k < N - 1; k++) Stir(1_566_083_941, (uint)-at);
        _state[0] = 0x80000000;

        void Stir(uint factor, uint plus)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * factor)) + plus;
            if (++at < N) return;
            _state[0] = _state[N - 1];
            at = 1;
        }
    }

    /// <summary>random(): [0, 1), 53 bits.</summary>
    public double Next() => (((Word() >> 5) * 67_108_864.0) + (Word() >> 6)) / 9_007_199_254_740_992.0;

    public double Uniform(double a, double b) => a + ((b - a) * Next());

    /// <summary>expovariate(1 / mean).</summary>
    public double Exponential(double mean) => -Math.Log(1 - Next()) / (1 / mean);

    /// <summary>normalvariate, by Kinderman and Monahan.</summary>
    public double Normal(double mean, double deviation)
    {
        var magic = 4 * Math.Exp(-0.5) / Math.Sqrt(2);
        while (true)
        {
            var (u, v) = (Next(), 1 - Next());
            var z = magic * (u - 0.5) / v;
            if (z * z / 4 <= -Math.Log(v)) return mean + (z * deviation);
        }
    }

    /// <summary>randint(a, b): both ends included.</summary>
    public int Integer(int a, int b) => a + Below(b - a + 1);

    /// <summary>choice.</summary>
    public T Choice<T>(T[] things) => things[Below(things.Length)];

    int Below(int n)
    {
        var bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)n);
        while (true)
        {
            var r = (int)(Word() >> (32 - bits));
            if (r < n) return r;
        }
    }

    uint Word()
    {
        if (_next == N)
        {
            for (var i = 0; i < N; i++)
            {
                var y = (_state[i] & 0x80000000) | (_state[(i + 1) % N] & 0x7fffffff);
                _state[i] = _state[(i + 397) % N] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }

            _next = 0;
        }

        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }
}
