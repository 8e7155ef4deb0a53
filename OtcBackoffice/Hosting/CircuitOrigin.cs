namespace OtcBackoffice.Hosting;

/// <summary>
/// A circuit is opened by our own pages only. Browsers name the page's origin with every connection; one of another site is
/// refused, so that no foreign page rides on somebody's session. The host is compared, because a proxy may end TLS.
/// </summary>
public static class CircuitOrigin
{
    private static readonly PathString Circuit = "/_blazor";

    /// <summary>Lets through what is no circuit, and circuits of our own origin.</summary>
    public static Task Check(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        if (!http.Request.Path.StartsWithSegments(Circuit, StringComparison.OrdinalIgnoreCase) || IsOwn(http))
        {
            return next(http);
        }
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOwn(HttpContext http)
    {
        var origins = http.Request.Headers.Origin;
        if (origins.Count == 0)
        {
            // A browser always says it when it opens the connection; plain reads of the same origin go without.
            return http.Request.Headers.Upgrade.Count == 0 && !HttpMethods.IsConnect(http.Request.Method)
                && !HttpMethods.IsPost(http.Request.Method);
        }
        return origins.Count == 1 && Uri.TryCreate(origins[0], UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
