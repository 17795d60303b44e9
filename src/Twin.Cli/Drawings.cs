using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Twin.Cli;

/// <summary>The drawings of a page as files: drawn by the page itself, in a browser without a window, so that there is one who draws.</summary>
static partial class Drawings
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Writes each drawing of a page as an SVG file that needs nothing but itself.</summary>
    /// <param name="page">The page's file.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="UserException">There is no browser, it does not answer, or the page has no drawings.</exception>
    public static IReadOnlyList<string> Write(string page, string folder)
    {
        if (File.Exists(folder)) throw new UserException($"twin: {folder} is a file; name a folder for the drawings");
        var found = Of(page);
        if (found.Count == 0) throw new UserException($"twin: {page} has no drawings");
        Directory.CreateDirectory(folder);
        List<string> written = [];
        foreach (var (name, svg) in found)
        {
            var file = Path.Combine(folder, $"{Unsafe().Replace(name, "-")}.svg");
            AtomicFile.Write(file, svg);
            written.Add(file);
        }

        return written;
    }

    static List<(string Name, string Svg)> Of(string page)
    {
        var browser = Browser() ?? throw new UserException("twin: --charts has the page draw itself, and found no browser for it; install Chromium, Chrome or Edge, or name one by the variable TWIN_BROWSER");
        var profile = Directory.CreateTempSubdirectory("twin-browser");
        try
        {
            var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] sandbox = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--no-sandbox"] : []; // Chromium refuses root otherwise
            foreach (var word in (string[])["--headless", "--disable-gpu", .. sandbox, $"--user-data-dir={profile.FullName}", "--blink-settings=preferredColorScheme=1", "--virtual-time-budget=10000", "--dump-dom", $"{new Uri(Path.GetFullPath(page)).AbsoluteUri}#drawings"])
                start.ArgumentList.Add(word);
            using var process = Process.Start(start)!;
            var complaints = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new UserException($"twin: {browser} did not answer within {Patience.TotalSeconds:0} s; try again, or name another browser by the variable TWIN_BROWSER");
            }

            if (process.ExitCode != 0) throw new UserException($"twin: {browser} ended with {process.ExitCode}: {complaints.Result.Trim()}");
            return Data().Match(text.Result) is { Success: true } match
                ? [.. JsonDocument.Parse(match.Groups[1].Value).RootElement.EnumerateArray().Select(d => (d.GetProperty("name").GetString()!, d.GetProperty("svg").GetString()!))]
                : throw new UserException($"twin: {browser} showed {page} without its drawings");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UserException($"twin: cannot start {browser}: {e.Message}");
        }
        finally
        {
            Leave(profile);
        }
    }

    /// <summary>A browser's children may still hold a file of the profile; then it stays among the temporary files.</summary>
    static void Leave(DirectoryInfo profile)
    {
        try
        {
            profile.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    static string? Browser()
    {
        if (Environment.GetEnvironmentVariable("TWIN_BROWSER") is { Length: > 0 } named) return named;
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), @"C:\Program Files\Google\Chrome\Application", @"C:\Program Files (x86)\Microsoft\Edge\Application"];
        return Names.SelectMany(n => folders.SelectMany(f => new[] { Path.Combine(f, n), Path.Combine(f, n + ".exe") })).Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome").FirstOrDefault(File.Exists);
    }

    [GeneratedRegex("""<script type="application/json" id="drawings">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Unsafe();
}
