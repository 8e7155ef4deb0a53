using OtcBackoffice.Domain.Catalog;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Crypto that comes in on the wallets that the desk keeps for merchants.</summary>
public static class CustodyJournal
{
    // What exchanges are made in: it stays with its wallet, because a sell pays out of one wallet.
    private const string KeptByWallet = "USDC";

    /// <summary>A payment to a custodial wallet is final: the desk holds the coins, the merchant may spend them. USDC may be sold out of the wallet that it came to.</summary>
    public static JournalEntry Received(Guid receiptId, Guid merchantId, Guid walletId, Asset asset, long amountMinor)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var holder = asset.Symbol == KeptByWallet
            ? new AccountKey(AccountFamily.MerchantCustody, asset.Code, merchantId, walletId)
            : new AccountKey(AccountFamily.MerchantAvailable, asset.Code, merchantId);
        return JournalEntry.Of("custody_received", "custody_receipt", receiptId, 1,
            Posting.Debit(new AccountKey(AccountFamily.Treasury, asset.Code), amountMinor), Posting.Credit(holder, amountMinor));
    }
}
