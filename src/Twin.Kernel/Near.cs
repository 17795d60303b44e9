using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Twin.Kernel;

/// <summary>Asks for memory before it is read. A hint: it changes no value, and what asks in vain has lost some nanoseconds.</summary>
/// <remarks>The only unsafe code of the kernel. On processors other than x86 it does nothing.</remarks>
static unsafe class Near
{
    const int Line = 64;

    /// <summary>Asks for an element of an array.</summary>
    public static void Bring<T>(ref T element)
        where T : struct
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref element));
    }

    /// <summary>Asks for the first lines of an object, and reads nothing of it.</summary>
    /// <remarks>
    /// The reference is taken for a number; the collector may move the object before the processor looks, and then a line that
    /// nobody needs comes near. Nothing keeps the number.
    /// </remarks>
    public static void Bring(object? what, int lines)
    {
        if (!Sse.IsSupported) return;
        var address = (byte*)Unsafe.As<object?, nint>(ref what);
        for (var i = 0; i < lines; i++) Sse.Prefetch0(address + (i * Line));
    }
}
