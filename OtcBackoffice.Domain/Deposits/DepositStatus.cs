namespace OtcBackoffice.Domain.Deposits;

/// <summary>Where a deposit stands (specification 004, overview).</summary>
public enum DepositStatus
{
    /// <summary>The merchant is still writing it; nothing is priced.</summary>
    Draft,

    /// <summary>Priced, and not yet handed in. Falls back to draft when its FX quote lapses.</summary>
    Priced,

    /// <summary>Handed in with its proof; an officer has to decide.</summary>
    Pending,

    /// <summary>An officer says that the fiat arrived. The merchant's balance carries it.</summary>
    Confirmed,

    /// <summary>An officer refused it. Final.</summary>
    Rejected,

    /// <summary>The crypto transfer is final on chain. Final.</summary>
    Credited,

    /// <summary>The merchant gave the draft up before it was handed in. Final.</summary>
    Abandoned,
}

/// <summary>How far the payment of a confirmed deposit has come.</summary>
public enum SettlementState
{
    /// <summary>Nothing was proposed, or the last proposal was rejected or became invalid.</summary>
    None,

    /// <summary>A credit proposal waits for its first signature.</summary>
    Proposed,

    /// <summary>Some signatures are there, not enough.</summary>
    Signing,

    /// <summary>Enough signatures; the transfer is on its way or in a block that is not deep enough.</summary>
    Broadcast,

    /// <summary>The transfer is final.</summary>
    Final,

    /// <summary>The transfer was handed over and the answer was lost; it is being asked for by its client id.</summary>
    OutcomeUnknown,

    /// <summary>Enough signatures on a watch-only network; the signers send it themselves, and treasury enters the transaction's
    /// hash.</summary>
    AwaitingTransaction,
}

/// <summary>Everything that may be done to a deposit.</summary>
public enum DepositAction
{
    /// <summary>The merchant changes the draft.</summary>
    EditDraft,

    /// <summary>The merchant binds it to a profile and a quote.</summary>
    Price,

    /// <summary>The FX quote ran out before the deposit was handed in.</summary>
    LapseQuote,

    /// <summary>The merchant uploads a proof.</summary>
    AttachProof,

    /// <summary>The merchant hands it in.</summary>
    Submit,

    /// <summary>A deposit that was created in one step is handed in with it.</summary>
    HandIn,

    /// <summary>The payment on the phone was not made, and none will come.</summary>
    PushFail,

    /// <summary>A receipt is put on it; the money that came is counted.</summary>
    Receive,

    /// <summary>A receipt is taken off it again.</summary>
    TakeBack,

    /// <summary>The wire differs from the declaration; the crypto is cut or raised in proportion.</summary>
    ProrateDifference,

    /// <summary>The wire differs from the declaration; the merchant prices what came anew.</summary>
    RequoteDifference,

    /// <summary>The wire differs from the declaration; the money goes back.</summary>
    ReturnDifference,

    /// <summary>An officer takes it.</summary>
    Claim,

    /// <summary>An officer gives it back.</summary>
    Release,

    /// <summary>An admin gives it to somebody.</summary>
    Assign,

    /// <summary>Whoever holds it keeps it for another lease.</summary>
    Renew,

    /// <summary>Somebody takes it from whoever holds it, with a reason.</summary>
    TakeOver,

    /// <summary>The merchant is asked something; the desk's clock stands still.</summary>
    Ask,

    /// <summary>The merchant answers; the clock runs on.</summary>
    Answer,

    /// <summary>What the merchant declared about the wire is put right.</summary>
    CorrectDeclaration,

    /// <summary>The fiat arrived.</summary>
    Confirm,

    /// <summary>The deposit is refused.</summary>
    Reject,

    /// <summary>The customer takes it back before money came.</summary>
    CancelByCustomer,

    /// <summary>A rejected deposit is opened again, with a reason.</summary>
    Reopen,

    /// <summary>A credit proposal is made.</summary>
    Credit,

    /// <summary>The payout wallet is changed.</summary>
    ChangePayoutWallet,

    /// <summary>The transfer became final.</summary>
    Settle,

    /// <summary>The merchant gives the draft up.</summary>
    Abandon,

    /// <summary>The confirmation is taken back by two persons: the wire was recalled, or nobody is left who may sign. It is decided
    /// anew.</summary>
    Unconfirm,

    /// <summary>The confirmation is taken back by two persons, and the deposit is refused with it.</summary>
    UnconfirmAndReject,
}

/// <summary>How the fiat comes.</summary>
public enum DepositMethod
{
    /// <summary>A bank wire.</summary>
    Bank,

    /// <summary>An M-Pesa STK push.</summary>
    Mpesa,
}
