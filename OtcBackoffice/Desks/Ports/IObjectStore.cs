namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Where whatever lasts as bytes lies: proofs, uploads, exports, statement files and the signed heads of the audit record. Keys
/// are made by us, parts divided by slashes; no text of a user is ever part of one. Both ways are streamed, and what is read was
/// held against its hash before the first byte of it is handed out.
/// </summary>
public interface IObjectStore
{
    /// <summary>What the store is called in a sentence; without any secret.</summary>
    string Place { get; }

    /// <summary>Keeps an object. When this returns it is there to stay; when it throws, nothing is left behind.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Read once, not disposed.</param>
    /// <param name="write">How large it may be, and what happens to one that is there.</param>
    /// <param name="cancellation">Stops the writing and removes what was written.</param>
    /// <exception cref="ObjectTooLargeException">The stream holds more than the limit.</exception>
    /// <exception cref="ObjectExistsException">There is one already, and it may not be replaced.</exception>
    /// <exception cref="StoreFullException">There is too little room.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<StoredObject> PutAsync(string key, Stream content, ObjectWrite write, CancellationToken cancellation);

    /// <summary>Opens an object, or null when there is none; the caller disposes it. It can be read from its start again.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="sha256">What it hashes to, where the caller knows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="StoreCorruptException">It is not what was kept.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<Stream?> OpenAsync(string key, string? sha256, CancellationToken cancellation);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);

    /// <summary>The keys that begin so, in the order of their bytes.</summary>
    /// <param name="prefix">How they begin; empty for all.</param>
    /// <param name="after">Only keys behind this one, or null.</param>
    /// <param name="cancellation">Stops the listing.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation);

    /// <summary>Tries once whether an object can be kept, read and removed.</summary>
    Task TryAsync(CancellationToken cancellation);

    /// <summary>Asks whether the store answers, as cheaply as it can be asked.</summary>
    Task LookAsync(CancellationToken cancellation);
}

/// <summary>The terms on which an object is kept.</summary>
/// <param name="BytesMax">The largest size that is taken.</param>
/// <param name="IsOnce">Whether one that is there already is never replaced.</param>
public readonly record struct ObjectWrite(long BytesMax, bool IsOnce);

/// <summary>An object as it was kept: its size, and its SHA-256 as 64 lower-case hexadecimal digits.</summary>
public sealed record StoredObject(long SizeBytes, string Sha256);

/// <summary>The object is larger than allowed.</summary>
public sealed class ObjectTooLargeException(long bytesMax) : Exception($"The object is larger than {bytesMax} bytes.");

/// <summary>There is an object of that key, and it stays.</summary>
public sealed class ObjectExistsException(string key) : IOException($"The object {key} is there already.");

/// <summary>The store has too little room.</summary>
public sealed class StoreFullException(string message) : Exception(message);

/// <summary>The store does not answer, or refuses; it may again later.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What the store gave back is not what was kept there.</summary>
public sealed class StoreCorruptException(string key) : Exception($"The object {key} is not what was kept: its hash is another.")
{
    /// <summary>Which object.</summary>
    public string Key { get; } = key;
}
