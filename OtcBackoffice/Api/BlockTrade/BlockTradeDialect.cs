using System.Text.Encodings.Web;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>
/// How this surface says no: <c>{"code": negative, "msg": "..."}</c>. 4XX is the caller's fault; 5XX means that the outcome is
/// not known, and an order can be asked for by its clientId. The catalogue is in docs/errors-block-trade.md.
/// </summary>
public static class BlockTradeDialect
{
    /// <summary>How this surface writes JSON: the members as they are named.</summary>
    public static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        ErrorKind.Unprocessable => StatusCodes.Status400BadRequest,
        ErrorKind.NeedsSecondPerson => StatusCodes.Status403Forbidden,
        ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.OutcomeUnknown => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The HTTP status of a code.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorCode.InternalError => StatusCodes.Status500InternalServerError,
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

    /// <summary>The refusal, or the value in the shape that <paramref name="shape"/> gives it.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, object> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return result.Failed(out var refused) ? Refusal(refused) : Results.Json(shape(result.Value), Writing);
    }

    /// <summary>Writes a refusal that happened before a desk was reached.</summary>
    public static Task WriteAsync(HttpContext http, int status, int number, string message)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        RequestTag.Of(http);
        return http.Response.WriteAsJsonAsync(new { code = number, msg = message }, Writing, http.RequestAborted);
    }
}
