using System.Globalization;
using DuckDB.NET.Data;
using NUnit.Framework;
using Twin.Experiments;

namespace Twin.Tests;

/// <summary>What is exported is what the run file holds, read back by another program.</summary>
public class ExportTests : ProgramFixture
{
    string ARun()
    {
        _ = Small;
        var (code, _, error) = Run("run", "small.yaml", "--replications", "30", "--out", "there");
        Assert.That(code, Is.Zero, error);
        return Files.PathOf("there/run.msgpack");
    }

    List<object?[]> Ask(string sql, string database = ":memory:")
    {
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    [Test]
    public void Several_formats_at_once_are_each_what_they_are_alone()
    {
        ARun();
        var (code, output, error) = Run("export", "there", "--duckdb", "--csv", "--parquet", "--out", "all");
        Assert.That((code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), Is.EqualTo((0, 11)), error);
        Run("export", "there", "--csv", "--out", "csv");
        foreach (var file in Directory.EnumerateFiles(Files.PathOf("csv")))
            Assert.That(File.ReadAllText(Path.Combine(Files.PathOf("all"), Path.GetFileName(file))), Is.EqualTo(File.ReadAllText(file)), file);
        foreach (var table in new[] { "run", "replications", "measures", "weekly", "levels" })
        {
            var rows = Ask($"select count(*) from {table}", Files.PathOf("all/run.duckdb"))[0][0];
            Assert.That(Ask($"select count(*) from read_parquet('{Files.PathOf("all")}/{table}.parquet')", ":memory:")[0][0], Is.EqualTo(rows), table);
        }

        Assert.That(Directory.EnumerateFiles(Files.PathOf("all")).Select(Path.GetExtension).Distinct().Order(), Is.EqualTo([".csv", ".duckdb", ".parquet"]), "nothing else is left");
    }

    [TestCase("--parquet", "read_parquet('{0}/{1}.parquet')")]
    [TestCase("--csv", "read_csv('{0}/{1}.csv', header = true, auto_detect = true)")]
    [TestCase("--duckdb", "{1}")]
    public void Every_number_of_every_replication_is_there(string format, string table)
    {
        var file = ARun();
        var (code, output, error) = Run("export", "there", format, "--out", "tables");
        Assert.That(code, Is.Zero, error);
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(f => File.Exists(Files.PathOf(f))), Is.EqualTo(Enumerable.Repeat(true, format == "--duckdb" ? 1 : 5)));

        var folder = Files.PathOf("tables");
        var database = format == "--duckdb" ? Path.Combine(folder, "run.duckdb") : ":memory:";
        string Table(string name) => string.Format(CultureInfo.InvariantCulture, table, folder, name);
        var (study, records) = RunStore.Read(file);
        var all = records.ToArray();

        var measures = Ask($"select replication, measure || '.' || entity, value, unit, beyond_window from {Table("measures")}", database);
        Assert.That(measures, Has.Count.EqualTo(all.Length * study.Measures.Count));
        var at = 0;
        foreach (var record in all)
        {
            foreach (var (measure, value) in study.Measures.Zip(record.Values))
            {
                var row = measures[at++];
                Assert.That(row[1], Is.EqualTo(measure.Key));
                Assert.That((Convert.ToInt32(row[0], CultureInfo.InvariantCulture), Convert.ToString(row[3], CultureInfo.InvariantCulture), (bool)row[4]!), Is.EqualTo((record.Replication, measure.Unit, double.IsPositiveInfinity(value))));
                Assert.That(row[2], Is.EqualTo(double.IsPositiveInfinity(value) ? null : value), $"{measure.Key} of {record.Replication}");
            }
        }

        var weeks = Ask($"select replication, week, week_start, entity, value from {Table("weekly")} where measure = 'fill'", database);
        Assert.That(weeks, Has.Count.EqualTo(all.Length * study.Series.Sum(s => s.Length)));
        Assert.That(weeks.Select(w => Convert.ToSingle(w[4], CultureInfo.InvariantCulture)), Is.EqualTo(all.SelectMany(r => r.Series.SelectMany(s => s))));
        var second = weeks[1];
        Assert.That((Convert.ToInt32(second[1], CultureInfo.InvariantCulture), $"{second[2]:yyyy-MM-dd}"), Is.EqualTo((1, "2024-01-08")));

        // Of each week of each level series, as many replications as there are, and their mean to half a level.
        var levels = Ask($"select sum(replications)::integer, sum(value * replications) from {Table("levels")} where measure = 'fill' and entity = 'EV.DE' group by week order by week", database);
        var its = study.Levels!.Index().Single(l => l.Item.Key == "fill.EV.DE");
        Assert.That(levels.Select(l => Convert.ToInt32(l[0], CultureInfo.InvariantCulture)), Is.All.EqualTo(all.Length).And.Exactly(its.Item.Length).Items);
        for (var w = 0; w < its.Item.Length; w++) Assert.That((double)levels[w][1]! / all.Length, Is.EqualTo(all.Average(r => (double)r.Series[1][w])).Within(0.0021), $"week {w}");

        Assert.That(Ask($"select trace_hash from {Table("replications")} order by replication", database).Select(r => (string)r[0]!), Is.EqualTo(all.Select(r => $"{r.TraceHash:x16}")));
        Assert.That(Ask($"select scenario, seed, replications, repeats from {Table("run")}", database).Single().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)), Is.EqualTo(["small", "3", "30", "1"]));
        Assert.That(Directory.GetFiles(folder, "*.part*"), Is.Empty, "nothing half-made is left");
    }

    [Test]
    public void Every_column_is_explained()
    {
        ARun();
        Run("export", "there", "--csv", "--out", "tables");
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Twin.Export", "README.md"));
        foreach (var table in new[] { "run", "replications", "measures", "weekly", "levels" })
        {
            Assert.That(readme, Does.Contain($"| `{table}` |"));
            foreach (var column in File.ReadLines(Files.PathOf($"tables/{table}.csv")).First().Split(',')) Assert.That(readme, Does.Contain($"`{column}`"), $"{table}.{column}");
        }
    }

    [TestCase("export nowhere", "twin: there is no run in nowhere; name the folder that 'twin run' wrote")]
    [TestCase("export there --out small.yaml", "twin: small.yaml is a file; name a folder for the tables")]
    public void What_cannot_be_exported_is_said(string line, string message)
    {
        ARun();
        var (code, output, error) = Run(line.Split(' '));
        Assert.That((code, output, error.Trim()), Is.EqualTo((2, "", message)));
    }
}
