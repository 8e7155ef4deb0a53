namespace OtcBackoffice.Data.Records;

/// <summary>
/// A signature that has done its work and may not do it again. Rows go once their request timestamp is far in the past; the
/// newest timestamp that went is kept as a floor, so that a clock that steps back opens no door.
/// </summary>
public sealed class UsedSignature
{
    public Guid CredentialId { get; set; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Signature { get; set; } = "";

    /// <summary>The timestamp that the caller signed, in milliseconds.</summary>
    public long TimestampMs { get; set; }
}
