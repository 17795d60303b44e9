namespace Twin.Cli;

/// <summary>The small tool, packed without native libraries: what it says when one is needed.</summary>
static class CorePackage
{
    /// <summary>Names a library that is not here, and the package that has it.</summary>
    public static string Lacks(string library) => $"{library}, which the small package Twin.Core leaves out; install Twin in its place";
}
