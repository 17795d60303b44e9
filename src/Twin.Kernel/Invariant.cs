using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Twin.Kernel;

/// <summary>What must hold, in every build: a run that breaks its own laws stops, and never reports a number.</summary>
public static class Invariant
{
    /// <param name="condition">What holds.</param>
    /// <param name="law">The law, as a sentence.</param>
    /// <exception cref="InvariantViolatedException">It does not hold.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Holds([DoesNotReturnIf(false)] bool condition, string law)
    {
        if (!condition) Fail(law);
    }

    [DoesNotReturn]
    static void Fail(string law) => throw new InvariantViolatedException(law);
}

/// <summary>A law of ours was broken: the fault is in the program, not in what it was given.</summary>
public sealed class InvariantViolatedException(string law) : Exception($"this must hold and does not: {law}");
