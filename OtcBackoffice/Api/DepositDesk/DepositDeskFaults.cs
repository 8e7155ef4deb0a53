using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>
/// Puts the faults that happen before a desk is reached into the surface's dialect: unknown paths, wrong methods, missing
/// or weak credentials. It stands in front of authentication, so that an unknown path is never a redirect to a sign-in page.
/// </summary>
public sealed class DepositDeskFaults(RequestDelegate next)
{
    private static readonly PathString[] Prefixes = ["/api/v1/auth", SessionRoutes.Prefix, DepositDeskApi.ProofPrefix];

    private static readonly FrozenDictionary<int, ErrorCode> Codes = new Dictionary<int, ErrorCode>
    {
        [StatusCodes.Status401Unauthorized] = ErrorCode.Unauthenticated,
        [StatusCodes.Status403Forbidden] = ErrorCode.Forbidden,
        [StatusCodes.Status404NotFound] = ErrorCode.NotFound,
        [StatusCodes.Status405MethodNotAllowed] = ErrorCode.MethodNotAllowed,
        [StatusCodes.Status413PayloadTooLarge] = ErrorCode.BodyTooLarge,
        [StatusCodes.Status415UnsupportedMediaType] = ErrorCode.UnsupportedMediaType,
        [StatusCodes.Status429TooManyRequests] = ErrorCode.RateLimited,
        [StatusCodes.Status503ServiceUnavailable] = ErrorCode.Unavailable,
    }.ToFrozenDictionary();

    /// <summary>Whether a path belongs to this surface.</summary>
    public static bool Covers(PathString path) =>
        Prefixes.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the request and fills in what came back without a body.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!Covers(http.Request.Path))
        {
            await next(http);
            return;
        }
        RequestTag.Keep(http);
        await RunAsync(http);
        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
        {
            await WriteAsync(http, http.Response.StatusCode);
        }
    }

    /// <summary>Writes the problem document of a fault of which only the status is known.</summary>
    public static Task WriteAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        var code = Codes.TryGetValue(status, out var known) ? known : status >= 500 ? ErrorCode.InternalError : ErrorCode.InvalidRequest;
        return DepositDeskDialect.WriteAsync(http, new DomainError(code, Sentence(code, http)), status);
    }

    // What routing itself answers, such as 405 for a known path, is no route of ours and needs no credential.
    private Task RunAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return endpoint is RouteEndpoint ? next(http) : endpoint.RequestDelegate!(http);
    }

    private static string Sentence(ErrorCode code, HttpContext http) => code switch
    {
        ErrorCode.Unauthenticated => "Send a valid token as Authorization: Bearer. It may be missing, unknown, expired or revoked.",
        ErrorCode.Forbidden when http.Features.Get<MissingScope>() is { } missing => $"The token lacks the scope {missing.Scope}.",
        ErrorCode.Forbidden => Forbidden(http.GetEndpoint()),
        ErrorCode.NotFound => "There is no such path.",
        ErrorCode.MethodNotAllowed => $"{http.Request.Method} is not offered on this path.",
        ErrorCode.BodyTooLarge => $"A JSON body may have {ApiJson.BodyBytesMax} bytes at most.",
        ErrorCode.UnsupportedMediaType => "This content type is not taken here.",
        ErrorCode.RateLimited => "Too many requests; wait as told.",
        ErrorCode.Unavailable => "The desk cannot act now; nothing was changed.",
        ErrorCode.InternalError => "The request failed for a reason on our side. The request id finds it in our log.",
        _ => "The request cannot be understood.",
    };

    private static string Forbidden(Endpoint? endpoint)
    {
        var policy = endpoint?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        return Enum.TryParse<Permission>(policy, out var permission)
            ? $"This needs one of the roles {string.Join(", ", PermissionTable.HoldersOf(permission).Select(Names.Snake))}."
            : "The credential does not allow this.";
    }
}
