namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Keeps the documents that somebody submitted as proof, one folder per deposit. Names are ids that we made: no text
/// of a user ever becomes part of a path, and a stored document is never replaced.
/// </summary>
public interface IProofStore
{
    /// <summary>
    /// Writes a document, counting while it streams, so that a false length on the request does not matter. When this
    /// returns, the bytes are on the disk; when it throws, nothing is left behind.
    /// </summary>
    /// <param name="depositId">The deposit that the document belongs to.</param>
    /// <param name="fileId">A new id for the document.</param>
    /// <param name="content">The document; read once, not disposed.</param>
    /// <param name="maxBytes">The largest size that is taken, in bytes.</param>
    /// <param name="cancellation">Stops the writing and removes what was written.</param>
    /// <exception cref="ProofTooLargeException">The stream holds more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="ProofStoreFullException">The disk is nearly full; uploads stop before everything else does.</exception>
    Task<StoredProof> SaveAsync(Guid depositId, Guid fileId, Stream content, long maxBytes, CancellationToken cancellation);

    /// <summary>Opens a document for reading, or null when there is none; the caller disposes it.</summary>
    /// <param name="depositId">The deposit that the document belongs to.</param>
    /// <param name="fileId">The document.</param>
    /// <param name="sha256">What it hashes to, as its row says; it is held against that before the first byte is handed out.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <exception cref="StoreCorruptException">The document is not what was kept.</exception>
    Task<Stream?> OpenAsync(Guid depositId, Guid fileId, string? sha256, CancellationToken cancellation);

    /// <summary>Removes a document that was refused after saving; one that is not there is no error.</summary>
    Task DeleteAsync(Guid depositId, Guid fileId, CancellationToken cancellation);
}

/// <summary>A document on the disk.</summary>
/// <param name="SizeBytes">The number of bytes that were written.</param>
/// <param name="Sha256">The SHA-256 of those bytes, 64 lower-case hexadecimal digits.</param>
public sealed record StoredProof(long SizeBytes, string Sha256);

/// <summary>The document is larger than allowed.</summary>
public sealed class ProofTooLargeException(long maxBytes) : Exception($"The document is larger than {maxBytes} bytes.")
{
    /// <summary>The limit that was passed, in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>There is too little free space to take documents.</summary>
public sealed class ProofStoreFullException(string message) : Exception(message);
