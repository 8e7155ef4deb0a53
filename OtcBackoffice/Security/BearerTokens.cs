using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OtcBackoffice.Data;

namespace OtcBackoffice.Security;

/// <summary>
/// Personal access tokens in <c>Authorization: Bearer</c>. Cookies mean nothing here. Every way in which a token can be
/// wrong gets the same 401.
/// </summary>
public sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, BearerLookup lookup)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { Length: > 7 and < 512 } text || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }
        var identity = await lookup.FindAsync(text[Prefix.Length..].Trim(), Context.RequestAborted);
        return identity is null
            ? AuthenticateResult.Fail("The token is not valid.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}

/// <summary>
/// Finds the person behind a token. An answer is remembered for one second: a revoked token is refused after that at the
/// door, and at once by the desk, which reads again inside its transaction.
/// </summary>
public sealed class BearerLookup(IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock)
{
    /// <summary>The surface of personal access tokens in the credential table.</summary>
    public const string Surface = "deposit_desk";

    private const int RememberedMax = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (long At, ClaimsIdentity Identity)> _recent = new();

    /// <summary>The identity, or null when the token is unknown, expired, revoked, or its owner disabled.</summary>
    public async Task<ClaimsIdentity?> FindAsync(string token, CancellationToken cancellation)
    {
        var hash = ApiSecrets.Hash(token);
        if (_recent.TryGetValue(hash, out var recent) && clock.GetElapsedTime(recent.At) < Remembered)
        {
            return recent.Identity;
        }
        var identity = await ReadAsync(hash, cancellation);
        if (_recent.Count > RememberedMax)
        {
            _recent.Clear();
        }
        if (identity is null)
        {
            _recent.TryRemove(hash, out _);
        }
        else
        {
            _recent[hash] = (clock.GetTimestamp(), identity);
        }
        return identity;
    }

    private async Task<ClaimsIdentity?> ReadAsync(string hash, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await db.ApiCredentials.AsNoTracking()
            .Where(row => row.SecretSha256 == hash && row.Surface == Surface && row.RevokedAtUtc == null && (row.ExpiresAtUtc == null || row.ExpiresAtUtc > now))
            .Join(db.Users.Where(user => !user.IsDisabled), row => row.OwnerUserId, user => user.Id, (row, user) => new
            {
                row.Id,
                UserId = user.Id,
                user.DisplayName,
                user.MerchantId,
                Roles = db.UserRoles.Where(link => link.UserId == user.Id).Join(db.Roles, link => link.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return null;
        }
        var identity = new ClaimsIdentity(BearerTokens.SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, found.UserId.ToString()));
        identity.AddClaim(new Claim(DeskClaims.DisplayName, found.DisplayName));
        identity.AddClaim(new Claim(DeskClaims.Credential, found.Id.ToString()));
        if (found.MerchantId is { } merchant)
        {
            identity.AddClaim(new Claim(DeskClaims.Merchant, merchant.ToString()));
        }
        identity.AddClaims(found.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return identity;
    }
}
