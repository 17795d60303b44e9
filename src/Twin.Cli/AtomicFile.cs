using System.Text;

namespace Twin.Cli;

/// <summary>Files that are written whole or not at all.</summary>
static class AtomicFile
{
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    public static void Write(string path, byte[] content)
    {
        var half = path + ".part";
        try
        {
            File.WriteAllBytes(half, content);
            File.Move(half, path, overwrite: true);
            Logs.Written(path, content.Length);
        }
        catch
        {
            File.Delete(half);
            throw;
        }
    }
}
