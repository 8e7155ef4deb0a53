namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// The only way out to addresses that somebody typed in (webhook endpoints). It never reaches the machine itself or
/// the networks behind it, follows no redirect and believes no name it has not resolved for this very call.
/// </summary>
public interface IOutboundHttp
{
    /// <summary>
    /// Says in one sentence why a URL can never be a target, or null when it may be saved. It asks no name server: what
    /// the name leads to is checked again at every call.
    /// </summary>
    string? CheckTarget(string url);

    /// <summary>
    /// Posts exactly these bytes. It does not throw for anything the far side does; a status other than 2xx, a redirect
    /// too, comes back as it is.
    /// </summary>
    /// <param name="target">An address that <see cref="CheckTarget"/> accepts.</param>
    /// <param name="headers">Headers by name, the content type among them.</param>
    /// <param name="body">The exact bytes, as they were signed.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    Task<OutboundAnswer> PostAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[] body, CancellationToken cancellation);

    /// <summary>Reads an address under the same rules.</summary>
    Task<OutboundAnswer> GetAsync(Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation);
}

/// <summary>What came of an outbound call.</summary>
/// <param name="StatusCode">The HTTP status, or null when no answer came.</param>
/// <param name="LatencyMilliseconds">How long the call took.</param>
/// <param name="BodyStart">The first 1,024 bytes of the answer as text, for the person who looks into a failure.</param>
/// <param name="Failure">What went wrong on the way.</param>
/// <param name="Detail">One sentence on the failure, or null.</param>
public sealed record OutboundAnswer(int? StatusCode, long LatencyMilliseconds, string BodyStart, OutboundFailure Failure, string? Detail)
{
    /// <summary>The whole answer as it came, for machines that have to read it; empty when none came whole.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The answer's Retry-After as it came, in seconds or as a date; null without one.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Whether the far side took it: a whole answer with a status from 200 to 299.</summary>
    public bool IsDelivered => Failure == OutboundFailure.None && StatusCode is >= 200 and <= 299;
}

/// <summary>Why an outbound call has no usable answer.</summary>
public enum OutboundFailure
{
    /// <summary>A whole answer came.</summary>
    None,

    /// <summary>The target may not be reached; nothing was sent.</summary>
    RefusedTarget,

    /// <summary>No whole answer within the time; the far side may have taken the call.</summary>
    Timeout,

    /// <summary>The name, the connection or the encryption failed, or the answer broke off.</summary>
    Connection,

    /// <summary>The answer was larger than is taken: 64 KB, where nothing else was set.</summary>
    TooLarge,
}
