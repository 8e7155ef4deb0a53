using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OtcBackoffice.Data.Identity;

namespace OtcBackoffice.Security;

/// <summary>Writes a person's name and merchant into the session besides what Identity writes.</summary>
public sealed class DeskPrincipals(UserManager<BackofficeUser> users, RoleManager<IdentityRole<Guid>> roles,
    IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<BackofficeUser, IdentityRole<Guid>>(users, roles, options)
{
    /// <inheritdoc/>
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(BackofficeUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DeskClaims.DisplayName, user.DisplayName));
        if (user.MerchantId is { } merchant)
        {
            identity.AddClaim(new Claim(DeskClaims.Merchant, merchant.ToString()));
        }
        return identity;
    }
}
