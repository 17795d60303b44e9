using System.Reflection;

namespace Twin.Cli;

static class Version
{
    /// <summary>The program's version: part of what a result depends on.</summary>
    public static string Text { get; } = typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
