namespace OtcBackoffice.Data.Records;

/// <summary>Where a part of a receipt went: a record, back to its sender, or kept. What was undone stays as history.</summary>
public sealed class ReceiptAssignment
{
    public Guid Id { get; set; }
    public Guid ReceiptId { get; set; }

    /// <summary>The number of the move of its receipt, as the journal has it.</summary>
    public int Move { get; set; }

    /// <summary>deposit, wallet, block_transfer, receipt; or returned, kept.</summary>
    public string RecordKind { get; set; } = "";

    /// <summary>The record; the receipt itself where there is none.</summary>
    public Guid RecordId { get; set; }

    /// <summary>What people call the record.</summary>
    public string RecordNumber { get; set; } = "";
    public Guid? MerchantId { get; set; }
    public long AmountMinor { get; set; }

    /// <summary>The person, or empty when matching did it alone.</summary>
    public Guid ByUserId { get; set; }
    public string ByName { get; set; } = "";
    public string? Reason { get; set; }
    public DateTime AtUtc { get; set; }
    public DateTime? UndoneAtUtc { get; set; }
    public Guid? UndoneBy { get; set; }
    public string? UndoReason { get; set; }
}

/// <summary>A sender that a person has once put on a merchant's record.</summary>
public sealed class LearntSender
{
    public Guid Id { get; set; }
    public Guid MerchantId { get; set; }

    /// <summary>The name in the form that names are compared in.</summary>
    public string SenderKey { get; set; } = "";
    public string SenderName { get; set; } = "";

    /// <summary>The assignment that it was learnt from; undoing that withdraws it.</summary>
    public Guid AssignmentId { get; set; }
    public DateTime LearntAtUtc { get; set; }
    public DateTime? WithdrawnAtUtc { get; set; }
}

/// <summary>Matching rules, drafted or published.</summary>
public sealed class MatchingRulesRow
{
    public Guid Id { get; set; }

    /// <summary>Null while it is a draft.</summary>
    public int? RulesVersion { get; set; }
    public string Rules { get; set; } = "";
    public Guid AuthorId { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public Guid? PublishedBy { get; set; }
    public DateTime? PublishedAtUtc { get; set; }
}

/// <summary>Something that people must look at and that no queue holds.</summary>
public sealed class Alarm
{
    public Guid Id { get; set; }

    /// <summary>receipt_conflict, chain_scan, reversal, silent_job, invariant.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What it is about, as people call it.</summary>
    public string Subject { get; set; } = "";
    public Guid? SubjectId { get; set; }

    /// <summary>The same thing again is the same alarm.</summary>
    public string UniqueKey { get; set; } = "";
    public string Message { get; set; } = "";
    public DateTime OpenedAtUtc { get; set; }
    public Guid? AcknowledgedBy { get; set; }
    public string? AcknowledgedByName { get; set; }
    public DateTime? AcknowledgedAtUtc { get; set; }
    public string? Note { get; set; }
}
