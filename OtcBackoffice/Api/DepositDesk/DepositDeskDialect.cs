using System.Net.Mime;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>
/// How this surface says no: RFC 9457 problem documents with a stable <c>code</c>, the request's id, the field at fault and
/// the facts of the refusal. Every kind of refusal has its status here and nowhere else.
/// </summary>
public static class DepositDeskDialect
{
    /// <summary>The seconds after which a caller may ask again for what was busy or unavailable.</summary>
    public const int RetryAfterSeconds = 1;

    // "status" is taken by RFC 9457 for the HTTP status.
    private const string StatusFact = "status", StatusMember = "current_status";

    /// <summary>The HTTP status of a code.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorCode.InternalError => StatusCodes.Status500InternalServerError,
        _ => StatusOf(code.Kind()),
    };

    /// <summary>The HTTP status of a kind; exhaustive, so that a new kind does not compile without one.</summary>
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

    /// <summary>A short title; the detail says the rest.</summary>
    public static string TitleOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed => "Method not offered",
        ErrorCode.InternalError => "A defect of the desk",
        _ => TitleOf(code.Kind()),
    };

    private static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "The request is not valid",
        ErrorKind.Unauthenticated => "Not signed in",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "In conflict with something else",
        ErrorKind.WrongState => "Not possible in this status",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.UnsupportedMedia => "Content not taken here",
        ErrorKind.Unprocessable => "Refused by a rule",
        ErrorKind.NeedsSecondPerson => "Another person is needed",
        ErrorKind.RateLimited => "Too many requests",
        ErrorKind.Unavailable => "Not possible now",
        ErrorKind.OutcomeUnknown => "The outcome is not known yet",
    };

    /// <summary>Whether the same request may succeed a moment later without being changed.</summary>
    public static bool IsRetryable(ErrorCode code) => code == ErrorCode.IdempotencyKeyInFlight
        || (code != ErrorCode.InternalError && code.Kind() is ErrorKind.Unavailable or ErrorKind.OutcomeUnknown or ErrorKind.RateLimited);

    /// <summary>The answer for a refusal.</summary>
    public static IResult Problem(DomainError error) => new ProblemAnswer(error);

    /// <summary>Writes the answer for a refusal.</summary>
    /// <param name="http">The request.</param>
    /// <param name="error">The refusal.</param>
    /// <param name="status">The status when a fault before the desk has one of its own; otherwise the code's.</param>
    public static Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        var answer = http.Response;
        answer.StatusCode = status ?? StatusOf(error.Code);
        if (http.Features.Get<RateRefusal>() is null && IsRetryable(error.Code))
        {
            answer.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        answer.Headers.CacheControl = "no-store";
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.ContentType = MediaTypeNames.Application.ProblemJson;
        var body = JsonSerializer.SerializeToUtf8Bytes(Members(http, error, answer.StatusCode), ApiJson.Writing);
        answer.ContentLength = body.Length;
        return answer.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static Dictionary<string, object> Members(HttpContext http, DomainError error, int status)
    {
        var members = new Dictionary<string, object>
        {
            ["type"] = $"urn:otc-backoffice:error:{Names.Snake(error.Code)}",
            ["title"] = TitleOf(error.Code),
            ["status"] = status,
            ["detail"] = error.Message,
            ["code"] = error.Code.Wire(),
            ["request_id"] = RequestTag.Of(http),
        };
        if (error.Field is { } field)
        {
            members["field"] = field;
        }
        if (http.Features.Get<RateRefusal>() is { } refusal)
        {
            members["retry_after_ms"] = refusal.RetryAfterMs;
        }
        if (error.Kind == ErrorKind.NeedsSecondPerson)
        {
            members["requires_second_approval"] = true;
        }
        foreach (var (name, value) in error.Facts)
        {
            members.TryAdd(name == StatusFact ? StatusMember : name, value);
        }
        return members;
    }

    private sealed class ProblemAnswer(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, error);
    }
}
