namespace OtcBackoffice.Desks.Reconciliation;

/// <summary>What an account had and moved on a day, on one side; null where that side does not tell.</summary>
public sealed record DaySide(string? Opening, string? Closing, string? Movement);

/// <summary>Money that came or went outside and has no counterpart in the books.</summary>
public sealed record UnmatchedOutside(Guid? ReceiptId, Guid? LineId, string Amount, int AgeDays, string Text);

/// <summary>An entry of the books that the outside does not show.</summary>
public sealed record UnmatchedLedger(Guid EntryId, string Kind, string SubjectKind, Guid SubjectId, string Amount, int AgeDays);

/// <summary>Somebody who signed.</summary>
public sealed record DaySignature(Guid UserId, string Name, DateTime At, string? Note);

/// <summary>One day of one account: outside against the books. The difference is outside less books, or null when one side is not
/// known.</summary>
public sealed record ReconciliationDay(
    Guid AccountId, string AccountName, string Currency, DateOnly Day, string Status, DaySide Outside, DaySide Ledger, string? Difference,
    IReadOnlyList<UnmatchedOutside> UnmatchedOutside,
    IReadOnlyList<UnmatchedLedger> UnmatchedLedger, IReadOnlyList<DaySignature> SignedBy, string? Sentence, bool IsOver);
