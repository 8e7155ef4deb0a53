using OtcBackoffice.Domain.Catalog;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Crypto that comes in on the wallets that the desk keeps for merchants.</summary>
public static class CustodyJournal
{
    // What exchanges are made in: it stays with its wallet, because a sell pays out of one wallet.
    private const string KeptByWallet = "USDC";

    /// <summary>Where the books keep what came to a custodial wallet: the merchant may spend it. USDC may be sold out of the wallet that it
    /// came to.</summary>
    public static AccountKey Place(Guid merchantId, Guid walletId, Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Symbol == KeptByWallet
            ? new AccountKey(AccountFamily.MerchantCustody, asset.Code, merchantId, walletId)
            : new AccountKey(AccountFamily.MerchantAvailable, asset.Code, merchantId);
    }
}
