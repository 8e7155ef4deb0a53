using System.Net.Mime;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Exchange;

/// <summary>
/// How this surface says yes and no: <c>{"data":...}</c> and <c>{"error":{"code","message"}}</c>, names in camel case. Some
/// statuses are the specification's own and differ from what the kind of refusal would suggest.
/// </summary>
public sealed class ExchangeDialect : SurfaceDialect
{
    private static readonly JsonSerializerOptions Writing = new(ApiJson.Writing) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly ExchangeDialect Instance = new();

    /// <summary>The HTTP status of a code.</summary>
    public static new int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.QuoteExpired or ErrorCode.InvalidAmount => StatusCodes.Status400BadRequest,
        ErrorCode.QuoteUnavailable or ErrorCode.BalanceUnavailable => StatusCodes.Status502BadGateway,
        _ => SurfaceDialect.StatusOf(code),
    };

    /// <summary>JSON as this surface writes it.</summary>
    internal static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Writing, statusCode: status);

    /// <summary>The answer for a refusal.</summary>
    internal static IResult Refused(DomainError error) => new Refusal(error);

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        var answered = status ?? StatusOf(error.Code);
        Prepare(http, answered, error.Code == ErrorCode.IdempotencyKeyInFlight || answered is >= 502 and <= 503);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { Error = new { Code = error.Code.Wire(), error.Message } }, Writing);
        return SendAsync(http, body, MediaTypeNames.Application.Json);
    }

    /// <inheritdoc/>
    protected override string Sentence(ErrorCode code, HttpContext http) => code == ErrorCode.Unauthenticated
        ? "Send a valid key as x-api-key, or a key or session token as Authorization: Bearer."
        : base.Sentence(code, http);

    private sealed class Refusal(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Instance.WriteAsync(httpContext, error);
    }
}

/// <summary>Turns what a desk answered into what goes over the wire.</summary>
internal static class ExchangeAnswers
{
    /// <summary>The value in the surface's envelope, or the refusal in its form.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, object> shape, int status = StatusCodes.Status200OK) =>
        result.Failed(out var refused) ? ExchangeDialect.Refused(refused)
            : ExchangeDialect.Json(new { Data = shape(result.Value) }, status);
}
