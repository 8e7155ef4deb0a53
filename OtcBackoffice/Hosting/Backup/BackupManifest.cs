using System.Security.Cryptography;
using System.Text.Json;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>A file of a set; <see cref="Sha256"/> is of the bytes as they lie in the set.</summary>
internal sealed record BackupFile(string Path, long Size, string Sha256);

/// <summary>What a set holds (<c>manifest.json</c>): a file that it does not name does not belong to the set.</summary>
internal sealed record BackupManifest(string Version, DateTime CreatedAt, string Provider, IReadOnlyList<string> Migrations,
    IReadOnlyList<BackupFile> Files)
{
    public const string File = "manifest.json", SignatureFile = "manifest.sig", Database = "database.db", Dump = "database.dump",
        SealedFolder = "sealed";

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads and checks a set: every file there, none besides, all as they were, no way out of the directory.</summary>
    public static async Task<(BackupManifest Manifest, BackupSeal Seal)> OpenAsync(string directory, IConfiguration configuration,
        CancellationToken cancellation)
    {
        if (System.IO.File.Exists(directory))
        {
            throw new CommandException($"{directory} is a file; restore takes a directory that backup made.");
        }
        if (!Directory.Exists(directory))
        {
            throw new CommandException($"There is no directory {directory}.");
        }
        var (manifestFile, signatureFile) = (Path.Combine(directory, File), Path.Combine(directory, SignatureFile));
        if (!System.IO.File.Exists(manifestFile) || !System.IO.File.Exists(signatureFile))
        {
            throw new CommandException($"{directory} is no backup: it has no {File} with a {SignatureFile}.");
        }
        AssertNoLinks(directory);
        var bytes = await System.IO.File.ReadAllBytesAsync(manifestFile, cancellation);
        var seal = BackupSeal.Open(configuration, await System.IO.File.ReadAllTextAsync(signatureFile, cancellation), bytes);
        try
        {
            var manifest = Read(bytes);
            await manifest.CheckFilesAsync(directory, cancellation);
            return (manifest, seal);
        }
        catch
        {
            seal.Dispose();
            throw;
        }
    }

    public static string HashOf(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static BackupManifest Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(bytes, Json) is { Files: not null, Migrations: not null } manifest ? manifest
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandException($"{File} cannot be read.");
        }
    }

    private async Task CheckFilesAsync(string directory, CancellationToken cancellation)
    {
        var named = new HashSet<string>(StringComparer.Ordinal) { File, SignatureFile };
        foreach (var file in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Path.Length == 0 || Path.IsPathRooted(file.Path) || file.Path.Contains('\\', StringComparison.Ordinal)
                || file.Path.Split('/').Any(part => part is "" or "." or "..") || !named.Add(file.Path))
            {
                throw new CommandException($"The manifest names '{file.Path}', which is no path inside a backup.");
            }
            var place = Path.Combine(directory, file.Path);
            if (!System.IO.File.Exists(place))
            {
                throw new CommandException($"{file.Path} is missing from the backup.");
            }
            if (new FileInfo(place).Length != file.Size || await Task.Run(() => HashOf(place), cancellation) != file.Sha256)
            {
                throw new CommandException($"{file.Path} is not what the manifest says; the backup was altered or cut.");
            }
        }
        foreach (var place in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(directory, place).Replace(Path.DirectorySeparatorChar, '/');
            if (!named.Contains(path))
            {
                throw new CommandException($"{path} lies in the backup and the manifest does not name it.");
            }
        }
    }

    private static void AssertNoLinks(string directory)
    {
        foreach (var entry in new DirectoryInfo(directory)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            if (entry.LinkTarget is not null)
            {
                throw new CommandException($"{Path.GetRelativePath(directory, entry.FullName)} is a link; a backup holds none.");
            }
        }
    }
}
