using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Withdrawals.WithdrawalAction;
using static OtcBackoffice.Domain.Withdrawals.WithdrawalStatus;

namespace OtcBackoffice.Domain.Withdrawals;

/// <summary>The withdrawal's transition table (docs/lifecycles.md is made from it).</summary>
public static class WithdrawalLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<WithdrawalStatus, WithdrawalAction> Table = new("withdrawal",
        (Pending, Claim, Pending),
        (Pending, Release, Pending),
        (Pending, Assign, Pending),
        (Pending, Approve, Approved),
        (Pending, Reject, Rejected),
        (Pending, CancelByCustomer, Rejected),
        (Approved, Execute, Executing),
        (Approved, Fail, Failed),
        (Executing, Complete, Completed),
        (Executing, Fail, Failed));
}
