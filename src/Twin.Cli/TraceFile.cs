using System.Globalization;
using System.Text;
using Twin.SupplyChain;

namespace Twin.Cli;

/// <summary>A replication told line by line, as a table: <c>date,fact,who,grams</c>.</summary>
/// <remarks>Written beside its name and moved there when it is whole; half a million lines and 30 MB for six years of the rare-earth chain.</remarks>
sealed class TraceFile : IDisposable
{
    public const string Head = "date,fact,who,grams";

    static readonly string[] Facts = [.. Enum.GetNames<TraceKind>().Select(n => string.Concat(n.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")))];

    readonly string _path;
    readonly StreamWriter _file;
    readonly TraceNames _names;
    readonly DateOnly _start;

    public TraceFile(string path, NetworkIndex index)
    {
        (_path, _names, _start) = (path, new TraceNames(index), index.Network.Start);
        _file = new StreamWriter(path + ".part", append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        _file.WriteLine(Head);
    }

    public int Lines { get; private set; }

    public void Add(TraceLine line)
    {
        _file.Write(_start.AddDays(line.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        _file.Write(',');
        _file.Write(Facts[(int)line.Kind]);
        _file.Write(',');
        _file.Write(_names.Of(line));
        _file.Write(',');
        _file.WriteLine(line.Mass.ToString(CultureInfo.InvariantCulture));
        Lines++;
    }

    /// <summary>All has been told: gives the file its name.</summary>
    public void Finish()
    {
        _file.Dispose();
        File.Move(_path + ".part", _path, overwrite: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path + ".part");
    }
}
