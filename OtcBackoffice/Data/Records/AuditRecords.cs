namespace OtcBackoffice.Data.Records;

/// <summary>One line of the record nobody can bend: who did what to which record, when, why and through what.</summary>
public sealed class AuditRow
{
    public long Id { get; set; }
    public DateTime AtUtc { get; set; }
    public Guid ActorId { get; set; }
    public string ActorKind { get; set; } = "";
    public string ActorName { get; set; } = "";
    public string Action { get; set; } = "";
    public string EntityKind { get; set; } = "";
    public Guid EntityId { get; set; }
    public Guid? MerchantId { get; set; }
    public string? FromStatus { get; set; }
    public string? ToStatus { get; set; }
    public string? Reason { get; set; }

    /// <summary>The changed facts as JSON: what they were and what they are.</summary>
    public string? Changes { get; set; }
    public string Cause { get; set; } = "";
    public string? Address { get; set; }
}

/// <summary>The chained hash of one audit row, written by the sealing job.</summary>
public sealed class AuditSeal
{
    public long Sequence { get; set; }
    public long AuditId { get; set; }
    public string Hash { get; set; } = "";
    public DateTime SealedAtUtc { get; set; }
}

/// <summary>The head of the chain after a block was sealed, signed with a key that the database does not hold.</summary>
public sealed class AuditCheckpoint
{
    /// <summary>The last seal of the block.</summary>
    public long Sequence { get; set; }
    public string Hash { get; set; } = "";
    public DateTime AtUtc { get; set; }
    public string KeyId { get; set; } = "";

    /// <summary>ECDSA P-256 over SHA-256 of the head's text, in Base64.</summary>
    public string Signature { get; set; } = "";
}

/// <summary>How often one thing was refused to one actor within a minute; the first of them is the line of the record.</summary>
public sealed class RefusalCount
{
    public Guid ActorId { get; set; }
    public string Command { get; set; } = "";
    public Guid EntityId { get; set; }
    public DateTime MinuteUtc { get; set; }

    /// <summary>When the first was, to the millisecond, as its line says.</summary>
    public DateTime AtUtc { get; set; }
    public int Count { get; set; }
}

/// <summary>The key under which a name is unique among records of its kind, and how it looks.</summary>
public sealed class NameKeyRow
{
    public string Kind { get; set; } = "";
    public string Key { get; set; } = "";
    public string Skeleton { get; set; } = "";
    public Guid EntityId { get; set; }

    /// <summary>What a reviewer should know, such as another name that it looks like; null when nothing.</summary>
    public string? Mark { get; set; }
}
