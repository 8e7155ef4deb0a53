using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Puts the faults that happen before a desk is reached into the surface's dialect.</summary>
public sealed class BlockTradeFaults(RequestDelegate next)
{
    private static readonly PathString Prefix = "/openapi/v1/otc";

    /// <summary>Whether a path belongs to this surface.</summary>
    public static bool Covers(PathString path) => path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

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
        await next(http);
        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
        {
            await WriteAsync(http, http.Response.StatusCode);
        }
    }

    /// <summary>Writes the body of a fault of which only the status is known.</summary>
    public static Task WriteAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (status == StatusCodes.Status401Unauthorized && http.Features.Get<SignatureFault>() is { } fault)
        {
            return BlockTradeDialect.WriteAsync(http, status, BlockTradeDialect.TimestampNumber, fault.Message);
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
            StatusCodes.Status503ServiceUnavailable => (-1001, "The desk cannot act now; the outcome is not known. Ask for the order by its clientId."),
            >= 500 => (-1000, "The outcome is not known. Ask for the order by its clientId."),
            _ => (-1102, "The request cannot be understood."),
        };
        return BlockTradeDialect.WriteAsync(http, status, number, message);
    }

    /// <summary>What routing itself answers, such as 405 for a known path: no route of ours, and no credential is asked for. Runs after the limits.</summary>
    public static Task AnswerUnroutedAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        var endpoint = http.GetEndpoint();
        if (!Covers(http.Request.Path) || endpoint is RouteEndpoint)
        {
            return next(http);
        }
        if (endpoint is not null)
        {
            return endpoint.RequestDelegate!(http);
        }
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
