using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using NUnit.Framework;
using Twin.Scenarios;
using YamlDotNet.RepresentationModel;

namespace Twin.Tests;

/// <summary>The published JSON Schema says what the reader takes: editors complete from the one, runs go by the other.</summary>
public class SchemaTests
{
    static readonly JsonSchema Schema = JsonSchema.FromText(ScenarioSchema.Text);

    static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "scenarios"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'));

    [TestCaseSource(nameof(Files))]
    public void Every_shipped_file_is_what_the_schema_describes(string file)
    {
        var result = Validate(File.ReadAllText(Path.Combine(Repository.Root, file)));

        Assert.That(result, Is.Empty);
    }

    [TestCase("policies: { a: { kind: embargo, from: 2027-01-01 } }")]
    [TestCase("policies: { a: { kind: ban, from: 2027-01-01, leekage: 1 % } }")]
    [TestCase("sites: { a: { colour: red } }")]
    [TestCase("disruptions: { a: { lasts: 3 d, recovery: slow } }")]
    [TestCase("lanes: { a: { choice: dearest } }")]
    public void What_the_reader_refuses_the_schema_refuses_too(string text)
    {
        Assert.That(Validate("format: 1\n" + text + "\n"), Is.Not.Empty);
    }

    static string[] Validate(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        using var document = JsonDocument.Parse(Json(stream.Documents[0].RootNode)!.ToJsonString());
        var result = Schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))];
    }

    static JsonNode? Json(YamlNode node) => node switch
    {
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "null" or "~" or "" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlMappingNode map => new JsonObject(map.Where(e => Json(e.Value) is not null).Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value!, Json(e.Value)))),
        _ => throw new ArgumentException("no such node"),
    };
}
