using Microsoft.AspNetCore.Diagnostics;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Exceptions on API paths, in the surface's own dialect. They are defects or a database that is down; the caller learns
/// which of the two, and the request id by which the log knows the rest.
/// </summary>
public sealed class SurfaceDefects(ILogger<SurfaceDefects> log, SurfaceList surfaces) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (surfaces.At(httpContext.Request.Path)?.Dialect is not { } dialect)
        {
            return false;
        }
        if (exception is BadHttpRequestException refused)
        {
            await dialect.WriteFaultAsync(httpContext, refused.StatusCode);
            return true;
        }
        if (exception is OverflowException)
        {
            await dialect.WriteAsync(httpContext, DeskTransaction.TooLarge(exception));
            return true;
        }
        if (DeskTransaction.Away(exception) is { } away)
        {
            log.LogWarning(exception, "Request {RequestId} at {Path} met no database or store", RequestTag.Of(httpContext),
                httpContext.Request.Path);
            await dialect.WriteAsync(httpContext, away);
            return true;
        }
        var isOutage = Outages.IsOutage(exception);
        log.LogError(exception, "Request {RequestId} failed at {Path}", RequestTag.Of(httpContext), httpContext.Request.Path);
        await dialect.WriteFaultAsync(httpContext,
            isOutage ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        return true;
    }
}
