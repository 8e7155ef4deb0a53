using System.Globalization;

namespace OtcBackoffice.Api.Shared;

/// <summary>A part of a surface that ends: since when that is known, from when on it may be gone, and what comes instead.</summary>
/// <param name="Surface">The surface's name.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The route's path as documents write it.</param>
/// <param name="Parameter">The query parameter that ends, or null when the whole operation does.</param>
/// <param name="SinceUtc">When it was announced.</param>
/// <param name="SunsetUtc">Until when it works at least.</param>
/// <param name="Instead">What to use, in a few words.</param>
public sealed record Ending(string Surface, string Method, string Path, string? Parameter, DateTime SinceUtc, DateTime SunsetUtc,
    string Instead);

/// <summary>
/// What ends, and how its answers say so: <c>Deprecation</c> (RFC 9745), <c>Sunset</c> (RFC 8594) and a <c>Link</c> to the changelog. The
/// documents mark it, and the page
/// on versions lists it. A line here has an entry of the type <c>deprecated</c> in the changelog, and at least twelve months.
/// </summary>
public static class Endings
{
    private static readonly DateTime Filters = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Ending> All { get; } =
    [
        new("platform", "GET", "/v1/orders", "from", Filters, Filters.AddMonths(13), "created_after"),
        new("platform", "GET", "/v1/orders", "to", Filters, Filters.AddMonths(13), "created_before"),
    ];

    /// <summary>Says it on the answer, whatever that is.</summary>
    public static Task TellAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        if (http.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<Surface>() is { } surface && Of(surface,
            endpoint, http) is { } ending)
        {
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture,
                    $"@{new DateTimeOffset(ending.SinceUtc).ToUnixTimeSeconds()}");
                headers["Sunset"] = ending.SunsetUtc.ToString("R", CultureInfo.InvariantCulture);
                headers.Link = "</dev/changelog>; rel=\"deprecation\"; type=\"text/html\"";
                return Task.CompletedTask;
            });
        }
        return next(http);
    }

    private static Ending? Of(Surface surface, RouteEndpoint endpoint, HttpContext http) => All.Where(one => one.Surface == surface.Name
        && one.Method == http.Request.Method
            && one.Path == SurfaceDocument.PathOf(endpoint) && (one.Parameter is null || http.Request.Query.ContainsKey(one.Parameter)))
        .OrderBy(one => one.SunsetUtc).FirstOrDefault();
}
