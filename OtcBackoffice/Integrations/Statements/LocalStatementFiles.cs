using System.Security.Cryptography;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Statements;

/// <summary>Statement files in one folder of this machine, readable by the product's own user only.</summary>
internal sealed class LocalStatementFiles(string folder) : IStatementFiles
{
    private const int BufferBytes = 64 * 1024;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public async Task<StoredStatement> SaveAsync(Guid id, Stream content, long maxBytes, CancellationToken cancellation)
    {
        MakeFolder();
        var unfinished = PathOf(id) + ".new";
        try
        {
            var stored = await WriteAsync(unfinished, content, maxBytes, cancellation);
            File.Move(unfinished, PathOf(id), overwrite: false);
            DurableFile.SyncFolder(folder);
            return stored;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <inheritdoc/>
    public Stream? Open(Guid id) => File.Exists(PathOf(id))
        ? new FileStream(PathOf(id), new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = BufferBytes, Options = FileOptions.SequentialScan })
        : null;

    /// <inheritdoc/>
    public void Delete(Guid id)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(id));
        }
    }

    private static async Task<StoredStatement> WriteAsync(string path, Stream content, long maxBytes, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }
        await using var file = new FileStream(path, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var size = 0L;
        while (await content.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            size += read;
            if (size > maxBytes)
            {
                throw new StatementTooLargeException(maxBytes);
            }
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        file.Flush(flushToDisk: true);
        return new StoredStatement(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(Guid id) => Path.Combine(folder, id.ToString("D") + ".statement");
}
