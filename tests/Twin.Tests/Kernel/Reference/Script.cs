using CsCheck;

namespace Twin.Tests;

/// <summary>What a process of a random model does, one after another.</summary>
enum Act
{
    Delay,
    Work,
    Request,
    Release,
    Capacity,
    Get,
    Put,
    Take,
    Store,
    Open,
    Close,
    Pass,
    Hear,
    Tell,
    Until,
    AnyOf,
    AllOf,
    Within,
    Step,
    Send,
    Interrupt,
    Cancel,
    Freeze,
    Thaw,
    Join,
}

/// <summary>One act with its numbers, which each act reads in its own way; see <see cref="RealKernel"/>.</summary>
readonly record struct Line(Act Act, int A, int B, int C)
{
    public override string ToString() => $"{Act} {A} {B} {C}";
}

/// <summary>A random model: processes that begin at some moment and act on the same few parts.</summary>
/// <remarks>Times are 0 to 5 ms, so that most things happen at the same moment as others.</remarks>
sealed record Script((int At, Line[] Lines)[] Processes)
{
    /// <summary>How long it runs, ms.</summary>
    public const int End = 60;

    static readonly Gen<Act> AnyAct = Gen.Int[0, Enum.GetValues<Act>().Length - 1].Select(i => (Act)i);

    /// <summary>Each script draws from six acts, two of which are a delay and a request, so that they get in each other's way.</summary>
    public static readonly Gen<Script> Any =
        from others in AnyAct.Array[4]
        from script in Of([Act.Delay, Act.Request, .. others])
        select script;

    static Gen<Script> Of(Act[] palette)
    {
        var line = Gen.Select(Gen.Int[0, palette.Length - 1], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], (act, a, b, c) => new Line(palette[act], a, b, c));
        return Gen.Select(Gen.Int[0, 2], line.Array[2, 12]).Array[2, 7].Select(p => new Script(p));
    }

    public override string ToString() => string.Join("\n", Processes.Select((p, i) => $"process {i} from {p.At}: {string.Join(", ", p.Lines)}"));
}
