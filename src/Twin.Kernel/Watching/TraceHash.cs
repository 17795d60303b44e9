namespace Twin.Kernel;

/// <summary>A 64-bit hash of a run, line by line: two runs that agree in it did the same things in the same order.</summary>
/// <remarks>Two multiplications a line. Against accident, not against an adversary.</remarks>
public struct TraceHash
{
    ulong _state;

    /// <summary>The hash of all lines so far.</summary>
    public readonly ulong Value => StableHash.Mix(_state);

    /// <summary>Adds a line of three numbers.</summary>
    public void Add(long a, long b, long c)
    {
        unchecked
        {
            var state = ((_state ^ (ulong)a) * 0x9E3779B97F4A7C15) + (ulong)b;
            state = ((state ^ (state >> 32)) * 0xD6E8FEB86659FD93) + (ulong)c;
            _state = state ^ (state >> 29);
        }
    }
}
