using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Deposits;

/// <summary>The journal templates of a deposit (docs/accounting.md).</summary>
public static class DepositJournal
{
    private const string Subject = "deposit";

    /// <summary>
    /// Confirmed: the merchant owns the fiat. What came by receipts was held apart and moves over; the rest is on somebody's
    /// word that the bank has it, and its receipt will be put against that.
    /// </summary>
    public static JournalEntry Confirmed(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var fiat = new AssetCode(deposit.FiatCurrency);
        var word = deposit.DifferenceOutcome is null ? AccountFamily.Nostro : AccountFamily.Suspense;
        return JournalEntry.Of("deposit_confirmed", Subject, deposit.Id, deposit.UnconfirmCount + 1,
            Posting.Debit(Held(deposit), deposit.HeldMinor),
            Posting.Debit(new AccountKey(word, fiat), deposit.FiatAmountMinor - deposit.HeldMinor),
            Posting.Credit(new AccountKey(AccountFamily.MerchantAvailable, fiat, deposit.MerchantId), deposit.FiatAmountMinor));
    }

    /// <summary>
    /// The confirmation is taken back: the merchant's fiat is gone. What was held when it was confirmed has come back into suspense
    /// through the desk's account since, with its receipts, so that all of it leaves there; the rest was on somebody's word.
    /// </summary>
    /// <param name="deposit">The deposit before the step.</param>
    public static JournalEntry Unconfirmed(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var fiat = new AssetCode(deposit.FiatCurrency);
        var word = deposit.DifferenceOutcome is null ? AccountFamily.Nostro : AccountFamily.Suspense;
        return JournalEntry.Of("deposit_unconfirmed", Subject, deposit.Id, deposit.UnconfirmCount + 1,
            Posting.Debit(new AccountKey(AccountFamily.MerchantAvailable, fiat, deposit.MerchantId), deposit.FiatAmountMinor),
            Posting.Credit(new AccountKey(AccountFamily.Nostro, fiat), word == AccountFamily.Nostro
                ? deposit.FiatAmountMinor : deposit.HeldMinor),
            Posting.Credit(new AccountKey(AccountFamily.Suspense, fiat), word == AccountFamily.Nostro
                ? 0 : deposit.FiatAmountMinor - deposit.HeldMinor));
    }

    /// <summary>Where receipts on a deposit are kept: apart until it is decided, and against the word once it is.</summary>
    public static AccountKey Place(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        return deposit.IsUndecided ? Held(deposit) : new AccountKey(AccountFamily.Nostro, new AssetCode(deposit.FiatCurrency));
    }

    private static AccountKey Held(Deposit deposit) => new(AccountFamily.Received, new AssetCode(deposit.FiatCurrency), deposit.MerchantId);

    /// <summary>
    /// A wire that came before there were receipts and is not what was declared, decided: the bank holds what came. Prorated or
    /// requoted it waits in suspense until the deposit is confirmed; returned it is on its way back.
    /// </summary>
    public static JournalEntry DifferenceResolved(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var fiat = new AssetCode(deposit.FiatCurrency);
        var outcome = deposit.DifferenceOutcome ?? throw new InvalidOperationException($"{deposit.HumanId} has no resolved difference.");
        var received = deposit.ReceivedMinor ?? throw new InvalidOperationException($"{deposit.HumanId} has no statement line.");
        var (kind, other) = outcome switch
        {
            DifferenceOutcome.Prorate => ("deposit_difference_prorated", AccountFamily.Suspense),
            DifferenceOutcome.Requote => ("deposit_difference_requoted", AccountFamily.Suspense),
            DifferenceOutcome.Return => ("deposit_difference_returned", AccountFamily.SettlementInFlight),
        };
        return JournalEntry.Of(kind, Subject, deposit.Id, 1,
            Posting.Debit(new AccountKey(AccountFamily.Nostro, fiat), received), Posting.Credit(new AccountKey(other, fiat), received));
    }

    /// <summary>
    /// Credit proposed: the merchant's fiat becomes the desk's, the desk owes the crypto, and spread, fee and rounding
    /// are earned apart. What a credit within the tolerance differs from the quote goes to rounding.
    /// </summary>
    public static JournalEntry CreditProposed(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var fiat = new AssetCode(deposit.FiatCurrency);
        var asset = new AssetCode(deposit.Asset);
        var snapshot = deposit.Snapshot ?? throw new InvalidOperationException($"{deposit.HumanId} has no price.");
        var net = deposit.CryptoMinor ?? throw new InvalidOperationException($"{deposit.HumanId} has no credit.");
        var rounding = snapshot.GrossAssetMinor - net - snapshot.SpreadAssetMinor - snapshot.FeeAssetMinor;
        return JournalEntry.Of("deposit_credit_proposed", Subject, deposit.Id, deposit.CreditCount,
            Posting.Debit(new AccountKey(AccountFamily.MerchantAvailable, fiat, deposit.MerchantId), deposit.FiatAmountMinor),
            Posting.Credit(new AccountKey(AccountFamily.DeskPosition, fiat), deposit.FiatAmountMinor),
            Posting.Debit(new AccountKey(AccountFamily.DeskPosition, asset), snapshot.GrossAssetMinor),
            Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, asset), net),
            Posting.Credit(new AccountKey(AccountFamily.SpreadIncome, asset), snapshot.SpreadAssetMinor),
            Posting.Credit(new AccountKey(AccountFamily.FeeIncome, asset), snapshot.FeeAssetMinor),
            Posting.Credit(new AccountKey(AccountFamily.Rounding, asset), rounding));
    }

    /// <summary>The proposal was rejected or became invalid: the mirror image of the credit entry.</summary>
    public static JournalEntry CreditReversed(Deposit deposit) => CreditProposed(deposit).Reversal("deposit_credit_reversed");

    /// <summary>Final on chain: what was in flight has left the treasury.</summary>
    public static JournalEntry Settled(Deposit deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var asset = new AssetCode(deposit.Asset);
        var net = deposit.CryptoMinor ?? throw new InvalidOperationException($"{deposit.HumanId} has no credit.");
        return JournalEntry.Of("deposit_settled", Subject, deposit.Id, 1,
            Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, asset), net),
            Posting.Credit(new AccountKey(AccountFamily.Treasury, asset), net));
    }
}
