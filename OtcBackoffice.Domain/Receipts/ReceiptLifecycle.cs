using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Receipts.ReceiptAction;
using static OtcBackoffice.Domain.Receipts.ReceiptStatus;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>The receipt's transition table (docs/lifecycles.md is made from it).</summary>
public static class ReceiptLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<ReceiptStatus, ReceiptAction> Table = new("receipt",
        (Unmatched, Claim, Unmatched),
        (Unmatched, Release, Unmatched),
        (Unmatched, AssignPart, Unmatched),
        (Unmatched, Assign, Matched),
        (Unmatched, Return, Returned),
        (Unmatched, Keep, Kept),
        (Unmatched, Undo, Unmatched),
        (Matched, Undo, Unmatched),
        (Returned, Undo, Unmatched),
        (Kept, Undo, Unmatched));
}
