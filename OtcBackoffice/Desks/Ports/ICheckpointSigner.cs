namespace OtcBackoffice.Desks.Ports;

/// <summary>Signs checkpoints of the audit record with an Ed25519 key that stands beside the notary's.</summary>
public interface ICheckpointSigner
{
    /// <summary>The 32 bytes of the public key.</summary>
    byte[] PublicKey { get; }

    /// <summary>The 64 bytes of the signature.</summary>
    byte[] Sign(byte[] text);
}
