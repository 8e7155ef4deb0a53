using System.Globalization;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting;

/// <summary>
/// A page or a file that met no database, or no store of files, says so with 503, in words that need none: the usual page of faults
/// would ask it who
/// is signed in. It runs after the surfaces, whose refusals have forms of their own.
/// </summary>
public sealed class ConsoleOutages(ILogger<ConsoleOutages> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (DeskTransaction.Away(exception) is not { } away || httpContext.Response.HasStarted)
        {
            return false;
        }
        log.LogWarning(exception, "Request {RequestId} at {Path} met no database or store", RequestTag.Of(httpContext),
            httpContext.Request.Path);
        var response = httpContext.Response;
        response.StatusCode = SurfaceDialect.StatusOf(away.Code);
        response.Headers.RetryAfter = SurfaceDialect.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        if (!ConsoleRequests.IsForPeople(httpContext))
        {
            await ConsoleRequests.WriteProblemAsync(httpContext);
            return true;
        }
        response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        await response.WriteAsync($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Not available now</title></head>
            <body><main><h1>The desk is not available now</h1><p>{away.Message}</p></main></body></html>
            """, Encoding.UTF8, cancellationToken);
        return true;
    }
}
