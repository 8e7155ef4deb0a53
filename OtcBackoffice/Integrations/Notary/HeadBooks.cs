using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>Where signed heads are kept outside the database.</summary>
internal interface IHeadBook
{
    /// <inheritdoc cref="IAuditNotary.Wanted"/>
    int Wanted { get; }

    /// <inheritdoc cref="IAuditNotary.KeepAsync"/>
    Task KeepAsync(IReadOnlyList<SignedHead> heads, CancellationToken cancellation);

    /// <inheritdoc cref="IAuditNotary.KeptAsync"/>
    Task<IReadOnlyList<SignedHead>> KeptAsync(CancellationToken cancellation);
}

/// <summary>A file that is only ever appended to.</summary>
internal sealed class FileHeads(string path) : IHeadBook
{
    private const int Tries = 50, WaitMs = 100;

    /// <inheritdoc/>
    public int Wanted => 1;

    /// <inheritdoc/>
    public async Task KeepAsync(IReadOnlyList<SignedHead> heads, CancellationToken cancellation)
    {
        if (heads.Count == 0)
        {
            return;
        }
        await using var file = await OpenAsync(cancellation);
        await file.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(heads[^1]) + "\n"), cancellation);
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SignedHead>> KeptAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        // A line that a power cut broke off was never answered for, so only whole lines count.
        var text = await File.ReadAllTextAsync(path, cancellation);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<SignedHead>(line)!)];
    }

    // Somebody else, here or at another node of the same folder, may be writing a line right now.
    private async Task<FileStream> OpenAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            }
            catch (IOException) when (attempt < Tries && File.Exists(path))
            {
                await Task.Delay(WaitMs, cancellation);
            }
        }
    }
}

/// <summary>
/// One object a head, under a key that tells its place in the chain; the store refuses a second one of the same key, so that
/// whoever rewrites the chain cannot rewrite what was kept of it.
/// </summary>
internal sealed partial class StoreHeads(IObjectStore store, ILogger<StoreHeads> log) : IHeadBook
{
    private const string Folder = "audit/heads/";
    private const int BytesMax = 4_096, AtOnce = 8, Behind = 200;

    private readonly ConcurrentDictionary<long, bool> _known = new();
    private volatile bool _isBehind = true;

    /// <inheritdoc/>
    public int Wanted => _isBehind ? Behind : 1;

    /// <inheritdoc/>
    public async Task KeepAsync(IReadOnlyList<SignedHead> heads, CancellationToken cancellation)
    {
        try
        {
            foreach (var head in heads.Where(head => !_known.ContainsKey(head.Sequence)))
            {
                await PutAsync(head, cancellation);
                _known[head.Sequence] = true;
            }
            _isBehind = false;
        }
        catch (StoreUnavailableException fault)
        {
            _isBehind = true;
            LogBehind(log, fault);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SignedHead>> KeptAsync(CancellationToken cancellation)
    {
        var keys = new List<string>();
        await foreach (var key in store.ListAsync(Folder, null, cancellation))
        {
            keys.Add(key);
        }
        var heads = new SignedHead?[keys.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, keys.Count, options, async (place, token) =>
        {
            await using var content = await store.OpenAsync(keys[place], null, token);
            heads[place] = content is null ? null : await JsonSerializer.DeserializeAsync<SignedHead>(content, cancellationToken: token);
        });
        return [.. heads.OfType<SignedHead>().OrderBy(head => head.Sequence)];
    }

    private async Task PutAsync(SignedHead head, CancellationToken cancellation)
    {
        var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(head));
        try
        {
            await store.PutAsync(
                $"{Folder}{head.Sequence.ToString("D20", CultureInfo.InvariantCulture)}.json", content,
                    new ObjectWrite(BytesMax, IsOnce: true), cancellation);
        }
        catch (ObjectExistsException)
        {
            // The same head is no second one: the store says so only when the bytes differ. What stays is what was kept first,
            // and `verify` holds the chain against it.
            LogAnother(log, head.Sequence);
        }
    }

    [LoggerMessage(EventId = 1854, Level = LogLevel.Warning,
        Message = "The store did not take a head of the audit record; it is handed over again with the next one.")]
    private static partial void LogBehind(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1855, Level = LogLevel.Critical,
        Message = "The store holds another head for audit seal {Sequence}; the record may have been rewritten. Run verify.")]
    private static partial void LogAnother(ILogger log, long sequence);
}
