using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Desks.Audit;

/// <summary>What the manifest says about the case as a whole.</summary>
/// <param name="DepositId">The deposit.</param>
/// <param name="Number">What people call it.</param>
/// <param name="MadeAtUtc">When the case was taken out.</param>
/// <param name="MadeBy">By whom.</param>
/// <param name="AuditHead">The newest signed head of the audit chain then; a later export proves that the chain went on from it.</param>
internal sealed record CaseCover(Guid DepositId, string Number, DateTime MadeAtUtc, string MadeBy, SignedHead? AuditHead);

/// <summary>One entry of the archive.</summary>
internal sealed record CasePart(string Name, Func<CancellationToken, Task<Stream?>> OpenAsync)
{
    /// <summary>What the part should hash to, where that is on record.</summary>
    public string Sha256 { get; private init; } = "";

    private static readonly JsonSerializerOptions Readable = new(DeskJson.Options) { WriteIndented = true };

    public static CasePart Json(string name, object content) =>
        new(name, _ => Task.FromResult<Stream?>(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(content, Readable))));

    public static CasePart Lines(string name, IEnumerable<object> lines) => new(name, _ => Task.FromResult<Stream?>(
        new MemoryStream(Encoding.UTF8.GetBytes(
            string.Concat(lines.Select(line => JsonSerializer.Serialize(line, DeskJson.Options) + "\n"))))));

    /// <summary>A file that was opened already, so that a store that does not answer is known before the first byte is sent.</summary>
    public static CasePart File(string name, string sha256, Stream? opened) => new(name, _ => Task.FromResult(opened)) { Sha256 = sha256 };
}

/// <summary>One line of the manifest.</summary>
internal sealed record CaseEntry(string Name, long SizeBytes, string Sha256);

/// <summary>A proof that should be in the archive and is not: the store no longer has it.</summary>
internal sealed record CaseGap(string Name, string Sha256);

/// <summary>The manifest, the last entry but its signature.</summary>
internal sealed record CaseManifest(
    int FormatVersion, Guid DepositId, string Number, DateTime MadeAtUtc, string MadeBy, string KeyId, SignedHead? AuditHead,
    IReadOnlyList<CaseEntry> Entries, IReadOnlyList<CaseGap>? Missing = null);

/// <summary>A case that is ready to be written out, part by part; nothing of it is ever held as a whole.</summary>
public sealed class CaseFile
{
    internal const string ManifestPart = "manifest.json", SignaturePart = "manifest.sig", AuditPart = "audit.jsonl";

    internal const int FormatVersion = 1;

    private const int BufferBytes = 81_920;

    private static readonly JsonSerializerOptions Readable = new(DeskJson.Options) { WriteIndented = true };

    private readonly CaseCover _cover;
    private readonly IReadOnlyList<CasePart> _parts;
    private readonly IAuditNotary _notary;

    internal CaseFile(string name, CaseCover cover, IReadOnlyList<CasePart> parts, IAuditNotary notary)
    {
        Name = name;
        _cover = cover;
        _parts = parts;
        _notary = notary;
    }

    /// <summary>What the file is called.</summary>
    public string Name { get; }

    /// <summary>Writes the archive. A proof that the store no longer has is named in the manifest as missing, with its hash.</summary>
    public async Task WriteToAsync(Stream output, CancellationToken cancellation)
    {
        var held = new HeldWrites(output);
        await using (var archive = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation))
        {
            await WriteToAsync(archive, held, cancellation);
        }
        await held.DrainAsync(cancellation);
    }

    /// <summary>What is signed: the hash of the manifest, under a name of its own, so that no other signature fits.</summary>
    internal static string SignedText(ReadOnlySpan<byte> manifest) =>
        $"otc-case-file-v1\n{Convert.ToHexStringLower(SHA256.HashData(manifest))}";

    private async Task WriteToAsync(ZipArchive archive, HeldWrites held, CancellationToken cancellation)
    {
        var (entries, missing) = (new List<CaseEntry>(), new List<CaseGap>());
        foreach (var part in _parts)
        {
            await using var content = await part.OpenAsync(cancellation);
            if (content is not null)
            {
                entries.Add(await AddAsync(archive, part.Name, content, cancellation));
                await held.DrainAsync(cancellation);
            }
            else
            {
                missing.Add(new CaseGap(part.Name, part.Sha256));
            }
        }
        var manifest = new CaseManifest(
            FormatVersion, _cover.DepositId, _cover.Number, _cover.MadeAtUtc, _cover.MadeBy, _notary.KeyId, _cover.AuditHead, entries,
                missing);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Readable);
        await AddAsync(archive, ManifestPart, new MemoryStream(bytes), cancellation);
        await AddAsync(archive, SignaturePart, new MemoryStream(Encoding.ASCII.GetBytes(_notary.Sign(SignedText(bytes)))), cancellation);
    }

    private async Task<CaseEntry> AddAsync(ZipArchive archive, string name, Stream content, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(_cover.MadeAtUtc);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var size = 0L;
            await using var target = await entry.OpenAsync(cancellation);
            while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                size += read;
            }
            return new CaseEntry(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
