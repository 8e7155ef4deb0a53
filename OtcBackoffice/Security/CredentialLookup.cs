using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>A credential with what a request needs of it.</summary>
/// <param name="Row">As stored.</param>
/// <param name="AllowList">Its addresses, read.</param>
/// <param name="Identity">Who it acts as.</param>
public sealed record KnownCredential(ApiCredential Row, AddressList AllowList, ClaimsIdentity Identity);

/// <summary>
/// Finds the credential behind what a machine sends. An answer is remembered for one second: a revoked credential is refused
/// after that at the door, and at once by the desk, which reads again inside its transaction. Every way in which a
/// credential can be wrong ends in the same null, and takes as long whether its id is known or not.
/// </summary>
public sealed class CredentialLookup(IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock, HostedEnvironment desk,
    CredentialUses uses)
{
    private const int RememberedMax = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private static readonly string MerchantRole = RoleSet.Of(Role.Merchant).ToNames()[0];
    private static readonly string Nothing = new('0', 64);
    private readonly ConcurrentDictionary<(CredentialSurface Surface, string KeyId), (long At, KnownCredential? Known)> _recent = new();

    /// <summary>Remembers nothing any more, because a credential or its person changed.</summary>
    public void Forget() => _recent.Clear();

    /// <summary>The identity behind a secret that names its own id: bearer keys, tokens and <c>x-api-key</c>.</summary>
    public async Task<ClaimsIdentity?> FindAsync(CredentialSurface surface, string? secret, IPAddress? address,
        CancellationToken cancellation)
    {
        var keyId = CredentialText.KeyOf(surface, secret);
        return keyId is null ? null : await FindAsync(surface, keyId, secret!, address, cancellation);
    }

    /// <summary>The identity behind a client id and its secret.</summary>
    public async Task<ClaimsIdentity?> FindAsync(CredentialSurface surface, string keyId, string secret, IPAddress? address,
        CancellationToken cancellation)
    {
        var known = await FindKeyAsync(surface, keyId, cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        if (known is null)
        {
            _ = CredentialText.Matches(secret, Nothing);
            return null;
        }
        return known.Row.Accepts(secret, now) & Admits(known, address, now) ? known.Identity : null;
    }

    /// <summary>The credential of an id, which proves nothing yet; for keys that prove themselves by a signature.</summary>
    public async Task<KnownCredential?> FindKeyAsync(CredentialSurface surface, string keyId, CancellationToken cancellation)
    {
        if (keyId.Length > 128)
        {
            return null;
        }
        if (_recent.TryGetValue((surface, keyId), out var recent) && clock.GetElapsedTime(recent.At) < Remembered)
        {
            return recent.Known;
        }
        var known = await ReadAsync(surface, keyId, cancellation);
        if (_recent.Count > RememberedMax)
        {
            _recent.Clear();
        }
        _recent[(surface, keyId)] = (clock.GetTimestamp(), known);
        return known;
    }

    /// <summary>Whether a credential may be used now and from there; the use is noted.</summary>
    public bool Admits(KnownCredential known, IPAddress? address, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (!known.Row.IsLiveAt(now) || !known.Row.MayComeFrom(known.AllowList, address))
        {
            return false;
        }
        uses.Note(known.Row.Id, now, address);
        return true;
    }

    private async Task<KnownCredential?> ReadAsync(CredentialSurface surface, string keyId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db.ApiCredentials.AsNoTracking()
            .FirstOrDefaultAsync(one => one.KeyId == keyId && one.Surface == surface && one.Environment == desk.Kind
                && one.RevokedAtUtc == null, cancellation);
        if (row is null)
        {
            return null;
        }
        var identity = row.OwnerUserId is { } owner ? await PersonAsync(db, row, owner, cancellation) : Machine(row);
        if (identity is null)
        {
            return null;
        }
        foreach (var scope in row.ScopeList())
        {
            identity.AddClaim(new Claim(DeskClaims.Scope, scope));
        }
        if (row.MerchantId is { } merchant && await IsVerifiedAsync(db, merchant, cancellation))
        {
            identity.AddClaim(new Claim(DeskClaims.Verified, "yes"));
        }
        return new KnownCredential(row, row.AllowList(), identity);
    }

    private static Task<bool> IsVerifiedAsync(BackofficeDbContext db, Guid merchantId, CancellationToken cancellation) =>
        db.Merchants.AnyAsync(merchant => merchant.Id == merchantId && merchant.IsActive && merchant.IsVerified, cancellation);

    private static async Task<ClaimsIdentity?> PersonAsync(BackofficeDbContext db, ApiCredential row, Guid owner,
        CancellationToken cancellation)
    {
        var person = await db.Users.AsNoTracking().Where(user => user.Id == owner && !user.IsDisabled).Select(user => new
        {
            user.DisplayName,
            user.MerchantId,
            Roles = db.UserRoles.Where(link => link.UserId == user.Id)
                .Join(db.Roles, link => link.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
        }).FirstOrDefaultAsync(cancellation);
        if (person is null)
        {
            return null;
        }
        var identity = New(row, owner, person.DisplayName, person.MerchantId);
        identity.AddClaims(person.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return identity;
    }

    // A credential of a merchant is nobody's shadow: it acts as itself, and lives on when the person who made it leaves.
    private static ClaimsIdentity Machine(ApiCredential row)
    {
        var identity = New(row, row.Id, row.Name, row.MerchantId);
        identity.AddClaim(new Claim(ClaimTypes.Role, MerchantRole));
        return identity;
    }

    private static ClaimsIdentity New(ApiCredential row, Guid personId, string name, Guid? merchantId)
    {
        var identity = new ClaimsIdentity(CredentialScopes.NameOf(row.Surface));
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, personId.ToString()));
        identity.AddClaim(new Claim(DeskClaims.DisplayName, name));
        identity.AddClaim(new Claim(DeskClaims.Credential, row.Id.ToString()));
        identity.AddClaim(new Claim(DeskClaims.Surface, CredentialScopes.NameOf(row.Surface)));
        if (merchantId is { } merchant)
        {
            identity.AddClaim(new Claim(DeskClaims.Merchant, merchant.ToString()));
        }
        return identity;
    }
}
