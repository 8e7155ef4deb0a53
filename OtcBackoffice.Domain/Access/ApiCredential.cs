using System.Globalization;
using System.Net;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Access;

/// <summary>What a new credential is to be.</summary>
/// <param name="Surface">The one door it opens.</param>
/// <param name="Name">What people call it.</param>
/// <param name="OwnerUserId">The person it acts as, or null when it acts for the merchant itself.</param>
/// <param name="MerchantId">The merchant it belongs to, or null for staff.</param>
/// <param name="Scopes">What it may do; nothing unless listed.</param>
/// <param name="AllowList">From where it may be used.</param>
/// <param name="ExpiresAtUtc">When it ends, or null for not by itself.</param>
public sealed record CredentialTerms(
    CredentialSurface Surface, string? Name, Guid? OwnerUserId, Guid? MerchantId, IReadOnlyList<string>? Scopes, AddressList AllowList,
        DateTime? ExpiresAtUtc);

/// <summary>A secret as it is stored: its hash, and where it must be recoverable also itself, encrypted.</summary>
public sealed record StoredSecret(string Sha256, string? Protected);

/// <summary>What a machine, or a person's script, signs in with. The secret itself is not here.</summary>
public sealed class ApiCredential
{
    /// <summary>What the encryption of recoverable secrets is bound to.</summary>
    public const string SecretPurpose = "credential-secret.v1";

    /// <summary>How long both secrets hold after a rotation, unless said otherwise and at most.</summary>
    public static readonly TimeSpan OverlapDefault = TimeSpan.FromHours(24), OverlapMax = TimeSpan.FromDays(7);

    private ApiCredential()
    {
    }

    /// <summary>The credential's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The one door it opens.</summary>
    public CredentialSurface Surface { get; private set; }

    /// <summary>The kind of desk that takes it.</summary>
    public CredentialEnvironment Environment { get; private set; }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The person it acts as; null when it acts for its merchant.</summary>
    public Guid? OwnerUserId { get; private set; }

    /// <summary>The merchant it belongs to; null for staff.</summary>
    public Guid? MerchantId { get; private set; }

    /// <summary>By what it is looked up; the API key or client id where there is one.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>The hash of the present secret.</summary>
    public string SecretSha256 { get; private set; } = "";

    /// <summary>The encrypted secret of a signing pair, which must be recoverable.</summary>
    public string? ProtectedSecret { get; private set; }

    /// <summary>The hash of the secret before the last rotation.</summary>
    public string? PreviousSecretSha256 { get; private set; }

    /// <summary>That secret encrypted, where it must be recoverable.</summary>
    public string? PreviousProtectedSecret { get; private set; }

    /// <summary>Until when the secret before the last rotation holds.</summary>
    public DateTime? PreviousUntilUtc { get; private set; }

    /// <summary>Scopes with spaces between them; empty may do nothing.</summary>
    public string Scopes { get; private set; } = "";

    /// <summary>Addresses and ranges with spaces between them.</summary>
    public string IpAllowList { get; private set; } = "";

    /// <summary>Who made it.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it ends by itself, or null.</summary>
    public DateTime? ExpiresAtUtc { get; private set; }

    /// <summary>When it last got a new secret, or null.</summary>
    public DateTime? RotatedAtUtc { get; private set; }

    /// <summary>When it was ended, or null.</summary>
    public DateTime? RevokedAtUtc { get; private set; }

    /// <summary>Written at most once a minute, after the fact.</summary>
    public DateTime? LastUsedAtUtc { get; private set; }

    /// <summary>
    /// The range of addresses that it was last used from, written with <see cref="LastUsedAtUtc"/>; null when it never
    /// was.
    /// </summary>
    public string? LastAddressRange { get; private set; }

    /// <summary>Changes with every decision about it.</summary>
    public int Version { get; private set; }

    /// <summary>Whether an empty allow list makes the credential unusable instead of open.</summary>
    public bool NeedsAllowList => Surface == CredentialSurface.BlockTrade;

    /// <summary>Issues a credential.</summary>
    public static Result<ApiCredential> Issue(Guid id, string keyId, CredentialTerms terms, StoredSecret secret, HostedEnvironment desk,
        Guid by, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(desk);
        var name = terms.Name?.Trim() ?? "";
        if (name.Length is 0 or > 80 || name.Any(char.IsControl))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "name", "name must have 1 to 80 printable characters.");
        }
        var known = CredentialScopes.Of(terms.Surface);
        var scopes = (terms.Scopes ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (scopes.FirstOrDefault(scope => !known.Contains(scope, StringComparer.Ordinal)) is { } unknown)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "scopes",
                $"'{(unknown.Length > 40 ? unknown[..40] : unknown)}' is no scope of this surface; it has {string.Join(", ", known)}.");
        }
        if (terms.ExpiresAtUtc <= now)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "expires_at", "expires_at must be in the future.");
        }
        if (terms.OwnerUserId is null && terms.MerchantId is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "merchant_id",
                "A credential of this surface belongs to a merchant; send merchant_id.");
        }
        return new ApiCredential
        {
            Id = id,
            Surface = terms.Surface,
            Environment = desk.Kind,
            Name = name,
            OwnerUserId = terms.OwnerUserId,
            MerchantId = terms.MerchantId,
            KeyId = keyId,
            SecretSha256 = secret.Sha256,
            ProtectedSecret = secret.Protected,
            Scopes = string.Join(' ', known.Where(scopes.Contains)),
            IpAllowList = string.Join(' ', terms.AllowList.Entries),
            CreatedBy = by,
            CreatedAtUtc = now,
            ExpiresAtUtc = terms.ExpiresAtUtc,
            Version = 1,
        };
    }

    /// <summary>Puts a new secret in place; the old one holds until a stated time.</summary>
    public Result<ApiCredential> Rotate(StoredSecret secret, DateTime? oldValidUntil, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!IsLiveAt(now))
        {
            return new DomainError(ErrorCode.WrongState, "A credential that is revoked or expired cannot be rotated. Make a new one.");
        }
        var until = oldValidUntil ?? now + OverlapDefault;
        if (until < now || until > now + OverlapMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "old_valid_until",
                $"old_valid_until must lie between now and {OverlapMax.TotalDays:0} days from now.");
        }
        (PreviousSecretSha256, PreviousProtectedSecret, PreviousUntilUtc) = (SecretSha256, ProtectedSecret, until);
        (SecretSha256, ProtectedSecret, RotatedAtUtc) = (secret.Sha256, secret.Protected, now);
        Version++;
        return this;
    }

    /// <summary>
    /// Ends the overlap of the last rotation sooner. It is never made longer: whoever needs that rotates again, and everybody sees
    /// it.
    /// </summary>
    public Result<ApiCredential> ShortenOverlap(DateTime? oldValidUntil, DateTime now)
    {
        if (!PreviousHoldsAt(now))
        {
            return new DomainError(ErrorCode.WrongState, "There is no old secret that still holds.");
        }
        if (oldValidUntil is not { } until || until > PreviousUntilUtc)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "old_valid_until",
                $"old_valid_until must be a time before {ShownUntil()}: an overlap is shortened, never extended.");
        }
        PreviousUntilUtc = until < now ? now : until;
        Version++;
        return this;
    }

    private string ShownUntil() => PreviousUntilUtc!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Ends a credential; a second time changes nothing.</summary>
    public void Revoke(DateTime now)
    {
        if (RevokedAtUtc is null)
        {
            RevokedAtUtc = now;
            Version++;
        }
    }

    /// <summary>Whether it is neither revoked nor expired.</summary>
    public bool IsLiveAt(DateTime now) => RevokedAtUtc is null && (ExpiresAtUtc is null || ExpiresAtUtc > now);

    /// <summary>Whether a presented secret is the present one, or the one before it in its overlap. Takes the same time either
    /// way.</summary>
    public bool Accepts(string secret, DateTime now)
    {
        var isPresent = CredentialText.Matches(secret, SecretSha256);
        var isPrevious = CredentialText.Matches(secret, PreviousSecretSha256);
        return isPresent | (isPrevious & PreviousHoldsAt(now));
    }

    /// <summary>Whether the secret before the last rotation still holds.</summary>
    public bool PreviousHoldsAt(DateTime now) => PreviousUntilUtc > now;

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> ScopeList() => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>From where it may be used.</summary>
    public AddressList AllowList() => AddressList.Parse(IpAllowList.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Value;

    /// <summary>Whether an address may use it. Without a list anybody may, except where signing keys demand one.</summary>
    public bool MayComeFrom(AddressList allowed, IPAddress? address)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return allowed.IsEmpty ? !NeedsAllowList : allowed.Contains(address);
    }
}
