using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>A credential as somebody asks for it.</summary>
public sealed record CredentialRequest(
    CredentialSurface Surface, string? Name, Guid? MerchantId, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? IpAllowList,
        DateTime? ExpiresAtUtc);

/// <summary>A credential as it is shown; its secret is never among the facts.</summary>
public sealed record CredentialView(
    Guid Id, CredentialSurface Surface, CredentialEnvironment Environment, string Name, Guid? OwnerUserId, Guid? MerchantId, string KeyId,
    IReadOnlyList<string> Scopes, IReadOnlyList<string> IpAllowList, DateTime CreatedAtUtc, DateTime? ExpiresAtUtc, DateTime? RotatedAtUtc,
    DateTime? PreviousUntilUtc, DateTime? RevokedAtUtc, DateTime? LastUsedAtUtc, string Status)
{
    /// <summary>Why it cannot be used although it is neither revoked nor expired, as a sentence; null when it can.</summary>
    public string? UnusableBecause { get; init; }

    /// <summary>What its secret begins with, up to the part that proves it.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Who made it: a person, another credential, or the desk's own console.</summary>
    public Guid CreatedBy { get; init; }

    /// <summary>What whoever made it is called; null where nobody asked, or nobody is there any more.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>The range of addresses that it was last used from.</summary>
    public string? LastAddressRange { get; init; }

    /// <summary>What the merchant, or the person it acts as, is called; null where nobody asked.</summary>
    public string? OwnerName { get; init; }

    internal static CredentialView Of(ApiCredential row, DateTime now) => new(
        row.Id, row.Surface, row.Environment, row.Name, row.OwnerUserId, row.MerchantId, row.KeyId, row.ScopeList(),
        row.AllowList().Entries,
        row.CreatedAtUtc, row.ExpiresAtUtc, row.RotatedAtUtc, row.PreviousHoldsAt(now) ? row.PreviousUntilUtc : null, row.RevokedAtUtc,
        row.LastUsedAtUtc,
        row.RevokedAtUtc is not null ? "revoked" : row.IsLiveAt(now) ? "active" : "expired")
    {
        UnusableBecause = row.Scopes.Length == 0 ? "It has no scope, so it may do nothing."
            : row.NeedsAllowList && row.IpAllowList.Length == 0 ? "A signing key needs an address allow list before it works."
            : null,
        Prefix = CredentialText.PrefixOf(row.Surface, row.Environment, row.KeyId),
        CreatedBy = row.CreatedBy,
        LastAddressRange = row.LastAddressRange,
    };
}

/// <summary>A new or rotated credential with its secret, which is shown this once.</summary>
public sealed record IssuedCredential(CredentialView Credential, string Secret);
