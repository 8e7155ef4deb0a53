using System.Net.Mime;
using Microsoft.AspNetCore.Diagnostics;

namespace OtcBackoffice.Hosting;

/// <summary>Tells requests of people in a browser from requests of machines.</summary>
public static class ConsoleRequests
{
    private static readonly PathString[] MachinePaths =
    [
        "/api", "/openapi", "/gateway", "/v1", "/.well-known", "/otc-exchanges", "/otc-deposits-proof", "/sandbox", "/health",
        "/_blazor", "/_framework", "/_content", "/css", "/js", "/lib",
    ];

    /// <summary>
    /// True when a page may be the answer. Machines get the error documents of their own surface and never a page, even
    /// when they claim to accept one.
    /// </summary>
    public static bool IsForPeople(HttpContext http) =>
        http.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && (IsPage(http.Request.Path)
            || !MachinePaths.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)));

    // The one page whose address machines have all of below it.
    private static bool IsPage(PathString path) => path.Equals("/gateway", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs behind the error pages: keeps them from machines, and lets a refused form be explained.</summary>
    public static Task PrepareErrorPages(HttpContext http, RequestDelegate next)
    {
        if (!IsForPeople(http) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        // The explanation is read, not posted: as a POST it would be refused for the same bad form token once more.
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    }

    /// <summary>
    /// An unknown address is 404 and a wrong method 405, signed in or not. Further on, the fallback policy would send both to
    /// the sign-in page; a route for everything would hide the wrong methods.
    /// </summary>
    public static Task AnswerUnmatched(HttpContext http, RequestDelegate next)
    {
        switch (http.GetEndpoint())
        {
            case RouteEndpoint:
                return next(http);
            case { RequestDelegate: { } answer }:
                return answer(http);
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    /// <summary>The last word on a fault that no surface has put into its own dialect. It tells nothing about the inside.</summary>
    public static Task WriteProblemAsync(HttpContext http)
    {
        var problem = new { title = "The request failed for a reason on our side.", status = http.Response.StatusCode,
            request_id = http.TraceIdentifier };
        return http.Response.WriteAsJsonAsync(problem, options: null, MediaTypeNames.Application.ProblemJson, http.RequestAborted);
    }
}
