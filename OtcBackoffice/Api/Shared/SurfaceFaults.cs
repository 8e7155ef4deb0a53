namespace OtcBackoffice.Api.Shared;

/// <summary>
/// Gives what came back without a body the form of its surface: unknown paths, wrong methods, missing or weak credentials,
/// limits. It stands in front of authentication, so that an unknown path is never a redirect to a sign-in page.
/// </summary>
public sealed class SurfaceFaults(RequestDelegate next, SurfaceList surfaces)
{
    /// <summary>Runs the request and fills in its fault.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (surfaces.At(http.Request.Path) is not { } surface)
        {
            await next(http);
            return;
        }
        RequestTag.Keep(http);
        await next(http);
        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
        {
            await surface.Dialect.WriteFaultAsync(http, http.Response.StatusCode);
        }
    }

    /// <summary>
    /// What routing itself answers, such as 404 for an unknown path and 405 for a wrong method: no route of ours, and no
    /// credential is asked for. Runs after the limits.
    /// </summary>
    public static Task AnswerUnroutedAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        var endpoint = http.GetEndpoint();
        if (endpoint is RouteEndpoint || http.RequestServices.GetRequiredService<SurfaceList>().At(http.Request.Path) is null)
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
