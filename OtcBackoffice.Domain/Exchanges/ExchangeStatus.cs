namespace OtcBackoffice.Domain.Exchanges;

/// <summary>Which way a customer exchanges (specification 003).</summary>
public enum ExchangeSide
{
    /// <summary>Pays EUR, receives USDC.</summary>
    Buy,

    /// <summary>Pays USDC, receives EUR.</summary>
    Sell,
}

/// <summary>Where an exchange order stands (specification 003).</summary>
public enum ExchangeStatus
{
    /// <summary>A quote with an indicative rate that the customer may confirm until it lapses. No money has moved.</summary>
    Quoted,

    /// <summary>The desk named another rate; the customer must confirm again. No money is held.</summary>
    Requoted,

    /// <summary>A confirmed buy whose EUR is being debited.</summary>
    DebitPending,

    /// <summary>Confirmed; an operator has to decide. The source amount is debited (buy) or locked (sell).</summary>
    PendingApproval,

    /// <summary>Approved at a final rate; the USDC is on its way on chain.</summary>
    Executing,

    /// <summary>The transfer was handed over and the answer was lost; it is being asked for by its client id.</summary>
    OutcomeUnknown,

    /// <summary>Both legs are done. Final.</summary>
    Completed,

    /// <summary>An operator refused it; the source amount is the customer's again. Final.</summary>
    Rejected,

    /// <summary>The customer took it back before it was confirmed. Final.</summary>
    Cancelled,

    /// <summary>The quote lapsed unconfirmed. Final.</summary>
    Expired,

    /// <summary>The chain refused the transfer for good; the source amount is the customer's again. Final.</summary>
    Failed,
}

/// <summary>Everything that may be done to an exchange order.</summary>
public enum ExchangeAction
{
    /// <summary>The customer confirms a quote to buy USDC.</summary>
    ConfirmBuy,

    /// <summary>The customer confirms a quote to sell USDC.</summary>
    ConfirmSell,

    /// <summary>The EUR of a buy is debited.</summary>
    BookDebit,

    /// <summary>The customer takes the quote back.</summary>
    Cancel,

    /// <summary>The quote lapses.</summary>
    Expire,

    /// <summary>An operator approves at a final rate inside the band.</summary>
    Approve,

    /// <summary>An operator names another rate; what was held is given back.</summary>
    Requote,

    /// <summary>An operator refuses; what was held is given back.</summary>
    Reject,

    /// <summary>The answer to the transfer order was lost.</summary>
    LoseAnswer,

    /// <summary>The chain was asked and told what became of the transfer.</summary>
    Resume,

    /// <summary>The transfer is final.</summary>
    Complete,

    /// <summary>The chain refused the transfer; what was held is given back.</summary>
    Fail,
}
