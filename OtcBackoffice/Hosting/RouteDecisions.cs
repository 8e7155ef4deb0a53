using Microsoft.AspNetCore.Authorization;

namespace OtcBackoffice.Hosting;

/// <summary>Nothing is open by oversight: the product does not start with a route or page that does not say who may enter.</summary>
public static class RouteDecisions
{
    // The framework maps these itself. A circuit starts only from the sealed description that a page has rendered, and that
    // page has its own policy.
    private static readonly string[] OfTheFramework =
        ["/_blazor", "/_blazor/negotiate", "/_blazor/disconnect/", "/_blazor/initializers/", "/_framework/opaque-redirect"];

    /// <summary>
    /// Looks when the pipeline is put together, which is before the first address is listened on, and at the same list that
    /// requests are matched against: making a list of its own would compile every handler twice.
    /// </summary>
    public static void UseRouteDecisions(this WebApplication app) => app.Use(next =>
    {
        AssertComplete(app.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        return next;
    });

    /// <summary>Throws with the list of what says nothing.</summary>
    public static void AssertComplete(IEnumerable<Endpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var undecided = endpoints
            .Where(endpoint => !endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous or AuthorizationPolicy))
            .Select(endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "a route")
            .Where(route => !OfTheFramework.Contains(route, StringComparer.Ordinal)).Distinct().ToList();
        if (undecided.Count > 0)
        {
            throw new InvalidOperationException($"These routes do not say who may enter: {string.Join(", ", undecided)}.");
        }
    }
}
