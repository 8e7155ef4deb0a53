using System.Runtime.CompilerServices;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>
/// Objects as files of one folder, readable by the product's own user only. A file is written under another name and gets its
/// own when all of it is on the disk. The hash of an object is not kept beside it; whoever knows it brings it along.
/// </summary>
internal sealed class DirectoryStore : IObjectStore
{
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _incoming;
    private readonly long _minFreeBytes;

    /// <summary>A store in a folder, made when something is first kept there. What a crash broke off a day ago or earlier is
    /// removed.</summary>
    public DirectoryStore(string folder, long minFreeBytes, TimeProvider time)
    {
        _root = Path.GetFullPath(folder);
        _incoming = Path.Combine(_root, "incoming");
        _minFreeBytes = minFreeBytes;
        if (!Directory.Exists(_incoming))
        {
            return;
        }
        // Another node may be writing here right now, so only what is old is known to be abandoned.
        var abandoned = time.GetUtcNow().UtcDateTime - AbandonedAfter;
        foreach (var file in Directory.EnumerateFiles(_incoming).Where(file => File.GetLastWriteTimeUtc(file) < abandoned))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public string Place => _root;

    /// <inheritdoc/>
    public async Task<StoredObject> PutAsync(string key, Stream content, ObjectWrite write, CancellationToken cancellation)
    {
        MakeIncoming();
        if (new DriveInfo(_root).AvailableFreeSpace < _minFreeBytes)
        {
            throw new StoreFullException("The disk is nearly full; nothing is taken.");
        }
        var unfinished = Path.Combine(_incoming, Guid.CreateVersion7().ToString());
        try
        {
            var stored = await CountedCopy.WriteAsync(unfinished, content, write.BytesMax, cancellation);
            var (path, folder) = (PathOf(key), Path.GetDirectoryName(PathOf(key))!);
            MakeFolder(folder);
            if (write.IsOnce && File.Exists(path))
            {
                throw new ObjectExistsException(key);
            }
            File.Move(unfinished, path, overwrite: !write.IsOnce);
            DurableFile.SyncFolder(folder);
            DurableFile.SyncFolder(Path.GetDirectoryName(folder) ?? _root);
            return stored;
        }
        catch (IOException fault) when (fault.HResult is DiskFullOnUnix or DiskFullOnWindows)
        {
            throw new StoreFullException("The disk is full; nothing was kept.");
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new StoreUnavailableException($"The folder {_root} cannot be written.", fault);
        }
        finally
        {
            Remove(unfinished);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string key, string? sha256, CancellationToken cancellation)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(key), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Directory.Exists(_root) ? null : throw new StoreUnavailableException($"The folder {_root} is not there.", fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreUnavailableException($"The folder {_root} cannot be read.", fault);
        }
        try
        {
            if (sha256 is not null && await CountedCopy.HashAsync(file, cancellation) != sha256)
            {
                throw new StoreCorruptException(key);
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        Remove(PathOf(key));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var folder = Path.Combine(_root, prefix.LastIndexOf('/') is > 0 and var end ? prefix[..end] : "");
        if (!Directory.Exists(folder))
        {
            yield break;
        }
        var keys = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key.StartsWith("incoming/", StringComparison.Ordinal))
            .Where(key => after is null || string.CompareOrdinal(key, after) > 0).Order(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return key;
        }
    }

    /// <inheritdoc/>
    public async Task TryAsync(CancellationToken cancellation)
    {
        var probe = Path.Combine(_incoming, Guid.CreateVersion7().ToString());
        try
        {
            MakeIncoming();
            await File.WriteAllBytesAsync(probe, [1], cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {_root} cannot be written.", fault);
        }
        finally
        {
            Remove(probe);
        }
    }

    /// <inheritdoc/>
    public Task LookAsync(CancellationToken cancellation) =>
        Directory.Exists(_root) ? Task.CompletedTask
            : Task.FromException(new StoreUnavailableException($"The folder {_root} is not there."));

    private void MakeIncoming()
    {
        try
        {
            MakeFolder(_root);
            MakeFolder(_incoming);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {_root} cannot be written.", fault);
        }
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
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

    private string PathOf(string key) => Path.Combine(_root, Path.Combine(key.Split('/')));
}
