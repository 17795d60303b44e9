using System.CommandLine;

namespace Twin.Cli;

/// <summary><c>twin init</c>: a small chain with comments, to begin one's own from.</summary>
static class InitCommand
{
    static readonly string[] Files = ["chain.yaml", "ban.yaml"];

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to make." };
        var command = new Command("init", "Write a small chain of your own that runs, with comments.\n\nExample: twin init my-chain") { folder };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder)));
        return command;
    }

    static int Run(string folder)
    {
        if (File.Exists(folder)) throw new UserException($"twin: {folder} is a file; name a folder");
        if (Files.FirstOrDefault(f => File.Exists(Path.Combine(folder, f))) is { } there) throw new UserException($"twin: {Path.Combine(folder, there)} is there already; name another folder");
        Directory.CreateDirectory(folder);
        foreach (var file in Files)
        {
            using var stream = typeof(InitCommand).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not in the program");
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            AtomicFile.Write(Path.Combine(folder, file), bytes.ToArray());
            Console.WriteLine(Path.Combine(folder, file));
        }

        Console.WriteLine();
        Console.WriteLine($"Try:   twin run {Path.Combine(folder, "ban.yaml")}");
        Console.WriteLine($"Then:  change a number in {Path.Combine(folder, "chain.yaml")} and run it again; scenarios/README.md goes on in ten steps.");
        return ExitCode.Ok;
    }
}
