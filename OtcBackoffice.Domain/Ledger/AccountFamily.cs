namespace OtcBackoffice.Domain.Ledger;

/// <summary>The kinds of account in the books. Docs/accounting.md has a journal template per business event.</summary>
public enum AccountFamily
{
    /// <summary>The desk's money at its banks, per currency. Debit-normal.</summary>
    Nostro,

    /// <summary>The desk's crypto on chain, per network and asset. Debit-normal.</summary>
    Treasury,

    /// <summary>What a merchant may spend. Credit-normal and never below zero.</summary>
    MerchantAvailable,

    /// <summary>What a merchant has put aside for an open request. Credit-normal and never below zero.</summary>
    MerchantLocked,

    /// <summary>What a merchant keeps in a custodial wallet on chain. Credit-normal and never below zero.</summary>
    MerchantCustody,

    /// <summary>The desk's trading account of an asset; it may stand on either side.</summary>
    DeskPosition,

    /// <summary>Sent and not yet final. Credit-normal.</summary>
    SettlementInFlight,

    /// <summary>Fees earned. Credit-normal.</summary>
    FeeIncome,

    /// <summary>The difference between reference and applied rate, earned. Credit-normal.</summary>
    SpreadIncome,

    /// <summary>What networks take. Debit-normal.</summary>
    NetworkFeeExpense,

    /// <summary>What rounding left over; it may stand on either side.</summary>
    Rounding,

    /// <summary>Money from outside that is on no record yet; equal to the queue of unmatched money. Credit-normal.</summary>
    Suspense,

    /// <summary>Money that came for a merchant's record which nobody has decided yet. Credit-normal and never below zero.</summary>
    Received,

    /// <summary>Money from outside that is kept for whoever proves to own it. Credit-normal; never income.</summary>
    Kept,

    /// <summary>What the owners put in to open the books. Credit-normal.</summary>
    DeskCapital,
}
