using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>A credential as somebody asks for it.</summary>
public sealed record CredentialRequest(
    CredentialSurface Surface, string? Name, Guid? MerchantId, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? IpAllowList, DateTime? ExpiresAtUtc);

/// <summary>A credential as it is shown; its secret is never among the facts.</summary>
public sealed record CredentialView(
    Guid Id, CredentialSurface Surface, CredentialEnvironment Environment, string Name, Guid? OwnerUserId, Guid? MerchantId, string KeyId,
    IReadOnlyList<string> Scopes, IReadOnlyList<string> IpAllowList, DateTime CreatedAtUtc, DateTime? ExpiresAtUtc, DateTime? RotatedAtUtc,
    DateTime? PreviousUntilUtc, DateTime? RevokedAtUtc, DateTime? LastUsedAtUtc, string Status)
{
    /// <summary>Why it cannot be used although it is neither revoked nor expired, as a sentence; null when it can.</summary>
    public string? UnusableBecause { get; init; }

    /// <summary>What the merchant, or the person it acts as, is called; null where nobody asked.</summary>
    public string? OwnerName { get; init; }

    internal static CredentialView Of(ApiCredential row, DateTime now) => new(
        row.Id, row.Surface, row.Environment, row.Name, row.OwnerUserId, row.MerchantId, row.KeyId, row.ScopeList(), row.AllowList().Entries,
        row.CreatedAtUtc, row.ExpiresAtUtc, row.RotatedAtUtc, row.PreviousHoldsAt(now) ? row.PreviousUntilUtc : null, row.RevokedAtUtc, row.LastUsedAtUtc,
        row.RevokedAtUtc is not null ? "revoked" : row.IsLiveAt(now) ? "active" : "expired")
    {
        UnusableBecause = row.Scopes.Length == 0 ? "It has no scope, so it may do nothing."
            : row.NeedsAllowList && row.IpAllowList.Length == 0 ? "A signing key needs an address allow list before it works."
            : null,
    };
}

/// <summary>A new or rotated credential with its secret, which is shown this once.</summary>
public sealed record IssuedCredential(CredentialView Credential, string Secret);
