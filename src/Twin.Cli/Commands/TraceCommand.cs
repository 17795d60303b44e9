using System.CommandLine;
using System.Globalization;

namespace Twin.Cli;

/// <summary><c>twin trace diff</c>: the first fact in which two replications differ.</summary>
static class TraceCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = "A trace that 'twin replay --trace' wrote." };
        var second = new Argument<string>("B") { Description = "Another." };
        var diff = new Command("diff", "Name the first fact and date in which two traces differ.\n\nExample: twin trace diff 17.csv 17-baseline.csv") { first, second };
        diff.SetAction(parsed => Diff(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second)));
        return new Command("trace", "Look at traces that 'twin replay' wrote.") { diff };
    }

    static int Diff(string first, string second)
    {
        using var a = Open(first);
        using var b = Open(second);
        var (same, date) = (0, "");
        while (true)
        {
            var (x, y) = (a.ReadLine(), b.ReadLine());
            if (x is null && y is null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The same {same:#,0} facts{(date.Length > 0 ? $", to {date}" : "")}."));
                return ExitCode.Ok;
            }

            if (x == y)
            {
                (same, date) = (same + 1, x!.Split(',')[0]);
                continue;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The same {same:#,0} facts{(date.Length > 0 ? $", to {date}" : "")}. Then"));
            Console.WriteLine($"  {first}: {Tell(x)}");
            Console.WriteLine($"  {second}: {Tell(y)}");
            return ExitCode.CheckFailed;
        }
    }

    static StreamReader Open(string path)
    {
        if (!File.Exists(path)) throw new UserException($"twin: there is no file {path}; 'twin replay RUN --trace FILE' writes one");
        var file = new StreamReader(path);
        if (file.ReadLine() == TraceFile.Head) return file;
        file.Dispose();
        throw new UserException($"twin: {path} is no trace; its first line would be {TraceFile.Head}");
    }

    static string Tell(string? line) => line?.Split(',') is not [var date, var fact, var who, var grams] ? line is null ? "ends here" : line
        : $"{date}  {fact} {who}{(long.TryParse(grams, NumberStyles.None, CultureInfo.InvariantCulture, out var mass) && mass > 0 ? string.Create(CultureInfo.InvariantCulture, $", {mass:#,0} g") : "")}";
}
