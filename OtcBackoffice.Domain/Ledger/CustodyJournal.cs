using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Crypto that comes in on the wallets that the desk keeps for merchants.</summary>
public static class CustodyJournal
{
    /// <summary>A payment to a custodial wallet is final: the desk holds the coins, the merchant may spend them.</summary>
    public static JournalEntry Received(Guid receiptId, Guid merchantId, Money amount) =>
        JournalEntry.Of("custody_received", "custody_receipt", receiptId, 1,
            Posting.Debit(new AccountKey(AccountFamily.Treasury, amount.Asset), amount.MinorUnits),
            Posting.Credit(new AccountKey(AccountFamily.MerchantAvailable, amount.Asset, merchantId), amount.MinorUnits));
}
