namespace Twin.Kernel;

/// <summary>A 64-bit hash that is the same in every process, on every machine, for ever.</summary>
/// <remarks>
/// FNV-1a over the UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/), finished with the mixer of SplitMix64
/// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014), since FNV alone leaves its high
/// bits poorly mixed for short names.
/// </remarks>
public static class StableHash
{
    const ulong Basis = 14695981039346656037;
    const ulong Prime = 1099511628211;

    /// <summary>Hash of a name, unit by unit; no culture, no case folding.</summary>
    public static ulong Of(string name)
    {
        var hash = Basis;
        foreach (var unit in name) hash = unchecked((hash ^ unit) * Prime);
        return Mix(hash);
    }

    /// <summary>Hash of two hashes; their order counts.</summary>
    public static ulong Of(ulong a, ulong b) => Mix(unchecked((Mix(a) * Prime) ^ b));

    /// <summary>Spreads every bit over all: a bijection.</summary>
    public static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
