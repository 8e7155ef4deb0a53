using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// Who may call a route, and by which credential: one scheme per surface, so that a cookie of the console never works on
/// an API. Routes that several roles reach for different things only ask for a signed-in caller; the desk decides.
/// </summary>
/// <param name="Scheme">The surface's one authentication scheme.</param>
public sealed record SurfaceGuard(string Scheme)
{
    /// <summary>Anybody with a valid credential of the surface.</summary>
    public AuthorizeAttribute SignedIn => new() { AuthenticationSchemes = Scheme };

    /// <summary>Holders of the permission.</summary>
    public AuthorizeAttribute For(Permission permission) => new(permission.ToString()) { AuthenticationSchemes = Scheme };

    /// <summary>Credentials that hold the scope.</summary>
    public AuthorizeAttribute ForScope(CredentialSurface surface, string scope) =>
        new(CredentialScopes.Policy(surface, scope)) { AuthenticationSchemes = Scheme };
}
