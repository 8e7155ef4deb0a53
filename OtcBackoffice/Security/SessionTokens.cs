using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>
/// Session tokens in <c>Authorization: Bearer eyJ...</c>: JWTs signed with ES256 and nothing else, by one key, for one issuer.
/// What a token says about itself chooses nothing; the session's row is asked at every request.
/// </summary>
public sealed class SessionTokens : ISessionTokenWriter, IDisposable
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = SchemeNames.SessionToken;

    private const string Prefix = "Bearer eyJ", Kind = "Bearer ", Issuer = "otc-backoffice";
    private const string SessionClaim = "sid", NameClaim = "name", ScopeClaim = "scope", SubjectClaim = "sub";
    private const int LengthMax = 4_096;

    private readonly ECDsa _key;
    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _clock;

    /// <summary>Takes the key, P-256, and keeps it until it is disposed of.</summary>
    public SessionTokens(ECDsa key, TimeProvider clock)
    {
        (_key, _clock) = (key, clock);
        _credentials = new SigningCredentials(
            new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                SecurityAlgorithms.EcdsaSha256);
    }

    /// <inheritdoc/>
    public int LifetimeSeconds => 900;

    /// <inheritdoc/>
    public string Write(Guid personId, Guid sessionId, string name, IReadOnlyList<string> scopes)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now,
            Expires = now.AddSeconds(LifetimeSeconds),
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                [SubjectClaim] = personId.ToString(), [SessionClaim] = sessionId.ToString(), [NameClaim] = name,
                [ScopeClaim] = string.Join(' ', scopes),
            },
        });
    }

    /// <summary>What a token must be to be taken.</summary>
    public TokenValidationParameters Rules() => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = ["JWT"],
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        IssuerSigningKey = _credentials.Key,
        // The one key, whatever a header names, links to or carries.
        IssuerSigningKeyResolver = (_, _, _, _) => [_credentials.Key],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.Zero,
        LifetimeValidator = (_, expires, _, _) => expires > _clock.GetUtcNow().UtcDateTime,
    };

    /// <summary>The claims that the desks know, or null when a sound token names no person or session.</summary>
    public static ClaimsPrincipal? Principal(ClaimsPrincipal read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (!Guid.TryParse(read.FindFirstValue(SubjectClaim), out var person)
            || !Guid.TryParse(read.FindFirstValue(SessionClaim), out var session))
        {
            return null;
        }
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, person.ToString()));
        identity.AddClaim(new Claim(DeskClaims.DisplayName, read.FindFirstValue(NameClaim) ?? ""));
        identity.AddClaim(new Claim(DeskClaims.Session, session.ToString()));
        identity.AddClaim(new Claim(DeskClaims.Surface, CredentialScopes.NameOf(CredentialSurface.Exchange)));
        identity.AddClaims((read.FindFirstValue(ScopeClaim) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(scope => new Claim(DeskClaims.Scope, scope)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The scheme's events: one header, the session's row, and a refusal that each surface words itself.</summary>
    internal static JwtBearerEvents Events() => new()
    {
        OnMessageReceived = context =>
        {
            var header = context.Request.Headers.Authorization;
            if (header.Count != 1 || header[0] is not { Length: <= LengthMax } text
                || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                context.NoResult();
                return Task.CompletedTask;
            }
            context.Token = text[Kind.Length..].Trim();
            return Task.CompletedTask;
        },
        OnTokenValidated = async context =>
        {
            var guard = context.HttpContext.RequestServices.GetRequiredService<SessionGuard>();
            if (Principal(context.Principal!) is not { } principal)
            {
                context.Fail("The token names no session.");
            }
            else if (!await guard.HoldsAsync(principal, useMemory: true, context.HttpContext.RequestAborted))
            {
                context.Fail("The session has ended.");
            }
            else
            {
                context.Principal = principal;
            }
        },
        OnChallenge = context =>
        {
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        },
    };

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
