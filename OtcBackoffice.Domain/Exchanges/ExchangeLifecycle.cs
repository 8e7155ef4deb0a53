using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Exchanges.ExchangeAction;
using static OtcBackoffice.Domain.Exchanges.ExchangeStatus;

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>The exchange order's transition table (docs/lifecycles.md is made from it).</summary>
public static class ExchangeLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<ExchangeStatus, ExchangeAction> Table = new("exchange order",
        (Quoted, ConfirmBuy, DebitPending),
        (Quoted, ConfirmSell, PendingApproval),
        (Quoted, Cancel, Cancelled),
        (Quoted, Expire, Expired),
        (Requoted, ConfirmBuy, DebitPending),
        (Requoted, ConfirmSell, PendingApproval),
        (Requoted, Cancel, Cancelled),
        (Requoted, Expire, Expired),
        (DebitPending, BookDebit, PendingApproval),
        (PendingApproval, Approve, Executing),
        (PendingApproval, Requote, Requoted),
        (PendingApproval, Reject, Rejected),
        (Executing, LoseAnswer, OutcomeUnknown),
        (Executing, Complete, Completed),
        (Executing, Fail, Failed),
        (OutcomeUnknown, Resume, Executing));
}
