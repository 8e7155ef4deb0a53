namespace OtcBackoffice.Data.Records;

/// <summary>An account with its running totals, kept in the same save as the postings and re-derived by a job.</summary>
public sealed class LedgerAccountRow
{
    public string Key { get; set; } = "";
    public string Family { get; set; } = "";
    public string Asset { get; set; } = "";
    public Guid? OwnerId { get; set; }
    public bool MayNotBeOverdrawn { get; set; }
    public long DebitMinor { get; set; }
    public long CreditMinor { get; set; }
}

/// <summary>The head of a journal entry; append-only.</summary>
public sealed class LedgerEntryRow
{
    public Guid Id { get; set; }
    public string UniqueKey { get; set; } = "";
    public string Kind { get; set; } = "";
    public string SubjectKind { get; set; } = "";
    public Guid SubjectId { get; set; }
    public string? Reverses { get; set; }
    public Guid ActorId { get; set; }
    public DateTime AtUtc { get; set; }
}

/// <summary>A line of a journal entry; append-only. Positive is a debit, negative a credit.</summary>
public sealed class LedgerPostingRow
{
    public Guid EntryId { get; set; }
    public int Line { get; set; }
    public string AccountKey { get; set; } = "";
    public string Asset { get; set; } = "";
    public long SignedMinor { get; set; }
}

/// <summary>Whether money may move. One row; set to halted by the ledger check when the books do not balance.</summary>
public sealed class LedgerHealthRow
{
    public int Id { get; set; }
    public bool IsHalted { get; set; }
    public string? Reason { get; set; }
    public DateTime CheckedAtUtc { get; set; }
}
