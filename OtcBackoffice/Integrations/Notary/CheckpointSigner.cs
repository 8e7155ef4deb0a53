using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Org.BouncyCastle.Crypto.Parameters;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>The Ed25519 key of checkpoints, a sealed row that is the same on all nodes.</summary>
internal sealed class CheckpointSigner : ICheckpointSigner
{
    private const string Name = "audit-checkpoint", Purpose = "audit-checkpoint-v1";

    private readonly Lazy<Ed25519PrivateKeyParameters> _key;

    /// <param name="rows">Where the key lies.</param>
    /// <param name="protection">The key ring.</param>
    public CheckpointSigner(IKeyRows rows, IDataProtectionProvider protection)
    {
        var seal = protection.CreateProtector(Purpose);
        _key = new Lazy<Ed25519PrivateKeyParameters>(() => new Ed25519PrivateKeyParameters(seal.Unprotect(
            rows.FindOrAdd(Name, null, () => seal.Protect(RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize))))));
    }

    /// <inheritdoc/>
    public byte[] PublicKey => _key.Value.GeneratePublicKey().GetEncoded();

    /// <inheritdoc/>
    public byte[] Sign(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var signature = new byte[Ed25519PrivateKeyParameters.SignatureSize];
        _key.Value.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, text, 0, text.Length, signature, 0);
        return signature;
    }
}
