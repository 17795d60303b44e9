namespace Twin.Kernel;

/// <summary>Philox4x32-10: 128 random bits for any counter and key, without state.</summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC11, 2011, section 3.3,
/// https://doi.org/10.1145/2063384.2063405. Tested against the known answers of the authors' Random123.
/// </remarks>
static class Philox
{
    /// <summary>The block of a counter under a key: two times 64 bits.</summary>
    public static (ulong First, ulong Second) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        unchecked
        {
            var (x0, x1) = ((uint)counterLow, (uint)(counterLow >> 32));
            var (x2, x3) = ((uint)counterHigh, (uint)(counterHigh >> 32));
            var (k0, k1) = ((uint)key, (uint)(key >> 32));
            for (var round = 0; round < 10; round++)
            {
                var a = 0xD2511F53UL * x0;
                var b = 0xCD9E8D57UL * x2;
                (x0, x1, x2, x3) = ((uint)(b >> 32) ^ x1 ^ k0, (uint)b, (uint)(a >> 32) ^ x3 ^ k1, (uint)a);
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }

            return (x0 | ((ulong)x1 << 32), x2 | ((ulong)x3 << 32));
        }
    }
}
