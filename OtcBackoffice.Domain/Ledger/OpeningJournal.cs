using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Entries that open the books: what the owners and the merchants brought before the first deposit.</summary>
public static class OpeningJournal
{
    /// <summary>The desk's own funds: treasury or nostro against capital.</summary>
    public static JournalEntry DeskFunds(Guid walletId, AccountFamily family, Money amount) =>
        JournalEntry.Of("opening_desk_funds", "treasury_wallet", walletId, 1,
            Posting.Debit(new AccountKey(family, amount.Asset), amount.MinorUnits),
            Posting.Credit(new AccountKey(AccountFamily.DeskCapital, amount.Asset), amount.MinorUnits));

    /// <summary>Money a merchant already has with the desk: nostro against the merchant's available balance.</summary>
    public static JournalEntry MerchantFunds(Guid accountId, Guid merchantId, Money amount) =>
        JournalEntry.Of("opening_merchant_funds", "merchant_account", accountId, 1,
            Posting.Debit(new AccountKey(AccountFamily.Nostro, amount.Asset), amount.MinorUnits),
            Posting.Credit(new AccountKey(AccountFamily.MerchantAvailable, amount.Asset, merchantId, accountId), amount.MinorUnits));

    /// <summary>Crypto that a merchant keeps in the desk's custody: treasury against the merchant's custody.</summary>
    public static JournalEntry MerchantCustody(Guid walletId, Guid merchantId, Money amount) =>
        JournalEntry.Of("opening_merchant_custody", "wallet", walletId, 1,
            Posting.Debit(new AccountKey(AccountFamily.Treasury, amount.Asset), amount.MinorUnits),
            Posting.Credit(new AccountKey(AccountFamily.MerchantCustody, amount.Asset, merchantId, walletId), amount.MinorUnits));

    /// <summary>Crypto a merchant already has with the desk: treasury against the merchant's available balance.</summary>
    public static JournalEntry MerchantCrypto(Guid merchantId, Money amount) =>
        JournalEntry.Of("opening_merchant_crypto", "merchant", merchantId, 1,
            Posting.Debit(new AccountKey(AccountFamily.Treasury, amount.Asset), amount.MinorUnits),
            Posting.Credit(new AccountKey(AccountFamily.MerchantAvailable, amount.Asset, merchantId), amount.MinorUnits));
}
