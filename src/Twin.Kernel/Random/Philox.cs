using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>The blocks of one counter under four keys.</summary>
    public static (Vector256<ulong> First, Vector256<ulong> Second) Blocks(ulong counterLow, ulong counterHigh, Vector256<ulong> keys)
    {
        unchecked
        {
            var low = Vector256.Create(0xFFFFFFFFUL);
            var (x0, x1) = (Vector256.Create(counterLow & 0xFFFFFFFF), Vector256.Create(counterLow >> 32));
            var (x2, x3) = (Vector256.Create(counterHigh & 0xFFFFFFFF), Vector256.Create(counterHigh >> 32));
            var (k0, k1) = (keys & low, keys >> 32);
            for (var round = 0; round < 10; round++)
            {
                var a = Product(x0, Vector256.Create(0xD2511F53UL));
                var b = Product(x2, Vector256.Create(0xCD9E8D57UL));
                (x0, x1, x2, x3) = ((b >> 32) ^ x1 ^ k0, b & low, (a >> 32) ^ x3 ^ k1, a & low);
                k0 = (k0 + Vector256.Create(0x9E3779B9UL)) & low;
                k1 = (k1 + Vector256.Create(0xBB67AE85UL)) & low;
            }

            return (x0 | (x1 << 32), x2 | (x3 << 32));
        }
    }

    /// <summary>The products of numbers below 2^32.</summary>
    static Vector256<ulong> Product(Vector256<ulong> a, Vector256<ulong> b) => Avx2.IsSupported ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32()) : a * b;
}
