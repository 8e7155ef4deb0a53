namespace OtcBackoffice.Desks.Ports;

/// <summary>A key that order notices are checked with.</summary>
/// <param name="KeyId">Made from the key itself, so that it names it everywhere.</param>
/// <param name="PublicKeyPem">The public half.</param>
/// <param name="MadeAtUtc">When it was made.</param>
/// <param name="AnnouncedUntilUtc">When it is told no more; null for the one that signs now.</param>
public sealed record NoticeKey(Guid KeyId, string PublicKeyPem, DateTime MadeAtUtc, DateTime? AnnouncedUntilUtc)
{
    /// <summary>Whether notices are signed with it now.</summary>
    public bool IsCurrent => AnnouncedUntilUtc is null;
}

/// <summary>Signs order notices with a key that lies outside the database; receivers check them by its public half.</summary>
public interface INoticeSigner
{
    /// <summary>The keys that may be met at a time: the one that signs now first, then those it has replaced.</summary>
    IReadOnlyList<NoticeKey> Keys(DateTime now);

    /// <summary>
    /// Makes a new key that signs from now on; the replaced one is announced for the overlap. Does nothing when another than
    /// <paramref name="replaced"/> signs by now, so that it may be asked for twice.
    /// </summary>
    void Rotate(Guid replaced, DateTime now, TimeSpan overlap);

    /// <summary>Signs exactly these bytes: RSA over SHA-256, as lower-case hexadecimal.</summary>
    string Sign(byte[] body);
}
