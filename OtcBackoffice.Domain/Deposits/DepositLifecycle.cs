using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Deposits.DepositAction;
using static OtcBackoffice.Domain.Deposits.DepositStatus;

namespace OtcBackoffice.Domain.Deposits;

/// <summary>The deposit's transition table (docs/lifecycles.md is made from it).</summary>
public static class DepositLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<DepositStatus, DepositAction> Table = new("deposit",
        (Draft, EditDraft, Draft),
        (Draft, AttachProof, Draft),
        (Draft, Price, Priced),
        (Priced, Price, Priced),
        (Priced, AttachProof, Priced),
        (Priced, LapseQuote, Draft),
        (Priced, Submit, Pending),
        (Draft, HandIn, Pending),
        (Priced, HandIn, Pending),
        (Pending, PushFail, Rejected),
        (Pending, Receive, Pending),
        (Confirmed, Receive, Confirmed),
        (Credited, Receive, Credited),
        (Pending, TakeBack, Pending),
        (Confirmed, TakeBack, Confirmed),
        (Credited, TakeBack, Credited),
        (Pending, ProrateDifference, Pending),
        (Pending, RequoteDifference, Draft),
        (Pending, ReturnDifference, Rejected),
        (Pending, AttachProof, Pending),
        (Pending, Claim, Pending),
        (Pending, Release, Pending),
        (Pending, Assign, Pending),
        (Pending, Renew, Pending),
        (Pending, TakeOver, Pending),
        (Pending, Ask, Pending),
        (Pending, Answer, Pending),
        (Pending, CorrectDeclaration, Pending),
        (Pending, ChangePayoutWallet, Pending),
        (Pending, Confirm, Confirmed),
        (Pending, Reject, Rejected),
        (Pending, CancelByCustomer, Rejected),
        (Rejected, Reopen, Pending),
        (Confirmed, Credit, Confirmed),
        (Confirmed, ChangePayoutWallet, Confirmed),
        (Confirmed, Settle, Credited),
        (Draft, TakeBack, Draft),
        (Priced, TakeBack, Priced),
        (Draft, Abandon, Abandoned),
        (Priced, Abandon, Abandoned),
        (Confirmed, Unconfirm, Pending),
        (Confirmed, UnconfirmAndReject, Rejected));
}
