namespace OtcBackoffice.Data.Records;

/// <summary>The answer that an idempotency key got, written in the transaction of its effect and kept for ever.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>The merchant or person that the key belongs to.</summary>
    public Guid TenantId { get; set; }
    public string Route { get; set; } = "";
    public string Key { get; set; } = "";
    public string Fingerprint { get; set; } = "";
    public string Answer { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>How many records stand in a queue, kept in the same save as the moves, so that no page ever counts.</summary>
public sealed class QueueCounter
{
    public string Queue { get; set; } = "";
    public long Count { get; set; }
}

/// <summary>The next number of a kind of record.</summary>
public sealed class NumberSequence
{
    public string Name { get; set; } = "";
    public long LastNumber { get; set; }
}

/// <summary>Revenue per day, kind of record, merchant, currency, asset and officer, written with the journal entry it comes from.</summary>
public sealed class RevenueRollup
{
    public DateOnly Day { get; set; }

    /// <summary>The kind of record that earned it, as its journal entries name it: <c>deposit</c>, <c>withdrawal</c>, <c>exchange</c> or
    /// <c>block_order</c>.</summary>
    public string SubjectKind { get; set; } = "";
    public Guid MerchantId { get; set; }
    public string Currency { get; set; } = "";
    public string Asset { get; set; } = "";
    public Guid OfficerId { get; set; }
    public long Count { get; set; }
    public long VolumeMinor { get; set; }
    public long FeeAssetMinor { get; set; }
    public long SpreadAssetMinor { get; set; }

    /// <summary>The sum of the times from submission to decision; divided by the count it is the mean.</summary>
    public long DecisionSeconds { get; set; }
}

/// <summary>A month whose books take no more entries.</summary>
public sealed class ClosedPeriod
{
    /// <summary>Year and month: 2026-10.</summary>
    public string Period { get; set; } = "";
    public DateTime ClosedAtUtc { get; set; }
    public Guid ClosedBy { get; set; }
}

/// <summary>An export that somebody asked for, and how far it is. The row is the promise; a job writes the file.</summary>
public sealed class ExportRow
{
    public Guid Id { get; set; }
    public string Report { get; set; } = "";
    public string Format { get; set; } = "";

    /// <summary>How the rows are cut, as JSON.</summary>
    public string Filters { get; set; } = "";
    public string Status { get; set; } = "";
    public long RowsDone { get; set; }
    public long RowsTotal { get; set; }
    public Guid RequestedBy { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
    public string? Fault { get; set; }
}

/// <summary>A price that a deposit once had.</summary>
public sealed class DepositQuoteRow
{
    public Guid DepositId { get; set; }
    public int QuoteVersion { get; set; }
    public Guid PricingProfileId { get; set; }
    public int PricingProfileVersion { get; set; }
    public Guid FxQuoteId { get; set; }
    public string Snapshot { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>A proof that was uploaded; none is ever replaced.</summary>
public sealed class DepositProofRow
{
    public Guid FileId { get; set; }
    public Guid DepositId { get; set; }
    public int ProofVersion { get; set; }
    public string FileName { get; set; } = "";
    public long SizeBytes { get; set; }
    public string Sha256 { get; set; } = "";
    public int PageCount { get; set; }
    public string CheckedBy { get; set; } = "";
    public Guid UploadedBy { get; set; }
    public DateTime UploadedAtUtc { get; set; }
}

/// <summary>The words of a proof with their places, packed; there is none for a proof whose text could not be read.</summary>
public sealed class DepositProofTextRow
{
    public Guid FileId { get; set; }
    public Guid DepositId { get; set; }
    public bool IsWhole { get; set; }
    public int WordCount { get; set; }
    public byte[] Words { get; set; } = [];
}

/// <summary>A field of one version of a proof that a person checked, or whose difference was accepted with a reason.</summary>
public sealed class DepositTickRow
{
    public Guid FileId { get; set; }
    public string Field { get; set; } = "";
    public Guid DepositId { get; set; }
    public Guid PersonId { get; set; }
    public string PersonName { get; set; } = "";
    public string? Reason { get; set; }
    public DateTime AtUtc { get; set; }
}

/// <summary>One run of a job, for the jobs page.</summary>
public sealed class JobRun
{
    public long Id { get; set; }
    public string Job { get; set; } = "";
    public DateTime StartedAtUtc { get; set; }
    public long DurationMs { get; set; }
    public int Done { get; set; }
    public string? Fault { get; set; }
}

/// <summary>The chain balance of a treasury wallet as last read.</summary>
public sealed class LiquiditySnapshot
{
    public Guid TreasuryWalletId { get; set; }
    public string Asset { get; set; } = "";
    public long BalanceMinor { get; set; }
    public DateTime AsOfUtc { get; set; }
}

/// <summary>The least that shall be free of an asset.</summary>
public sealed class LiquidityMinimum
{
    public string Asset { get; set; } = "";
    public long MinimumMinor { get; set; }
    public string SetByName { get; set; } = "";
    public DateTime SetAtUtc { get; set; }
}
