using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>
/// One policy per permission, named like it, made from the one permission table. What has no policy of its own falls back
/// to being signed in, and start-up refuses routes that say nothing.
/// </summary>
public static class DeskPolicies
{
    /// <summary>Adds the policies.</summary>
    public static void AddDeskPolicies(this AuthorizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy(permission.ToString(), policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(context => PermissionTable.Allows(DeskClaims.RolesOf(context.User), permission)));
        }
        foreach (var surface in Enum.GetValues<CredentialSurface>())
        {
            foreach (var scope in CredentialScopes.Of(surface))
            {
                options.AddPolicy(CredentialScopes.Policy(surface, scope), policy => policy.RequireAuthenticatedUser()
                    .RequireAssertion(context => HasScope(context, surface, scope)
                        && (surface != CredentialSurface.BlockTrade || context.User.HasClaim(claim => claim.Type == DeskClaims.Verified))));
            }
        }
    }

    // What lacks is left where the surface's dialect finds it, so that the refusal names it.
    private static bool HasScope(AuthorizationHandlerContext context, CredentialSurface surface, string scope)
    {
        var has = DeskClaims.HasScope(context.User, surface, scope);
        if (!has && context.Resource is HttpContext http)
        {
            http.Features.Set(new MissingScope(scope));
        }
        return has;
    }
}
