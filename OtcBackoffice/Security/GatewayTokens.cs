using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>The key that signs the gateway's access tokens, and what a token must be to be taken.</summary>
public sealed class GatewayTokenKey : IDisposable
{
    /// <summary>How long a token holds (specification 002 leaves it open; stated in every answer).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(900);

    private readonly ECDsa _key;
    private readonly TimeProvider _clock;

    /// <summary>Takes the key, P-256, and keeps it until it is disposed of.</summary>
    public GatewayTokenKey(ECDsa key, TimeProvider clock)
    {
        (_key, _clock) = (key, clock);
        // The library keeps signers by their key's name for the whole process; one of a host that has ended would be found again.
        Signing = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
    }

    /// <summary>The key as the token library takes it.</summary>
    public ECDsaSecurityKey Signing { get; }

    /// <summary>What a token must be to be taken. There is no grace for the clock: the desk's own clock made the token.</summary>
    public TokenValidationParameters Rules() => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = ["at+jwt"],
        ValidateIssuer = false,
        ValidateAudience = false,
        IssuerSigningKey = Signing,
        IssuerSigningKeyResolver = (_, _, _, _) => [Signing],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.Zero,
        LifetimeValidator = (_, expires, _, _) => expires > _clock.GetUtcNow().UtcDateTime,
    };

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}

/// <summary>
/// Access tokens of the gateway in <c>Authorization: Bearer</c>. The token says which application it was given to and for what;
/// whether that application still lives, and may do it still, its credential says at every request.
/// </summary>
public sealed class GatewayTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CredentialLookup lookup,
        GatewayTokenKey key, RevokedTokens revoked, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Kind = "Bearer ", ScopeClaim = "scope", SubjectClaim = "sub";
    private const int LengthMax = 8_192;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }
        if (header.Count != 1 || header[0] is not { Length: <= LengthMax } text
            || !text.StartsWith(Kind, StringComparison.OrdinalIgnoreCase))
        {
            return Refused();
        }
        var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text[Kind.Length..].Trim(), key.Rules());
        if (!read.IsValid || read.ClaimsIdentity.FindFirst(SubjectClaim)?.Value is not { } client
            || await lookup.FindKeyAsync(CredentialSurface.Gateway, client, Context.RequestAborted) is not { } known
            || (Context.Features.Get<TenantBase>() is { } own && own.MerchantId != known.Row.MerchantId)
            || await revoked.HasAsync(text[Kind.Length..].Trim(), Context.RequestAborted)
            || !lookup.Admits(known, ClientAddress.Of(Context), clock.GetUtcNow().UtcDateTime))
        {
            return Refused();
        }
        var given = (read.ClaimsIdentity.FindFirst(ScopeClaim)?.Value ?? "").Split(' ');
        Context.Features.Set(new GivenScopes(given));
        var identity = new ClaimsIdentity(
            known.Identity.Claims.Where(claim => claim.Type != DeskClaims.Scope || given.Contains(claim.Value)), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 6750, section 3.1: why, to whoever sent a token, and nothing to whoever sent none.
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.ToString().StartsWith(Kind, StringComparison.OrdinalIgnoreCase)
            ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        Response.Headers.WWWAuthenticate = Context.Features.Get<MissingScope>() is { } missing
            ? $"Bearer error=\"insufficient_scope\", scope=\"{missing.Scope}\"" : "Bearer error=\"insufficient_scope\"";
        return Task.CompletedTask;
    }

    private static AuthenticateResult Refused() => AuthenticateResult.Fail("The token is not valid.");
}
