using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>Session tokens in <c>Authorization: Bearer eyJ...</c>; the session's row is asked at every request.</summary>
public sealed class SessionTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SessionKey key, SessionGuard guard, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "SessionToken";

    private const string Prefix = "Bearer eyJ", Kind = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }
        if (SessionToken.Read(text[Kind.Length..].Trim(), key, clock.GetUtcNow().UtcDateTime) is not { } token)
        {
            return AuthenticateResult.Fail("The token is not valid.");
        }
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, token.PersonId.ToString()));
        identity.AddClaim(new Claim(DeskClaims.DisplayName, token.Name));
        identity.AddClaim(new Claim(DeskClaims.Session, token.SessionId.ToString()));
        identity.AddClaim(new Claim(DeskClaims.Surface, CredentialScopes.NameOf(CredentialSurface.Exchange)));
        identity.AddClaims(token.Scopes.Select(scope => new Claim(DeskClaims.Scope, scope)));
        var principal = new ClaimsPrincipal(identity);
        return await guard.HoldsAsync(principal, useMemory: true, Context.RequestAborted)
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name))
            : AuthenticateResult.Fail("The session has ended.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
