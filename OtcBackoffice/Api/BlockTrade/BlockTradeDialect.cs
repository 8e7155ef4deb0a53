using System.Text.Encodings.Web;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>
/// How this surface says no: <c>{"code": negative, "msg": "..."}</c>. 4XX is the caller's fault; 5XX means that the outcome is
/// not known, and an order can be asked for by its clientId. The catalogue is in docs/errors-block-trade.md.
/// </summary>
public sealed class BlockTradeDialect : SurfaceDialect
{
    /// <summary>How this surface writes JSON: the members as they are named.</summary>
    public static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override string CodeOf(ErrorCode code) => NumberOf(code).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override System.Text.Json.Nodes.JsonObject Schema() =>
        ObjectSchema(("code", new System.Text.Json.Nodes.JsonObject { ["type"] = "integer" }), ("msg", TextSchema()));

    /// <summary>The HTTP status of a kind. This surface knows no 422: what a rule refuses is the caller's fault like the rest.</summary>
    public static new int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Unprocessable => StatusCodes.Status400BadRequest,
        ErrorKind.NeedsSecondPerson => StatusCodes.Status403Forbidden,
        _ => SurfaceDialect.StatusOf(kind),
    };

    /// <summary>The HTTP status of a code.</summary>
    public static new int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed or ErrorCode.InternalError or ErrorCode.StoreCorrupt => SurfaceDialect.StatusOf(code),
        _ => StatusOf(code.Kind()),
    };

    /// <summary>The number of a code: those that the surface tells apart, and one for each kind of the others.</summary>
    public static int NumberOf(ErrorCode code) => code switch
    {
        ErrorCode.InternalError => -1000,
        ErrorCode.Unavailable => -1001,
        ErrorCode.LedgerHalted => -1016,
        ErrorCode.RateLimited => -1003,
        ErrorCode.Forbidden => -1002,
        ErrorCode.Unauthenticated => -2015,
        ErrorCode.MethodNotAllowed => -1020,
        ErrorCode.UnsupportedMediaType => -1023,
        ErrorCode.BodyTooLarge => -1024,
        ErrorCode.InvalidRequest => -1102,
        ErrorCode.InvalidAmount => -1100,
        ErrorCode.AssetUnknown => -1121,
        ErrorCode.NotFound => -2013,
        ErrorCode.InsufficientFunds => -2010,
        ErrorCode.AlreadyTaken => -4005,
        ErrorCode.MarketClosed => -4001,
        ErrorCode.AmountTooSmall => -4002,
        ErrorCode.PriceMoved => -4003,
        ErrorCode.LimitExceeded => -4004,
        ErrorCode.SubMerchantNotUsable => -4006,
        ErrorCode.PaymentMethodNotUsable => -4007,
        ErrorCode.AddressInvalid => -4008,
        ErrorCode.WrongState => -4009,
        ErrorCode.QuoteExpired => -4010,
        ErrorCode.ProofTooLarge => -4011,
        ErrorCode.ConcurrentChange => -4012,
        _ => OfKind(code.Kind()),
    };

    /// <summary>The number of a signature outside its window.</summary>
    public const int TimestampNumber = -1021;

    private static int OfKind(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => -1102,
        ErrorKind.Unauthenticated => -2015,
        ErrorKind.Forbidden or ErrorKind.NeedsSecondPerson => -1002,
        ErrorKind.NotFound => -2013,
        ErrorKind.Conflict => -4012,
        ErrorKind.WrongState => -4009,
        ErrorKind.TooLarge => -1024,
        ErrorKind.UnsupportedMedia => -1023,
        ErrorKind.Unprocessable => -4000,
        ErrorKind.RateLimited => -1003,
        ErrorKind.Unavailable => -1001,
        ErrorKind.OutcomeUnknown => -1006,
    };

    /// <summary>The answer for a refusal.</summary>
    public static IResult Refusal(DomainError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Results.Json(new { code = NumberOf(error.Code), msg = error.Message }, Writing, statusCode: StatusOf(error.Code));
    }

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        return WriteAsync(http, status ?? StatusOf(error.Code), NumberOf(error.Code), error.Message);
    }

    /// <inheritdoc/>
    public override Task WriteFaultAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (status == StatusCodes.Status401Unauthorized && http.Features.Get<SignatureFault>() is { } fault)
        {
            return WriteAsync(http, status, TimestampNumber, fault.Message);
        }
        var (number, message) = status switch
        {
            StatusCodes.Status401Unauthorized => (-2015, "Invalid API-key, IP, signature, or a signature that was used before."),
            StatusCodes.Status403Forbidden => (-1002, "This key lacks the permission for this action, or its account is not verified."),
            StatusCodes.Status404NotFound => (-1020, "There is no such path."),
            StatusCodes.Status405MethodNotAllowed => (-1020, $"{http.Request.Method} is not offered on this path."),
            StatusCodes.Status413PayloadTooLarge => (-1024, "The body is too large."),
            StatusCodes.Status415UnsupportedMediaType => (-1023, "Send application/json or application/x-www-form-urlencoded."),
            StatusCodes.Status418ImATeapot => (-1003, "This address went on after 429 and is shut out for a while."),
            StatusCodes.Status429TooManyRequests => (-1003, "Too many requests; wait as told."),
            StatusCodes.Status503ServiceUnavailable =>
                (-1001, "The desk cannot act now; the outcome is not known. Ask for the order by its clientId."),
            >= 500 => (-1000, "The outcome is not known. Ask for the order by its clientId."),
            _ => (-1102, "The request cannot be understood."),
        };
        return WriteAsync(http, status, number, message);
    }

    private static Task WriteAsync(HttpContext http, int status, int number, string message)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        RequestTag.Of(http);
        return http.Response.WriteAsJsonAsync(new { code = number, msg = message }, Writing, http.RequestAborted);
    }
}

/// <summary>Turns what a desk answered into what goes over the wire.</summary>
internal static class BlockTradeAnswers
{
    /// <summary>The refusal, or the value in the shape that <paramref name="shape"/> gives it.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, object> shape) =>
        result.Failed(out var refused) ? BlockTradeDialect.Refusal(refused) : Results.Json(shape(result.Value), BlockTradeDialect.Writing);
}
