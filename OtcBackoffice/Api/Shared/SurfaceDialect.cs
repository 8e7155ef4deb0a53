using System.Collections.Frozen;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// How a surface says no. What happens before a desk is reached (unknown paths, wrong methods, weak or missing credentials,
/// limits, defects) comes as a status alone and gets its code and sentence here; a surface changes what its specification
/// says otherwise.
/// </summary>
public abstract class SurfaceDialect
{
    /// <summary>The seconds after which a caller may ask again for what was busy or unavailable.</summary>
    public const int RetryAfterSeconds = 1;

    private static readonly FrozenDictionary<int, ErrorCode> Codes = new Dictionary<int, ErrorCode>
    {
        [StatusCodes.Status401Unauthorized] = ErrorCode.Unauthenticated,
        [StatusCodes.Status403Forbidden] = ErrorCode.Forbidden,
        [StatusCodes.Status404NotFound] = ErrorCode.NotFound,
        [StatusCodes.Status405MethodNotAllowed] = ErrorCode.MethodNotAllowed,
        [StatusCodes.Status413PayloadTooLarge] = ErrorCode.BodyTooLarge,
        [StatusCodes.Status415UnsupportedMediaType] = ErrorCode.UnsupportedMediaType,
        [StatusCodes.Status429TooManyRequests] = ErrorCode.RateLimited,
        [StatusCodes.Status503ServiceUnavailable] = ErrorCode.Unavailable,
    }.ToFrozenDictionary();

    /// <summary>The HTTP status of a kind of refusal; exhaustive, so that a new kind does not compile without one.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.WrongState => StatusCodes.Status409Conflict,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NeedsSecondPerson => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.OutcomeUnknown => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The HTTP status of a code, where the surface's specification does not want another.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorCode.InternalError => StatusCodes.Status500InternalServerError,
        ErrorCode.StoreCorrupt => StatusCodes.Status502BadGateway,
        _ => StatusOf(code.Kind()),
    };

    /// <summary>The HTTP status of a code as this surface answers it.</summary>
    public virtual int StatusFor(ErrorCode code) => StatusOf(code);

    /// <summary>The code as this surface spells it.</summary>
    public virtual string CodeOf(ErrorCode code) => code.Wire();

    /// <summary>The media type of a refusal.</summary>
    public virtual string ContentType => System.Net.Mime.MediaTypeNames.Application.Json;

    /// <summary>The JSON schema of a refusal.</summary>
    public virtual System.Text.Json.Nodes.JsonObject Schema() => ErrorSchema("code", "message");

    /// <summary>The schema of <c>{"error":{...}}</c> with these members as text.</summary>
    protected static System.Text.Json.Nodes.JsonObject ErrorSchema(params string[] members) =>
        ObjectSchema(("error", ObjectSchema([.. members.Select(name => (name, TextSchema()))])));

    /// <summary>The schema of an object.</summary>
    protected static System.Text.Json.Nodes.JsonObject ObjectSchema(
        params (string Name, System.Text.Json.Nodes.JsonObject Schema)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new System.Text.Json.Nodes.JsonObject(
            members.Select(member => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(member.Name, member.Schema))),
        ["required"] = new System.Text.Json.Nodes.JsonArray(
            [.. members.Select(member => System.Text.Json.Nodes.JsonValue.Create(member.Name))]),
    };

    /// <summary>The schema of a text.</summary>
    protected static System.Text.Json.Nodes.JsonObject TextSchema() => new() { ["type"] = "string" };

    /// <summary>Writes a refusal; <paramref name="status"/> only when a fault before the desk has one of its own.</summary>
    public abstract Task WriteAsync(HttpContext http, DomainError error, int? status = null);

    /// <summary>Writes a fault of which only the status is known.</summary>
    public virtual Task WriteFaultAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        var code = Codes.TryGetValue(status, out var known) ? known : status >= 500 ? ErrorCode.InternalError : ErrorCode.InvalidRequest;
        return WriteAsync(http, new DomainError(code, Sentence(code, http)), status);
    }

    /// <summary>What is said of a fault before the desk.</summary>
    protected virtual string Sentence(ErrorCode code, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return code switch
        {
            ErrorCode.Unauthenticated => "Send a valid credential.",
            ErrorCode.Forbidden when http.Features.Get<MissingScope>() is { } missing => $"The credential lacks the scope {missing.Scope}.",
            ErrorCode.Forbidden => "The credential lacks the scope that this needs.",
            ErrorCode.NotFound => "There is no such path.",
            ErrorCode.MethodNotAllowed => $"{http.Request.Method} is not offered on this path.",
            ErrorCode.BodyTooLarge => $"A JSON body may have {ApiJson.BodyBytesMax} bytes at most.",
            ErrorCode.UnsupportedMediaType => "This content type is not taken here.",
            ErrorCode.RateLimited => "Too many requests; wait as told.",
            ErrorCode.Unavailable => "The desk cannot act now; nothing was changed.",
            ErrorCode.InternalError => "The request failed for a reason on our side. The request id finds it in our log.",
            _ => "The request cannot be understood.",
        };
    }

    /// <summary>What every refusal carries beside its body: never kept, never guessed at, and when to come again.</summary>
    protected static void Prepare(HttpContext http, int status, bool isRetryable)
    {
        ArgumentNullException.ThrowIfNull(http);
        RequestTag.Of(http);
        http.Response.StatusCode = status;
        // A limit has said already when.
        if (isRetryable && http.Features.Get<RateRefusal>() is null)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>Writes a body whose length is known.</summary>
    protected static Task SendAsync(HttpContext http, byte[] body, string contentType)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(body);
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
