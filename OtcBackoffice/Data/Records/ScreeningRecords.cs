using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Data.Records;

/// <summary>One answer of a screening house, about one subject for one record; never changed.</summary>
public sealed class ScreeningVerdictRow
{
    public Guid Id { get; set; }
    public string Provider { get; set; } = "";

    /// <summary>What the provider calls its answer.</summary>
    public string Reference { get; set; } = "";
    public ScreeningSubjectKind Kind { get; set; }

    /// <summary>What the same subject is found by: a digest, so that no name stands in the open.</summary>
    public string SubjectKey { get; set; } = "";
    public string SealedSubject { get; set; } = "";
    public ScreeningVerdict Verdict { get; set; }

    /// <summary>One sentence for staff, never for the merchant.</summary>
    public string? Reason { get; set; }
    public string RecordKind { get; set; } = "";
    public Guid RecordId { get; set; }
    public string RecordNumber { get; set; } = "";
    public DateTime AskedAtUtc { get; set; }

    /// <summary>Until when it counts for registration; whatever pays asks anew.</summary>
    public DateTime ExpiresAtUtc { get; set; }
}

/// <summary>A record that waits for a case.</summary>
public sealed class ScreeningCaseRecord
{
    public Guid CaseId { get; set; }
    public string RecordKind { get; set; } = "";
    public Guid RecordId { get; set; }
    public string RecordNumber { get; set; } = "";
    public DateTime AtUtc { get; set; }
}

/// <summary>What somebody wrote down about a case.</summary>
public sealed class ScreeningCaseNote
{
    public Guid Id { get; set; }
    public Guid CaseId { get; set; }
    public Guid PersonId { get; set; }
    public string PersonName { get; set; } = "";
    public string Text { get; set; } = "";
    public DateTime AtUtc { get; set; }
}

/// <summary>Who a merchant is, as a transfer above the threshold must say (IVMS 101); sealed.</summary>
public sealed class TravelParty
{
    public Guid MerchantId { get; set; }
    public string Sealed { get; set; } = "";
    public DateTime UpdatedAtUtc { get; set; }
    public Guid UpdatedBy { get; set; }
    public int Version { get; set; }
}

/// <summary>Who owns a payout wallet, where that is not the merchant itself; sealed.</summary>
public sealed class WalletOwner
{
    public Guid WalletId { get; set; }
    public string Sealed { get; set; } = "";
    public DateTime UpdatedAtUtc { get; set; }
}
