using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Twin.Experiments;

namespace Twin.Export;

/// <summary>What a run is written as.</summary>
public enum ExportFormat
{
    /// <summary>One Parquet file a table, compressed with Zstandard.</summary>
    Parquet,

    /// <summary>One CSV file a table: a head, commas, points, UTF-8; empty for null.</summary>
    Csv,

    /// <summary>One DuckDB database with all tables.</summary>
    DuckDb,
}

/// <summary>A run as tidy tables, for pandas, R, DuckDB or a spreadsheet; the columns are in this project's README.</summary>
public static class RunExport
{
    static readonly (string Name, string Query)[] Tables =
    [
        ("run", "select * from run"),
        ("replications", "select * from replications order by replication"),
        ("measures", """
            select s.replication, m.measure, m.entity, case when isinf(s.value) then null else s.value end as value, m.unit, isinf(s.value) as beyond_window
            from staged_values s join keys m on s.key = m.key and m.is_series = false order by s.replication, s.key
            """),
        ("weekly", """
            select s.replication, s.week, k.start + (7 * s.week)::integer as week_start, k.measure, k.entity, s.value, k.unit
            from staged_weeks s join keys k on s.key = k.key and k.is_series order by s.replication, s.key, s.week
            """),
        ("levels", """
            select s.week, k.start + (7 * s.week)::integer as week_start, k.measure, k.entity, s.value, s.replications, k.unit
            from staged_levels s join level_keys k on s.key = k.key order by s.key, s.week, s.value
            """),
    ];

    /// <summary>Whether the native library of DuckDB is here: a program packed without it does all else.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("duckdb", typeof(DuckDBConnection).Assembly, null, out _);

    /// <summary>Writes all tables of a run. A file is there whole or not at all; one of the same name is replaced.</summary>
    /// <param name="run">The run file.</param>
    /// <param name="start">The first day of the runs.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="formats">As what.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    /// <exception cref="IOException">There is no room, or no right, to write.</exception>
    public static IReadOnlyList<string> Write(string run, DateOnly start, string folder, IReadOnlySet<ExportFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        List<string> files = [];
        var (study, records) = RunStore.Read(run, levels: false);
        Directory.CreateDirectory(folder);
        var staging = Path.Combine(folder, "export.part");
        File.Delete(staging);
        try
        {
            using (var database = new DuckDBConnection($"DataSource={staging}"))
            {
                database.Open();
                Stage(database, study, records, start);
                StageLevels(database, run, start);
                foreach (var format in formats.Except([ExportFormat.DuckDb]).Order()) files.AddRange(Tables.Select(t => Copy(database, t.Name, t.Query, folder, format)));
                if (!formats.Contains(ExportFormat.DuckDb)) return files;

                // What the tables were staged in becomes the database.
                foreach (var (name, query) in Tables.Where(t => t.Name is "measures" or "weekly" or "levels")) Execute(database, $"create table {name} as {query}");
                foreach (var staged in new[] { "staged_values", "staged_weeks", "staged_levels", "keys", "level_keys" }) Execute(database, $"drop table {staged}");
                Execute(database, "checkpoint");
            }

            var file = Path.Combine(folder, "run.duckdb");
            File.Move(staging, file, overwrite: true);
            return [.. files, file];
        }
        catch (DuckDBException e)
        {
            throw new IOException($"cannot write to {folder}: {e.Message}", e);
        }
        finally
        {
            File.Delete(staging);
            File.Delete(staging + ".wal");
        }
    }

    static void Stage(DuckDBConnection database, Study study, IEnumerable<ReplicationRecord> records, DateOnly start)
    {
        Execute(database, """
            create table run (scenario varchar, scenario_hash varchar, version varchar, seed ubigint, replications integer, window_from integer, window_to integer, repeats integer);
            create table replications (replication integer, trace_hash varchar);
            create table keys (key integer, is_series boolean, measure varchar, entity varchar, unit varchar, start date);
            create table staged_values (replication integer, key integer, value double);
            create table staged_weeks (replication integer, key integer, week integer, value float);
            """);
        using (var appender = database.CreateAppender("run"))
            appender.CreateRow().AppendValue(study.Scenario).AppendValue(study.ScenarioHash).AppendValue(study.Version).AppendValue(study.Seed).AppendValue(study.Replications).AppendValue(study.From).AppendValue(study.To).AppendValue(study.Repeats).EndRow();
        using (var keys = database.CreateAppender("keys"))
        {
            foreach (var (i, m) in study.Measures.Index()) Key(keys, i, false, m.Key, m.Unit, start);
            foreach (var (i, s) in study.Series.Index()) Key(keys, i, true, s.Key, s.Unit, start);
        }

        using var replications = database.CreateAppender("replications");
        using var values = database.CreateAppender("staged_values");
        using var weeks = database.CreateAppender("staged_weeks");
        foreach (var record in records)
        {
            replications.CreateRow().AppendValue(record.Replication).AppendValue(record.HasFailed ? null : FormattableString.Invariant($"{record.TraceHash:x16}")).EndRow();
            for (var i = 0; i < record.Values.Length; i++) values.CreateRow().AppendValue(record.Replication).AppendValue(i).AppendValue(record.Values[i]).EndRow();
            for (var i = 0; i < record.Series.Length; i++)
            {
                for (var w = 0; w < record.Series[i].Length; w++) weeks.CreateRow().AppendValue(record.Replication).AppendValue(i).AppendValue(w).AppendValue(record.Series[i][w]).EndRow();
            }
        }
    }

    static void StageLevels(DuckDBConnection database, string run, DateOnly start)
    {
        Execute(database, """
            create table level_keys (key integer, measure varchar, entity varchar, unit varchar, start date);
            create table staged_levels (key integer, week integer, value double, replications integer);
            """);
        using var keys = database.CreateAppender("level_keys");
        using var levels = database.CreateAppender("staged_levels");
        var i = 0;
        LevelHistogram.Scan(run, Stage);

        void Stage(LevelHistogram histogram)
        {
            var (measure, entity) = Split(histogram.Series.Key);
            keys.CreateRow().AppendValue(i).AppendValue(measure).AppendValue(entity).AppendValue(histogram.Series.Unit).AppendValue(start).EndRow();
            for (var w = 0; w < histogram.Series.Length; w++)
            {
                for (var l = 0; l <= LevelSeries.Top; l++)
                {
                    if (histogram.At(w, (byte)l) is var count and > 0) levels.CreateRow().AppendValue(i).AppendValue(w).AppendValue(histogram.Series.ValueOf((byte)l)).AppendValue(count).EndRow();
                }
            }

            i++;
        }
    }

    /// <summary>A key is a measure and whom it is about: <c>bottleneck.REF_LAMP.capacity</c> is the bottleneck of REF_LAMP.capacity.</summary>
    static void Key(DuckDBAppender keys, int number, bool isSeries, string key, string unit, DateOnly start)
    {
        var (measure, entity) = Split(key);
        keys.CreateRow().AppendValue(number).AppendValue(isSeries).AppendValue(measure).AppendValue(entity).AppendValue(unit).AppendValue(start).EndRow();
    }

    static (string Measure, string Entity) Split(string key) => key.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? (key[..dot], key[(dot + 1)..]) : (key, "");

    static string Copy(DuckDBConnection database, string name, string query, string folder, ExportFormat format)
    {
        var (file, how) = format == ExportFormat.Parquet ? ($"{name}.parquet", "format parquet, compression zstd") : ($"{name}.csv", "format csv, header");
        var (path, part) = (Path.Combine(folder, file), Path.Combine(folder, $"{file}.part"));
        try
        {
            Execute(database, $"copy ({query}) to '{part.Replace("'", "''", StringComparison.Ordinal)}' ({how})");
            File.Move(part, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(part);
        }
    }

    static void Execute(DuckDBConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
