namespace Twin.Scenarios;

/// <summary>The JSON Schema of scenario files.</summary>
public static class ScenarioSchema
{
    /// <summary>The schema, as JSON (draft 2020-12).</summary>
    public static string Text { get; } = Read();

    static string Read()
    {
        using var stream = typeof(ScenarioSchema).Assembly.GetManifestResourceStream("scenario.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
