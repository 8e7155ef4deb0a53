using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>Nothing is open by oversight: every page and every route says who may enter, or says that anybody may.</summary>
internal static class SurfaceRules
{
    // The framework maps these itself and they hold nothing of ours: a circuit starts only from the sealed description that
    // a page has rendered, and that page has its own policy.
    private static readonly string[] FrameworkRoutes =
        ["/_blazor", "/_blazor/negotiate", "/_blazor/disconnect/", "/_blazor/initializers/", "/_framework/opaque-redirect"];

    public static IEnumerable<string> UndecidedPages(IEnumerable<Type> types)
    {
        return from type in types
               where type.IsDefined(typeof(RouteAttribute), inherit: false)
               let attributes = type.GetCustomAttributes(inherit: true)
               where !attributes.Any(attribute => attribute is IAuthorizeData or IAllowAnonymous)
               select $"{type.FullName} has neither [Authorize] nor [AllowAnonymous]";
    }

    public static IEnumerable<string> UndecidedEndpoints(IEnumerable<Endpoint> endpoints)
    {
        return from endpoint in endpoints
               where !endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous or AuthorizationPolicy)
               let route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName
               where !FrameworkRoutes.Contains(route, StringComparer.Ordinal)
               let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"]
               select $"{string.Join(',', methods)} {route} has neither a policy nor AllowAnonymous";
    }
}
