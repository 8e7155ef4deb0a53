namespace OtcBackoffice.Desks.Ports;

/// <summary>Keeps statement files as they were sent, by ids that we made. A kept file is never replaced.</summary>
public interface IStatementFiles
{
    /// <summary>Writes a file, counting while it streams. When this returns, the bytes are on the disk; when it throws, nothing is
    /// left.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="content">The file; read once, not disposed.</param>
    /// <param name="maxBytes">The largest size that is taken, in bytes.</param>
    /// <param name="cancellation">Stops the writing and removes what was written.</param>
    /// <exception cref="StatementTooLargeException">The stream holds more.</exception>
    Task<StoredStatement> SaveAsync(Guid id, Stream content, long maxBytes, CancellationToken cancellation);

    /// <summary>
    /// Opens a file so that a reader can go back to its start, held against its hash, or null when there is none; the caller
    /// disposes it.
    /// </summary>
    Task<Stream?> OpenAsync(Guid id, string? sha256, CancellationToken cancellation);

    /// <summary>Removes a file that was not taken after saving; one that is not there is no error.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellation);
}

/// <summary>A file on the disk: its size, and its SHA-256 as 64 lower-case hexadecimal digits.</summary>
public sealed record StoredStatement(long SizeBytes, string Sha256);

/// <summary>The file is larger than allowed.</summary>
public sealed class StatementTooLargeException(long maxBytes) : Exception($"The file is larger than {maxBytes} bytes.");
