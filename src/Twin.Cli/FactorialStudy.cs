using System.Text.Json;
using Spectre.Console;
using Twin.Reporting;
using Twin.Scenarios;

namespace Twin.Cli;

/// <summary>What <c>twin compare</c> does with a study file: every answer against every shock.</summary>
static class FactorialStudy
{
    /// <summary>Every answer against every shock: one comparison a shock, and a table of them all.</summary>
    public static int Run(CompareCommand.Question asked)
    {
        var options = asked.Options;
        if (asked.Each.Length > 0) throw new UserException("twin: a study names its answers itself; leave --each out, or write them below 'strategy'");
        var (study, scenarios) = Read(asked.Files[0], options);
        var folder = RunFolder.Choose($"study-{study.Name}", options.Out, options.Resume);
        var sized = options with { Seed = options.Seed ?? study.Seed ?? scenarios[0][0].Seed, Replications = options.Replications ?? study.Replications };
        var goal = asked with { Relative = asked.Relative ?? (options.Replications is null ? study.Precision : null), On = asked.On ?? study.On };
        List<(Named Shock, IReadOnlyList<FinishedRun> Runs)> done = [];
        foreach (var (shock, variants) in study.Shocks.Zip(scenarios))
        {
            var paired = PairedRuns.Of(variants, Path.Combine(folder.Path, shock.Id), sized, goal.GoalFor(variants[0]));
            if (!paired.Complete)
            {
                Runner.SayInterrupted(paired.Runs, asked.Command(folder.Path));
                return ExitCode.Interrupted;
            }

            CompareCommand.Save(paired, RunFolder.At(Path.Combine(folder.Path, shock.Id)), asked.Command());
            done.Add((new Named(shock.Id, variants[0].Title), paired.Runs));
        }

        var findings = FindingsOf.Factorial(study.Title, done, asked.Command());
        var json = Json(findings);
        AtomicFile.Write(FileIn(folder.Path), json);
        AtomicFile.Write(folder.Report, FactorialReport.ToHtml(findings));
        if (options.Json) Console.OpenStandardOutput().Write(json);
        else FactorialReport.Write(findings, AnsiConsole.Console, folder.Path);
        return ExitCode.Ok;
    }

    /// <summary>A study and its scenarios, by shock and answer; all of their problems at once.</summary>
    public static (StudyFile Study, Scenario[][] Scenarios) Read(string file, CommonOptionValues options)
    {
        try
        {
            var study = StudyReader.Read(file);
            List<Problem> problems = [];
            Scenario?[] Row(StudyLevel shock) => [.. study.Answers.Select(answer =>
            {
                try
                {
                    return StudyReader.Read(shock, answer, options.Set, options.With);
                }
                catch (ScenarioException e)
                {
                    problems.AddRange(e.Problems);
                    return null;
                }
            })];
            var all = study.Shocks.Select(Row).ToArray();
            if (problems.Count > 0) throw new ScenarioException([.. problems.Distinct()]);
            var read = all.Select(row => row.OfType<Scenario>().ToArray()).ToArray();
            foreach (var warning in read.SelectMany(r => r).SelectMany(s => s.Warnings).Distinct()) Console.Error.WriteLine($"warning: {warning}");
            return (study, read);
        }
        catch (ScenarioException e)
        {
            throw Runner.Refused(e);
        }
    }

    /// <summary>Whether a folder is that of a study that was run to its end.</summary>
    public static bool IsIn(string folder) => File.Exists(FileIn(folder));

    /// <summary>What a study in a folder found, from its runs.</summary>
    /// <exception cref="UserException">Something of it is not there any more.</exception>
    public static FactorialFindings FindingsIn(string folder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(FileIn(folder)));
            var (title, command) = (json.RootElement.GetProperty("title").GetString()!, json.RootElement.GetProperty("command").GetString()!);
            var shocks = json.RootElement.GetProperty("answers").EnumerateObject().First().Value.GetProperty("shocks").EnumerateObject().Select(s => s.Name);
            List<(Named Shock, IReadOnlyList<FinishedRun> Runs)> done = [];
            foreach (var shock in shocks)
            {
                var runs = CompareCommand.RunsIn(Path.Combine(folder, shock));
                done.Add((new Named(shock, runs[0].Scenario.Title), runs));
            }

            return FindingsOf.Factorial(title, done, command);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserException($"twin: {FileIn(folder)} is not what this version writes: {e.Message} Run the study again.");
        }
    }

    static string FileIn(string folder) => Path.Combine(folder, "study.json");

    /// <summary>The study as JSON: no date, keys in the study's order.</summary>
    static byte[] Json(FactorialFindings study)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "twin-study-1");
            json.WriteString("version", study.Cells[0][0].Run.Version);
            json.WriteString("title", study.Title);
            json.WriteString("command", study.Cells[0][0].Run.Command);
            json.WriteString("measure", study.Measure);
            json.WriteString("unit", study.Cells[0][0].Loss.Unit);
            json.WriteNumber("seed", study.Cells[0][0].Run.Seed);
            json.WriteStartObject("answers");
            for (var a = 0; a < study.Answers.Count; a++)
            {
                json.WriteStartObject(study.Answers[a].Id);
                WriteDifference(json, "largestRegret", study.RegretOf(a));
                json.WriteStartObject("shocks");
                for (var s = 0; s < study.Shocks.Count; s++) WriteCell(json, study.Shocks[s].Id, study.Cells[a][s]);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    static void WriteCell(Utf8JsonWriter json, string shock, FactorialCell cell)
    {
        json.WriteStartObject(shock);
        json.WriteNumber("replications", cell.Run.Done);
        json.WriteString("resultHash", cell.Run.ResultHash);
        json.WriteNumber("mean", cell.Loss.Mean);
        json.WriteNumber("low", cell.Loss.Low);
        json.WriteNumber("high", cell.Loss.High);
        WriteDifference(json, "difference", cell.ToFirst);
        json.WriteEndObject();
    }

    /// <summary>Nothing for the first answer, which differs from none; nothing for an answer that is never bettered.</summary>
    static void WriteDifference(Utf8JsonWriter json, string name, PairedDifference? difference)
    {
        if (difference is not { } d) return;
        json.WriteStartObject(name);
        json.WriteNumber("mean", d.Mean);
        json.WriteNumber("low", d.Low);
        json.WriteNumber("high", d.High);
        json.WriteEndObject();
    }
}
