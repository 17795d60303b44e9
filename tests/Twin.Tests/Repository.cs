namespace Twin.Tests;

/// <summary>Where the repository is, from wherever the tests run.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Twin.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("the tests run from inside of the repository");
    }
}
