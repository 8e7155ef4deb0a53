namespace OtcBackoffice.Desks.Ports;

/// <summary>Signs order notices with a key that lies outside the database; receivers check them by its public half.</summary>
public interface INoticeSigner
{
    /// <summary>The public keys as PEM: the one that signs now first, then those that still may be met.</summary>
    string PublicKeysPem { get; }

    /// <summary>Signs exactly these bytes: RSA over SHA-256, as lower-case hexadecimal.</summary>
    string Sign(byte[] body);
}
