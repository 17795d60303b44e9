namespace Twin.Cli;

/// <summary>The small tool, packed without native libraries: what it says when one is needed.</summary>
static class CorePackage
{
    /// <summary>Names a native library that cannot be loaded, and what to do about it.</summary>
    public static string Lacks(string library) => $"the native library of {library}, which cannot be loaded: the small package Twin.Core leaves it out; install Twin in its place, for the platform of this machine";
}
