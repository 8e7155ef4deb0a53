using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>One thing that happened in the simulated world. Only the members that its kind needs are set.</summary>
internal sealed record SandboxEntry(SandboxEntryKind Kind, string Network)
{
    public string? TxHash { get; init; }

    public string? ClientId { get; init; }

    public string? Asset { get; init; }

    public string? Address { get; init; }

    /// <summary>The custodial address that pays, or null for the treasury.</summary>
    public string? Payer { get; init; }

    /// <summary>Who pays from outside, where that was said.</summary>
    public string? Sender { get; init; }

    public long AmountMinor { get; init; }

    public int Blocks { get; init; }
}

internal enum SandboxEntryKind
{
    /// <summary>An address holds something from before the first block.</summary>
    Opened,

    /// <summary>Custody sent a transfer.</summary>
    Sent,

    /// <summary>Somebody outside sent a payment.</summary>
    Paid,

    /// <summary>Blocks were found.</summary>
    Mined,

    /// <summary>The newest blocks were replaced.</summary>
    Reorganised,
}

/// <summary>
/// The append-only file that the simulated world lives in. It stands for a system outside the house, which keeps what
/// it was told even when the house is killed; so every line is flushed to the disk before anybody hears of it, and
/// none of it is in the house's database.
/// </summary>
internal sealed class SandboxJournal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The file's name in its folder.</summary>
    internal const string FileName = "chain.jsonl";

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private bool _broken;

    /// <summary>Opens the journal of a folder, which no other process may have open.</summary>
    /// <exception cref="IOException">Another process has it open, or the disk does not allow it.</exception>
    internal SandboxJournal(string folder)
    {
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, "chain.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite,
            bufferSize: 0);
        DurableFile.SyncFolder(folder);
    }

    /// <summary>Reads everything from the start. A last line that a crash cut short was never answered for; it is removed.</summary>
    /// <exception cref="InvalidDataException">A whole line cannot be read: the file was changed by somebody else.</exception>
    internal List<SandboxEntry> ReadAll()
    {
        _file.Seek(0, SeekOrigin.Begin);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);

        var entries = new List<SandboxEntry>();
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            entries.Add(Parse(bytes.AsSpan(start, end - start), entries.Count + 1));
            start = end + 1;
        }
        _file.SetLength(start);
        _file.Seek(start, SeekOrigin.Begin);
        return entries;
    }

    /// <summary>Writes one line; when this returns it is on the disk, when it throws it is not in the file.</summary>
    internal void Append(SandboxEntry entry)
    {
        if (_broken)
        {
            throw new IOException("The sandbox journal could not be put right after a failed write.");
        }
        var end = _file.Position;
        try
        {
            _file.Write([.. Encoding.UTF8.GetBytes(Line(entry)), (byte)'\n']);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            TakeBack(end);
            throw;
        }
    }

    /// <summary>An entry as one line of text.</summary>
    internal static string Line(SandboxEntry entry) => JsonSerializer.Serialize(entry, Json);

    /// <summary>Reads a line; <paramref name="number"/> is where it stands, for the sentence.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal static SandboxEntry Parse(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            return JsonSerializer.Deserialize<SandboxEntry>(line, Json) ?? throw new JsonException("The line is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Line {number} of the sandbox journal cannot be read.", fault);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private void TakeBack(long end)
    {
        _broken = true;
        _file.SetLength(end);
        _file.Seek(end, SeekOrigin.Begin);
        _broken = false;
    }
}
