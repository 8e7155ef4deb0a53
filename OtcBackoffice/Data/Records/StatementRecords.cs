using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Data.Records;

/// <summary>An account of the desk outside: at a bank, at the mobile money operator, or a wallet.</summary>
public sealed class DeskAccount
{
    public Guid Id { get; set; }

    /// <summary>bank, mpesa or wallet.</summary>
    public string Kind { get; set; } = "";
    public string Currency { get; set; } = "";

    /// <summary>The number as it is shown.</summary>
    public string Number { get; set; } = "";

    /// <summary>Letters and digits of the number in upper case, as statements are held against it.</summary>
    public string PlainNumber { get; set; } = "";
    public bool IsIban { get; set; }
    public string Name { get; set; } = "";
    public string? Bic { get; set; }
    public bool IsActive { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public Guid CreatedBy { get; set; }
}

/// <summary>A statement file that was sent, and how far its import is. The row is the promise; a job reads the file.</summary>
public sealed class StatementImportRow
{
    public Guid Id { get; set; }
    public string FileName { get; set; } = "";
    public string? Format { get; set; }
    public Guid? MapId { get; set; }
    public Guid? AccountId { get; set; }
    public string Sha256 { get; set; } = "";
    public long SizeBytes { get; set; }

    /// <summary>queued, running, done, refused or cancelled.</summary>
    public string Status { get; set; } = "";
    public long LinesDone { get; set; }
    public long LinesTotal { get; set; }
    public long LinesNew { get; set; }
    public long LinesKnown { get; set; }

    /// <summary>What is wrong with the file, as JSON.</summary>
    public string Faults { get; set; } = "[]";

    /// <summary>What a person should know, as JSON.</summary>
    public string Notes { get; set; } = "[]";
    public Guid RequestedBy { get; set; }
    public string RequestedByName { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }

    /// <summary>When it was decided, over all lines at once, which receipts go on which records; null until then.</summary>
    public DateTime? PlannedAtUtc { get; set; }

    /// <summary>When all that was decided about the lines was done; null until then.</summary>
    public DateTime? MatchedAtUtc { get; set; }

    /// <summary>Goes on as the table of imports allows.</summary>
    public Result<ImportStatus> Move(ImportAction action)
    {
        var moved = Names.TryParse<ImportStatus>(Status, out var from) ? ImportLifecycle.Table.Move(from, action)
            : throw new InvalidOperationException($"{Status} is no status of an import.");
        Status = moved.IsSuccess ? Names.Snake(moved.Value) : Status;
        return moved;
    }
}

/// <summary>One statement of one account.</summary>
public sealed class BankStatementRow
{
    public Guid Id { get; set; }
    public Guid ImportId { get; set; }
    public Guid AccountId { get; set; }

    /// <summary>Which statement of its file, from 1.</summary>
    public int Ordinal { get; set; }
    public StatementKind Kind { get; set; }
    public string Format { get; set; } = "";
    public string? BankId { get; set; }
    public string? Number { get; set; }
    public string Currency { get; set; } = "";
    public DateOnly? FromDay { get; set; }
    public DateOnly? ToDay { get; set; }
    public long? OpeningMinor { get; set; }
    public long? ClosingMinor { get; set; }

    /// <summary>importing, continues, does_not_continue or accepted.</summary>
    public string Status { get; set; } = "";

    /// <summary>Why it does not go on, in a sentence.</summary>
    public string? Sentence { get; set; }
    public int Lines { get; set; }

    /// <summary>In the order of import.</summary>
    public long Sequence { get; set; }
    public DateTime ImportedAtUtc { get; set; }
    public Guid ImportedBy { get; set; }
    public string ImportedByName { get; set; } = "";
    public Guid? AcceptedBy { get; set; }
    public string? AcceptReason { get; set; }
}

/// <summary>A line of a statement, with what the bank wrote, byte for byte. It is never changed.</summary>
public sealed class StatementEntryRow
{
    public Guid Id { get; set; }
    public Guid StatementId { get; set; }
    public Guid AccountId { get; set; }

    /// <summary>Its place in its statement, from 1.</summary>
    public int LineNumber { get; set; }
    public long AmountMinor { get; set; }
    public string Currency { get; set; } = "";
    public DateOnly? BookingDate { get; set; }
    public DateOnly? ValueDate { get; set; }
    public LineStatus Status { get; set; }
    public bool IsReversal { get; set; }
    public string? Reference { get; set; }
    public string? BankReference { get; set; }
    public string? EndToEndId { get; set; }
    public string? CounterpartyName { get; set; }
    public string? CounterpartyAccount { get; set; }
    public string Text { get; set; } = "";
    public string? Explanation { get; set; }

    /// <summary>The single payments of a batch, as JSON; null for none.</summary>
    public string? Children { get; set; }
    public byte[] Raw { get; set; } = [];

    /// <summary>What the line says: equal lines have equal ones.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>What makes it this line; unique in its account.</summary>
    public string Identity { get; set; } = "";

    /// <summary>The receipt that it became, or null.</summary>
    public Guid? ReceiptId { get; set; }
}

/// <summary>
/// What one pass over an import decided and is not done yet: a receipt goes on a record, or came too late for it. The decision is
/// kept before the first of it is done, so that whoever goes on after a crash does not decide anew over what is left.
/// </summary>
public sealed class StatementMatchRow
{
    public Guid ImportId { get; set; }

    /// <summary>Its place in the decision, from 1.</summary>
    public int Ordinal { get; set; }
    public Guid ReceiptId { get; set; }
    public Guid RecordId { get; set; }

    /// <summary>What was missing of the record when it was decided, in minor units; null for a receipt that is late.</summary>
    public long? MissingMinor { get; set; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>How a bank writes its CSV, entered once by a person.</summary>
public sealed class CsvMapRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";

    /// <summary>The map as JSON.</summary>
    public string Map { get; set; } = "";
    public DateTime ChangedAtUtc { get; set; }
    public Guid ChangedBy { get; set; }
}

/// <summary>A day of an account that somebody signed, or that was opened again.</summary>
public sealed class ReconciliationDayRow
{
    public Guid AccountId { get; set; }
    public DateOnly Day { get; set; }

    /// <summary>open, signed_off or reopened.</summary>
    public string Status { get; set; } = "";
    public Guid? FirstBy { get; set; }
    public string? FirstName { get; set; }
    public string? FirstNote { get; set; }
    public DateTime? FirstAtUtc { get; set; }
    public Guid? SecondBy { get; set; }
    public string? SecondName { get; set; }
    public string? SecondNote { get; set; }
    public DateTime? SecondAtUtc { get; set; }

    /// <summary>Why it was opened again, in a sentence.</summary>
    public string? Sentence { get; set; }
    public int Version { get; set; }
}

/// <summary>When a record's money was found on a signed day: the fourth stage of specification 000.</summary>
public sealed class ReconciledRecordRow
{
    public string Kind { get; set; } = "";
    public Guid RecordId { get; set; }
    public Guid AccountId { get; set; }
    public DateOnly Day { get; set; }
    public DateTime ReconciledAtUtc { get; set; }
}

/// <summary>The sums of an account up to the watermark of the ledger check.</summary>
public sealed class LedgerSnapshotRow
{
    public string AccountKey { get; set; } = "";
    public long DebitMinor { get; set; }
    public long CreditMinor { get; set; }
}

/// <summary>Up to where the ledger check has looked, and when it last looked at everything. One row.</summary>
public sealed class LedgerWatermarkRow
{
    public int Id { get; set; }
    public DateTime AtUtc { get; set; }
    public DateTime LastFullAtUtc { get; set; }

    /// <summary>Postings before the watermark.</summary>
    public long Postings { get; set; }
}

/// <summary>One invariant of the books as it was last checked.</summary>
public sealed class LedgerInvariantRow
{
    public string Name { get; set; } = "";

    /// <summary>green or red.</summary>
    public string State { get; set; } = "";
    public string Scope { get; set; } = "";
    public string? Fault { get; set; }
    public DateTime CheckedAtUtc { get; set; }
}
