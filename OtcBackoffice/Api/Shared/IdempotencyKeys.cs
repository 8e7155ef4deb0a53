using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>Reads a caller's idempotency key, which may stand in the header or in the body (specification 004, flow step 1).</summary>
public static class IdempotencyKeys
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The body's member.</summary>
    public const string BodyField = "idempotency_key";

    /// <summary>Most characters of a key.</summary>
    public const int LengthMax = 128;

    /// <summary>The key for a route, or null when none was sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="route">The surface and route that the key counts for.</param>
    /// <param name="inBody">What the body says, or null.</param>
    /// <param name="fingerprint">The hash of the body.</param>
    public static Result<DeskKey?> Read(HttpRequest request, string route, string? inBody, string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[Header];
        if (header.Count > 1)
        {
            return Invalid($"{Header} was sent more than once.");
        }
        var inHeader = header.Count == 1 ? header[0] ?? "" : null;
        if (inHeader is not null && inBody is not null && inHeader != inBody)
        {
            return Invalid($"{Header} and {BodyField} are different; send one of them, or the same value in both.");
        }
        if ((inHeader ?? inBody) is not { } key)
        {
            return (DeskKey?)null;
        }
        return key.Length is > 0 and <= LengthMax && !string.IsNullOrWhiteSpace(key) && !key.Any(char.IsControl)
            ? new DeskKey(route, key, fingerprint)
            : Invalid($"An idempotency key has 1 to {LengthMax} printable characters.");
    }

    private static DomainError Invalid(string message) => DomainError.Of(ErrorCode.IdempotencyKeyInvalid, BodyField, message);
}
