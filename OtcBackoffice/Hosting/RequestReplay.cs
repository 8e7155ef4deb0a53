using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Template;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Api.Staff;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Repeats a read of a key for whoever may see its log (sentence D4): as that key, with its scopes as they are now, through the same
/// route. Nothing but a GET is ever repeated, and none whose query held what was not kept.
/// </summary>
internal static class RequestReplay
{
    private const int BytesMax = 256 * 1024;

    /// <summary>Adds the route.</summary>
    public static void MapRequestReplay(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/auth/credentials/{id:guid}/requests/{requestId:guid}/replay", ReplayAsync).WithMetadata(StaffApi.Surface)
            .RequireAuthorization(StaffApi.Surface.Guard.SignedIn);

    private static async Task<IResult> ReplayAsync(Guid id, Guid requestId, HttpContext http, KeyLogDesk log, CredentialDesk credentials,
        CredentialLookup lookup, EndpointDataSource endpoints,
        IHttpContextAccessor accessor, IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        var found = await log.FindAsync(id, requestId.ToString(), cancellation);
        if (found.Failed(out var missing))
        {
            return ProblemDialect.Problem(missing);
        }
        var seen = found.Value;
        if (!HttpMethods.IsGet(seen.Method) || seen.Query.Contains("%5B", StringComparison.Ordinal))
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.WrongState, "Only reads are repeated, and only those whose query was kept whole."));
        }
        var credential = await credentials.GetAsync(id, cancellation);
        if (credential.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        var known = await lookup.FindKeyAsync(credential.Value.Surface, credential.Value.KeyId, cancellation);
        if (known is null || Match(endpoints, seen.Path) is not { } match)
        {
            return ProblemDialect.Problem(new DomainError(ErrorCode.WrongState, "The key is revoked, or the path is no more."));
        }
        await using var scope = scopes.CreateAsyncScope();
        var inner = Repeated(http, seen, match, known.Identity, scope.ServiceProvider);
        using var body = new MemoryStream();
        inner.Response.Body = body;
        accessor.HttpContext = inner;
        try
        {
            await RunAsync(inner, match.Endpoint);
        }
        finally
        {
            accessor.HttpContext = http;
        }
        return Answers.Json(new { seen.RequestId, inner.Response.StatusCode, Path = seen.Path,
            Body = BodyOf(body, inner.Response.ContentType) });
    }

    private static DefaultHttpContext Repeated(HttpContext http, KeyRequestView seen,
        (RouteEndpoint Endpoint, RouteValueDictionary Values) match, ClaimsIdentity identity, IServiceProvider services)
    {
        var inner = new DefaultHttpContext { RequestServices = services, User = new ClaimsPrincipal(identity.Clone()),
            RequestAborted = http.RequestAborted };
        (inner.Request.Method, inner.Request.Scheme, inner.Request.Host, inner.Request.Path) =
            (HttpMethods.Get, http.Request.Scheme, http.Request.Host, seen.Path);
        inner.Request.QueryString = seen.Query.Length > 0 ? new QueryString("?" + seen.Query) : QueryString.Empty;
        inner.Connection.RemoteIpAddress = http.Connection.RemoteIpAddress;
        foreach (var (key, value) in http.Items)
        {
            inner.Items[key] = value;
        }
        inner.Request.RouteValues = match.Values;
        inner.SetEndpoint(match.Endpoint);
        return inner;
    }

    private static async Task RunAsync(HttpContext inner, RouteEndpoint endpoint)
    {
        var services = inner.RequestServices;
        var policy = await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(),
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>());
        if (policy is null || !(await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(inner.User, inner, policy))
            .Succeeded)
        {
            inner.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        await endpoint.RequestDelegate!(inner);
    }

    // Of the routes that fit, the one that routing itself would take: the one with the most that is written out.
    private static (RouteEndpoint Endpoint, RouteValueDictionary Values)? Match(EndpointDataSource endpoints, string path)
    {
        var fitting = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<Surface>() is not null
                && one.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true)
            .OrderBy(one => one.RoutePattern.InboundPrecedence);
        foreach (var one in fitting)
        {
            var values = new RouteValueDictionary();
            if (new TemplateMatcher(TemplateParser.Parse(one.RoutePattern.RawText!.TrimStart('/')), []).TryMatch(path, values))
            {
                return (one, values);
            }
        }
        return null;
    }

    private static JsonElement? BodyOf(MemoryStream body, string? type)
    {
        if (body.Length == 0 || body.Length > BytesMax || type?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }
        using var read = JsonDocument.Parse(body.ToArray());
        return read.RootElement.Clone();
    }
}
