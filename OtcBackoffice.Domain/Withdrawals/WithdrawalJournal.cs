using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Withdrawals;

/// <summary>The journal templates of a withdrawal (docs/accounting.md).</summary>
public static class WithdrawalJournal
{
    private const string Subject = "withdrawal";

    /// <summary>Asked for: the crypto is put aside.</summary>
    public static JournalEntry Created(Withdrawal withdrawal)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        var asset = new AssetCode(withdrawal.Asset);
        return JournalEntry.Of("withdrawal_created", Subject, withdrawal.Id, 1,
            Posting.Debit(new AccountKey(AccountFamily.MerchantAvailable, asset, withdrawal.MerchantId), withdrawal.CryptoMinor),
            Posting.Credit(new AccountKey(AccountFamily.MerchantLocked, asset, withdrawal.MerchantId), withdrawal.CryptoMinor));
    }

    /// <summary>Rejected, or failed before the payment was ordered: the crypto is free again.</summary>
    public static JournalEntry Released(Withdrawal withdrawal) => Created(withdrawal).Reversal("withdrawal_released");

    /// <summary>The payment is ordered: the crypto becomes the desk's, the desk owes the fiat, and spread and fee are earned
    /// apart.</summary>
    public static JournalEntry Executed(Withdrawal withdrawal)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        var (asset, fiat) = (new AssetCode(withdrawal.Asset), new AssetCode(withdrawal.FiatCurrency));
        Posting[] rounding = withdrawal.FiatRemainderMinor == 0 ? []
            : [Posting.Credit(new AccountKey(AccountFamily.Rounding, fiat), withdrawal.FiatRemainderMinor)];
        return JournalEntry.Of("withdrawal_executed", Subject, withdrawal.Id, 1,
        [
            Posting.Debit(new AccountKey(AccountFamily.MerchantLocked, asset, withdrawal.MerchantId), withdrawal.CryptoMinor),
            Posting.Credit(new AccountKey(AccountFamily.DeskPosition, asset), withdrawal.CryptoMinor),
            Posting.Debit(new AccountKey(AccountFamily.DeskPosition, fiat), withdrawal.GrossFiatMinor),
            Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, fiat), withdrawal.FiatMinor),
            Posting.Credit(new AccountKey(AccountFamily.SpreadIncome, fiat), withdrawal.SpreadMinor),
            Posting.Credit(new AccountKey(AccountFamily.FeeIncome, fiat), withdrawal.FeeMinor),
            .. rounding,
        ]);
    }

    /// <summary>The ordered payment failed: the mirror image of the execution.</summary>
    public static JournalEntry ExecutionReversed(Withdrawal withdrawal) => Executed(withdrawal).Reversal("withdrawal_execution_reversed");

    /// <summary>Paid: what was in flight has left the bank.</summary>
    public static JournalEntry Completed(Withdrawal withdrawal)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        var fiat = new AssetCode(withdrawal.FiatCurrency);
        return JournalEntry.Of("withdrawal_completed", Subject, withdrawal.Id, 1,
            Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, fiat), withdrawal.FiatMinor),
            Posting.Credit(new AccountKey(AccountFamily.Nostro, fiat), withdrawal.FiatMinor));
    }
}
