using System.Security.Claims;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>How a signed-in person or credential is written into claims, and read back.</summary>
public static class DeskClaims
{
    /// <summary>The credential that was used; absent for sessions.</summary>
    public const string Credential = "otc:credential";

    /// <summary>The merchant that the person acts for; absent for staff.</summary>
    public const string Merchant = "otc:merchant";

    /// <summary>The surface that the credential opens; absent for sessions.</summary>
    public const string Surface = "otc:surface";

    /// <summary>One scope of the credential; absent for sessions.</summary>
    public const string Scope = "otc:scope";

    /// <summary>The session's row; the cookie is worth what that row says.</summary>
    public const string Session = "otc:session";

    /// <summary>Present while the person has to set up a second factor before anything else.</summary>
    public const string MustEnrol = "otc:enrol";

    /// <summary>Present when the account behind the credential is verified.</summary>
    public const string Verified = "otc:verified";

    /// <summary>What to call the person.</summary>
    public const string DisplayName = "otc:name";

    /// <summary>The actor of a principal, or null when nobody is signed in.</summary>
    public static Actor? ToActor(ClaimsPrincipal? principal, string cause, string? address)
    {
        if (principal?.Identity?.IsAuthenticated != true
            || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person))
        {
            return null;
        }
        var credential = Guid.TryParse(principal.FindFirstValue(Credential), out var id) ? id : (Guid?)null;
        var kind = credential is null ? ActorKind.Person : ActorKind.Credential;
        return new Actor(person, kind, principal.FindFirstValue(DisplayName) ?? "", credential, cause, address)
        {
            SessionId = Guid.TryParse(principal.FindFirstValue(Session), out var session) ? session : null,
        };
    }

    /// <summary>Whether a principal is a credential of the surface that holds the scope.</summary>
    public static bool HasScope(ClaimsPrincipal principal, CredentialSurface surface, string scope)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.HasClaim(Surface, CredentialScopes.NameOf(surface)) && principal.HasClaim(Scope, scope);
    }

    /// <summary>The roles in a principal; the desk reads them anew before it acts.</summary>
    public static RoleSet RolesOf(ClaimsPrincipal principal) =>
        RoleSet.FromNames(principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value));
}
