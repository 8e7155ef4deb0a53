using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>
/// Holds tokens of the deposit desk API to their scopes, on every route and beside whatever policy the route has: <c>read</c>
/// asks, everything else needs <c>write</c>. A session of the console has no scopes and is not meant here.
/// </summary>
public sealed class DepositDeskScopes : IAuthorizationHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Resource is HttpContext http && context.User.HasClaim(claim => claim.Type == DeskClaims.Surface))
        {
            var isReading = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
            var scope = isReading ? CredentialScopes.Read : CredentialScopes.Write;
            if (context.User.HasClaim(DeskClaims.Surface, SurfaceName)
                && !DeskClaims.HasScope(context.User, CredentialSurface.DepositDesk, scope))
            {
                http.Features.Set(new MissingScope(scope));
                context.Fail(new AuthorizationFailureReason(this, $"The credential lacks the scope {scope}."));
            }
        }
        return Task.CompletedTask;
    }

    private static readonly string SurfaceName = CredentialScopes.NameOf(CredentialSurface.DepositDesk);
}
