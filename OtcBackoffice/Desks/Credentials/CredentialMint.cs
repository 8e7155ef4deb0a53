using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>A secret as it is shown once, and as it is kept.</summary>
public sealed record MintedSecret(string KeyId, string Secret, StoredSecret Stored);

/// <summary>Makes secrets. Those that sign are kept encrypted, because a signature can only be checked with the secret itself.</summary>
public static class CredentialMint
{
    /// <summary>A new secret; with <paramref name="keyId"/> one more for the same credential.</summary>
    public static MintedSecret New(CredentialSurface surface, CredentialEnvironment environment, IDataProtectionProvider protection,
        string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(protection);
        var key = keyId ?? RandomNumberGenerator.GetString(CredentialText.Alphabet, CredentialText.KeyLength);
        var secret = CredentialText.Compose(surface, key,
            RandomNumberGenerator.GetString(CredentialText.Alphabet, CredentialText.SecretLength), environment);
        var kept = surface == CredentialSurface.BlockTrade ? protection.CreateProtector(ApiCredential.SecretPurpose).Protect(secret) : null;
        return new MintedSecret(key, secret, new StoredSecret(CredentialText.Hash(secret), kept));
    }
}
