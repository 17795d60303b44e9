using System.Runtime.Intrinsics;

namespace Twin.Kernel;

/// <summary>A real number, or several side by side: what a formula is written for, so that one text serves both.</summary>
/// <remarks>Only what IEEE 754 fixes to the bit, so that four at once are the same four numbers.</remarks>
interface ILanes<T>
    where T : struct, ILanes<T>
{
    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator +(double a, T b);

    static abstract T operator -(double a, T b);

    static abstract T operator *(double a, T b);
}

/// <summary>One number.</summary>
readonly record struct One(double Value) : ILanes<One>
{
    public static One operator +(One a, One b) => new(a.Value + b.Value);

    public static One operator -(One a, One b) => new(a.Value - b.Value);

    public static One operator *(One a, One b) => new(a.Value * b.Value);

    public static One operator /(One a, One b) => new(a.Value / b.Value);

    public static One operator +(double a, One b) => new(a + b.Value);

    public static One operator -(double a, One b) => new(a - b.Value);

    public static One operator *(double a, One b) => new(a * b.Value);
}

/// <summary>Four numbers.</summary>
readonly record struct Four(Vector256<double> Values) : ILanes<Four>
{
    public const int Count = 4;

    public static Four operator +(Four a, Four b) => new(a.Values + b.Values);

    public static Four operator -(Four a, Four b) => new(a.Values - b.Values);

    public static Four operator *(Four a, Four b) => new(a.Values * b.Values);

    public static Four operator /(Four a, Four b) => new(a.Values / b.Values);

    public static Four operator +(double a, Four b) => new(Vector256.Create(a) + b.Values);

    public static Four operator -(double a, Four b) => new(Vector256.Create(a) - b.Values);

    public static Four operator *(double a, Four b) => new(Vector256.Create(a) * b.Values);
}
