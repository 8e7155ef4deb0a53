using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Audit;

/// <summary>What checking a case file found.</summary>
/// <param name="Number">The deposit that the manifest names, or null when it could not be read.</param>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="Fault">The first thing that is wrong, with the entry's name; null when nothing is.</param>
public sealed record CaseFileVerdict(string? Number, int Entries, string? Fault);

/// <summary>
/// Checks a case file without a database: the manifest must carry the desk's signature, every entry must be what the manifest
/// says, none may be missing or added, and the audit excerpt must hash to its seals.
/// </summary>
public static class CaseFileCheck
{
    // The manifest and its signature are read before anything is trusted.
    private const int HeadBytesMax = 4 * 1_024 * 1_024;

    /// <param name="file">The archive; it must be seekable.</param>
    /// <param name="publicKeyPem">The desk's audit key, or null to leave the signatures unchecked.</param>
    public static CaseFileVerdict Check(Stream file, string? publicKeyPem)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return Check(archive, publicKeyPem);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            return new CaseFileVerdict(null, 0, "The file is no whole ZIP archive.");
        }
    }

    private static CaseFileVerdict Check(ZipArchive archive, string? publicKeyPem)
    {
        if (ReadHead(archive, CaseFile.ManifestPart) is not { } bytes)
        {
            return new CaseFileVerdict(null, 0, $"{CaseFile.ManifestPart} is missing or cannot be read.");
        }
        if (publicKeyPem is not null && !IsSigned(bytes, ReadHead(archive, CaseFile.SignaturePart), publicKeyPem))
        {
            return new CaseFileVerdict(null, 0,
                $"{CaseFile.ManifestPart} is not signed with this key: it or {CaseFile.SignaturePart} was altered, or it is another desk's.");
        }
        if (Parse(bytes) is not { FormatVersion: CaseFile.FormatVersion } manifest)
        {
            return new CaseFileVerdict(null, 0, $"{CaseFile.ManifestPart} is of a form that this version does not read.");
        }
        var fault = manifest.Entries.Select(entry => EntryFault(archive, entry)).FirstOrDefault(found => found is not null)
            ?? AddedFault(archive, manifest) ?? AuditFault(archive, publicKeyPem);
        return new CaseFileVerdict(manifest.Number, manifest.Entries.Count, fault);
    }

    private static string? EntryFault(ZipArchive archive, CaseEntry expected)
    {
        if (archive.GetEntry(expected.Name) is not { } entry)
        {
            return $"{expected.Name} is missing.";
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, left) = (new byte[65_536], expected.SizeBytes + 1);
        try
        {
            using var content = entry.Open();
            // Never more than the manifest says, whatever the archive would unpack to.
            while (left > 0 && content.Read(buffer, 0, (int)Math.Min(buffer.Length, left)) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return $"{expected.Name} was altered: it cannot be unpacked.";
        }
        return left == 1 && Convert.ToHexStringLower(hash.GetHashAndReset()) == expected.Sha256 ? null
            : $"{expected.Name} was altered: it does not hash to what the manifest says.";
    }

    private static string? AddedFault(ZipArchive archive, CaseManifest manifest)
    {
        var expected = manifest.Entries.Select(entry => entry.Name).Append(CaseFile.ManifestPart).Append(CaseFile.SignaturePart)
            .ToHashSet(StringComparer.Ordinal);
        return archive.Entries.FirstOrDefault(entry => !expected.Remove(entry.FullName)) is { } added ? $"{added.FullName} was added."
            : null;
    }

    private static string? AuditFault(ZipArchive archive, string? publicKeyPem)
    {
        if (archive.GetEntry(CaseFile.AuditPart) is not { } entry)
        {
            return $"{CaseFile.AuditPart} is missing.";
        }
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return AuditExportCheck.Check(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), publicKeyPem, isFiltered: true)
            .Fault is { } fault
            ? $"{CaseFile.AuditPart}: {fault}" : null;
    }

    private static byte[]? ReadHead(ZipArchive archive, string name)
    {
        if (archive.GetEntry(name) is not { Length: <= HeadBytesMax } entry)
        {
            return null;
        }
        try
        {
            using var content = entry.Open();
            var bytes = new byte[entry.Length];
            content.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static bool IsSigned(byte[] manifest, byte[]? signature, string publicKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        var given = new byte[256];
        return signature is not null && Convert.TryFromBase64String(Encoding.ASCII.GetString(signature), given, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(CaseFile.SignedText(manifest)), given.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private static CaseManifest? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<CaseManifest>(bytes, DeskJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
