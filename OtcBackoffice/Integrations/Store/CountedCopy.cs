using System.Security.Cryptography;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>Copies a stream into a file of our own, counting and hashing as it goes, whatever length was said of it.</summary>
internal static class CountedCopy
{
    private const int BufferBytes = 64 * 1024;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a new file that only the product's own user may read, and flushes it to the disk.</summary>
    public static async Task<StoredObject> WriteAsync(string path, Stream content, long maxBytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, Options(FileOptions.Asynchronous));
        var stored = await WriteAsync(file, content, maxBytes, null, cancellation);
        file.Flush(flushToDisk: true);
        return stored;
    }

    /// <summary>
    /// Holds a stream in a file without a name of its own that is gone with its handle; it stands at its start afterwards.
    /// </summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="maxBytes">The largest size that is taken.</param>
    /// <param name="stall">How long the stream may give nothing, or null.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<(FileStream File, StoredObject Stored)> HoldAsync(
        Stream content, long maxBytes, TimeSpan? stall, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"otc-{Guid.NewGuid():N}");
        var file = new FileStream(path, Options(FileOptions.Asynchronous | FileOptions.DeleteOnClose));
        try
        {
            var stored = await WriteAsync(file, content, maxBytes, stall, cancellation);
            await file.FlushAsync(cancellation);
            file.Position = 0;
            return (file, stored);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a stream hashes to, from where it stands to its end.</summary>
    public static async Task<string> HashAsync(Stream content, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));

    private static async Task<StoredObject> WriteAsync(
        FileStream file, Stream content, long maxBytes, TimeSpan? stall, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long sizeBytes = 0;
        while (true)
        {
            if (stall is { } longest)
            {
                limit.CancelAfter(longest);
            }
            var read = await content.ReadAsync(buffer, limit.Token);
            if (read == 0)
            {
                return new StoredObject(sizeBytes, Convert.ToHexStringLower(sha256.GetHashAndReset()));
            }
            sizeBytes += read;
            if (sizeBytes > maxBytes)
            {
                throw new ObjectTooLargeException(maxBytes);
            }
            sha256.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), limit.Token);
        }
    }

    private static FileStreamOptions Options(FileOptions options)
    {
        var made = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = options,
                BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            made.UnixCreateMode = OwnFile;
        }
        return made;
    }
}
