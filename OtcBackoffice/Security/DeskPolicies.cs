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
                    .RequireAssertion(context => DeskClaims.HasScope(context.User, surface, scope)
                        && (surface != CredentialSurface.BlockTrade || context.User.HasClaim(claim => claim.Type == DeskClaims.Verified))));
            }
        }
    }
}
