using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Twin.Experiments;

/// <summary>A run on disk: a study and its replications in order, appended block by block, each with a check sum.</summary>
/// <remarks>
/// The file is a sequence of MessagePack values: <c>[kind, payload, crc]</c>, with kind 0 for the study (the first
/// block) and 1 for a replication, payload a bin that holds MessagePack again, crc the CRC-32C of kind and payload.
/// A block is handed to the operating system as one write: a killed program loses the replications under way and no
/// other. On opening, a torn tail or a flipped byte is found by its check sum, reported, and cut off with all after it.
/// </remarks>
public sealed class RunStore : IDisposable
{
    const int MostPayload = 64 << 20;
    static readonly MessagePackSerializerOptions Untrusted = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    // The library's own pool keeps no array of more than 80 KB, and the levels of a replication are 140.
    static readonly MessagePackSerializerOptions Packed = Untrusted.WithCompression(MessagePackCompression.Lz4BlockArray).WithPool(new SequencePool(Environment.ProcessorCount, ArrayPool<byte>.Shared));

    readonly Stream _file;

    RunStore(Stream file, int count, string? repair) => (_file, Count, Repair) = (file, count, repair);

    /// <summary>Replications on disk: the first so many of the study.</summary>
    public int Count { get; private set; }

    /// <summary>What the study's stopping rule looks at, of the replications that were there on opening.</summary>
    internal List<double> Watched { get; } = [];

    /// <summary>What was found damaged on opening and cut off, as a sentence; null for nothing.</summary>
    public string? Repair { get; }

    /// <summary>Begins a run. The file must not exist.</summary>
    public static RunStore Create(string path, Study study)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        return Begin(file, study, path);
    }

    static RunStore Begin(Stream file, Study study, string? path)
    {
        var store = new RunStore(file, 0, null);
        try
        {
            if (study.Measures.Count == 0) throw new ArgumentException("a study asks for one number or more: a replication without answers is one that failed", nameof(study));
            store.Write(0, MessagePackSerializer.Serialize(study));
            return store;
        }
        catch
        {
            file.Dispose();
            if (path is not null) File.Delete(path);
            throw;
        }
    }

    /// <summary>Begins a run in a stream, for tests.</summary>
    internal static RunStore Create(Stream file, Study study) => Begin(file, study, null);

    /// <summary>Opens a run to go on with it.</summary>
    /// <exception cref="InvalidDataException">It is no run, or another study's; the message says which.</exception>
    public static RunStore Resume(string path, Study study)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            using var reader = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var (end, count, wrong) = (0L, -1, (string?)null);
            var watched = study.Stop is { } stop ? study.Measures.Index().First(m => m.Item.Key == stop.Measure).Index : -1;
            List<double> seen = [];
            foreach (var block in Blocks(reader))
            {
                if (block.Wrong is not null)
                {
                    wrong = block.Wrong;
                    break;
                }

                if (count < 0) CheckStudy(path, block, study);
                else if (block.Kind != 1 || Deserialize<ReplicationRecord>(block.Payload!.Value) is not { } record || record.Replication != count)
                {
                    wrong = "a block that does not belong there";
                    break;
                }
                else if (watched >= 0 && !record.HasFailed)
                {
                    seen.Add(record.Values[watched]);
                }

                (end, count) = (block.End, count + 1);
            }

            if (count < 0 && file.Length > 0 && wrong is null) wrong = "no study";
            if (count < 0)
            {
                // Not even the study survived: nothing is lost by beginning again.
                file.SetLength(0);
                var fresh = Begin(file, study, null);
                return wrong is null ? fresh : new RunStore(file, 0, $"{path} is damaged at byte 0 ({wrong}): it holds no replication any more, and is begun again");
            }

            var repair = wrong is null ? null : $"{path} is damaged at byte {end} ({wrong}): {file.Length - end} bytes are cut off, the first {count} replications are kept, the others are run again";
            file.SetLength(end);
            file.Seek(0, SeekOrigin.End);
            var store = new RunStore(file, count, repair);
            store.Watched.AddRange(seen);
            return store;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    static void CheckStudy(string path, Block block, Study study)
    {
        var its = block.Kind == 0 ? StudyIn(block.Payload!.Value) : null;
        if (its is null) throw new InvalidDataException($"{path} does not begin with a study: it is no run of Twin");
        if (its.DifferenceTo(study) is { } difference) throw new InvalidDataException($"{path} cannot be gone on with: {difference}");
    }

    /// <summary>The study of a run, and its replications in order. Stops before the first damaged block.</summary>
    /// <param name="path">The run's file.</param>
    /// <param name="levels">Whether the level series are wanted, which have to be unpacked.</param>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    public static (Study Study, IEnumerable<ReplicationRecord> Records) Read(string path, bool levels = true)
    {
        using (var head = File.OpenRead(path))
        {
            var first = Blocks(new BufferedStream(head)).FirstOrDefault();
            var study = first.Payload is not null && first.Kind == 0 ? StudyIn(first.Payload.Value) : null;
            return (study ?? throw new InvalidDataException($"{path} is no run of Twin"), Records(path, levels));
        }
    }

    static IEnumerable<ReplicationRecord> Records(string path, bool levels)
    {
        using var reader = new BufferedStream(File.OpenRead(path), 1 << 16);
        foreach (var block in Blocks(reader).Skip(1))
        {
            if (block.Payload is null || Deserialize<ReplicationRecord>(block.Payload.Value) is not { } record) yield break;
            yield return record with { Levels = levels && record.Levels is { } packed ? Unpacked<byte[]>(new ReadOnlySequence<byte>(packed), Packed) : null };
        }
    }

    static T Unpacked<T>(in ReadOnlySequence<byte> levels, MessagePackSerializerOptions options)
    {
        try
        {
            return MessagePackSerializer.Deserialize<T>(levels, options);
        }
        catch (MessagePackSerializationException e)
        {
            throw new InvalidDataException("levels that cannot be unpacked", e);
        }
    }

    /// <summary>Looks at the level series of every replication of a run in order; at none where the study has none. They lie where the last ones lay.</summary>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    internal static void ScanLevels(string path, Action<ArraySegment<byte>> look)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
        var unpacked = Packed.WithResolver(CompositeResolver.Create(new ReusedBytes()));
        foreach (var block in Blocks(file).Skip(1))
        {
            if (block.Payload is not { } payload) return;
            var reader = new MessagePackReader(payload);
            if (reader.ReadArrayHeader() < 5) return;
            for (var i = 0; i < 4; i++) reader.Skip();
            if (reader.ReadBytes() is { } packed) look(Unpacked<ArraySegment<byte>>(packed, unpacked));
        }
    }

    /// <summary>Looks at number and trace hash of every replication of a run in order, and at whether it failed.</summary>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    internal static void ScanHashes(string path, Action<int, ulong, bool> look)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
        foreach (var block in Blocks(file).Skip(1))
        {
            if (block.Payload is not { } payload) return;
            var reader = new MessagePackReader(payload);
            reader.ReadArrayHeader();
            look(reader.ReadInt32(), reader.ReadUInt64(), reader.ReadArrayHeader() == 0);
        }
    }

    /// <summary>Looks at every replication of a run that did not fail, in order.</summary>
    /// <remarks>A summary reads its file many times, and each time some of the numbers: the others are not decoded.</remarks>
    /// <exception cref="InvalidDataException">It is no run.</exception>
    internal static void Scan(string path, Action<StoredNumbers> look)
    {
        var layout = new NumberLayout(Read(path).Study);
        using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
        foreach (var block in Blocks(file).Skip(1))
        {
            if (block.Payload is not { } payload) return;
            var reader = new MessagePackReader(payload);
            reader.ReadArrayHeader();
            var number = reader.ReadInt32();
            reader.Skip(); // the hash
            var answers = reader.ReadArrayHeader();
            if (answers == 0) continue; // it failed
            var numbers = payload.Span[(int)reader.Consumed..];
            if (answers != layout.Measures || numbers.Length < layout.Length) return;
            look(new StoredNumbers(number, numbers, layout));
        }
    }

    /// <summary>Adds the next replication.</summary>
    /// <exception cref="IOException">The disk is full, or gone. The file is as it was before.</exception>
    public void Append(ReplicationRecord record)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(record.Replication, Count, nameof(record));
        if (record.Values.Any(double.IsNaN)) throw new InvalidDataException($"replication {record.Replication} answers with what is not a number");
        Write(1, MessagePackSerializer.Serialize(record with { Levels = record.Levels is { } levels ? MessagePackSerializer.Serialize(levels, Packed) : null }));
        Count++;
    }

    public void Dispose() => _file.Dispose();

    void Write(byte kind, byte[] payload)
    {
        // [kind, bin 32, uint 32]: an array of three, written in one piece.
        var block = new byte[payload.Length + 12];
        (block[0], block[1], block[2]) = (0x93, kind, 0xC6);
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(3), (uint)payload.Length);
        payload.CopyTo(block, 7);
        block[^5] = 0xCE;
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(block.Length - 4), Crc32C.Of(kind, payload));
        var before = _file.Length;
        try
        {
            _file.Write(block);
            _file.Flush();
        }
        catch (IOException)
        {
            _file.SetLength(before); // half a block would be cut off on opening; better that there is none
            throw;
        }
    }

    /// <summary>A block; its payload holds until the next is read.</summary>
    readonly record struct Block(byte Kind, ReadOnlyMemory<byte>? Payload, long End, string? Wrong);

    static IEnumerable<Block> Blocks(Stream file)
    {
        var head = new byte[7];
        var tail = new byte[5];
        byte[] buffer = [];
        for (var end = 0L; ;)
        {
            var got = file.ReadAtLeast(head, 7, throwOnEndOfStream: false);
            if (got == 0) yield break;

            Block Bad(string wrong) => new(0, null, end, wrong);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(3));
            if (got < 7) yield return Bad("a torn block");
            if (got < 7) yield break;
            if (head[0] != 0x93 || head[2] != 0xC6 || length > MostPayload)
            {
                yield return Bad("no block begins there");
                yield break;
            }

            if (buffer.Length < length) buffer = new byte[length];
            var payload = buffer.AsMemory(0, (int)length);
            if (file.ReadAtLeast(payload.Span, payload.Length, throwOnEndOfStream: false) < payload.Length || file.ReadAtLeast(tail, 5, throwOnEndOfStream: false) < 5)
            {
                yield return Bad("a torn block");
                yield break;
            }

            if (tail[0] != 0xCE || BinaryPrimitives.ReadUInt32BigEndian(tail.AsSpan(1)) != Crc32C.Of(head[1], payload.Span))
            {
                yield return Bad("a check sum that does not fit");
                yield break;
            }

            end += payload.Length + 12;
            yield return new Block(head[1], payload, end, null);
        }
    }

    /// <summary>Bytes that are read into the memory of those read before: a replication's levels are too large to be made anew each time.</summary>
    sealed class ReusedBytes : IMessagePackFormatter<ArraySegment<byte>>
    {
        byte[] _memory = [];

        public ArraySegment<byte> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            if (reader.ReadBytes() is not { } bytes) return default;
            var length = checked((int)bytes.Length);
            if (_memory.Length < length) _memory = new byte[length];
            bytes.CopyTo(_memory);
            return new ArraySegment<byte>(_memory, 0, length);
        }

        public void Serialize(ref MessagePackWriter writer, ArraySegment<byte> value, MessagePackSerializerOptions options) => writer.Write(value);
    }

    /// <summary>A study; one that was written before there were repeats has none.</summary>
    static Study? StudyIn(ReadOnlyMemory<byte> payload) => Deserialize<Study>(payload) is { } study ? study with { Repeats = Math.Max(1, study.Repeats) } : null;

    static T? Deserialize<T>(ReadOnlyMemory<byte> payload)
        where T : class
    {
        try
        {
            return MessagePackSerializer.Deserialize<T>(payload, Untrusted);
        }
        catch (MessagePackSerializationException)
        {
            return null;
        }
    }
}

/// <summary>CRC-32C (Castagnoli), reflected, polynomial 0x82F63B78; RFC 3720, appendix B.4.</summary>
static class Crc32C
{
    public static uint Of(byte kind, ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, kind);
        for (; payload.Length >= sizeof(ulong); payload = payload[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
        foreach (var b in payload) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
