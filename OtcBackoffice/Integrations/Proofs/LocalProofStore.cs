using System.Security.Cryptography;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Documents in a folder of this machine: <c>{deposit id}/{file id}.pdf</c>, readable by the product's own user only.
/// A document is written under another name and gets its own when all of it is on the disk.
/// </summary>
public sealed class LocalProofStore : IProofStore
{
    private const int BufferBytes = 64 * 1024;
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _incoming;
    private readonly long _minFreeBytes;

    /// <summary>A store in a folder, made when missing. Uploads that a crash broke off a day ago or earlier are removed.</summary>
    public LocalProofStore(string folder, ProofOptions options, TimeProvider time)
    {
        _root = Path.GetFullPath(folder);
        _incoming = Path.Combine(_root, "incoming");
        _minFreeBytes = options.MinFreeBytes;
        MakeFolder(_root);
        MakeFolder(_incoming);
        // Another node may be writing here right now, so only what is old is known to be abandoned.
        foreach (var file in Directory.EnumerateFiles(_incoming).Where(file => File.GetLastWriteTimeUtc(file) < time.GetUtcNow().UtcDateTime - AbandonedAfter))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredProof> SaveAsync(Guid depositId, Guid fileId, Stream content, long maxBytes, CancellationToken cancellation)
    {
        if (new DriveInfo(_root).AvailableFreeSpace < _minFreeBytes)
        {
            throw new ProofStoreFullException("The disk is nearly full; no documents are taken.");
        }
        var unfinished = Path.Combine(_incoming, Guid.CreateVersion7().ToString());
        try
        {
            var stored = await WriteAsync(unfinished, content, maxBytes, cancellation);
            var folder = Path.GetDirectoryName(PathOf(depositId, fileId))!;
            MakeFolder(folder);
            File.Move(unfinished, PathOf(depositId, fileId), overwrite: false);
            DurableFile.SyncFolder(folder);
            DurableFile.SyncFolder(_root);
            return stored;
        }
        catch (IOException fault) when (fault.HResult is DiskFullOnUnix or DiskFullOnWindows)
        {
            throw new ProofStoreFullException("The disk is full; the document was not taken.");
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(Guid depositId, Guid fileId, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(depositId, fileId), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid depositId, Guid fileId, CancellationToken cancellation)
    {
        var path = PathOf(depositId, fileId);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        return Task.CompletedTask;
    }

    private static async Task<StoredProof> WriteAsync(string path, Stream content, long maxBytes, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }
        await using var file = new FileStream(path, options);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long sizeBytes = 0;
        for (var read = await content.ReadAsync(buffer, cancellation); read > 0; read = await content.ReadAsync(buffer, cancellation))
        {
            sizeBytes += read;
            if (sizeBytes > maxBytes)
            {
                throw new ProofTooLargeException(maxBytes);
            }
            sha256.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        file.Flush(flushToDisk: true);
        return new StoredProof(sizeBytes, Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }
    }

    private string PathOf(Guid depositId, Guid fileId) => Path.Combine(_root, depositId.ToString(), fileId + ".pdf");
}
