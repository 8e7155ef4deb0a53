using System.Collections.Frozen;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Exchange;

/// <summary>Puts faults that happen before a desk is reached into the surface's dialect: unknown paths, wrong methods, weak or missing credentials, limits.</summary>
public sealed class ExchangeFaults(RequestDelegate next)
{
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

    private static readonly PathString[] Prefixes = [ExchangeApi.Prefix];

    /// <summary>Whether a path belongs to this surface.</summary>
    public static bool Covers(PathString path) => Prefixes.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the request and fills in what came back without a body.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!Covers(http.Request.Path))
        {
            await next(http);
            return;
        }
        RequestTag.Keep(http);
        await RunAsync(http);
        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
        {
            await WriteAsync(http, http.Response.StatusCode);
        }
    }

    /// <summary>Writes the answer to a fault of which only the status is known.</summary>
    public static Task WriteAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        var code = Codes.TryGetValue(status, out var known) ? known : status >= 500 ? ErrorCode.InternalError : ErrorCode.InvalidRequest;
        return ExchangeDialect.WriteAsync(http, new DomainError(code, Sentence(code, http)), status);
    }

    // What routing itself answers, such as 405 for a known path, is no route of ours and needs no credential.
    private Task RunAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return endpoint is RouteEndpoint ? next(http) : endpoint.RequestDelegate!(http);
    }

    private static string Sentence(ErrorCode code, HttpContext http) => code switch
    {
        ErrorCode.Unauthenticated => "Send a valid key as x-api-key, or a key or session token as Authorization: Bearer.",
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
