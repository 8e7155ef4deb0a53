using System.Net.Mime;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>
/// How this surface says no: <c>{"error":{"code","message","details"}}</c>, where details names the field or is null. The codes
/// are below.
/// </summary>
public sealed class GatewayDialect : SurfaceDialect
{
    private static readonly GatewayDialect Instance = new();

    /// <inheritdoc/>
    public override string CodeOf(ErrorCode code) => Of(code).Code;

    /// <inheritdoc/>
    public override int StatusFor(ErrorCode code) => Of(code).Status;

    /// <inheritdoc/>
    public override System.Text.Json.Nodes.JsonObject Schema()
    {
        var schema = MemberSchema.Of(["error.code: text", "error.message: text", "error.details.field: text"]);
        schema["properties"]!["error"]!["properties"]!["details"]!["type"] = new System.Text.Json.Nodes.JsonArray("object", "null");
        return schema;
    }

    /// <summary>The code and the HTTP status of a refusal.</summary>
    public static (string Code, int Status) Of(ErrorCode code) => code switch
    {
        ErrorCode.WebhookTargetRefused => ("invalid_url", StatusCodes.Status400BadRequest),
        ErrorCode.AssetUnknown or ErrorCode.CurrencyNotActive => ("invalid_currency", StatusCodes.Status400BadRequest),
        ErrorCode.InvalidAmount or ErrorCode.AmountTooSmall or ErrorCode.LimitExceeded =>
            ("invalid_amount", StatusCodes.Status422UnprocessableEntity),
        ErrorCode.InsufficientFunds => ("insufficient_balance", StatusCodes.Status422UnprocessableEntity),
        ErrorCode.MethodNotAllowed => ("method_not_allowed", StatusCodes.Status405MethodNotAllowed),
        ErrorCode.IdempotencyKeyReused => ("conflict", StatusCodes.Status409Conflict),
        ErrorCode.InternalError => ("service_unavailable", StatusCodes.Status500InternalServerError),
        ErrorCode.StoreCorrupt => ("service_unavailable", StatusCodes.Status502BadGateway),
        _ => Of(code.Kind()),
    };

    private static (string Code, int Status) Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid or ErrorKind.Unprocessable => ("invalid_request", StatusCodes.Status400BadRequest),
        ErrorKind.Unauthenticated => ("unauthorized", StatusCodes.Status401Unauthorized),
        ErrorKind.Forbidden or ErrorKind.NeedsSecondPerson => ("permission_denied", StatusCodes.Status403Forbidden),
        ErrorKind.NotFound => ("not_found", StatusCodes.Status404NotFound),
        ErrorKind.Conflict or ErrorKind.WrongState => ("conflict", StatusCodes.Status409Conflict),
        ErrorKind.TooLarge => ("invalid_request", StatusCodes.Status413PayloadTooLarge),
        ErrorKind.UnsupportedMedia => ("invalid_request", StatusCodes.Status415UnsupportedMediaType),
        ErrorKind.RateLimited => ("rate_limit_exceeded", StatusCodes.Status429TooManyRequests),
        ErrorKind.Unavailable or ErrorKind.OutcomeUnknown => ("service_unavailable", StatusCodes.Status503ServiceUnavailable),
    };

    /// <summary>The answer for a refusal.</summary>
    internal static IResult Refused(DomainError error) => new Refusal(error);

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        var (code, own) = Of(error.Code);
        var answered = status ?? own;
        Prepare(http, answered, error.Code == ErrorCode.IdempotencyKeyInFlight || answered is >= 502 and <= 503);
        var details = error.Field is { } field ? new { Field = field } : null;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { Error = new { Code = code, error.Message, Details = details } },
            GatewayJson.Writing);
        return SendAsync(http, body, MediaTypeNames.Application.Json);
    }

    /// <inheritdoc/>
    protected override string Sentence(ErrorCode code, HttpContext http) => code == ErrorCode.Unauthenticated
        ? "Send a valid access token as Authorization: Bearer. It may be missing, unknown, expired or revoked."
        : base.Sentence(code, http);

    private sealed class Refusal(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Instance.WriteAsync(httpContext, error);
    }
}

/// <summary>Turns what a desk answered into what goes over the wire.</summary>
internal static class GatewayAnswers
{
    /// <summary>The value in its shape, or the refusal in the surface's form.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, object> shape, int status = StatusCodes.Status200OK) =>
        result.Failed(out var refused) ? GatewayDialect.Refused(refused) : Json(shape(result.Value), status);

    /// <summary>JSON as this surface writes it.</summary>
    public static IResult Json(object value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, GatewayJson.Writing, statusCode: status);

    /// <summary>Reads a body and runs what needs it, or says what is wrong with it.</summary>
    public static async Task<IResult> WithBodyAsync<T>(HttpContext http, Func<RequestBody<T>, Task<IResult>> run,
        CancellationToken cancellation, int bytesMax = ApiJson.BodyBytesMax)
        where T : class
    {
        var body = await RequestBody.ReadAsync<T>(http, GatewayJson.Reading, cancellation, bytesMax);
        return body.Failed(out var unreadable) ? GatewayDialect.Refused(unreadable) : await run(body.Value);
    }
}
