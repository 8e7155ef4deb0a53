using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Exchange;

/// <summary>
/// How this surface says yes and no: <c>{"data":...}</c> and <c>{"error":{"code","message"}}</c>, names in camel case. Some
/// statuses are the specification's own and differ from what the kind of refusal would suggest.
/// </summary>
public static class ExchangeDialect
{
    private const int RetryAfterSeconds = 1;

    private static readonly JsonSerializerOptions Writing = new(ApiJson.Writing) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The HTTP status of a code.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.QuoteExpired or ErrorCode.InvalidAmount => StatusCodes.Status400BadRequest,
        ErrorCode.QuoteUnavailable or ErrorCode.BalanceUnavailable => StatusCodes.Status502BadGateway,
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

    /// <summary>The value in the surface's envelope, or the refusal in its form.</summary>
    internal static IResult Answer<T>(this Result<T> result, Func<T, object> shape, int status = StatusCodes.Status200OK) =>
        result.Failed(out var refused) ? Refused(refused) : Json(new { Data = shape(result.Value) }, status);

    /// <summary>JSON as this surface writes it.</summary>
    internal static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Writing, statusCode: status);

    /// <summary>The answer for a refusal.</summary>
    internal static IResult Refused(DomainError error) => new Refusal(error);

    /// <summary>Writes the answer for a refusal; <paramref name="status"/> only when a fault before the desk has one of its own.</summary>
    public static Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        RequestTag.Of(http);
        var answer = http.Response;
        answer.StatusCode = status ?? StatusOf(error.Code);
        if (http.Features.Get<RateRefusal>() is null && (error.Code == ErrorCode.IdempotencyKeyInFlight || answer.StatusCode is >= 502 and <= 503))
        {
            answer.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }
        answer.Headers.CacheControl = "no-store";
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.ContentType = MediaTypeNames.Application.Json;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { Error = new { Code = error.Code.Wire(), error.Message } }, Writing);
        answer.ContentLength = body.Length;
        return answer.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private sealed class Refusal(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, error);
    }
}
