using Microsoft.AspNetCore.Authorization;

namespace OtcBackoffice.Hosting;

/// <summary>Nothing is open by oversight: the product does not start with a route or page that does not say who may enter.</summary>
public static class RouteDecisions
{
    // The framework maps these itself. A circuit starts only from the sealed description that a page has rendered, and that
    // page has its own policy.
    private static readonly string[] OfTheFramework =
        ["/_blazor", "/_blazor/negotiate", "/_blazor/disconnect/", "/_blazor/initializers/", "/_framework/opaque-redirect"];

    /// <summary>Throws with the list of what says nothing.</summary>
    public static void AssertComplete(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var undecided = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => !endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous or AuthorizationPolicy))
            .Select(endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "a route")
            .Where(route => !OfTheFramework.Contains(route, StringComparer.Ordinal)).Distinct().ToList();
        if (undecided.Count > 0)
        {
            throw new InvalidOperationException($"These routes do not say who may enter: {string.Join(", ", undecided)}.");
        }
    }
}
